#include "tocsin/formats/tle.hpp"

#include <fstream>
#include <numbers>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/random.hpp"

namespace tocsin::formats {
namespace {

// Satellite 5 of the verification set in AIAA 2006-6753.
const std::string line_1 = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753";
const std::string line_2 = "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667";
const std::string pair = line_1 + "\n" + line_2 + "\n";

/// The line with `text` from a column on and the checksum made right again.
std::string with(std::string line, std::size_t column, const std::string& text) {
  line.replace(column - 1, text.size(), text);
  line[68] = static_cast<char>('0' + tle_checksum(line));
  return line;
}

TleSets read(const std::string& text, const TleOptions& options = {}) {
  const Result<TleSets> result = read_tle(text, "test.tle", options);
  EXPECT_TRUE(result);
  return result.value_or(TleSets{});
}

/// The one refusal of a text that holds one bad set.
Error refusal(const std::string& text, const TleOptions& options = {}) {
  const TleSets sets = read(text, options);
  EXPECT_TRUE(sets.sets.empty()) << text;
  EXPECT_EQ(sets.refused.size(), 1U) << text;
  return sets.refused.empty() ? Error{} : sets.refused.front();
}

TEST(Tle, ElementsOfAnotherTheoryAreRefused) {
  const Error e = refusal(with(line_1, 63, "4") + "\n" + line_2 + "\n");
  EXPECT_EQ(e.field, "ephemeris_type");
  EXPECT_EQ(e.value, "4");
}

TEST(Tle, ReadsEveryFieldInItsUnit) {
  const TleSets sets = read(pair);
  ASSERT_EQ(sets.sets.size(), 1U);
  const motion::ElementSet& s = sets.sets[0];
  constexpr double rad = std::numbers::pi / 180.0;
  EXPECT_EQ(s.catalogue_number, 5);
  EXPECT_EQ(s.classification, 'U');
  EXPECT_EQ(s.designator(), "58002B");
  EXPECT_EQ(s.ephemeris_type, 0);
  EXPECT_EQ(s.element_number, 475);
  EXPECT_EQ(s.revolution_at_epoch, 41366);
  EXPECT_EQ(s.epoch_jd_midnight, 2451722.5);  // 2000-06-27
  EXPECT_EQ(s.epoch_day_fraction, 0.78495062);
  EXPECT_EQ(format_utc(s.epoch), "2000-06-27T18:50:19.733568Z");
  EXPECT_DOUBLE_EQ(s.mean_motion_rad_min, 10.82419157 * 2.0 * std::numbers::pi / 1440.0);
  EXPECT_DOUBLE_EQ(s.mean_motion_dot_rad_min2, 0.00000023 * 2.0 * std::numbers::pi / (1440.0 * 1440.0));
  EXPECT_EQ(s.mean_motion_ddot_rad_min3, 0.0);
  EXPECT_EQ(s.bstar_per_earth_radius, 0.28098e-4);
  EXPECT_DOUBLE_EQ(s.inclination_rad, 34.2682 * rad);
  EXPECT_DOUBLE_EQ(s.node_rad, 348.7242 * rad);
  EXPECT_EQ(s.eccentricity, 0.1859667);
  EXPECT_DOUBLE_EQ(s.perigee_rad, 331.7664 * rad);
  EXPECT_DOUBLE_EQ(s.mean_anomaly_rad, 19.3264 * rad);
  EXPECT_EQ(s.name, "");
  EXPECT_EQ(sets.lines[0], 1);
  EXPECT_TRUE(sets.refused.empty());
  EXPECT_TRUE(sets.warnings.empty());
}

TEST(Tle, ReadsSignedDecimalAndExponentFields) {
  const auto exponent = [](const std::string& field) {
    return read(with(line_1, 54, field) + "\n" + line_2).sets.at(0).bstar_per_earth_radius;
  };
  EXPECT_EQ(exponent("-13525-3"), -0.13525e-3);
  EXPECT_EQ(exponent("+14311-1"), 0.14311e-1);
  EXPECT_EQ(exponent(" 00000+0"), 0.0);
  EXPECT_EQ(exponent(" 12345+2"), 12.345);
  EXPECT_EQ(exponent(" 12345-9"), 0.12345e-9);
  const auto second = read(with(line_1, 45, "-30915-6") + "\n" + line_2).sets.at(0).mean_motion_ddot_rad_min3;
  EXPECT_DOUBLE_EQ(second, -0.30915e-6 * 2.0 * std::numbers::pi / (1440.0 * 1440.0 * 1440.0));
  const auto first = read(with(line_1, 34, "-.00172956") + "\n" + line_2).sets.at(0).mean_motion_dot_rad_min2;
  EXPECT_DOUBLE_EQ(first, -0.00172956 * 2.0 * std::numbers::pi / (1440.0 * 1440.0));
}

TEST(Tle, ReadsAlpha5CatalogueNumbers) {
  const auto number = [](const std::string& field) {
    const TleSets sets = read(with(line_1, 3, field) + "\n" + with(line_2, 3, field) + "\n");
    return sets.sets.size() == 1 ? sets.sets[0].catalogue_number : -1;
  };
  EXPECT_EQ(number("A0000"), 100000);
  EXPECT_EQ(number("E8493"), 148493);
  EXPECT_EQ(number("H9999"), 179999);
  EXPECT_EQ(number("J2931"), 182931);
  EXPECT_EQ(number("N0001"), 220001);
  EXPECT_EQ(number("P4018"), 234018);
  EXPECT_EQ(number("Z9999"), 339999);
  EXPECT_EQ(number("   12"), 12);
  EXPECT_EQ(number("99999"), 99999);
  for (const char* bad : {"I0000", "O0000", "a0000", "A000 ", " A000", "     ", "1A000", "-1234", "12 45"}) {
    EXPECT_EQ(number(bad), -1) << bad;
  }
}

TEST(Tle, EpochYearsTurnAt57) {
  const auto epoch = [](const std::string& field) {
    const TleSets sets = read(with(line_1, 19, field) + "\n" + line_2);
    return sets.sets.empty() ? std::string("refused") : format_utc(sets.sets[0].epoch);
  };
  EXPECT_EQ(epoch("60001.00000000"), "1960-01-01T00:00:00Z");
  EXPECT_EQ(epoch("99365.50000000"), "1999-12-31T12:00:00Z");
  EXPECT_EQ(epoch("00001.25000000"), "2000-01-01T06:00:00Z");
  EXPECT_EQ(epoch("56366.00000000"), "2056-12-31T00:00:00Z");
  EXPECT_EQ(epoch("00060.00000000"), "2000-02-29T00:00:00Z");
  EXPECT_EQ(epoch("06366.00000000"), "refused");
  EXPECT_EQ(epoch("06000.50000000"), "refused");
  EXPECT_EQ(epoch("06-01.50000000"), "refused");
  EXPECT_EQ(epoch("57278.00000000"), "refused");  // UTC begins in 1960
}

TEST(Tle, EpochOfADayWithALeapSecondIsCountedInSeconds) {
  // 43200 s after midnight, not half of 86401.
  const TleSets sets = read(with(line_1, 19, "16366.50000000") + "\n" + line_2);
  ASSERT_EQ(sets.sets.size(), 1U);
  EXPECT_EQ(format_utc(sets.sets[0].epoch), "2016-12-31T12:00:00Z");
}

TEST(Tle, ReadsTwoAndThreeLineFiles) {
  const std::string other = with(line_1, 3, "00011") + "\n" + with(line_2, 3, "00011") + "\n";
  const TleSets sets = read(
      "\xEF\xBB\xBF"
      "VANGUARD 1\r\n" +
      line_1 + "\r\n" + line_2 + "\r\n\r\n# comment\n" + other + "0 VANGUARD 2  \n" + other);
  ASSERT_EQ(sets.sets.size(), 3U);
  EXPECT_EQ(sets.sets[0].name, "VANGUARD 1");
  EXPECT_EQ(sets.sets[1].name, "");
  EXPECT_EQ(sets.sets[2].name, "VANGUARD 2");
  EXPECT_EQ(sets.sets[1].catalogue_number, 11);
  EXPECT_EQ(sets.lines, (std::vector<std::int64_t>{2, 6, 9}));
  EXPECT_EQ(sets.refused_count, 0U);
}

TEST(Tle, NamesMayLookLikeLineNumbers) {
  const TleSets sets = read("1 KUNS-PF\n" + pair + "2 WAY\n" + pair);
  ASSERT_EQ(sets.sets.size(), 2U);
  EXPECT_EQ(sets.sets[0].name, "1 KUNS-PF");
  EXPECT_EQ(sets.sets[1].name, "2 WAY");
  EXPECT_TRUE(sets.refused.empty());
}

TEST(Tle, EmptyTextHoldsNothing) {
  EXPECT_TRUE(read("").sets.empty());
  EXPECT_TRUE(read("\xEF\xBB\xBF\r\n\n   \n").sets.empty());
  EXPECT_EQ(read("\n").refused_count, 0U);
}

TEST(Tle, RefusesAFieldByName) {
  const Error e = refusal("\n" + line_1 + "\n" + with(line_2, 9, "190.0000"));
  EXPECT_EQ(e.source, "test.tle");
  EXPECT_EQ(e.line, 3);
  EXPECT_EQ(e.column, 9);
  EXPECT_EQ(e.field, "inclination");
  EXPECT_EQ(e.value, "190.0000");
  EXPECT_EQ(e.expected, "degrees from 0 to 180");

  struct Case {
    int line;
    std::size_t column;
    const char* text;
    const char* field;
  };
  for (const Case& c :
       {Case{1, 34, " .0000x023", "mean_motion_dot"}, Case{1, 34, "  ..000023", "mean_motion_dot"},
        Case{1, 54, " 2809804", "bstar"}, Case{1, 54, "        ", "bstar"}, Case{1, 45, " 0000a-0", "mean_motion_ddot"},
        Case{1, 21, "           .", "epoch_day"}, Case{1, 8, "?", "classification"},
        Case{1, 65, "4x75", "element_number"}, Case{2, 18, "360.0001", "node"}, Case{2, 27, "185966 ", "eccentricity"},
        Case{2, 27, "-185966", "eccentricity"}, Case{2, 35, "  nan   ", "perigee"},
        Case{2, 44, "        ", "mean_anomaly"}, Case{2, 53, " 0.00000000", "mean_motion"},
        Case{2, 53, "-1.00000000", "mean_motion"}, Case{2, 64, "413-6", "revolution_at_epoch"}}) {
    const Error error = refusal(c.line == 1 ? with(line_1, c.column, c.text) + "\n" + line_2
                                            : line_1 + "\n" + with(line_2, c.column, c.text));
    EXPECT_EQ(error.field, c.field) << c.text;
    EXPECT_EQ(error.line, c.line) << c.text;
    EXPECT_FALSE(error.expected.empty()) << c.text;
  }
}

TEST(Tle, NoticesShiftedColumns) {
  const Error e = refusal(line_1 + "\n" + with(line_2, 16, "22"));
  EXPECT_EQ(e.field, "column");
  EXPECT_EQ(e.column, 17);
}

TEST(Tle, BadSetsDoNotStopTheRest) {
  const TleSets sets =
      read("LOST NAME\nOTHER NAME\n" + pair + line_2 + "\n" + line_1 + "\n" + pair + line_1.substr(0, 40) + "\n" +
           line_2 + "\n" + line_1 + "\n" + with(line_2, 3, "00006") + "\n" + pair + line_1);
  EXPECT_EQ(sets.sets.size(), 3U);
  ASSERT_EQ(sets.refused.size(), 6U);
  EXPECT_EQ(sets.refused[0].value, "LOST NAME");
  EXPECT_EQ(sets.refused[1].field, "line_1");  // a line 2 without its line 1
  EXPECT_EQ(sets.refused[1].line, 5);
  EXPECT_EQ(sets.refused[2].field, "line_2");  // a line 1 without its line 2
  EXPECT_EQ(sets.refused[2].line, 6);
  EXPECT_EQ(sets.refused[3].field, "checksum");  // a line 1 cut short
  EXPECT_EQ(sets.refused[3].line, 9);
  EXPECT_EQ(sets.refused[4].field, "catalogue_number");  // two lines of two satellites
  EXPECT_EQ(sets.refused[4].line, 12);
  EXPECT_EQ(sets.refused[5].line, 15);  // the text ends after line 1
}

TEST(Tle, TheChecksumIsTheSumOfTheDigitsWhereAMinusSignCountsOne) {
  Random random(1, "lines");
  for (int i = 0; i < 2000; ++i) {
    std::string line;
    const auto size = static_cast<std::size_t>(random.uniform(0.0, 80.0));
    while (line.size() < size) {
      const double kind = random.uniform(0.0, 1.0);
      line += kind < 0.4 ? static_cast<char>('0' + static_cast<int>(random.uniform(0.0, 10.0)))
                         : (kind < 0.6 ? '-' : static_cast<char>(static_cast<int>(random.uniform(0.0, 256.0))));
    }
    int sum = 0;
    for (const char c : line.substr(0, 68)) sum += c >= '0' && c <= '9' ? c - '0' : static_cast<int>(c == '-');
    EXPECT_EQ(tle_checksum(line), sum % 10);
  }
}

TEST(Tle, AWrongChecksumRefusesOrWarns) {
  std::string damaged = line_2;
  damaged[12] = '3';
  const std::string text = line_1 + "\n" + damaged;
  const Error e = refusal(text);
  EXPECT_EQ(e.field, "checksum");
  EXPECT_EQ(e.line, 2);
  EXPECT_EQ(e.column, 69);
  EXPECT_EQ(e.value, "7");
  EXPECT_EQ(e.expected, "checksum 8");

  const TleSets warned = read(text, {.checksum = TleChecksum::Warn});
  EXPECT_EQ(warned.sets.size(), 1U);
  ASSERT_EQ(warned.warnings.size(), 1U);
  EXPECT_EQ(warned.warnings[0].field, "checksum");
  const TleSets ignored = read(text, {.checksum = TleChecksum::Ignore});
  EXPECT_EQ(ignored.sets.size(), 1U);
  EXPECT_EQ(ignored.warning_count, 0U);

  const std::string without = line_1.substr(0, 68) + "\n" + line_2.substr(0, 68);
  EXPECT_EQ(refusal(without).value, "");
  EXPECT_EQ(read(without, {.checksum = TleChecksum::Warn}).warning_count, 2U);
}

TEST(Tle, ReadsTheTimesOfAVerificationFile) {
  const TleOptions options{.read_spans = true};
  const TleSets sets = read(line_1 + "\n" + line_2 + "  -5184.0     -4896.0        120.00\n", options);
  ASSERT_EQ(sets.spans.size(), 1U);
  EXPECT_EQ(sets.spans[0], (TleSpan{-5184.0, -4896.0, 120.0}));
  EXPECT_EQ(refusal(pair, options).field, "span");
  EXPECT_EQ(refusal(line_1 + "\n" + line_2 + "  0.0 1440.0 x\n", options).field, "span");
  EXPECT_EQ(refusal(line_1 + "\n" + line_2 + "  0.0 1440.0 1.0 2.0\n", options).field, "span");
  // Without the option, what stands behind the columns is nobody's business.
  EXPECT_EQ(read(line_1 + "\n" + line_2 + "  0.0 1440.0 x\n").sets.size(), 1U);
}

TEST(Tle, BoundsSizeAndNumberOfRefusals) {
  const Result<TleSets> large = read_tle(pair, "test.tle", {.max_bytes = 100});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().source, "test.tle");
  EXPECT_EQ(large.error().value, std::to_string(pair.size()) + " bytes");
  EXPECT_EQ(large.error().expected, "at most 100 bytes");

  std::string garbage;
  for (int i = 0; i < 50; ++i) garbage += "<p>not found</p>\n";
  const TleSets sets = read(garbage, {.max_errors = 3});
  EXPECT_EQ(sets.refused.size(), 3U);
  EXPECT_EQ(sets.refused_count, 50U);
}

TEST(Tle, ReadsTheWholePublicCatalogue) {
  std::ifstream file("../shared/data/satellites/catalogue_2022-08-09.tle", std::ios::binary);
  if (!file) GTEST_SKIP() << "../shared/data/satellites/catalogue_2022-08-09.tle is not here";
  std::ostringstream text;
  text << file.rdbuf();
  const Result<TleSets> sets = read_tle(text.str(), "catalogue_2022-08-09.tle");
  ASSERT_TRUE(sets);
  EXPECT_EQ(sets->sets.size(), 25975U);
  EXPECT_EQ(sets->refused_count, 0U) << sets->refused.front().to_string();
}

}  // namespace
}  // namespace tocsin::formats
