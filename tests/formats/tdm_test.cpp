#include "tocsin/formats/tdm.hpp"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"

#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

const std::string kHead = "CCSDS_TDM_VERS = 2.0\nCREATION_DATE = 2031-05-12T00:00:00\nORIGINATOR = EXAMPLE\n";
const std::string kMeta =
    "META_START\nTIME_SYSTEM = UTC\nPARTICIPANT_1 = R1\nPARTICIPANT_2 = OBJECT\nMODE = SEQUENTIAL\nPATH = 1,2,1\n"
    "RANGE_UNITS = km\nANGLE_TYPE = AZEL\nMETA_STOP\n";

std::string with_data(const std::string& lines) {
  return kHead + kMeta + "DATA_START\n" + lines + "DATA_STOP\n";
}

NdmReading<Tdm> reading_of(const std::string& text) {
  Result<NdmReading<Tdm>> read = read_tdm(text, "f.tdm");
  EXPECT_TRUE(read) << read.error().to_string();
  return read ? *std::move(read) : NdmReading<Tdm>{};
}

std::string refusals(const NdmReading<Tdm>& read) {
  std::string out;
  for (const Error& e : read.refused) out += e.to_string() + "\n";
  return out;
}

std::string written(const Tdm& message, NdmNotation notation) {
  Result<std::string> text = write_tdm(message, notation);
  EXPECT_TRUE(text) << text.error().to_string();
  return text.value_or("");
}

/// One segment with every keyword of the metadata that a sequential session may have and every kind of observation, and
/// one of differenced data.
Tdm everything() {
  Tdm out;
  out.header = {.comments = {"Status: exercise, simulated", "<angle> & \"quote\" --"},
                .classification = {},
                .created = *parse_utc("2022-10-03T22:22:00.123Z"),
                .originator = "EXAMPLE & CO",
                .message_id = "M-1"};
  TdmSegment s;
  s.comments = {"a comment  with two spaces"};
  s.metadata = {{"TRACK_ID", "T 1"},
                {"DATA_TYPES", "RANGE,ANGLE_1"},
                {"TIME_SYSTEM", "UTC"},
                {"START_TIME", "2022-10-03T22:22:00"},
                {"STOP_TIME", "2022-276T22:22:10.5"},
                {"PARTICIPANT_1", "R1"},
                {"PARTICIPANT_2", "UNKNOWN"},
                {"PARTICIPANT_3", "C"},
                {"PARTICIPANT_4", "D"},
                {"PARTICIPANT_5", "E"},
                {"MODE", "SEQUENTIAL"},
                {"PATH", "1,2,1"},
                {"EPHEMERIS_NAME_1", "EPH"},
                {"TRANSMIT_BAND", "UHF"},
                {"RECEIVE_BAND", "UHF"},
                {"TURNAROUND_NUMERATOR", "240"},
                {"TURNAROUND_DENOMINATOR", "221"},
                {"TIMETAG_REF", "RECEIVE"},
                {"INTEGRATION_INTERVAL", "0.1"},
                {"INTEGRATION_REF", "MIDDLE"},
                {"FREQ_OFFSET", "-1.5"},
                {"RANGE_MODE", "CONSTANT"},
                {"RANGE_MODULUS", "0.0"},
                {"RANGE_UNITS", "km"},
                {"ANGLE_TYPE", "RADEC"},
                {"REFERENCE_FRAME", "ICRF"},
                {"INTERPOLATION", "HERMITE"},
                {"INTERPOLATION_DEGREE", "7"},
                {"DOPPLER_COUNT_BIAS", "2.4E6"},
                {"DOPPLER_COUNT_SCALE", "1000"},
                {"DOPPLER_COUNT_ROLLOVER", "NO"},
                {"TRANSMIT_DELAY_1", "0.0"},
                {"RECEIVE_DELAY_5", "0.5"},
                {"DATA_QUALITY", "DEGRADED"},
                {"CORRECTION_ANGLE_1", "-0.1"},
                {"CORRECTION_RANGE", "+1.48"},
                {"CORRECTION_ABERRATION_DIURNAL", "0.01"},
                {"CORRECTIONS_APPLIED", "NO"}};
  s.data_comments = {"data comment"};
  for (int i = 0; i <= static_cast<int>(TdmData::vlbi_delay); ++i) {
    const auto data = static_cast<TdmData>(i);
    const bool is_phase = name_of(data).find("_PHASE_CT_") != std::string_view::npos;
    for (int k = 0; k < 2; ++k) {
      TdmObservation o{.data = data, .time = out.header.created + Duration(k), .value = 50.0 + i / 3.0, .digits = {}};
      if (is_phase) o.digits = "123456789012345678901234567890.5";
      if (is_phase) o.value = 123456789012345678901234567890.5;
      s.observations.push_back(o);
    }
  }
  out.segments.push_back(s);
  TdmSegment d;
  d.metadata = {{"TIME_SYSTEM", "GPS"},  {"PARTICIPANT_1", "A"}, {"PARTICIPANT_2", "B"},
                {"MODE", "SINGLE_DIFF"}, {"PATH_1", "1,2"},      {"PATH_2", "2,1"}};
  d.observations = {{.data = TdmData::dor, .time = out.header.created, .value = -1e-9, .digits = {}}};
  out.segments.push_back(d);
  return out;
}

