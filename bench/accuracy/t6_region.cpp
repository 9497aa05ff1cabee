// T6: launch region from the bearings of one satellite, against the posterior that its assumptions imply.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/launch_fit.hpp"

#include "bench/accuracy/ascents.hpp"
#include "bench/accuracy/launch_posterior.hpp"
#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {
namespace {

const char* const kTarget = "T6";
const Instant kLiftOff = Instant::from_tai_ns(700'000'000'000'000'000);
const AscentMismatch kNominal;
const std::vector<Family> kFamilies{Family::reference, Family::launcher, Family::solid, Family::liquid_missile};
/// What the fit uses of a longer sight (event::LaunchFitOptions::window_s): so does the exact posterior.
constexpr double kWindow_s = 65.0;
constexpr int kFewestPosteriors = 20;

/// One run.
struct Answer {
  bool answered = false;
  double squared = 0.0;  ///< of the error, in the stated covariance
  double error_km = 0.0;
  double area_km2 = 0.0;  ///< of the stated 90 % region
  DenseRegion exact;
  double disagreement = 0.0;
};

struct Setting {
  const char* name;
  Watching how;
  std::vector<Family> families = kFamilies;  ///< in turn
};

Answer fly(Random random, Family family, const Setting& setting, const AscentMismatch& mismatch,
           const SamplingOptions* sampling) {
  Answer out;
  Watched watched = draw_watched(family, kLiftOff, setting.how, mismatch, random);
  std::vector<event::Sighting>& sightings = watched.sightings;
  const auto end = std::find_if(sightings.begin(), sightings.end(), [&](const event::Sighting& s) {
    return seconds_between(sightings.front().time, s.time) > kWindow_s;
  });
  sightings.erase(end, sightings.end());
  const event::LaunchFitOptions options;
  const auto fit = event::fit_launch(sightings, options);
  if (!fit) return out;
  out.answered = true;
  const Geodetic site = watched.ascent.flight().plan().site;
  const LaunchMiss miss = miss_of(*fit, site);
  out.error_km = 1e-3 * miss.distance_m;
  out.squared = miss.squared;
  out.area_km2 = 1e-6 * kPi * chi_squared_quantile(0.9, 2) * miss.root_determinant_m2;
  if (sampling == nullptr) return out;
  const auto posterior = LaunchPosterior::sample(sightings, options, *sampling, random.substream(7));
  out.answered = posterior.has_value();
  if (!posterior) return out;
  out.exact = posterior->region(0.9, site);
  out.disagreement = posterior->disagreement(0.9);
  return out;
}

std::vector<Answer> run(const Study& study, const Setting& setting, const AscentMismatch& mismatch, int runs,
                        const SamplingOptions* sampling) {
  const std::string name =
      std::string(setting.name) + ", " + mismatch.name + (sampling != nullptr ? ", exact posterior" : "");
  progress(kTarget, name + ", " + std::to_string(runs) + " runs");
  const Random random(study.seed, "T6 " + name);
  return answers_of<Answer>(runs, [&](std::size_t i) {
    return fly(random.substream(i), setting.families[i % setting.families.size()], setting, mismatch, sampling);
  });
}

Share in_region(const std::vector<Answer>& answers, double probability) {
  Share out;
  for (const Answer& a : answers) {
    if (a.answered) out.add(a.squared < chi_squared_quantile(probability, 2));
  }
  return out;
}

std::vector<double> squares(const std::vector<Answer>& answers) {
  std::vector<double> out;
  for (const Answer& a : answers) {
    if (a.answered) out.push_back(a.squared);
  }
  return out;
}

void calibrations(const std::vector<Answer>& answers, const std::string& world, Table& table) {
  Share answered;
  std::vector<double> errors;
  std::vector<double> areas;
  for (const Answer& a : answers) {
    answered.add(a.answered);
    if (!a.answered) continue;
    errors.push_back(a.error_km);
    areas.push_back(a.area_km2);
  }
  table.add(least_row(kTarget, world, "runs with an answer", answered, 0.99));
  Row error{.target = kTarget, .world = world, .quantity = "launch point, km, median (90 %)"};
  error.runs = static_cast<int>(errors.size());
  error.reached = fixed(quantile(errors, 0.5), 1) + " (" + fixed(quantile(errors, 0.9), 1) + ")";
  table.add(error);
  Row area{.target = kTarget, .world = world, .quantity = "area of the stated 90 % region, km², median (90 %)"};
  area.runs = error.runs;
  area.reached = fixed(quantile(areas, 0.5), 0) + " (" + fixed(quantile(areas, 0.9), 0) + ")";
  table.add(area);
  table.add(calibration_row(kTarget, world, "stated 90 % region of the launch point", in_region(answers, 0.9), 0.9));
  for (const double p : {0.5, 0.99}) {  // not stated by the product, so not judged
    Row row = calibration_row(kTarget, world, fixed(100.0 * p, 0) + " % region, from the same covariance",
                              in_region(answers, p), p);
    row.judged = false;
    row.pass = "not stated";
    table.add(row);
  }
}

void posteriors(const std::vector<Answer>& answers, const std::string& world, Table& table) {
  std::vector<double> ratios;
  std::vector<double> stated;
  std::vector<double> exact;
  std::vector<double> left;
  Share holds;
  for (const Answer& a : answers) {
    if (!a.answered) continue;
    stated.push_back(a.area_km2);
    exact.push_back(a.exact.area_km2);
    ratios.push_back(a.area_km2 / a.exact.area_km2);
    left.push_back(a.disagreement);
    holds.add(a.exact.holds);
  }
  const auto n = static_cast<int>(ratios.size());
  Row row{.target = kTarget, .world = world, .quantity = "median area, stated over exact 90 % region, km²", .runs = n};
  row.reached = fixed(quantile(stated, 0.5), 0);
  row.bound = fixed(quantile(exact, 0.5), 0);
  const double ratio = quantile(stated, 0.5) / std::max(1e-9, quantile(exact, 0.5));
  row.ratio = fixed(ratio, 2);
  row.pass = n >= kFewestPosteriors ? "at most 1.30 × exact" : "too small";
  row.judged = n >= kFewestPosteriors;
  row.passed = ratio <= 1.3;
  table.add(row);
  Row each{.target = kTarget, .world = world, .quantity = "the same run by run: median, 10 % and 90 %", .runs = n};
  each.reached = fixed(quantile(ratios, 0.5), 2) + " (" + fixed(quantile(ratios, 0.1), 2) + " to " +
                 fixed(quantile(ratios, 0.9), 2) + ")";
  table.add(each);
  Row converged{.target = kTarget, .world = world, .runs = n};
  converged.quantity = "exact area by one half of the samples over that by both, off by, median (90 %)";
  converged.reached = fixed(100.0 * quantile(left, 0.5), 0) + " % (" + fixed(100.0 * quantile(left, 0.9), 0) + " %)";
  table.add(converged);
  Row truth{.target = kTarget, .world = world, .quantity = "exact 90 % region holds the truth", .runs = n};
  truth.reached = fixed(100.0 * holds.value(), 0) + " %";
  truth.bound = "90 %";
  table.add(truth);
}

}  // namespace

void measure_t6(const Study& study, Table& table) {
  const Setting fast{"1 s, 20 µrad", {.longitudes_deg = {20}}};
  const Setting slow{"10 s, 50 µrad", {.longitudes_deg = {20}, .revisit_s = 10.0, .sigma_rad = 50e-6}};
  const Setting fast_assumed{"1 s, 20 µrad, as assumed", fast.how, {Family::assumed}};
  const Setting slow_assumed{"10 s, 50 µrad, as assumed", slow.how, {Family::assumed}};
  const std::array settings{fast_assumed, slow_assumed, fast, slow};
  for (const Setting& setting : settings) {
    const auto answers = run(study, setting, kNominal, study.runs_or(1000, 12), nullptr);
    if (study.curves && &setting == settings.data())
      table.keep(coverage_curve("coverage-t6-as-assumed", squares(answers), 2));
    calibrations(answers, std::string("nominal, ") + setting.name, table);
  }
  SamplingOptions sampling;
  if (study.quick) sampling.burn_in = sampling.steps = 100;
  const int few = study.quick ? 4 : std::min(24, study.runs_or(24, 4));
  for (const Setting& setting : {fast_assumed, fast})
    posteriors(run(study, setting, kNominal, few, &sampling), std::string("nominal, ") + setting.name, table);
  for (const AscentMismatch& mismatch : ascent_mismatches()) {
    const auto answers = run(study, fast, mismatch, study.runs_or(400, 4), nullptr);
    table.add(least_row(kTarget, mismatch.name, "90 % region of the launch point", in_region(answers, 0.9), 0.8));
  }
}

}  // namespace tocsin::bench
