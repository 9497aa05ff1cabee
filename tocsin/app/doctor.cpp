// tocsin doctor: a look at the installation.

#include <thread>

#include <sqlite3.h>
#include <unistd.h>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/version.hpp"

namespace tocsin::app {
namespace {

struct Item {
  std::string name;
  std::string state;
  bool good = true;
};

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string processor_features() {
#if defined(__x86_64__)
  std::string text;
  if (__builtin_cpu_supports("sse4.2")) text += " SSE4.2";
  if (__builtin_cpu_supports("avx2")) text += " AVX2";
  if (__builtin_cpu_supports("avx512f")) text += " AVX-512";
  return std::to_string(std::thread::hardware_concurrency()) + " cores," + (text.empty() ? " baseline" : text);
#else
  return std::to_string(std::thread::hardware_concurrency()) + " cores";
#endif
}

Item leap_seconds_item() {
  const LeapSecondsText list = system_leap_seconds();
  const Result<LeapSeconds> parsed = parse_leap_seconds(list.text, list.source);
  if (!parsed) return {"leap seconds", parsed.error().to_string(), false};
  const Instant expiry = Instant::from_tai_ns((parsed->expires_utc_day - 10957) * 86'400'000'000'000 -
                                              43'200'000'000'000 + 37'000'000'000);
  return {"leap seconds",
          list.source + ", " + std::to_string(parsed->steps.size()) + " steps, says nothing after " +
              format_utc_seconds(expiry).substr(0, 10),
          true};
}

Item folder_item() {
  const bool writable = access(".", W_OK) == 0;
  return {"current folder", writable ? "writable" : "not writable: give --out", writable};
}

}  // namespace

Outcome<Answer> doctor_command() {
  const Item items[] = {{"version", std::string(tocsin::version), true},
                        {"compiler", compiler(), true},
                        {"processor", processor_features(), true},
                        {"SQLite", sqlite3_libversion(), sqlite3_libversion_number() >= 3037000},
                        leap_seconds_item(),
                        {"Earth orientation",
                         "IAU 2006/2000A without tables: UT1 = UTC and no polar motion, up to 0.9 s or 420 m at the "
                         "equator between frames",
                         true},
                        folder_item()};
  Answer answer{.json = Json::object(), .text = {}, .exit = Exit::done};
  for (const Item& item : items) {
    std::string name = item.name;
    name.resize(18, ' ');
    answer.text += std::string(item.good ? "good  " : "BAD   ") + name + item.state + "\n";
    answer.json.add(item.name, Json::object().add("good", item.good).add("state", item.state));
    if (!item.good) answer.exit = Exit::failed;
  }
  return answer;
}

}  // namespace tocsin::app
