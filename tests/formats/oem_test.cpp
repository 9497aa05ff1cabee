#include "tocsin/formats/oem.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/ephemeris.hpp"

#include "tests/formats/sample.hpp"
#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

const std::string kHead = "CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2020-10-04T00:00:00\nORIGINATOR = X\n";
const std::string kMeta =
    "META_START\nOBJECT_NAME = A\nOBJECT_ID = 2020-001A\nCENTER_NAME = EARTH\nREF_FRAME = EME2000\nTIME_SYSTEM = UTC\n"
    "START_TIME = 2020-10-04T00:00:00\nSTOP_TIME = 2020-10-04T00:02:00\nMETA_STOP\n";
const std::string kStates = "2020-10-04T00:00:00 7000 0 0 0 7.5 0\n2020-278T00:01:00Z 7.001E3 1 2 3 4 5 0.1 0.2 0.3\n";
const std::string kTriangle = "1\n0.1 2\n0.1 0.2 3\n.001 .002 .003 4e-6\n0 0 0 0 5e-6\n0 0 0 0 0 6e-6\n";

NdmReading<Oem> reading_of(const std::string& text) {
  Result<NdmReading<Oem>> read = read_oem(text, "f.oem");
  EXPECT_TRUE(read) << read.error().to_string();
  return read ? *std::move(read) : NdmReading<Oem>{};
}

std::string refusals(const NdmReading<Oem>& read) {
  std::string out;
  for (const Error& e : read.refused) out += e.to_string() + "\n";
  return out;
}

std::string written(const Oem& message, NdmNotation notation) {
  Result<std::string> text = write_oem(message, notation);
  EXPECT_TRUE(text) << text.error().to_string();
  return text.value_or("");
}

/// Two segments with numbers of all their bits, accelerations, several covariances and every keyword.
Oem everything() {
  Oem out;
  out.header = {.comments = {"Status: test"},
                .classification = "none",
                .created = *parse_utc("2022-10-03T22:22:00Z"),
                .originator = "EXAMPLE",
                .message_id = "M"};
  OemSegment s;
  s.comments = {"first <segment>"};
  s.metadata = {{"OBJECT_NAME", "A"},
                {"OBJECT_ID", "2022-001A"},
                {"CENTER_NAME", "EARTH"},
                {"REF_FRAME", "ITRF"},
                {"REF_FRAME_EPOCH", "2000-01-01T12:00:00"},
                {"TIME_SYSTEM", "UTC"},
                {"START_TIME", "2022-10-03T22:22:00"},
                {"USEABLE_START_TIME", "2022-10-03T22:22:00"},
                {"USEABLE_STOP_TIME", "2022-10-03T22:23:00"},
                {"STOP_TIME", "2022-10-03T22:23:00"},
                {"INTERPOLATION", "HERMITE"},
                {"INTERPOLATION_DEGREE", "7"}};
  s.data_comments = {"data"};
  for (int i = 0; i < 4; ++i) {
    OemState state;
    state.time = out.header.created + seconds(i / 3.0);
    for (std::size_t k = 0; k < 6; ++k) state.value[k] = std::sin(1.0 + i + static_cast<double>(k)) * 1e4;
    if (i > 1) state.acceleration = {1e-3, -1.0 / 3.0, 0.0};
    s.states.push_back(state);
    OemCovariance c;
    c.time = state.time;
    if (i > 0) c.frame = "RTN";
    if (i == 2) c.comments = {"before the third"};
    for (std::size_t k = 0; k < c.value.size(); ++k) c.value[k] = std::exp(-static_cast<double>(k)) / 3.0;
    s.covariances.push_back(c);
  }
  out.segments.push_back(s);
  s.metadata[5].value = "TAI";
  s.covariances.clear();
  out.segments.push_back(s);
  return out;
}

TEST(Oem, WhatIsWrittenReadsBackToTheSameBitsInBothNotations) {
  const Oem message = everything();
  for (const NdmNotation notation : {NdmNotation::kvn, NdmNotation::xml}) {
    const NdmReading<Oem> read = reading_of(written(message, notation));
    EXPECT_EQ(read.refused_count + read.warning_count, 0U) << refusals(read);
    ASSERT_EQ(read.messages.size(), 1U);
    EXPECT_EQ(read.messages[0], message);
  }
}

