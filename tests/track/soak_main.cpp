// A day of launches and clutter through one tracker: memory stays flat, and no track is older than its evidence.
// Usage: track_soak [HOURS LAUNCHES]      default 24 and 200; status 1 when something grew or stayed

#include <cstdio>
#include <cstring>

#include "tocsin/base/text.hpp"

#include "tests/track/soak.hpp"

namespace {

using namespace tocsin::track::test;

// What a process keeps of its first quarter comes from the largest moment, which may be in a later one.
constexpr double kSlack_mb = 8.0;
constexpr double kSlackShare = 0.1;

int judge(const Soak& soak) {
  int bad = 0;
  for (const std::string& complaint : soak.complaints) {
    std::printf("%s\n", complaint.c_str());
    bad = 1;
  }
  const SoakPoint& first = soak.points.front();
  const SoakPoint& last = soak.points.back();
  std::printf("oldest evidence of a live track: confirmed %.1f s, tentative %.1f s; records refused %zu\n",
              soak.oldest_confirmed_s, soak.oldest_tentative_s, soak.refused);
  if (last.resident_mb > first.resident_mb * (1.0 + kSlackShare) + kSlack_mb) {
    std::printf("memory grew from %.1f to %.1f MB\n", first.resident_mb, last.resident_mb);
    bad = 1;
  }
  if (last.state_bytes > 2 * first.state_bytes) {
    std::printf("the saved state grew from %zu to %zu bytes\n", first.state_bytes, last.state_bytes);
    bad = 1;
  }
  return bad;
}

}  // namespace

int main(int argc, char** argv) {
  SoakPlan plan;
  if (argc == 3) {
    const auto hours = tocsin::to_double(argv[1]);
    const auto launches = tocsin::to_integer(argv[2]);
    if (hours && launches && *hours >= 1.0 && *hours <= 240.0 && *launches >= 0 && *launches <= 100000) {
      plan.hours = *hours;
      plan.launches = static_cast<int>(*launches);
      argc = 1;
    }
  }
  if (argc != 1) {
    const bool asked = argc == 2 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0);
    std::fprintf(
        asked ? stdout : stderr,
        "usage: track_soak [HOURS LAUNCHES]\n"
        "Launches and clutter before the tracker for 1 to 240 simulated hours (default 24, 200 launches: about\n"
        "a minute). Prints live tracks, the saved state and memory every few hours; status 1 where they grow\n"
        "or a track stays for too long.\n");
    return asked ? 0 : 2;
  }
  std::printf("%.0f h, %d launches\n   hours  records  live  most live  confirmed so far  saved state kB  VmRSS MB\n",
              plan.hours, plan.launches);
  return judge(soak(plan, [](const SoakPoint& p) {
    std::printf("%8.1f %8zu %5zu %10zu %17zu %15.1f %9.1f\n", p.hours, p.records, p.live, p.most_live, p.confirmed,
                static_cast<double>(p.state_bytes) / 1e3, p.resident_mb);
    std::fflush(stdout);
  }));
}
