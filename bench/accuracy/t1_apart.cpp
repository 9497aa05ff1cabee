// T1: objects apart from each other, against the best fit that is told which plot is whose. T3: the same among ten
// times the false plots.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/text.hpp"

#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/targets.hpp"
#include "bench/accuracy/tracks.hpp"
#include "bench/anchor_tracks.hpp"
#include "bench/scene.hpp"

namespace tocsin::bench {
namespace {

using score::AnchorScore;
using Figure = std::optional<double> AnchorScore::*;

constexpr int kFrames = 200;
constexpr std::size_t kObjects = 20;
constexpr double kManyFalse = 50.0;
constexpr std::int64_t kFewestPairs = 200;
constexpr int kFewestScenes = 10;

TracksScore track(const formats::AnchorReference& reference) {
  return score_tracks(reference, tracked(records_of(reference)));
}

std::vector<TracksScore> scenes(const Study& study, const char* target, double false_plots, int runs) {
  progress(target, std::to_string(runs) + " scenes");
  const Random random(study.seed, target);
  return answers_of<TracksScore>(runs, [&](std::size_t i) {
    return track(objects_apart(kObjects, kFrames, random.substream(i).bits(), false_plots));
  });
}

std::vector<TracksScore> on_sets(const std::vector<ReferenceSet>& sets) {
  return answers_of<TracksScore>(static_cast<int>(sets.size()),
                                 [&](std::size_t i) { return track(sets[i].reference); });
}

Row error_row(const std::string& world, const char* quantity, const std::vector<TracksScore>& scores, Figure reached,
              Figure best, Figure bound, int decimals) {
  const auto text = [&](const std::optional<double>& value) { return value ? fixed(*value, decimals) : "–"; };
  const std::optional<double> error = pooled(scores, reached);
  const std::optional<double> told = pooled(scores, best);
  Row row{.target = "T1", .world = world, .quantity = quantity, .runs = static_cast<int>(pairs(scores))};
  row.reached = text(error);
  row.bound = text(told) + " (Cramér–Rao " + text(pooled(scores, bound)) + ")";
  row.ratio = error && told ? fixed(*error / *told, 3) : "–";
  row.judged = pairs(scores) >= kFewestPairs;
  row.pass = row.judged ? "at most 1.02 × best fit" : "too small";
  row.passed = error && told && *error <= 1.02 * *told;
  return row;
}

Row none_row(const char* target, const std::string& world, const char* quantity, std::size_t scenes,
             std::int64_t count) {
  Row row{.target = target, .world = world, .quantity = quantity, .runs = static_cast<int>(scenes)};
  row.reached = std::to_string(count);
  row.bound = "0";
  row.pass = "none";
  row.judged = true;
  row.passed = count == 0;
  return row;
}

std::int64_t never_near(const std::vector<TracksScore>& scores) {
  std::int64_t out = 0;
  for (const TracksScore& of : scores) out += of.never_near;
  return out;
}

void rows(const std::string& world, const std::vector<TracksScore>& scores, Table& table) {
  table.add(none_row("T1", world, "objects missed at the end", scores.size(), sum(scores, &AnchorScore::missed_final)));
  table.add(none_row("T1", world, "confirmed tracks of no object, ever", scores.size(), never_near(scores)));
  table.add(none_row("T1", world, "switches of identity", scores.size(), sum(scores, &AnchorScore::track_switches)));
  table.add(error_row(world, "position, m rms", scores, &AnchorScore::pos_rmse, &AnchorScore::oracle_batch_pos_rmse,
                      &AnchorScore::crlb_pos, 2));
  table.add(error_row(world, "velocity, m/s rms", scores, &AnchorScore::vel_rmse, &AnchorScore::oracle_batch_vel_rmse,
                      &AnchorScore::crlb_vel, 3));
  table.add(error_row(world, "impact, m rms", scores, &AnchorScore::impact_rmse_m, &AnchorScore::oracle_batch_impact_m,
                      &AnchorScore::crlb_impact_m, 1));
  const auto n = static_cast<int>(pairs(scores));
  Row nees{.target = "T1", .world = world, .quantity = "NEES of the state", .runs = n};
  nees.reached = fixed(mean_nees(scores), 3);
  nees.bound = "6";
  nees.judged = n >= kFewestPairs;
  nees.pass = "too small";
  if (nees.judged) {
    const double low = chi_squared_quantile(0.005, 6 * n) / n;
    const double high = chi_squared_quantile(0.995, 6 * n) / n;
    nees.pass = fixed(low, 2) + " to " + fixed(high, 2) + ", 99 % of such means";
    nees.passed = low <= mean_nees(scores) && mean_nees(scores) <= high;
  }
  table.add(nees);
}

}  // namespace

void measure_t1(const Study& study, Table& table) {
  rows("scenes of 20 objects", scenes(study, "T1", kFalse, std::min(50, study.runs_or(50, 3))), table);
  const std::vector<ReferenceSet> sets = reference_sets(study, SetKind::apart, table);
  if (!sets.empty()) rows(std::to_string(sets.size()) + " sets of reference data", on_sets(sets), table);
}

void measure_t3(const Study& study, Table& table) {
  const auto put = [&](const std::string& world, const std::vector<TracksScore>& scores) {
    Row row = none_row("T3", world, "confirmed tracks of no object, ever", scores.size(), never_near(scores));
    row.judged = scores.size() >= kFewestScenes;
    if (!row.judged) row.pass = "none in 10 scenes: too small";
    table.add(row);
    Row missed =
        none_row("T3", world, "objects missed at the end", scores.size(), sum(scores, &AnchorScore::missed_final));
    missed.judged = false;
    missed.pass.clear();
    table.add(missed);
  };
  put("scenes of 20 objects, 50 false plots a look",
      scenes(study, "T3", kManyFalse, std::min(20, study.runs_or(20, 3))));
  for (const ReferenceSet& set : reference_sets(study, SetKind::cluttered, table))
    put(set.name, {track(set.reference)});
}

}  // namespace tocsin::bench