TEST(Oem, XmlIsValidAgainstThePublishedSchema) {
  const std::string schema = "../shared/schemas/ccsds-ndm/ndmxml-4.0.0-master-4.0.xsd";
  if (!std::filesystem::exists(schema)) GTEST_SKIP() << schema << " is not here";
  if (!has_tool("xmllint")) GTEST_SKIP() << "xmllint is not installed";
  const std::string path = test_file("oem.xml", written(everything(), NdmNotation::xml));
  const ToolRun run = run_tool("xmllint --noout --schema " + schema + " " + path);
  EXPECT_EQ(run.status, 0) << run.output;
}

TEST(Oem, ATextOfOthersIsRead) {
  const NdmReading<Oem> read = reading_of(kHead + kMeta + "COMMENT two states\n" + kStates +
                                          "COVARIANCE_START\nCOMMENT the first\nEPOCH = 2020-10-04T00:00:00\n" +
                                          kTriangle + "EPOCH = 2020-10-04T00:01:00\nCOV_REF_FRAME = RTN\n" + kTriangle +
                                          "COVARIANCE_STOP\n\n" + kMeta + kStates);
  EXPECT_EQ(read.refused_count, 0U) << refusals(read);
  ASSERT_EQ(read.messages.at(0).segments.size(), 2U);
  const OemSegment& s = read.messages[0].segments[0];
  ASSERT_EQ(s.states.size(), 2U);
  EXPECT_EQ(s.states[1].value[0], 7001.0);
  EXPECT_EQ(s.states[1].acceleration, (std::array<double, 3>{0.1, 0.2, 0.3}));
  ASSERT_EQ(s.covariances.size(), 2U);
  EXPECT_EQ(s.covariances[0].comments, std::vector<std::string>{"the first"});
  EXPECT_EQ(s.covariances[0].value[9], 4e-6);
  EXPECT_EQ(s.covariances[1].frame, "RTN");
}

TEST(Oem, WhatPropagateWritesIsRead) {
  motion::ElementSet set;
  set.catalogue_number = 90001;
  set.name = "SAT";
  const Instant t = *parse_utc("2022-10-03T22:00:00Z");
  const std::vector<EphemerisRow> rows{{t, {7000.5, -1.25, 0.1, 0.0, 7.5, 1e-9}, motion::Sgp4Error::None},
                                       {t + seconds(60.0), {}, motion::Sgp4Error::Decayed}};
  for (const EphemerisFormat format : {EphemerisFormat::oem_kvn, EphemerisFormat::oem_xml}) {
    const EphemerisWriter writer(format, {.frame = EphemerisFrame::teme, .created = t, .from = t});
    std::string text;
    writer.begin(text);
    writer.object(set, rows, text);
    writer.end(text);
    const NdmReading<Oem> read = reading_of(text);
    EXPECT_EQ(read.refused_count, 0U) << refusals(read) << text;
    EXPECT_EQ(read.messages.at(0).segments.at(0).states.at(0).value, rows[0].value);
  }
}

TEST(Oem, OneBadStateOrCovarianceIsNamedAndTheRestGoesOn) {
  const NdmReading<Oem> read = reading_of(
      kHead + kMeta +
      "2020-10-04T00:00:00 7000 0 0 0 7.5 0\n2020-10-04T00:00:10 7000 0 0 0 x 0\n2020-10-04T00:00:20 7000 0 0 0 7.5\n"
      "2020-10-04T00:00:00 7000 0 0 0 7.5 0\nSTATE = 7\n2020-10-04T00:00:40 7000 0 0 0 7.5 0\n"
      "COVARIANCE_START\nEPOCH = 2020-10-04T00:00:00\n1\n0.1 2\nEPOCH = 2020-10-04T00:00:10\n" +
      kTriangle + "7\nEPOCH = never\n" + kTriangle + "EPOCH = 2020-10-04T00:00:30\n-1" + kTriangle.substr(1) +
      "EPOCH = 2020-10-04T00:00:40\n" + kTriangle + "COVARIANCE_STOP\n");
  EXPECT_EQ(read.refused_count, 8U) << refusals(read);
  const OemSegment& s = read.messages.at(0).segments.at(0);
  EXPECT_EQ(s.states.size(), 2U);
  EXPECT_EQ(s.covariances.size(), 1U);
  EXPECT_EQ(read.refused.at(0).field, "Y_DOT");
  EXPECT_EQ(read.refused.at(0).line, 14);
  EXPECT_EQ(read.refused.at(2).expected, "a time after that of the state before");
  EXPECT_EQ(read.refused.at(4).value, "3 numbers");
  EXPECT_EQ(read.refused.at(7).field, "CX_X");
}

