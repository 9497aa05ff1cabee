#include "tocsin/app/system.hpp"

#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/eop.hpp"

namespace tocsin::app {
namespace {

constexpr const char* kSystemList = "/usr/share/zoneinfo/leap-seconds.list";
constexpr std::uint64_t kListLimitBytes = 1U << 20U;
constexpr std::uint64_t kOrientationLimitBytes = std::uint64_t{64} << 20U;
constexpr std::int64_t kNtpDayOf1970 = 25567;

/// The built-in list in the format of the IERS file: NTP seconds and TAI − UTC.
std::string builtin_text() {
  const LeapSeconds& list = builtin_leap_seconds();
  std::string text = "#@ " + std::to_string((list.expires_utc_day + kNtpDayOf1970) * 86400) + "\n";
  for (const LeapSeconds::Step& step : list.steps) {
    text += std::to_string((step.utc_day + kNtpDayOf1970) * 86400) + " " + std::to_string(step.tai_minus_utc_s) + "\n";
  }
  return text;
}

}  // namespace

LeapSecondsText system_leap_seconds() {
  const Result<std::string> text = read_file(kSystemList, kListLimitBytes);
  if (text && parse_leap_seconds(*text, kSystemList)) return {*text, kSystemList};
  return {builtin_text(), "built in"};
}

Result<earth::Orientation> read_orientation(const std::string& path) {
  if (path.empty()) return earth::Orientation();
  TOCSIN_TRY(const std::string text, read_file(path, kOrientationLimitBytes));
  TOCSIN_TRY(const formats::EopTable table, formats::read_eop(text, path));
  return earth::Orientation::from_table(table.rows);
}

}  // namespace tocsin::app