TEST(Tdm, WhatIsWrittenReadsBackTheSameInBothNotations) {
  const Tdm message = everything();
  for (const NdmNotation notation : {NdmNotation::kvn, NdmNotation::xml}) {
    const NdmReading<Tdm> read = reading_of(written(message, notation));
    EXPECT_EQ(read.notation, notation);
    EXPECT_EQ(read.refused_count + read.warning_count, 0U) << refusals(read);
    ASSERT_EQ(read.messages.size(), 1U);
    EXPECT_EQ(read.messages[0].header, message.header);
    ASSERT_EQ(read.messages[0].segments.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(read.messages[0].segments[i].comments, message.segments[i].comments);
      EXPECT_EQ(read.messages[0].segments[i].metadata, message.segments[i].metadata);
      EXPECT_EQ(read.messages[0].segments[i].data_comments, message.segments[i].data_comments);
      EXPECT_EQ(read.messages[0].segments[i].observations, message.segments[i].observations);
    }
  }
}

TEST(Tdm, XmlIsValidAgainstThePublishedSchema) {
  const std::string schema = "../shared/schemas/ccsds-ndm/ndmxml-4.0.0-master-4.0.xsd";
  if (!std::filesystem::exists(schema)) GTEST_SKIP() << schema << " is not here";
  if (!has_tool("xmllint")) GTEST_SKIP() << "xmllint is not installed";
  Tdm message = everything();
  message.segments[0].metadata.push_back({"NOT_OF_THE_STANDARD", "kept"});
  const std::string path = test_file("tdm.xml", written(message, NdmNotation::xml));
  const ToolRun run = run_tool("xmllint --noout --schema " + schema + " " + path);
  EXPECT_EQ(run.status, 0) << run.output;
}

TEST(Tdm, BlankLinesIndentsAndBothTimeCodesAreRead) {
  // The layout of the standard's annex E: indents, several blanks, day of the year, comments in three places.
  const NdmReading<Tdm> read = reading_of(
      "\xEF\xBB\xBF\r\nCCSDS_TDM_VERS = 1.0\r\n\tCOMMENT made by hand\r\n CREATION_DATE=2005-160T20:15:00Z\r\n"
      "ORIGINATOR = X\r\n\r\nMETA_START\r\n  COMMENT meta\r\nTIME_SYSTEM = utc\r\nPARTICIPANT_1 = DSS-25\r\n"
      "RANGE_UNITS = KM\r\nANGLE_TYPE = azel\r\nMETA_STOP\r\nDATA_START\r\nCOMMENT data\r\n"
      "RANGE     =   2005-159T17:41:00   \t 8.0452E+04  \r\nANGLE_1=2005-06-08T17:41:00 -179.5\r\nDATA_STOP\r\n");
  EXPECT_EQ(read.refused_count, 0U) << refusals(read);
  ASSERT_EQ(read.messages.size(), 1U);
  const TdmSegment& s = read.messages[0].segments.at(0);
  EXPECT_EQ(read.messages[0].header.comments, std::vector<std::string>{"made by hand"});
  EXPECT_EQ(s.comments, std::vector<std::string>{"meta"});
  EXPECT_EQ(s.data_comments, std::vector<std::string>{"data"});
  EXPECT_EQ(s.value("RANGE_UNITS"), "km");
  EXPECT_EQ(s.value("ANGLE_TYPE"), "AZEL");
  ASSERT_EQ(s.observations.size(), 2U);
  EXPECT_EQ(s.observations[0].value, 80452.0);
  EXPECT_EQ(s.observations[0].time, s.observations[1].time);
}

