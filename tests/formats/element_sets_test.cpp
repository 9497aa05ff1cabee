#include "tocsin/formats/element_sets.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"
#include "tocsin/motion/sgp4.hpp"

#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

constexpr std::array<ElementFormat, 5> all_formats{ElementFormat::tle, ElementFormat::omm_kvn, ElementFormat::omm_xml,
                                                   ElementFormat::omm_json, ElementFormat::omm_csv};
constexpr std::array<ElementFormat, 4> omm_formats{ElementFormat::omm_kvn, ElementFormat::omm_xml,
                                                   ElementFormat::omm_json, ElementFormat::omm_csv};

const ElementHeader header{.created = parse_utc("2022-10-03T22:22:00Z").value()};

// Satellites 5 and 11801 of AIAA 2006-6753, one with an Alpha-5 number and negative terms, one of the day before a year
// ends.
const std::string tle_text =
    "0 VANGUARD 1\n"
    "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n"
    "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667\n"
    "1 11801U          80230.29629788  .01431103  00000-0  14311-1 0    13\n"
    "2 11801  46.7916 230.4354 7318036  47.4722  10.4117  2.28537848    13\n"
    "0 A & B <C>, \"D\"\n"
    "1 Z9999U 21999ABC 22365.99999999 -.00012345 -12345-6 -98765-3 0  9990\n"
    "2 Z9999 179.9999 359.9999 0000001   0.0000 180.0000 16.12345678  1230\n";

std::vector<motion::ElementSet> from_tle(const std::string& text) {
  const auto read = read_element_sets(text, "test.tle", {.checksum = TleChecksum::Ignore});
  EXPECT_TRUE(read) << read.error().to_string();
  return read.value_or(ElementSets{}).sets;
}

ElementSets read(const std::string& text) {
  const auto out = read_element_sets(text, "test");
  EXPECT_TRUE(out) << out.error().to_string();
  return out.value_or(ElementSets{});
}

/// The one refusal of a text with one bad message.
std::string refusal(const std::string& text) {
  const ElementSets sets = read(text);
  EXPECT_EQ(sets.refused.size(), 1U) << text;
  return sets.refused.empty() ? std::string() : sets.refused.front().to_string();
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

std::string written(const std::vector<motion::ElementSet>& sets, ElementFormat format) {
  const auto text = write_element_sets(sets, format, header);
  EXPECT_TRUE(text) << text.error().to_string();
  return text.value_or("");
}

TEST(ElementSets, EveryFormReadsBackWhatWasWritten) {
  const std::vector<motion::ElementSet> sets = from_tle(tle_text);
  ASSERT_EQ(sets.size(), 3U);
  for (const ElementFormat format : all_formats) {
    SCOPED_TRACE(name_of(format));
    const std::string text = written(sets, format);
    EXPECT_EQ(element_format(text), format);
    const ElementSets back = read(text);
    EXPECT_EQ(back.format, format);
    EXPECT_EQ(back.refused_count, 0U);
    ASSERT_EQ(back.sets.size(), sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) {
      motion::ElementSet got = back.sets[i];
      // A day has 15 digits at most, its seconds may differ in the last one.
      EXPECT_NEAR(got.epoch_day_fraction, sets[i].epoch_day_fraction, 2e-16);
      got.epoch_day_fraction = sets[i].epoch_day_fraction;
      if (sets[i].name.empty()) got.name.clear();  // messages must have a name: the number
      EXPECT_EQ(got, sets[i]) << "set " << i;
    }
    EXPECT_EQ(written(back.sets, format), text);
  }
}

TEST(ElementSets, TwoLinesAreWrittenAsTheyWereRead) {
  // The second line of the first set is one of those whose published checksum is right.
  EXPECT_EQ(written({from_tle(tle_text)[0]}, ElementFormat::tle), tle_text.substr(0, tle_text.find("1 11801U")));
}

TEST(ElementSets, ARealCatalogueSurvivesEveryForm) {
  const auto text = read_file("../shared/data/satellites/catalogue_2022-08-09.tle", 64U << 20U);
  if (!text) GTEST_SKIP() << "../shared/data/satellites/catalogue_2022-08-09.tle is not here";
  const std::vector<motion::ElementSet> sets = read(*text).sets;
  ASSERT_EQ(sets.size(), 25975U);
  for (const ElementFormat format : all_formats) {
    const ElementSets back = read(written(sets, format));
    ASSERT_EQ(back.sets.size(), sets.size()) << name_of(format);
    std::size_t different = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const motion::ElementSet& a = sets[i];
      const motion::ElementSet& b = back.sets[i];
      different +=
          !(a.mean_motion_rad_min == b.mean_motion_rad_min && a.eccentricity == b.eccentricity &&
            a.inclination_rad == b.inclination_rad && a.node_rad == b.node_rad && a.perigee_rad == b.perigee_rad &&
            a.mean_anomaly_rad == b.mean_anomaly_rad && a.bstar_per_earth_radius == b.bstar_per_earth_radius &&
            a.epoch == b.epoch && a.catalogue_number == b.catalogue_number && a.designator() == b.designator());
    }
    EXPECT_EQ(different, 0U) << name_of(format);
  }
}

