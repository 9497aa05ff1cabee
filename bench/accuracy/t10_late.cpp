// T10, second half: tracks at the end of a feed whose records came late, twice or out of order, against those of the
// same records in order.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tocsin/base/text.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/accuracy/targets.hpp"
#include "tests/track/late_feed.hpp"

namespace tocsin::bench {
namespace {

using Records = std::vector<message::Record>;

constexpr double kEnd_s = 150.0;
constexpr double kLargestDifference = 1e-9;

/// One way of being late.
struct Lateness {
  std::string name;
  std::function<Records(const Records&, std::uint64_t seed)> apply;
};

std::function<Records(const Records&, std::uint64_t)> one_sensor(const char* sensor, double delay_s) {
  return [=](const Records& in_time, std::uint64_t) {
    return track::test::delayed(
        in_time, [&](const message::Record& look) { return look.header.source == sensor ? delay_s : 0.0; });
  };
}

std::vector<Lateness> ways() {
  const auto each_look = [](const Records& in_time, std::uint64_t seed) {
    Random random(seed, "delay of looks");
    return track::test::delayed(in_time, [&](const message::Record&) { return 60.0 * random.uniform(); });
  };
  const auto twice = [](const Records& in_time, std::uint64_t seed) {
    Records out = track::test::shuffled(in_time, 10.0, seed);
    Records again = track::test::shuffled(in_time, 10.0, seed + 1);
    std::erase_if(again, track::test::is_tick);
    out.insert(out.end(), again.begin(), again.end());
    return track::test::by_receipt(std::move(out));
  };
  return {{"one satellite 5 s late", one_sensor("GEO-2", 5.0)},
          {"one radar 20 s late", one_sensor("RAD-1", 20.0)},
          {"one radar 60 s late", one_sensor("RAD-1", 60.0)},
          {"each look up to 60 s late", each_look},
          {"each record twice, both up to 10 s late", twice}};
}

struct Answer {
  double difference = 0.0;
  std::size_t tracks = 0;
};

}  // namespace

void measure_t10_late(const Study& study, Table& table) {
  const auto sensors = track::test::synthetic_sensors(track::test::synthetic_world());
  const auto end_of = [&](const Records& records) {
    track::Tracker tracker({}, sensors);
    return track::test::run(tracker, records).ticks.back();
  };
  for (const Lateness& way : ways()) {
    progress("T10", way.name);
    const int runs = study.runs_or(100, 4);
    const std::vector<Answer> answers = answers_of<Answer>(runs, [&](std::size_t i) {
      const std::uint64_t seed = study.seed * 1'000'003 + i;
      const Records in_time = track::test::late_scene(*sensors, kEnd_s, seed);
      const std::vector<message::Track> expected = end_of(in_time);
      return Answer{track::test::difference(end_of(way.apply(in_time, seed)), expected), expected.size()};
    });
    Answer worst;
    for (const Answer& answer : answers) {
      worst.difference = std::max(worst.difference, answer.difference);
      worst.tracks += answer.tracks;
    }
    table.add({.target = "T10",
               .world = way.name,
               .quantity = "worst relative difference of " + std::to_string(worst.tracks) + " tracks at the end",
               .runs = runs,
               .reached = shortest(worst.difference),
               .bound = "in-order processing",
               .ratio = "",
               .pass = "<= 1e-9",
               .judged = true,
               .passed = worst.tracks > 0 && worst.difference <= kLargestDifference});
  }
}

}  // namespace tocsin::bench