TEST(Tdm, OneBadObservationIsNamedAndTheRestGoesOn) {
  const NdmReading<Tdm> read =
      reading_of(with_data("RANGE = 2031-05-11T10:26:33 3108.27\n"
                           "RANGE = 2031-05-11T10:26:61 3108.27\n"
                           "RANGE = 2031-05-11T10:26:34 far\n"
                           "RNGE = 2031-05-11T10:26:34 3108.27\n"
                           "RANGE = 2031-05-11T10:26:34\n"
                           "ANGLE_1 = 2031-05-11T10:26:34 360.0\n"
                           "RCS = 2031-05-11T10:26:34 -1.0\n"
                           "RANGE = 2031-05-11T10:26:34 nan\n"
                           "RANGE = 2031-05-11T10:26:35 3108.0\n"));
  EXPECT_EQ(read.refused_count, 7U);
  ASSERT_EQ(read.messages.at(0).segments.size(), 1U);
  EXPECT_EQ(read.messages[0].segments[0].observations.size(), 2U);
  EXPECT_EQ(read.refused.at(0).to_string(),
            "f.tdm:15:9: field 'RANGE': found 2031-05-11T10:26:61, expected a time as 2020-10-04T21:23:55.291584 or "
            "2020-278T21:23:55, 1960 to 2100");
  EXPECT_EQ(read.refused.at(1).line, 16);
  EXPECT_EQ(read.refused.at(1).value, "far");
  EXPECT_EQ(read.refused.at(2).field, "RNGE");
  EXPECT_EQ(read.refused.at(4).expected, "degrees from -180 to below 360");
}

TEST(Tdm, AKeywordStandsOnceAtATimeAndItsTimesShouldAscend) {
  const NdmReading<Tdm> read =
      reading_of(with_data("RANGE = 2031-05-11T10:26:33 1.0\nRANGE = 2031-05-11T10:26:35 2.0\n"
                           "RANGE = 2031-05-11T10:26:34 3.0\nRANGE = 2031-131T10:26:33.000 4.0\n"));
  EXPECT_EQ(read.refused_count, 1U) << refusals(read);
  EXPECT_EQ(read.refused.at(0).line, 17);
  EXPECT_EQ(read.warning_count, 1U);
  EXPECT_EQ(read.warnings.at(0).line, 15) << "the record that stands before an earlier one";
  ASSERT_EQ(read.messages.at(0).segments.at(0).observations.size(), 3U);
  EXPECT_EQ(read.messages[0].segments[0].observations[2].value, 3.0);
}

TEST(Tdm, ASegmentWhoseMetadataCannotBeBelievedIsLeftOutAlone) {
  const std::string good = "DATA_START\nRANGE = 2031-05-11T10:26:33 1.0\nDATA_STOP\n";
  const struct {
    std::string meta;
    std::string field;
  } cases[] = {
      {"TIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nRANGE_UNITS = miles\n", "RANGE_UNITS"},
      {"TIME_SYSTEM = SCLK\nPARTICIPANT_1 = A\n", "TIME_SYSTEM"},
      {"PARTICIPANT_1 = A\n", "TIME_SYSTEM"},
      {"TIME_SYSTEM = UTC\n", "PARTICIPANT_1"},
      {"TIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nPATH = 1,6\n", "PATH"},
      {"TIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nCORRECTION_RANGE = 1.0\n", "CORRECTIONS_APPLIED"},
      {"TIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nPARTICIPANT_1 = B\n", "PARTICIPANT_1"},
      {"TIME_SYSTEM = UTC\nPARTICIPANT_1 =\n", "PARTICIPANT_1"},
      {"TIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nlower case = 1\n", "lower case"},
  };
  for (const auto& c : cases) {
    const NdmReading<Tdm> read = reading_of(kHead + "META_START\n" + c.meta + "META_STOP\n" + good + kMeta + good);
    EXPECT_EQ(read.refused_count, 1U) << c.meta << refusals(read);
    EXPECT_EQ(read.refused.at(0).field, c.field) << c.meta;
    ASSERT_EQ(read.messages.at(0).segments.size(), 1U) << c.meta;
    EXPECT_EQ(read.messages[0].segments[0].value("PARTICIPANT_1"), "R1");
  }
}

TEST(Tdm, UnknownKeywordsOfTheMetadataAreKept) {
  const std::string text = kHead + "META_START\nTIME_SYSTEM = UTC\nPARTICIPANT_1 = A\nRANGE_SIGMA_KM = 0.1\n" +
                           "META_STOP\nDATA_START\nRANGE = 2031-05-11T10:26:33 1.0\nDATA_STOP\n";
  const NdmReading<Tdm> read = reading_of(text);
  EXPECT_EQ(read.refused_count, 0U) << refusals(read);
  EXPECT_EQ(read.warning_count, 1U);
  EXPECT_EQ(read.messages.at(0).segments.at(0).value("RANGE_SIGMA_KM"), "0.1");
  EXPECT_NE(written(read.messages[0], NdmNotation::kvn).find("RANGE_SIGMA_KM = 0.1"), std::string::npos);
  EXPECT_NE(written(read.messages[0], NdmNotation::xml).find("<COMMENT>RANGE_SIGMA_KM = 0.1</COMMENT>"),
            std::string::npos);
}