TEST(ElementSets, XmlIsValidAgainstThePublishedSchema) {
  const std::string schema = "../shared/schemas/ccsds-ndm/ndmxml-4.0.0-master-4.0.xsd";
  if (!read_file(schema, 1U << 20U)) GTEST_SKIP() << schema << " is not here";
  const std::string path = ::testing::TempDir() + "elements.xml";
  ASSERT_TRUE(write_file(path, written(from_tle(tle_text), ElementFormat::omm_xml)));
  const ToolRun run = run_tool("xmllint --noout --nonet --schema " + schema + " " + path + " 2>&1");
  EXPECT_EQ(run.status, 0) << run.output;
}

TEST(ElementSets, PublicCatalogueJsonIsRead) {
  // The keywords that public catalogues use: no header, numbers as numbers or as texts, members that nothing needs.
  const ElementSets sets = read(
      R"json([{"OBJECT_NAME":"ISS (ZARYA)","OBJECT_ID":"1998-067A","EPOCH":"2020-10-04T21:23:55.291584",
        "MEAN_MOTION":15.48,"ECCENTRICITY":"0.0001","INCLINATION":51.64,"RA_OF_ASC_NODE":"10","ARG_OF_PERICENTER":20,
        "MEAN_ANOMALY":30,"EPHEMERIS_TYPE":0,"CLASSIFICATION_TYPE":"U","NORAD_CAT_ID":270123456,"ELEMENT_SET_NO":999,
        "REV_AT_EPOCH":1234567,"BSTAR":1e-5,"MEAN_MOTION_DOT":null,"MEAN_MOTION_DDOT":0,"PERIOD":"92.9",
        "TLE_LINE0":"x"}])json");
  ASSERT_EQ(sets.sets.size(), 1U);
  const motion::ElementSet& s = sets.sets[0];
  EXPECT_EQ(s.name, "ISS (ZARYA)");
  EXPECT_EQ(s.designator(), "98067A");
  EXPECT_EQ(s.catalogue_number, 270123456);
  EXPECT_EQ(s.revolution_at_epoch, 1234567);
  EXPECT_EQ(format_utc(s.epoch), "2020-10-04T21:23:55.291584Z");
  EXPECT_EQ(s.epoch_jd_midnight, 2459126.5);
  EXPECT_EQ(s.mean_motion_dot_rad_min2, 0.0);
  EXPECT_TRUE(motion::Sgp4::from(s).state_at(s.epoch));
  // What a TLE cannot hold says so.
  const auto tle = write_element_sets(sets.sets, ElementFormat::tle, header);
  ASSERT_FALSE(tle);
  EXPECT_EQ(
      tle.error().to_string(),
      "element sets:record 1: field 'catalogue_number': found 270123456, expected up to 339999 (Alpha-5) in a TLE: "
      "use an OMM");
}

