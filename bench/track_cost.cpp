// What the tracker costs by the number of objects, beside the tracker of a textbook on the same frames.
// Usage: track_cost [--most N] [--csv FILE]
//
// Objects fly side by side, far enough from each other that no plot is of two. The frames of both trackers are taken in
// turn; the cost of a frame is the median over the second half, when all objects are tracked. The textbook's tracker
// tries every plot with every track, and is left out where that would take minutes.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/text.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/naive_tracker.hpp"
#include "bench/scene.hpp"
#include "bench/timing.hpp"

namespace tocsin::bench {
namespace {

constexpr std::size_t kMostNaive = 300;

struct Row {
  std::size_t objects = 0;
  double cost_ms = 0.0;
  std::size_t confirmed = 0;
  std::optional<double> naive_ms;
  std::size_t naive_confirmed = 0;
};

Row measure(std::size_t objects) {
  constexpr int kFrames = 80;
  const AnchorData data = separate_scene(objects, kFrames, 1);
  track::Tracker tracker(data.options, data.sensors);
  NaiveTracker naive(data);
  Row out{.objects = objects, .naive_ms = std::nullopt};
  std::vector<double> cost;
  std::vector<double> naive_cost;
  for (const AnchorFrame& frame : data.frames) {
    const bool counts = 2 * frame.number >= kFrames;
    double begin = seconds_now();
    std::vector<message::Track> tracks;
    for (const message::Record& record : frame.records) {
      track::TrackerOutput told = tracker.step(record);
      if (!told.tracks.empty()) tracks = std::move(told.tracks);
    }
    if (counts) cost.push_back(1e3 * (seconds_now() - begin));
    out.confirmed = 0;
    for (const message::Track& track : tracks) out.confirmed += track.state == message::TrackState::confirmed ? 1 : 0;
    if (objects > kMostNaive) continue;
    begin = seconds_now();
    naive.step(frame);
    if (counts) naive_cost.push_back(1e3 * (seconds_now() - begin));
  }
  out.cost_ms = median(cost);
  out.naive_confirmed = naive.confirmed();
  if (!naive_cost.empty()) out.naive_ms = median(naive_cost);
  return out;
}

int run(std::size_t most, const std::string& csv) {
  std::vector<Row> rows;
  std::string table = "objects,frame_ms,naive_ms\n";
  std::printf("objects  frame ms  growth  textbook ms  share   tracks\n");
  for (const std::size_t objects : {20U, 50U, 100U, 300U, 1000U, 2000U, 5000U}) {
    if (objects > most) break;
    rows.push_back(measure(objects));
    const Row& row = rows.back();
    const double growth =
        rows.size() < 2
            ? 0.0
            : std::log(row.cost_ms / rows[rows.size() - 2].cost_ms) /
                  std::log(static_cast<double>(row.objects) / static_cast<double>(rows[rows.size() - 2].objects));
    std::printf("%7zu  %8.3f  %6s  %11s  %5s   %zu%s\n", row.objects, row.cost_ms,
                rows.size() < 2 ? "-" : fixed(growth, 2).c_str(), row.naive_ms ? fixed(*row.naive_ms, 2).c_str() : "-",
                row.naive_ms ? fixed(row.cost_ms / *row.naive_ms, 3).c_str() : "-", row.confirmed,
                row.naive_ms ? (" and " + std::to_string(row.naive_confirmed)).c_str() : "");
    std::fflush(stdout);
    table += std::to_string(row.objects) + "," + shortest(row.cost_ms) + "," +
             (row.naive_ms ? shortest(*row.naive_ms) : "") + "\n";
  }
  std::printf("growth: exponent from one number of objects to the next\n");
  if (csv.empty()) return 0;
  if (const Status s = write_file(csv, table); !s) {
    std::fprintf(stderr, "track_cost: %s\n", s.error().to_string().c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tocsin::bench

int main(int argc, char** argv) {
  std::size_t most = 5000;
  std::string csv;
  for (int i = 1; i < argc; ++i) {
    const bool has_value = i + 1 < argc;
    if (std::strcmp(argv[i], "--most") == 0 && has_value) {
      const std::optional<std::int64_t> value = tocsin::to_integer(argv[++i]);
      if (!value || *value < 20) {
        std::fprintf(stderr, "track_cost: --most: found %s, expected a whole number of objects from 20\n", argv[i]);
        return 2;
      }
      most = static_cast<std::size_t>(*value);
    } else if (std::strcmp(argv[i], "--csv") == 0 && has_value) {
      csv = argv[++i];
    } else {
      std::fprintf(stderr, "usage: track_cost [--most N] [--csv FILE]\n");
      return 2;
    }
  }
  return tocsin::bench::run(most, csv);
}
