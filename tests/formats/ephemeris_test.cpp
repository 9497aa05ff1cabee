#include "tocsin/formats/ephemeris.hpp"

#include <cmath>
#include <cstring>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

using motion::Sgp4Error;

const Instant kStart = *parse_utc("2022-10-03T22:00:00Z");

motion::ElementSet set_named(const std::string& name, const std::string& designator = "22001A") {
  motion::ElementSet set;
  set.catalogue_number = 90001;
  set.name = name;
  std::copy(designator.begin(), designator.end(), set.designator_chars.begin());
  return set;
}

/// One row a minute; the numbers say which row it is.
std::vector<EphemerisRow> rows_with(const std::vector<Sgp4Error>& errors) {
  std::vector<EphemerisRow> rows;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const double k = static_cast<double>(i);
    rows.push_back({kStart + seconds(60.0 * k), {7000.5 + k, -1.25, 0.1, 0.0, 7.5, 1e-9}, errors[i]});
  }
  return rows;
}

std::string written(EphemerisFormat format, const std::vector<EphemerisRow>& rows, const motion::ElementSet& set,
                    EphemerisFrame frame = EphemerisFrame::teme) {
  const EphemerisWriter writer(format, {.frame = frame,
                                        .created = kStart,
                                        .from = kStart,
                                        .step_ns = 60'000'000'000,
                                        .times = rows.size(),
                                        .objects = 1});
  std::string out;
  writer.begin(out);
  writer.object(set, rows, out);
  writer.end(out);
  return out;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Ephemeris, CsvHasOneLineAStateAndNamesWhatIsMissing) {
  const std::string text =
      written(EphemerisFormat::csv, rows_with({Sgp4Error::None, Sgp4Error::Decayed}), set_named("A, B"));
  EXPECT_EQ(text,
            "catalogue_number,name,time_utc,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s,error\r\n"
            "90001,\"A, B\",2022-10-03T22:00:00Z,7000.5,-1.25,0.1,0,7.5,1e-09,\r\n"
            "90001,\"A, B\",2022-10-03T22:01:00Z,,,,,,,decayed: below one Earth radius\r\n");
}

TEST(Ephemeris, GeodeticCsvHasThreeNumbers) {
  const std::string text =
      written(EphemerisFormat::csv, rows_with({Sgp4Error::None}), set_named(""), EphemerisFrame::geodetic);
  EXPECT_EQ(text,
            "catalogue_number,name,time_utc,lat_deg,lon_deg,height_km,error\r\n"
            "90001,,2022-10-03T22:00:00Z,7000.5,-1.25,0.1,\r\n");
}

TEST(Ephemeris, AFailureEndsASegmentAndIsNamedInTheNext) {
  const auto rows =
      rows_with({Sgp4Error::None, Sgp4Error::Decayed, Sgp4Error::Decayed, Sgp4Error::None, Sgp4Error::MeanMotion});
  const std::string text = written(EphemerisFormat::oem_kvn, rows, set_named("SAT"));
  EXPECT_EQ(count_of(text, "META_START"), 2U);
  EXPECT_NE(text.find("COMMENT No states from 2022-10-03T22:01:00 to 2022-10-03T22:02:00: decayed"), std::string::npos)
      << text;
  EXPECT_NE(text.find("COMMENT 90001: No states from 2022-10-03T22:04:00"), std::string::npos) << text;
  EXPECT_EQ(text.find("7001.5 "), std::string::npos) << "a state with an error was written";
}

TEST(Ephemeris, XmlIsValidAndHoldsHostileNamesAsText) {
  const std::string folder = "../shared/schemas/ccsds-ndm/";
  const std::string schema = folder + "ndmxml-4.0.0-master-4.0.xsd";
  if (!std::filesystem::exists(schema)) GTEST_SKIP() << schema << " is not here";
  if (!has_tool("xmllint")) GTEST_SKIP() << "xmllint is not installed";
  const auto rows =
      rows_with({Sgp4Error::Decayed, Sgp4Error::None, Sgp4Error::MeanMotion, Sgp4Error::None, Sgp4Error::Decayed});
  for (const char* name : {"SAT 1", "<script>&\"'</x>", "", "\x01\xff\xfe-->"}) {
    const std::string path = test_file("oem.xml", written(EphemerisFormat::oem_xml, rows, set_named(name)));
    const ToolRun run = run_tool("xmllint --noout --schema " + schema + " " + path);
    EXPECT_EQ(run.status, 0) << run.output;
  }
}

TEST(Ephemeris, BinaryIsWhatItsDescriptionSays) {
  const std::string bytes =
      written(EphemerisFormat::binary, rows_with({Sgp4Error::None, Sgp4Error::Decayed}), set_named("SAT"));
  ASSERT_EQ(bytes.size(), 48U + 8U + 2U * 48U + 2U);
  EXPECT_EQ(bytes.substr(0, 8), "TOCSINEP");
  const auto number = [&](std::size_t at) {
    double v = 0.0;
    std::memcpy(&v, bytes.data() + at, sizeof v);
    return v;
  };
  EXPECT_EQ(number(56), 7000.5);
  EXPECT_TRUE(std::isnan(number(56 + 48)));
  EXPECT_EQ(bytes[56 + 96], 0);
  EXPECT_EQ(bytes[56 + 97], 6);
}

TEST(Ephemeris, DesignatorsAreWrittenWithTheirCentury) {
  EXPECT_EQ(object_id(set_named("", "58002B")), "1958-002B");
  EXPECT_EQ(object_id(set_named("", "22001AB")), "2022-001AB");
  EXPECT_EQ(object_id(set_named("", "")), "90001");
}

}  // namespace
}  // namespace tocsin::formats