TEST(Tdm, EmptyTruncatedAndOtherTextsAreRefused) {
  EXPECT_FALSE(read_tdm("", "f"));
  EXPECT_FALSE(read_tdm("CCSDS_OEM_VERS = 3.0\n", "f"));
  EXPECT_FALSE(read_tdm("{}", "f"));
  EXPECT_FALSE(read_tdm("<tdm", "f"));
  EXPECT_EQ(reading_of("CCSDS_TDM_VERSION = 2.0\n" + kMeta).messages.size(), 0U);
  EXPECT_EQ(reading_of("CCSDS_TDM_VERS 2 = 0\nCOMMENT\n" + kMeta).messages.size(), 0U);
  EXPECT_GE(reading_of("<tdm><body><segment/></body><header><ORIGINATOR>X</ORIGINATOR></header></tdm>").refused_count,
            1U);
  EXPECT_FALSE(read_tdm("<tdm><header></tdm>", "f"));
  const std::string whole = with_data("RANGE = 2031-05-11T10:26:33 1.0\nRANGE = 2031-05-11T10:26:34 1.0\n");
  EXPECT_EQ(reading_of(whole).refused_count, 0U);
  for (std::size_t lines = 1; lines < 16; ++lines) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < lines; ++i) end = whole.find('\n', end) + 1;
    const NdmReading<Tdm> read = reading_of(whole.substr(0, end));
    EXPECT_GE(read.refused_count, 1U) << whole.substr(0, end);
  }
}

TEST(Tdm, TooLargeATextIsRefusedBySize) {
  const auto read = read_tdm(with_data(""), "f", {.max_bytes = 100});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().field, "size");
}

TEST(Tdm, KeptRefusalsAreBoundedAndAllAreCounted) {
  std::string lines;
  for (int i = 0; i < 50; ++i) lines += "RANGE = never 1.0\n";
  const auto read = read_tdm(with_data(lines + "RANGE = 2031-05-11T10:26:33 1.0\n"), "f", {.max_errors = 3});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->refused.size(), 3U);
  EXPECT_EQ(read->refused_count, 50U);
}

TEST(Tdm, MessagesOneAfterTheOtherAndCombinedAreRead) {
  const std::string data = with_data("RANGE = 2031-05-11T10:26:33 1.0\n");
  EXPECT_EQ(reading_of(data + data).messages.size(), 2U);
  std::string xml = written(reading_of(data).messages.at(0), NdmNotation::xml);
  xml.erase(0, xml.find('\n') + 1);
  const NdmReading<Tdm> read = reading_of("<ndm>" + xml + xml + "</ndm>");
  EXPECT_EQ(read.messages.size(), 2U);
  EXPECT_EQ(read.refused_count, 0U) << refusals(read);
}

TEST(Tdm, XmlThatIsNotOfTheFormIsNamedByItsLine) {
  std::string xml =
      written(reading_of(with_data("RANGE = 2031-05-11T10:26:33 1.0\n")).messages.at(0), NdmNotation::xml);
  const std::size_t at = xml.find("<observation>");
  xml.insert(at, "<observation><RANGE>1.0</RANGE></observation>\n");
  const NdmReading<Tdm> read = reading_of(xml);
  EXPECT_EQ(read.refused_count, 1U);
  EXPECT_EQ(read.refused.at(0).line, 1 + std::count(xml.begin(), xml.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  EXPECT_EQ(read.messages.at(0).segments.at(0).observations.size(), 1U);
}

TEST(Tdm, WhatANotationCannotHoldIsNotWritten) {
  const auto field_of = [](const Tdm& message, NdmNotation notation) {
    const Result<std::string> text = write_tdm(message, notation);
    return text ? std::string("written") : text.error().field;
  };
  EXPECT_EQ(field_of({}, NdmNotation::kvn), "segments");
  Tdm message = reading_of(with_data("RANGE = 2031-05-11T10:26:33 1.0\n")).messages.at(0);
  TdmSegment& s = message.segments.at(0);
  s.metadata.push_back({"REFERENCE_FRAME", "GTOD"});
  EXPECT_EQ(field_of(message, NdmNotation::kvn), "written");
  EXPECT_EQ(field_of(message, NdmNotation::xml), "segments.1.REFERENCE_FRAME");
  s.metadata.back() = {"PATH_1", "1,2"};
  EXPECT_EQ(field_of(message, NdmNotation::xml), "segments.1.PATH");
  s.metadata.back() = {"DATA_QUALITY", "SUPERB"};
  EXPECT_EQ(field_of(message, NdmNotation::kvn), "segments.1.DATA_QUALITY");
  s.metadata.pop_back();
  s.observations[0].value = HUGE_VAL;
  EXPECT_EQ(field_of(message, NdmNotation::kvn), "segments.1.RANGE");
  s.observations.clear();
  EXPECT_EQ(field_of(message, NdmNotation::kvn), "segments.1.observations");
}

}  // namespace
}  // namespace tocsin::formats