TEST(ElementSets, SemiMajorAxisStandsForTheMotion) {
  const std::string kvn = written({from_tle(tle_text)[0]}, ElementFormat::omm_kvn);
  const ElementSets sets = read(replaced(kvn, "MEAN_MOTION = 10.82419157 [rev/day]", "SEMI_MAJOR_AXIS = 8631.5 [km]"));
  ASSERT_EQ(sets.sets.size(), 1U);
  EXPECT_NEAR(sets.sets[0].mean_motion_rad_min / from_tle(tle_text)[0].mean_motion_rad_min, 1.0, 1e-3);
}

TEST(ElementSets, OtherWaysToWriteTheSameAreRead) {
  const std::string kvn = written({from_tle(tle_text)[0]}, ElementFormat::omm_kvn);
  const motion::ElementSet want = read(kvn).sets.at(0);
  const std::array<std::string, 5> same{"\xEF\xBB\xBF" + kvn, replaced(kvn, "2000-06-27T", "2000-179T"),
                                        replaced(kvn, "[rev/day]", "[REV/DAY]"),
                                        replaced(kvn, "ORIGINATOR", "COMMENT hand made\nCOMMENT\n\nORIGINATOR"),
                                        replaced(kvn, "MEAN_ELEMENT_THEORY = SGP4", "MEAN_ELEMENT_THEORY = SGP/SGP4")};
  for (const std::string& text : same) EXPECT_EQ(read(text).sets.at(0), want) << text;
  std::string crlf;
  for (const char c : kvn) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(read(crlf).sets.at(0), want);
  const std::string xml = written({from_tle(tle_text)[0]}, ElementFormat::omm_xml);
  const std::string prefixed = replaced(replaced(xml, "<ndm ", "<n:ndm xmlns:n=\"urn:x\" "), "</ndm>", "</n:ndm>");
  EXPECT_EQ(read(prefixed).sets.at(0), want);
}

TEST(ElementSets, RefusalsNamePlaceFieldAndValue) {
  const std::vector<motion::ElementSet> one{from_tle(tle_text)[0]};
  const std::string kvn = written(one, ElementFormat::omm_kvn);
  EXPECT_EQ(refusal(replaced(kvn, "= 34.2682", "= 195")),
            "test:13:15: field 'INCLINATION': found 195, expected degrees from 0 to 180");
  EXPECT_EQ(refusal(replaced(kvn, "REF_FRAME = TEME", "REF_FRAME = GCRF")),
            "test:7:13: field 'REF_FRAME': found GCRF, expected TEME");
  EXPECT_EQ(refusal(replaced(kvn, "[rev/day]", "[rad/s]")),
            "test:11:15: field 'MEAN_MOTION': found rad/s, expected the unit rev/day");
  EXPECT_EQ(refusal(replaced(kvn, "EPHEMERIS_TYPE = 0", "EPHEMERIS_TYPE = 4")),
            "test:17:18: field 'EPHEMERIS_TYPE': found 4, expected 0 to 3: 4 (SGP4-XP) is another theory");
  EXPECT_EQ(refusal(replaced(kvn, "CLASSIFICATION_TYPE = U", "CLASSIFICATION_TYPE = +")),
            "test:18:23: field 'CLASSIFICATION_TYPE': found +, expected U, C or S");
  EXPECT_EQ(refusal(replaced(kvn, "INCLINATION", "MEAN_ANOMALY")),
            "test:16:16: field 'MEAN_ANOMALY': found 19.3264, expected this keyword once in a message");
  EXPECT_EQ(refusal(replaced(kvn, "INCLINATION = 34.2682 [deg]\n", "")),
            "test:1:1: field 'INCLINATION': found nothing, expected this keyword in the message");
  EXPECT_EQ(refusal(replaced(kvn, "ECCENTRICITY = 0.1859667", "ECCENTRICITY 0.1859667")),
            "test:12:1: field 'keyword': found ECCENTRICITY 0.1859667, expected KEYWORD = value");
  for (const char* epoch : {"2000-13-27T18:50:19", "2000-06-27 18:50:19", "2000-366T24:00:00", "1950-06-27T18:50:19",
                            "2000-06-27T18:50:60", "2000-06-31T00:00:00", "nan", ""}) {
    const std::string found = refusal(replaced(kvn, "2000-06-27T18:50:19.733568", epoch));
    EXPECT_NE(found.find("field 'EPOCH'"), std::string::npos) << found;
  }
  for (const char* number : {"nan", "inf", "1e999", "1.0x", "-0.1", "1.0"}) {
    const std::string found = refusal(replaced(kvn, "0.1859667", number));
    EXPECT_NE(found.find("field 'ECCENTRICITY'"), std::string::npos) << found;
  }

  const std::string xml = written(one, ElementFormat::omm_xml);
  EXPECT_EQ(refusal(replaced(xml, ">34.2682<", ">x<")),
            "test:7:155: field 'INCLINATION': found x, expected degrees from 0 to 180");
  const std::string json = written(one, ElementFormat::omm_json);
  EXPECT_EQ(refusal(replaced(json, "34.2682", "-1")),
            "test:record 1: field 'INCLINATION': found -1, expected degrees from 0 to 180");
  EXPECT_EQ(refusal("[7]"), "test:record 1: field 'message': found 7, expected an object of OMM keywords");
  const std::string csv = written(one, ElementFormat::omm_csv);
  EXPECT_EQ(refusal(replaced(csv, "34.2682", "x")),
            "test:2:71: field 'INCLINATION': found x, expected degrees from 0 to 180");
  EXPECT_EQ(refusal(replaced(csv, "34.2682,", "")),
            "test:2:1: field 'columns': found 16, expected 17 columns as in the first line");
}