TEST(Oem, XmlWithAnotherUnitOrOrderIsRefused) {
  const auto changed = [](const std::string& from, const std::string& to) {
    std::string xml = written(everything(), NdmNotation::xml);
    xml.replace(xml.find(from), from.size(), to);
    const NdmReading<Oem> read = reading_of(xml);
    EXPECT_EQ(read.refused_count, 1U) << refusals(read);
    return read.messages.at(0).segments.at(0).states.size() + 10 * read.messages[0].segments[0].covariances.size();
  };
  EXPECT_EQ(changed("<X units=\"km\">", "<X units=\"m\">"), 43U);
  EXPECT_EQ(changed("<Y units=\"km\">", "<Y units=\"m\">"), 43U);
  EXPECT_EQ(changed("<CX_X units=\"km**2\">", "<CX_X units=\"m**2\">"), 34U);
}

TEST(Oem, MissingMetadataRefusesTheSegment) {
  for (const char* keyword : {"OBJECT_NAME", "REF_FRAME", "TIME_SYSTEM", "STOP_TIME"}) {
    std::string meta = kMeta;
    const std::size_t at = meta.find(keyword);
    meta.erase(at, meta.find('\n', at) + 1 - at);
    const NdmReading<Oem> read = reading_of(kHead + meta + kStates + kMeta + kStates);
    EXPECT_EQ(read.refused_count, 1U) << refusals(read);
    EXPECT_EQ(read.refused.at(0).field, keyword);
    EXPECT_EQ(read.messages.at(0).segments.size(), 1U);
  }
}

TEST(Oem, EmptyTruncatedAndOtherTextsAreRefused) {
  EXPECT_FALSE(read_oem("", "f"));
  EXPECT_FALSE(read_oem("CCSDS_TDM_VERS = 2.0\n", "f"));
  EXPECT_FALSE(read_oem("<oem><", "f"));
  EXPECT_EQ(reading_of("CCSDS_OEM_VERS 3 = 0\nCOMMENT\n" + kMeta + kStates).messages.size(), 0U);
  EXPECT_GE(reading_of("<oem><body><segment/></body><header><ORIGINATOR>X</ORIGINATOR></header></oem>").refused_count,
            1U);
  EXPECT_FALSE(read_oem(kHead, "f", {.max_bytes = 10}));
  EXPECT_GE(reading_of(kHead).refused_count, 1U);
  EXPECT_GE(reading_of(kHead + kMeta).refused_count, 1U) << "no state";
  EXPECT_GE(reading_of(kHead + kMeta.substr(0, kMeta.size() - 10)).refused_count, 1U);
  EXPECT_GE(reading_of(kHead + kMeta + kStates + "COVARIANCE_START\nEPOCH = 2020-10-04T00:00:00\n1\n").refused_count,
            2U);
}

TEST(Oem, ATrackOfARunHasItsStatesAndCovariancesInItrf) {
  const Products products = sample();
  const Oem message = tracks_oem(products);
  ASSERT_EQ(message.segments.size(), 1U) << "the track in space; the others have only a direction or are clutter";
  const OemSegment& s = message.segments[0];
  EXPECT_EQ(s.value("OBJECT_ID"), "TRACK-3");
  EXPECT_EQ(s.value("REF_FRAME"), "ITRF");
  EXPECT_EQ(message.header.originator, products.centre);
  EXPECT_EQ(stated_status(message.header), (NdmStatus{products.status, products.simulated}));
  ASSERT_EQ(s.states.size(), s.covariances.size());
  const auto report = std::find_if(products.tracks.begin(), products.tracks.end(), [&](const message::Track& t) {
    return t.id == 3 && t.time == s.states.back().time;
  });
  ASSERT_NE(report, products.tracks.end());
  EXPECT_DOUBLE_EQ(s.states.back().value[0], report->position_m.x * 1e-3);
  EXPECT_DOUBLE_EQ(s.states.back().value[5], 3.0);
  EXPECT_DOUBLE_EQ(s.covariances.back().value[0], 1e-4);
  EXPECT_DOUBLE_EQ(s.covariances.back().value[20], 4e-6);
  for (const NdmNotation notation : {NdmNotation::kvn, NdmNotation::xml}) {
    const NdmReading<Oem> read = reading_of(written(message, notation));
    EXPECT_EQ(read.refused_count, 0U) << refusals(read);
    EXPECT_EQ(read.messages.at(0).segments, message.segments);
  }
}

}  // namespace
}  // namespace tocsin::formats
