// T5: launch point and heading from the bearings of two satellites.

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/launch_fit.hpp"
#include "tocsin/message/heading.hpp"

#include "bench/accuracy/ascents.hpp"
#include "bench/accuracy/launch_bound.hpp"
#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {
namespace {

const char* const kTarget = "T5";
const AscentMismatch kNominal;
const Instant kLiftOff = Instant::from_tai_ns(700'000'000'000'000'000);

/// One run.
struct Answer {
  bool answered = false;
  double place_km = 0.0;
  double heading_deg = 0.0;
  double place_squared = 0.0;  ///< of the error, in the stated covariance
  double time_sigmas = 0.0;
  double heading_sigmas = 0.0;
  LaunchBound type;
  LaunchBound known;  ///< of the class
  LaunchBound shape;
  LaunchBound any;
};

Answer fly(Random random, Family family, const Watching& how, const AscentMismatch& mismatch,
           const event::LaunchFitOptions& options, bool with_bound) {
  Answer out;
  const auto [ascent, sightings] = draw_watched(family, kLiftOff, how, mismatch, random);
  const auto fit = event::fit_launch(sightings, options);
  if (!fit) return out;
  out.answered = true;
  if (with_bound) {
    const LaunchInformation information(ascent.flight(), sightings);
    out.type = information.bound(kTypeKnown);
    out.known = information.bound(kClassKnown);
    out.shape = information.bound(kShapeKnown);
    out.any = information.bound(kAnyKnown);
  }
  const Geodetic site = ascent.flight().plan().site;
  const LaunchMiss miss = miss_of(*fit, site);
  out.place_km = 1e-3 * miss.distance_m;
  out.place_squared = miss.squared;
  out.time_sigmas = std::abs(seconds_between(kLiftOff, fit->time)) / fit->time_sigma_s;
  const Instant then = kLiftOff + seconds(message::kHeadingAfterS);
  const double heading = earth::inverse(site, earth::to_geodetic(ascent.state_at(then).position)).azimuth_start_rad;
  const double off = std::abs(wrap_pi(fit->azimuth_rad - heading));
  out.heading_deg = off / kRadiansPerDegree;
  out.heading_sigmas = off / fit->azimuth_sigma_rad;
  return out;
}

template <class Value>
std::vector<double> column(const std::vector<Answer>& answers, const Value& value) {
  std::vector<double> out;
  for (const Answer& answer : answers) {
    if (answer.answered) out.push_back(value(answer));
  }
  return out;
}

template <class Test>
Share share_of(const std::vector<Answer>& answers, const Test& test) {
  Share out;
  for (const Answer& answer : answers) {
    if (answer.answered) out.add(test(answer));
  }
  return out;
}

Share in_region(const std::vector<Answer>& answers, double probability) {
  const double limit = chi_squared_quantile(probability, 2);
  return share_of(answers, [limit](const Answer& a) { return a.place_squared < limit; });
}

constexpr double kNormal90 = 1.6448536269514722;

void calibrations(const std::vector<Answer>& answers, const std::string& world, Table& table) {
  table.add(calibration_row(kTarget, world, "stated 90 % region of the launch point", in_region(answers, 0.9), 0.9));
  for (const double p : {0.5, 0.99}) {  // not stated by the product, so not judged
    Row row = calibration_row(kTarget, world, fixed(100.0 * p, 0) + " % region, from the same covariance",
                              in_region(answers, p), p);
    row.judged = false;
    row.pass = "not stated";
    table.add(row);
  }
  table.add(calibration_row(kTarget, world, "90 % interval of the time of lift-off",
                            share_of(answers, [](const Answer& a) { return a.time_sigmas < kNormal90; }), 0.9));
  table.add(calibration_row(kTarget, world, "90 % interval of the heading",
                            share_of(answers, [](const Answer& a) { return a.heading_sigmas < kNormal90; }), 0.9));
}

struct Setting {
  const char* name;
  std::vector<Family> families;  ///< in turn
  Watching how;
  event::LaunchFitOptions options;
  std::optional<double> most;      ///< of the bound with the class known
  std::optional<double> most_any;  ///< of that of any gravity turn
  int runs;
  bool with_bound = true;
  const char* curve = nullptr;  ///< name of the one of its coverage
};

/// Errors and bounds after so many seconds of sight, with the class of the vehicle told: what the picture shows.
Curve course(const Study& study, const Setting& setting, int runs) {
  progress(kTarget, std::string(setting.name) + ", over time, " + std::to_string(runs) + " runs");
  constexpr int kStep_s = 5;
  constexpr std::size_t kMoments = 9;
  struct Said {
    bool answered = false;
    double place_km = 0.0;
    double bound_km = 0.0;
  };
  const Random random(study.seed, std::string("T5 over time, ") + setting.name);
  const auto all = answers_of<std::array<Said, kMoments>>(runs, [&](std::size_t i) {
    Random drawn = random.substream(i);
    const auto [ascent, sightings] = draw_watched(setting.families[0], kLiftOff, setting.how, kNominal, drawn);
    std::array<Said, kMoments> out;
    std::vector<event::Sighting> seen;
    for (std::size_t k = 0; k < kMoments; ++k) {
      const double end_s = static_cast<double>(kStep_s) * static_cast<double>(k + 1);
      while (seen.size() < sightings.size() &&
             seconds_between(sightings.front().time, sightings[seen.size()].time) <= end_s) {
        seen.push_back(sightings[seen.size()]);
      }
      const auto fit = event::fit_launch(seen, setting.options);
      if (!fit || !fit->stereo) continue;
      out[k] = {true, 1e-3 * miss_of(*fit, ascent.flight().plan().site).distance_m,
                1e-3 * LaunchInformation(ascent.flight(), seen).bound(kClassKnown).place_m};
    }
    return out;
  });
  std::vector<Moment> moments(kMoments);
  for (std::size_t k = 0; k < kMoments; ++k) {
    moments[k].t_s = static_cast<double>(kStep_s) * static_cast<double>(k + 1);
    for (const auto& run : all) {
      if (!run[k].answered) continue;
      moments[k].errors.push_back(run[k].place_km);
      moments[k].bounds.push_back(run[k].bound_km);
    }
  }
  return course_curve("course-t5-class-told", moments, static_cast<std::size_t>(runs) * 9 / 10);
}

/// Errors against the bound with the class of the vehicle known, and what the other two priors would give.
void accuracies(const std::vector<Answer>& answers, const std::string& world, const Setting& setting, Table& table) {
  const auto place = column(answers, [](const Answer& a) { return a.place_km; });
  const auto heading = column(answers, [](const Answer& a) { return a.heading_deg; });
  const auto places = [&](LaunchBound Answer::*b) {
    return column(answers, [b](const Answer& a) { return 1e-3 * (a.*b).place_m; });
  };
  const auto headings = [&](LaunchBound Answer::*b) {
    return column(answers, [b](const Answer& a) { return (a.*b).heading_rad / kRadiansPerDegree; });
  };
  table.add(
      ratio_row(kTarget, world, "launch point, km rms (class known)", place, places(&Answer::known), setting.most));
  table.add(ratio_row(kTarget, world, "launch point, km rms (type known)", place, places(&Answer::type), {}));
  table.add(ratio_row(kTarget, world, "launch point, km rms (shape known)", place, places(&Answer::shape), {}));
  table.add(ratio_row(kTarget, world, "launch point, km rms (any gravity turn)", place, places(&Answer::any),
                      setting.most_any));
  table.add(ratio_row(kTarget, world, "heading, ° rms (class known)", heading, headings(&Answer::known), setting.most));
  table.add(ratio_row(kTarget, world, "heading, ° rms (shape known)", heading, headings(&Answer::shape), {}));
  table.add(ratio_row(kTarget, world, "heading, ° rms (any gravity turn)", heading, headings(&Answer::any),
                      setting.most_any));
}

std::vector<Answer> run(const Study& study, const Setting& setting, const AscentMismatch& mismatch, int runs) {
  const std::string name = std::string(setting.name) + ", " + mismatch.name;
  progress(kTarget, name + ", " + std::to_string(runs) + " runs");
  const Random random(study.seed, "T5 " + name);
  return answers_of<Answer>(runs, [&](std::size_t i) {
    return fly(random.substream(i), setting.families[i % setting.families.size()], setting.how, mismatch,
               setting.options, setting.with_bound && &mismatch == &kNominal);
  });
}

Row reference_row() {
  const motion::Flight flight = reference_ascent(kLiftOff);
  Random random(1, "T5 reference");
  const auto sightings = watch(Ascent(flight, {}, random), {}, ErrorKind::stated, random);
  const LaunchBound bound = LaunchInformation(flight, sightings).bound(kTypeKnown);
  Row row{.target = kTarget, .world = "reference vehicle", .quantity = "the bound itself, km (type known)", .runs = 1};
  row.reached = fixed(1e-3 * bound.place_m, 3);
  row.bound = "0.26";
  row.pass = "within 10 %";
  row.judged = true;
  row.passed = std::abs(1e-3 * bound.place_m - 0.26) < 0.026;
  return row;
}

}  // namespace

void measure_t5(const Study& study, Table& table) {
  table.add(reference_row());
  const std::vector<Family> all{Family::launcher, Family::solid, Family::liquid_missile};
  const std::vector<Family> one{Family::reference};
  const Watching slow{.revisit_s = 10.0, .sigma_rad = 50e-6};
  const int many = study.runs_or(1000, 12);
  const Setting settings[] = {
      {"1 s, 20 µrad", one, {}, {}, 1.2, 1.2, many},
      {"1 s, 20 µrad, class told",
       {Family::one_class},
       {},
       options_of_the_class(),
       1.2,
       {},
       many,
       true,
       "coverage-t5-class-told"},
      {"10 s, 50 µrad, class told", {Family::one_class}, slow, options_of_the_class(), 1.2, {}, many},
      {"1 s, 20 µrad, as assumed", {Family::assumed}, {}, {}, {}, {}, many, false, "coverage-t5-as-assumed"},
      {"10 s, 50 µrad, as assumed", {Family::assumed}, slow, {}, {}, {}, many, false},
      {"1 s, 20 µrad, all families", all, {}, {}, {}, 1.2, many},
      {"10 s, 50 µrad", one, slow, {}, 1.2, 1.2, many},
      {"10 s, 50 µrad, all families", all, slow, {}, {}, 1.2, many},
      {"3 satellites, 1 s, 20 µrad", one, {.longitudes_deg = {-20, 20, 60}}, {}, {}, 1.2, study.runs_or(300, 9)},
  };
  for (const Setting& setting : settings) {
    const auto answers = run(study, setting, kNominal, setting.runs);
    const std::string world = std::string("nominal, ") + setting.name;
    Share answered;
    for (const Answer& answer : answers) answered.add(answer.answered);
    table.add(least_row(kTarget, world, "runs with an answer", answered, 0.99));
    if (study.curves && setting.curve != nullptr) {
      table.keep(coverage_curve(setting.curve, column(answers, [](const Answer& a) { return a.place_squared; }), 2));
    }
    if (setting.with_bound) accuracies(answers, world, setting, table);
    calibrations(answers, world, table);
  }
  if (study.curves) table.keep(course(study, settings[1], study.runs_or(200, 12)));
  for (const AscentMismatch& mismatch : ascent_mismatches()) {
    const auto answers = run(study, settings[0], mismatch, study.runs_or(400, 6));
    table.add(least_row(kTarget, mismatch.name, "90 % region of the launch point", in_region(answers, 0.9), 0.8));
  }
}

}  // namespace tocsin::bench
