#include "tocsin/formats/eop.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"

namespace tocsin::formats {
namespace {

constexpr double arcsecond = std::numbers::pi / 648000.0;

// Two days of each form; the values are those of the IERS for 2022-10-03 and 04, rounded.
const std::string eop_all =
    "VERSION 1.1\n#\nNUM_OBSERVED_POINTS 1\nBEGIN OBSERVED\n"
    "2022 10 03 59855  0.254100  0.281600 -0.0110500 -0.0003200 -0.112600 -0.007200  0.000200 -0.000100  37\n"
    "END OBSERVED\n\nNUM_PREDICTED_POINTS 1\nBEGIN PREDICTED\n"
    "2022 10 04 59856  0.253300  0.280400 -0.0106900 -0.0003700 -0.112500 -0.007100  0.000210 -0.000110  37\n"
    "END PREDICTED\n";
const std::string finals =
    "2210 3 59855.00 I  0.254100 0.000020  0.281600 0.000020  I-0.0110500 0.0000100 -0.3200 0.0100  I     0.200    "
    "0.100"
    "    -0.100    0.100  0.254100  0.281600 -0.0110500     0.200    -0.100\n"
    "2210 4 59856.00 P  0.253300 0.000020  0.280400 0.000020  P-0.0106900 0.0000100                 P     0.210    "
    "0.100"
    "    -0.110    0.100\n"
    "2210 5 59857.00\n";
const std::string c04_20 =
    "# IERS 20 C04\n#  YR  MM  DD  HH       MJD        x(\")\n"
    "2022  10   3   0  59855.00    0.254100    0.281600  -0.0110500    0.000200   -0.000100    0.001000    0.002000"
    "   -0.0003200    0.000030    0.000030   0.0000100    0.000050    0.000050    0.000090    0.000090   0.0000400\n"
    "2022  10   4   0  59856.00    0.253300    0.280400  -0.0106900    0.000210   -0.000110    0.001000    0.002000"
    "   -0.0003700    0.000030    0.000030   0.0000100    0.000050    0.000050    0.000090    0.000090   0.0000400\n";
const std::string c04_14 =
    "2022  10   3  59855   0.254100   0.281600  -0.0110500  -0.0003200   0.000200  -0.000100   0.00003   0.00003"
    "  0.00001   0.00003   0.00005   0.00005\n"
    "2022  10   4  59856   0.253300   0.280400  -0.0106900  -0.0003700   0.000210  -0.000110   0.00003   0.00003"
    "  0.00001   0.00003   0.00005   0.00005\n";

std::string refusal(const std::string& text) {
  const auto table = read_eop(text, "eop");
  EXPECT_FALSE(table) << text;
  return table ? std::string() : table.error().to_string();
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(Eop, EveryFormGivesTheSameRows) {
  for (const std::string& text : {eop_all, finals, c04_20, c04_14}) {
    EXPECT_TRUE(is_eop(text));
    const auto table = read_eop(text, "eop");
    ASSERT_TRUE(table) << table.error().to_string();
    ASSERT_EQ(table->rows.size(), 2U);
    const earth::OrientationRow& r = table->rows[0];
    EXPECT_EQ(r.mjd_utc, 59855.0);
    EXPECT_NEAR(r.polar_x_rad / arcsecond, 0.2541, 1e-12);
    EXPECT_NEAR(r.polar_y_rad / arcsecond, 0.2816, 1e-12);
    EXPECT_EQ(r.ut1_minus_utc_s, -0.01105);
    EXPECT_NEAR(r.length_of_day_s, -0.00032, 1e-15);
    EXPECT_NEAR(r.dx_rad / arcsecond, 0.0002, 1e-15);
    EXPECT_NEAR(r.dy_rad / arcsecond, -0.0001, 1e-15);
    const bool has_predictions = table->form != EopForm::c04;
    EXPECT_EQ(table->observed, has_predictions ? 1U : 2U);
    EXPECT_TRUE(earth::Orientation::from_table(table->rows));
  }
}

TEST(Eop, RefusalsNameLineFieldAndValue) {
  EXPECT_EQ(refusal(replaced(eop_all, "0.2541", "9.2541")),
            "eop:5:19: field 'polar_x': found 9.254100, expected arcseconds between -2 and 2");
  EXPECT_EQ(refusal(replaced(c04_20, "-0.0110500", "nan")),
            "eop:3:53: field 'ut1_minus_utc': found nan, expected seconds between -1 and 1");
  EXPECT_EQ(refusal(replaced(eop_all, "59856", "59855")),
            "eop:10:1: field 'mjd': found 59855, expected a later day than in the row before");
  EXPECT_EQ(refusal(replaced(eop_all, "  37\nEND OBSERVED", "\nEND OBSERVED")),
            "eop:5:1: field 'columns': found 12, expected 13 columns");
  EXPECT_NE(refusal(replaced(finals, "P-0.0106900", "X-0.0106900")).find("field 'flag': found X"), std::string::npos);
  EXPECT_NE(refusal(c04_14.substr(0, c04_14.find('\n') + 1)).find("at least two days"), std::string::npos);
  EXPECT_NE(refusal("1 00005U 58002B").find("EOP-All 1.1, IERS finals2000A or IERS C04"), std::string::npos);
  EXPECT_NE(refusal("").find("form"), std::string::npos);
}

TEST(Eop, AWholePublishedFileIsRead) {
  const auto text = read_file("../shared/data/frames_time/EOP-All-v1.1_2025-01-10.txt", 64U << 20U);
  if (!text) GTEST_SKIP() << "published Earth orientation is not here (../shared/data/frames_time)";
  const auto table = read_eop(*text, "EOP-All");
  ASSERT_TRUE(table) << table.error().to_string();
  EXPECT_EQ(table->observed, 23021U);
  EXPECT_EQ(table->rows.size(), 23021U + 181U);
  // From 1962 on, when UTC had other rates.
  const auto orientation = earth::Orientation::from_table(table->rows);
  ASSERT_TRUE(orientation) << orientation.error().to_string();
  const Instant early = parse_utc("1965-06-01T00:00:00Z").value();
  EXPECT_FALSE(orientation->is_stale(early));
  // UT1 - UTC of that day, by the rotation against the same Earth without parameters.
  const auto row =
      std::find_if(table->rows.begin(), table->rows.end(), [](const auto& r) { return r.mjd_utc == 38912.0; });
  const double turn = orientation->rotation_angle_rad(early) - earth::Orientation().rotation_angle_rad(early);
  EXPECT_NEAR(turn / (2.0 * std::numbers::pi / 86164.1), row->ut1_minus_utc_s, 1e-5);
}

}  // namespace
}  // namespace tocsin::formats
