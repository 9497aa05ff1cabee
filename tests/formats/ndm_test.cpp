#include "tocsin/formats/ndm.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/ndm_text.hpp"

namespace tocsin::formats {
namespace {

using ndm::read_time;
using ndm::TimeScale;
using ndm::write_time;

TEST(Ndm, TextsAreToldApartByHowTheyBegin) {
  const auto kind = [](std::string_view text) { return ndm_form(text).kind; };
  EXPECT_EQ(kind("CCSDS_TDM_VERS = 2.0"), NdmKind::tdm);
  EXPECT_EQ(kind("\xEF\xBB\xBF\r\n  CCSDS_OEM_VERS=3.0"), NdmKind::oem);
  EXPECT_EQ(kind("CCSDS_OMM_VERS = 2.0"), NdmKind::omm);
  EXPECT_EQ(kind("<?xml version=\"1.0\"?><!-- <oem> --><tdm id=\"x\">"), NdmKind::tdm);
  EXPECT_EQ(kind("<ndm:ndm xmlns:ndm=\"urn\"><MESSAGE_ID>1</MESSAGE_ID><ndm:oem>"), NdmKind::oem);
  EXPECT_EQ(kind("<alert><tdm>"), NdmKind::none);
  EXPECT_EQ(kind("COMMENT tdm"), NdmKind::none);
  EXPECT_EQ(kind("<!-- "), NdmKind::none);
  EXPECT_EQ(kind(""), NdmKind::none);
  EXPECT_EQ(ndm_form("<tdm>").notation, NdmNotation::xml);
}

TEST(Ndm, BothTimeCodesGiveTheSameMoment) {
  const auto a = read_time("2020-10-04T21:23:55.291584", TimeScale::utc);
  ASSERT_TRUE(a);
  EXPECT_EQ(read_time("2020-278T21:23:55.291584Z", TimeScale::utc), a);
  EXPECT_EQ(format_utc(*a), "2020-10-04T21:23:55.291584Z");
  EXPECT_EQ(read_time("2020-366T00:00:00", TimeScale::utc), read_time("2020-12-31T00:00:00", TimeScale::utc));
}

TEST(Ndm, DigitsBeyondNanosecondsAreRounded) {
  const Instant second = *parse_utc("2020-10-04T21:23:55Z");
  EXPECT_EQ(read_time("2020-10-04T21:23:55.5", TimeScale::utc), second + Duration(500'000'000));
  EXPECT_EQ(read_time("2020-10-04T21:23:55.000000001499999", TimeScale::utc), second + Duration(1));
  EXPECT_EQ(read_time("2020-10-04T21:23:54.9999999995", TimeScale::utc), second);
}

TEST(Ndm, TimeScalesDifferByWhatIsKnown) {
  // IS-GPS-200: in 2020 GPS time was 18 s ahead of UTC, TAI 37 s, and TT 32.184 s ahead of TAI.
  const Instant t = *parse_utc("2020-10-04T21:23:55Z");
  EXPECT_EQ(read_time("2020-10-04T21:24:13", TimeScale::gps), t);
  EXPECT_EQ(read_time("2020-10-04T21:24:32", TimeScale::tai), t);
  EXPECT_EQ(read_time("2020-10-04T21:25:04.184", TimeScale::tt), t);
  for (const TimeScale scale : {TimeScale::utc, TimeScale::gps, TimeScale::tai, TimeScale::tt}) {
    EXPECT_EQ(read_time(write_time(t + Duration(1), scale), scale), t + Duration(1));
  }
}

TEST(Ndm, ALeapSecondIsATimeOfUtcOnly) {
  EXPECT_TRUE(read_time("2016-12-31T23:59:60.5", TimeScale::utc));
  EXPECT_FALSE(read_time("2017-12-31T23:59:60", TimeScale::utc));
  EXPECT_FALSE(read_time("2016-12-31T23:59:60", TimeScale::tai));
  EXPECT_EQ(write_time(*parse_utc("2016-12-31T23:59:60Z"), TimeScale::utc), "2016-12-31T23:59:60");
}

TEST(Ndm, WhatIsNoTimeIsRefused) {
  for (const char* text : {"",
                           "2020",
                           "2020-10-04",
                           "2020-10-04T",
                           "2020-10-04 21:23:55",
                           "2020-13-04T21:23:55",
                           "2020-02-30T00:00:00",
                           "2021-366T00:00:00",
                           "2020-000T00:00:00",
                           "2020-10-04T24:00:00",
                           "2020-10-04T21:60:55",
                           "2020-10-04T21:23:55X",
                           "2020-10-04T21:23:55ZZ",
                           "1959-10-04T21:23:55",
                           "2101-10-04T21:23:55",
                           "20-10-04T21:23:55",
                           "2020-10-04T21:23:5",
                           "2020-1-004T21:23:55",
                           "2020-10-04T21:23",
                           "-2020-10-04T21:23:55"}) {
    for (const TimeScale scale : {TimeScale::utc, TimeScale::tai}) EXPECT_FALSE(read_time(text, scale)) << text;
  }
}

TEST(Ndm, NumbersHaveADecimalPointAndReadBackToTheSameBits) {
  EXPECT_EQ(ndm::number_text(5.0), "5.0");
  EXPECT_EQ(ndm::number_text(-1e-9), "-1.0e-09");
  EXPECT_EQ(ndm::number_text(0.1), "0.1");
  for (const double value : {1.0 / 3.0, 6.02214076e23, 5e-324, -std::numeric_limits<double>::max()}) {
    EXPECT_EQ(to_double(ndm::number_text(value)), value);
  }
}

TEST(Ndm, LongCommentsAreBrokenAtSpacesAndStayPrintable) {
  std::string out;
  ndm::kvn_comment("one\n" + std::string(300, 'x') + " \xC3\xA9nd", out);
  EXPECT_EQ(out, "COMMENT one\nCOMMENT " + std::string(246, 'x') + "\nCOMMENT " + std::string(54, 'x') + " ??nd\n");
}

TEST(Ndm, AStatusIsReadAsItIsWritten) {
  NdmHeader header;
  EXPECT_FALSE(stated_status(header));
  header.comments = {"Status: nonsense", "Status: exercise, simulated"};
  EXPECT_EQ(stated_status(header), (NdmStatus{message::RecordStatus::exercise, true}));
  EXPECT_EQ(status_comment({message::RecordStatus::actual, false}), "Status: actual");
}

}  // namespace
}  // namespace tocsin::formats
