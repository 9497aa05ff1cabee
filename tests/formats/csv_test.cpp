#include "tocsin/formats/csv.hpp"

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"

#include "tests/formats/sample.hpp"

namespace tocsin::formats {
namespace {

/// Rows and cells by RFC 4180; fails on anything that the grammar does not allow.
std::vector<std::vector<std::string>> parsed(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    std::string& cell = rows.back().back();
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < csv.size() && csv[i + 1] == '"')
        cell += csv[++i];
      else
        quoted = false;
    } else if (c == '"') {
      EXPECT_TRUE(cell.empty());
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\r') {
      EXPECT_EQ(csv.at(++i), '\n');
      rows.emplace_back(1);
    } else {
      EXPECT_NE(c, '\n');
      cell += c;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_EQ(rows.back(), std::vector<std::string>(1));
  rows.pop_back();
  return rows;
}

std::string cell(const std::vector<std::vector<std::string>>& rows, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    if (rows[0][i] == column) return rows[row][i];
  }
  ADD_FAILURE() << column;
  return {};
}

TEST(Csv, EveryRowHasTheCellsOfTheHeader) {
  const Products products = sample();
  for (const std::string& csv : {tracks_csv(products), events_csv(products), warnings_csv(products)}) {
    const auto rows = parsed(csv);
    EXPECT_GT(rows.size(), 1U);
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
  }
  EXPECT_EQ(parsed(tracks_csv(products)).size(), products.tracks.size() + 1);
  EXPECT_EQ(parsed(warnings_csv(products)).size(), products.warnings.size() + 1);
}

TEST(Csv, AnEmptyRunHasHeadersOnly) {
  for (const std::string& csv : {tracks_csv({}), events_csv({}), warnings_csv({})}) EXPECT_EQ(parsed(csv).size(), 1U);
}

TEST(Csv, NumbersReadBackToTheSameBits) {
  const Products products = sample();
  const auto rows = parsed(tracks_csv(products));
  EXPECT_EQ(to_double(cell(rows, 1, "x_itrf_m")), products.tracks[0].position_m.x);
  EXPECT_EQ(to_double(cell(rows, 1, "position_sigma_m")), std::sqrt(300.0));
  EXPECT_EQ(cell(rows, 1, "time_utc"), "2022-10-03T22:23:00Z");
  EXPECT_EQ(cell(rows, 1, "sensors"), "GEO-A; R1");
  EXPECT_NEAR(*to_double(cell(rows, 1, "lat_deg")), 40.0, 1e-9);
}

TEST(Csv, UnknownIsEmptyAndNotZero) {
  Products products = sample();
  products.events[0].event.impact.reset();
  products.events[0].event.launch.reset();
  products.events[0].event.apogee_km.reset();
  const auto rows = parsed(events_csv(products));
  for (const char* column : {"impact_lat_deg", "impact_time_utc", "launch_time_sigma_s", "apogee_km",
                             "launch_azimuth_deg", "parent_event"}) {
    EXPECT_EQ(cell(rows, 1, column), "") << column;
  }
  EXPECT_EQ(cell(rows, 1, "class_probability"), "0.96");
}

TEST(Csv, TextWithCommasQuotesAndLineEndsSurvivesAndFormulasAreDisarmed) {
  Products products = sample();
  products.warnings[0].headline = "a,\"b\"\r\nc";
  products.warnings[1].headline = "=HYPERLINK(\"http://x\")";
  products.warnings[2].by = {"-ann"};
  const auto rows = parsed(warnings_csv(products));
  EXPECT_EQ(cell(rows, 1, "headline"), "a,\"b\"\r\nc");
  EXPECT_EQ(cell(rows, 2, "headline"), "'=HYPERLINK(\"http://x\")");
  EXPECT_EQ(cell(rows, 3, "by"), "'-ann");
  EXPECT_EQ(cell(rows, 6, "references"), "1; 2");
}

}  // namespace
}  // namespace tocsin::formats
