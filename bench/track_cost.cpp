// What the tracker costs by the number of objects, beside the tracker of a textbook on the same frames.
// Usage: track_cost [--most N] [--csv FILE] [--targets]
//
// Objects fly side by side, far enough from each other that no plot is of two. The frames of both trackers are taken in
// turn; the cost of a frame is the median over the second half, when all objects are tracked. The textbook's tracker
// tries every plot with every track, and is left out where that would take minutes. With --targets a Markdown table of
// what the cost must keep comes after it.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/text.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/accuracy/table.hpp"
#include "bench/naive_tracker.hpp"
#include "bench/scene.hpp"
#include "bench/timing.hpp"

namespace tocsin::bench {
namespace {

constexpr std::size_t kMostNaive = 300;

struct Cost {
  std::size_t objects = 0;
  double cost_ms = 0.0;
  std::size_t confirmed = 0;
  std::optional<double> naive_ms;
  std::size_t naive_confirmed = 0;
};

/// Median cost of a frame of the tracker alone, over the second half of the frames.
double frame_ms(const AnchorData& data) {
  track::Tracker tracker(data.options, data.sensors);
  std::vector<double> cost;
  for (const AnchorFrame& frame : data.frames) {
    const double begin = seconds_now();
    for (const message::Record& record : frame.records) (void)tracker.step(record);
    if (2 * static_cast<std::size_t>(frame.number) >= data.frames.size()) cost.push_back(1e3 * (seconds_now() - begin));
  }
  return median(cost);
}

constexpr int kPairs = 5;

/// Cost over that of another scene of the same run: the median of some pairs, taken in turn.
double cost_ratio(const AnchorData& data, const AnchorData& other) {
  std::vector<double> ratios;
  for (int i = 0; i < kPairs; ++i) ratios.push_back(frame_ms(data) / frame_ms(other));
  return median(ratios);
}

Cost measure(std::size_t objects) {
  constexpr int kFrames = 80;
  const AnchorData data = separate_scene(objects, kFrames, 1);
  track::Tracker tracker(data.options, data.sensors);
  NaiveTracker naive(data);
  Cost out{.objects = objects, .naive_ms = std::nullopt};
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

bench::Row target_row(const char* target, const char* quantity, int runs, const std::optional<double>& ratio,
                      double most) {
  bench::Row row{.target = target, .world = "scenes of track_cost", .quantity = quantity, .runs = runs};
  row.reached = ratio ? fixed(*ratio, 3) : "not measured";
  row.bound = "1";
  row.ratio = ratio ? fixed(*ratio, 3) : "–";
  row.pass = "at most " + shortest(most);
  row.judged = ratio.has_value();
  row.passed = ratio && *ratio <= most;
  return row;
}

/// The share of the textbook's tracker from the costs that were measured, the rest with scenes of its own. Ratios
/// within this run: processors differ.
void print_targets(const std::vector<Cost>& costs) {
  constexpr int kFrames = 80;
  const auto cost_of = [&](std::size_t objects) -> const Cost* {
    const auto found = std::find_if(costs.begin(), costs.end(), [&](const Cost& c) { return c.objects == objects; });
    return found == costs.end() ? nullptr : &*found;
  };
  const Cost* hundred = cost_of(100);
  const auto growth = [&](std::size_t objects) -> std::optional<double> {
    if (cost_of(objects) == nullptr) return std::nullopt;
    return cost_ratio(separate_scene(objects, kFrames, 1), separate_scene(100, kFrames, 1));
  };
  std::optional<double> share;
  if (hundred != nullptr && hundred->naive_ms) share = hundred->cost_ms / *hundred->naive_ms;
  Table table;
  table.add(target_row("T2", "a frame of 100 objects over that of a textbook's tracker", 1, share, 0.25));
  table.add(target_row("T2", "a frame of 1,000 objects over that of 100", kPairs, growth(1000), 12.0));
  table.add(target_row("T2", "a frame of 5,000 objects over that of 100", kPairs, growth(5000), 70.0));
  const double clutter = cost_ratio(records_of(objects_apart(100, kFrames, 1, 50.0)), separate_scene(100, kFrames, 1));
  table.add(target_row("T3", "100 objects, 50 false plots a look over 5", kPairs, clutter, 2.2));
  const double crossing =
      cost_ratio(records_of(objects_crossing(10, 2 * kFrames, 1)), separate_scene(10, 2 * kFrames, 1));
  table.add(target_row("T4", "10 objects that cross over 10 apart", kPairs, crossing, 12.0));
  std::printf("\n%s", table.markdown().c_str());
}

int run(std::size_t most, const std::string& csv, bool targets) {
  std::vector<Cost> rows;
  std::string table = "objects,frame_ms,naive_ms\n";
  std::printf("objects  frame ms  growth  textbook ms  share   tracks\n");
  for (const std::size_t objects : {20U, 50U, 100U, 300U, 1000U, 2000U, 5000U}) {
    if (objects > most) break;
    rows.push_back(measure(objects));
    const Cost& row = rows.back();
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
  if (targets) print_targets(rows);
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
  const char* const usage =
      "usage: track_cost [--most N] [--csv FILE] [--targets]\n"
      "  --most N    no more objects than these (default 5000)\n"
      "  --csv FILE  writes the table\n"
      "  --targets   prints what the cost must keep, and whether it does, as a Markdown table\n";
  std::size_t most = 5000;
  std::string csv;
  bool targets = false;
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
    } else if (std::strcmp(argv[i], "--targets") == 0) {
      targets = true;
    } else if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0) {
      std::printf("%s", usage);
      return 0;
    } else {
      std::fprintf(stderr, "track_cost: '%s' is no option, or lacks its value\n%s", argv[i], usage);
      return 2;
    }
  }
  return tocsin::bench::run(most, csv, targets);
}
