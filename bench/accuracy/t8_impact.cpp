// T8: impact area after 100 s of coast before two radars.

#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/text.hpp"

#include "bench/accuracy/coast_runs.hpp"
#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/study.hpp"
#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {
namespace {

const char* const kTarget = "T8";

using Answers = std::vector<CoastAnswer>;

std::vector<double> column(const Answers& answers, double CoastAnswer::*member) {
  std::vector<double> out;
  for (const CoastAnswer& answer : answers) {
    if (answer.said) out.push_back(1e-3 * answer.*member);
  }
  return out;
}

Share inside(const Answers& answers, double CoastAnswer::*member, double probability) {
  Share out;
  for (const CoastAnswer& answer : answers) {
    if (answer.said) out.add(answer.*member < chi_squared_quantile(probability, 2));
  }
  return out;
}

void nominal_rows(const Answers& answers, Table& table) {
  const std::string world = "nominal";
  Share said;
  Share shrunk;
  for (const CoastAnswer& answer : answers) {
    said.add(answer.said);
    shrunk.hits += answer.shrunk;
    shrunk.trials += answer.updates;
  }
  table.add(least_row(kTarget, world, "runs with an impact area after 100 s", said, 0.99));
  table.add(ratio_row(kTarget, world, "impact error, km rms, ballistic coefficient known",
                      column(answers, &CoastAnswer::arc_error_m), column(answers, &CoastAnswer::arc_bound_m), 1.1));
  table.add(ratio_row(kTarget, world, "impact error, km rms, ballistic coefficient within a factor of two",
                      column(answers, &CoastAnswer::error_m), column(answers, &CoastAnswer::bound_m), 1.1));
  for (const double p : {0.5, 0.9, 0.99}) {
    const std::string region = fixed(100.0 * p, 0) + " % region";
    table.add(calibration_row(kTarget, world, region + ", ballistic coefficient known",
                              inside(answers, &CoastAnswer::arc_mahalanobis, p), p));
  }
  table.add(
      calibration_row(kTarget, world, "stated 90 % region", inside(answers, &CoastAnswer::mahalanobis, 0.9), 0.9));
  table.add(least_row(kTarget, world, "updates in which the stated region shrinks", shrunk, 0.95));
}

/// Root mean squares of the runs' moments in kilometres, and their normalised squared errors.
std::vector<Moment> moments_of(const Answers& answers, bool of_state) {
  std::vector<Moment> out;
  for (const CoastAnswer& answer : answers) {
    for (std::size_t i = 0; i < answer.course.size(); ++i) {
      const CoastMoment& at = answer.course[i];
      if (i == out.size())
        out.push_back({.t_s = static_cast<double>(at.t_s), .errors = {}, .bounds = {}, .squares = {}});
      if (of_state && at.state_squared) out[i].squares.push_back(*at.state_squared);
      if (!at.said) continue;
      out[i].errors.push_back(1e-3 * at.error_m);
      out[i].bounds.push_back(1e-3 * at.bound_m);
      if (!of_state) out[i].squares.push_back(at.mahalanobis);
    }
  }
  return out;
}

/// What the pictures show of one world.
void keep_curves(const Answers& answers, const std::string& world, Table& table) {
  std::vector<double> squares;
  for (const CoastAnswer& answer : answers) {
    if (answer.said) squares.push_back(answer.mahalanobis);
  }
  const std::size_t least = answers.size() * 9 / 10;
  table.keep(coverage_curve("coverage-t8-" + world, squares, 2));
  table.keep(course_curve("course-t8-" + world, moments_of(answers, false), least));
  table.keep(nees_curve("nees-t8-state-" + world, moments_of(answers, true), 6, least));
  table.keep(nees_curve("nees-t8-impact-" + world, moments_of(answers, false), 2, least));
}

}  // namespace

void measure_t8(const Study& study, Table& table) {
  const CoastMismatch mismatches[] = {
      {},
      {.name = "heavy tails", .errors = ErrorKind::heavy},
      {.name = "2 % outliers", .errors = ErrorKind::outliers},
      {.name = "slow errors besides", .errors = ErrorKind::correlated},
      {.name = "biases, three times a tenth of the noise", .errors = ErrorKind::biased},
      {.name = "air denser or thinner by 20 %", .density_sigma = 0.2},
      {.name = "jet stream of 60 m/s", .wind_mps = 60.0},
      {.name = "bodies with half the ballistic coefficient", .beta_factor = 0.5},
  };
  for (const CoastMismatch& mismatch : mismatches) {
    const bool nominal = &mismatch == mismatches;
    const int runs = nominal ? study.runs_or(1000, 40) : study.runs_or(400, 10);
    progress(kTarget, std::string(mismatch.name) + ", " + std::to_string(runs) + " runs");
    const Random random(study.seed, std::string("T8 ") + mismatch.name);
    const auto answers = answers_of<CoastAnswer>(
        runs, [&](std::size_t i) { return fly_coast(random.substream(i), mismatch, study.curves); });
    if (study.curves && nominal) keep_curves(answers, "nominal", table);
    if (study.curves && mismatch.errors == ErrorKind::correlated) keep_curves(answers, "slow-errors", table);
    if (nominal) {
      nominal_rows(answers, table);
      continue;
    }
    table.add(ratio_row(kTarget, mismatch.name, "impact error, km rms, ballistic coefficient known",
                        column(answers, &CoastAnswer::arc_error_m), column(answers, &CoastAnswer::arc_bound_m),
                        std::nullopt));
    table.add(
        least_row(kTarget, mismatch.name, "stated 90 % region", inside(answers, &CoastAnswer::mahalanobis, 0.9), 0.8));
  }
}

}  // namespace tocsin::bench
