// The tracker on reference data, for score programs of others: tracks with covariances, and what they cost.
// Usage: track_anchor DATADIR OUT.csv
//
// DATADIR holds scenario.json, frames.csv and meas.csv; OUT.csv gets one row for each confirmed track and frame: frame,
// time, track, position, velocity and the upper triangle of their covariance, SI units. Printed are CPU time a frame
// without reading or writing, memory, and allocations.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <numeric>
#include <string>
#include <system_error>
#include <vector>

#include <sys/resource.h>

#include "tocsin/base/text.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/anchor_data.hpp"
#include "bench/anchor_tracks.hpp"
#include "bench/heap_count.hpp"
#include "bench/timing.hpp"

namespace tocsin {
namespace {

/// Whether a file is one of the data.
bool is_input(const std::string& folder, const std::string& file) {
  const auto is_one = [&](const char* name) {
    std::error_code absent;
    return std::filesystem::equivalent(file, std::filesystem::path(folder) / name, absent);
  };
  return is_one("scenario.json") || is_one("frames.csv") || is_one("meas.csv") || is_one("truth.csv");
}

int run(const std::string& folder, const std::string& file) {
  constexpr std::size_t kShown = 3;
  if (is_input(folder, file)) {
    std::fprintf(stderr, "track_anchor: OUT.csv: found %s, a file of the data, expected another\n", file.c_str());
    return 2;
  }
  const Result<bench::AnchorData> data = bench::read_anchor_data(folder);
  if (!data) {
    std::fprintf(stderr, "track_anchor: %s\n", data.error().to_string().c_str());
    return 2;
  }
  track::Tracker tracker(data->options, data->sensors);
  std::string text = bench::tracks_titles();
  std::vector<double> cost_ms;
  std::vector<std::int64_t> news;
  std::size_t refused = 0;
  for (const bench::AnchorFrame& frame : data->frames) {
    std::vector<track::TrackerOutput> outputs;
    outputs.reserve(frame.records.size());
    const std::int64_t before = bench::heap_allocations();
    const double begin = bench::seconds_now();
    for (const message::Record& record : frame.records) outputs.push_back(tracker.step(record));
    cost_ms.push_back(1e3 * (bench::seconds_now() - begin));
    news.push_back(bench::heap_allocations() - before);
    for (const track::TrackerOutput& output : outputs) {
      for (const std::string& refusal : output.refused) {
        if (++refused <= kShown) {
          std::fprintf(stderr, "track_anchor: frame %d: %s\n", frame.number, refusal.c_str());
        }
      }
      for (const message::Track& track : output.tracks) {
        if (track.state == message::TrackState::confirmed) text += bench::tracks_row(frame, track);
      }
    }
  }
  if (const Status s = write_file(file, text); !s) {
    std::fprintf(stderr, "track_anchor: %s\n", s.error().to_string().c_str());
    return 1;
  }
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::vector<double> sorted = cost_ms;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int64_t> late(news.begin() + static_cast<std::ptrdiff_t>(news.size() / 2), news.end());
  std::sort(late.begin(), late.end());
  std::printf(
      "frames %zu, CPU a frame: mean %.4f ms, median %.4f ms, p99 %.4f ms; peak memory %.1f MB; allocations a frame, "
      "second half: "
      "median %lld; refusals %zu\n",
      data->frames.size(), std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size()),
      sorted[sorted.size() / 2], sorted[sorted.size() * 99 / 100], static_cast<double>(used.ru_maxrss) / 1024.0,
      late.empty() ? 0LL : static_cast<long long>(late[late.size() / 2]), refused);
  return 0;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  const char* const usage =
      "usage: track_anchor DATADIR OUT.csv\n"
      "  DATADIR  folder with scenario.json, frames.csv and meas.csv\n"
      "  OUT.csv  is written: one row for each confirmed track after each frame\n";
  if (argc == 2 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0)) {
    std::printf("%s", usage);
    return 0;
  }
  if (argc != 3) {
    std::fprintf(stderr, "track_anchor: found %d arguments, expected 2\n%s", argc - 1, usage);
    return 2;
  }
  return tocsin::run(argv[1], argv[2]);
}