TEST(ElementSets, DesignatorsThatAreNoneAreLeftOut) {
  // Found by fuzzing: a byte that is no UTF-8 would have made the written JSON unreadable.
  const std::string kvn = written({from_tle(tle_text)[0]}, ElementFormat::omm_kvn);
  for (const char* id : {"1958-002\xE1", "1958-002b", "1958-002 ", "58-002B", "SATELLITE"}) {
    const ElementSets sets = read(replaced(kvn, "1958-002B", id));
    ASSERT_EQ(sets.sets.size(), 1U) << id;
    EXPECT_EQ(sets.sets[0].designator(), std::string_view(id) == "1958-002 " ? "58002" : "") << id;
  }
  std::string tle = tle_text.substr(tle_text.find('\n') + 1, 140);
  tle[12] = '\xE1';
  for (const ElementFormat format : omm_formats)
    EXPECT_EQ(read(written(from_tle(tle), format)).sets.size(), 1U) << name_of(format);
}

TEST(ElementSets, ABadMessageDoesNotStopTheRest) {
  for (const ElementFormat format : omm_formats) {
    const std::string text = replaced(written(from_tle(tle_text), format), "46.7916", "460.7916");
    const ElementSets sets = read(text);
    EXPECT_EQ(sets.sets.size(), 2U) << name_of(format);
    EXPECT_EQ(sets.refused_count, 1U) << name_of(format);
  }
}

TEST(ElementSets, TextsThatAreNoFormAreErrors) {
  const auto fails = [](const std::string& text, const std::string& words) {
    const auto sets = read_element_sets(text, "test");
    ASSERT_FALSE(sets) << text;
    EXPECT_NE(sets.error().to_string().find(words), std::string::npos) << sets.error().to_string();
  };
  fails("[{\"EPOCH\":", "test:1:");
  fails("<ndm><omm>", "field 'xml'");
  fails("<svg/>", "a document with the root omm or ndm");
  fails("\"EPOCH,x\n", "a line of OMM keywords");
  fails("[" + std::string(100000, '['), "deep");
  const auto large = read_element_sets(std::string(2000, ' '), "test", {.max_bytes = 1000});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().to_string(), "test: field 'size': found 2000 bytes, expected at most 1000 bytes");
  EXPECT_TRUE(read("").sets.empty());
  EXPECT_TRUE(read("[]").sets.empty());
}

TEST(ElementSets, RefusalsAreBounded) {
  std::string text = "EPOCH,MEAN_MOTION\n";
  for (int i = 0; i < 5000; ++i) text += "x,1\n";
  const ElementSets sets = read(text);
  EXPECT_EQ(sets.refused.size(), 1000U);
  EXPECT_EQ(sets.refused_count, 5000U);
}

}  // namespace
}  // namespace tocsin::formats
