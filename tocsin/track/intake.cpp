#include "tocsin/track/intake.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/association.hpp"
#include "tocsin/track/record_bounds.hpp"

namespace tocsin::track {
namespace {

/// The sensor of a source.
struct Origin {
  const sense::InfraredSensor* infrared = nullptr;
  const sense::Radar* radar = nullptr;

  Origin(const std::string& source, const sense::Sensors& sensors)
      : infrared(sensors.infrared(source)), radar(infrared == nullptr ? sensors.radar(source) : nullptr) {}
  [[nodiscard]] bool is_known() const { return infrared != nullptr || radar != nullptr; }
  /// Longest time between a measurement and its receipt, as the sensor states it.
  [[nodiscard]] double delay_s() const {
    return infrared != nullptr ? sense::max_delay_s(*infrared) : sense::max_delay_s(*radar);
  }
  /// From the end of a look to its receipt.
  [[nodiscard]] double latency_s() const { return infrared != nullptr ? infrared->latency_s : radar->latency_s; }
};

double longest_wait_s(const std::string& source, const Work& work) {
  return Origin(source, work.sensors).delay_s() + work.options.intake.orphan_wait_s;
}

/// Oldest measurement of a source that is used.
double oldest_used_s(double delay_s, const Options& options) {
  const double limit_s = options.intake.max_age_s;
  return delay_s > limit_s ? limit_s : std::max(limit_s, delay_s + options.late.horizon_s);
}

std::string time_problem(Instant measured, double oldest_s, const Work& work) {
  const std::optional<Instant> now = time_known(work.memory);
  if (!now) return {};
  const double age_s = seconds_between(measured, *now);
  const std::string than = work.memory.now ? "the newest tick" : "what the tracker knows";
  if (age_s > oldest_s) {
    return "measured " + shortest(age_s) + " s before " + than + ", at most " + shortest(oldest_s) + " s are used";
  }
  if (-age_s > work.options.intake.max_lead_s) {
    return "measured " + shortest(-age_s) + " s after " + than + ": its clock is wrong";
  }
  return {};
}

std::string problem_of(const message::Bearing& bearing) {
  std::string problem = bounds_problem(bearing);
  if (problem.empty() && !(bearing.sigma_rad > 0.0)) problem = "sigma_rad: found 0, expected more than 0";
  return problem;
}

std::string problem_of(const message::Plot& plot) {
  constexpr double kNearestM = 1000.0;
  constexpr double kHighestRad = 0.5 * kPi;
  std::string problem = bounds_problem(plot);
  if (problem.empty() && plot.range_m < kNearestM) {
    problem = "range_m: found " + shortest(plot.range_m) + ", expected at least 1000";
  }
  if (problem.empty() && std::abs(plot.elevation_rad) > kHighestRad) {
    problem = "elevation_rad: found " + shortest(plot.elevation_rad) + ", expected at most a right angle";
  }
  if (problem.empty() && plot.range_rate_mps && !(plot.range_rate_sigma_mps > 0.0)) {
    problem = "range_rate_sigma_mps: found 0 with a measured range rate";
  }
  return problem;
}

std::string problem_of(const message::Look& look, Instant measured) {
  std::string problem = bounds_problem(look);
  const double length_s = seconds_between(look.begin, measured);
  if (problem.empty() && !(length_s >= 0.0 && length_s <= 3600.0)) {
    problem = "begin: found " + shortest(length_s) + " s before the end of the look, expected 0 to 3600";
  }
  return problem;
}

/// A bearing, plot or look as an input.
std::optional<Input> input_of(const message::Record& record) {
  std::optional<Input> out(std::in_place);
  out->due = out->measured = record.header.measured;
  out->source = record.header.source;
  out->sequence = record.header.sequence;
  if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) {
    out->what = *bearing;
  } else if (const auto* plot = std::get_if<message::Plot>(&record.payload)) {
    out->what = *plot;
  } else if (const auto* look = std::get_if<message::Look>(&record.payload)) {
    out->what = *look;
  } else {
    out.reset();
  }
  return out;
}

/// When it would have come in time. That a record is received before it is measured is an error of one of the clocks.
Instant due_of(const Input& input, Instant received, const Origin& origin) {
  if (input.is_measurement()) return input.measured + seconds(origin.delay_s());
  return std::max(input.measured, std::min(received, input.measured + seconds(origin.latency_s())));
}

std::string source_problem(const Input& input, const Origin& origin) {
  switch (input.kind()) {
    case InputKind::bearing:
      return origin.infrared != nullptr ? "" : "no infrared sensor of this id in the world";
    case InputKind::plot:
      return origin.radar != nullptr ? "" : "no radar of this id in the world";
    case InputKind::look:
      return origin.is_known() ? "" : "no sensor of this id in the world";
    case InputKind::tick:
      break;
  }
  return {};
}

Arrived arrived(const std::string& source, const Pending& pending, const LookView& look, const Work& work) {
  Arrived out;
  if (pending.plot) {
    out.measurement = prepare(source, pending.sequence, pending.time, *pending.plot, *look.radar);
  } else {
    const Position<Itrf> satellite = work.sensors.satellite_state(*look.infrared, pending.time).position;
    out.measurement = prepare(source, pending.sequence, pending.time, *pending.bearing, sense::nadir_frame(satellite));
  }
  out.raw = pending;
  return out;
}

LookView view_of(const std::string& source, Instant begin, Instant end, const Work& work) {
  LookView out;
  out.source = source;
  out.begin = begin;
  out.end = end;
  out.infrared = work.sensors.infrared(source);
  out.radar = out.infrared == nullptr ? work.sensors.radar(source) : nullptr;
  if (out.infrared != nullptr) {
    out.frame = sense::nadir_frame(work.sensors.satellite_state(*out.infrared, end).position);
  }
  return out;
}

/// Takes the measurements that belong together out of the waiting ones, in order of time.
template <class Predicate>
std::vector<Arrived> take_pending(std::vector<Pending>& waiting, const LookView& look, const Predicate& belongs,
                                  const Work& work) {
  std::vector<Arrived> out;
  out.reserve(waiting.size());
  for (const Pending& pending : waiting) {
    if (belongs(pending)) out.push_back(arrived(look.source, pending, look, work));
  }
  std::erase_if(waiting, belongs);
  const auto is_before = [](const Arrived& a, const Arrived& b) {
    return std::tie(a.measurement.time, a.measurement.sequence) < std::tie(b.measurement.time, b.measurement.sequence);
  };
  // most come in order, and each is large
  if (!std::is_sorted(out.begin(), out.end(), is_before)) std::sort(out.begin(), out.end(), is_before);
  return out;
}

void keep(const Input& input, Work& work) {
  std::vector<Pending>& waiting = work.memory.sources[input.source];
  if (waiting.size() >= static_cast<std::size_t>(work.options.intake.max_pending)) {
    refuse(input, "too many measurements wait for their look", work);
    return;
  }
  Pending& pending = waiting.emplace_back();
  pending.sequence = input.sequence;
  pending.look = input.look();
  pending.time = input.measured;
  if (const auto* bearing = std::get_if<message::Bearing>(&input.what)) pending.bearing = *bearing;
  if (const auto* plot = std::get_if<message::Plot>(&input.what)) pending.plot = *plot;
}

void take_look(const Input& input, const message::Look& look, Work& work) {
  LookView view = view_of(input.source, look.begin, input.measured, work);
  view.number = input.sequence;
  view.field = look.field;
  view.has_field = look.field.vertical_rad[0] <= look.field.vertical_rad[1];
  view.cloud_top_m = look.cloud_top_m;
  view.is_dwell = look.mode == "confirm" || look.mode == "track";
  const auto belongs = [&](const Pending& p) { return p.look == view.number; };
  process_look(view, take_pending(work.memory.sources[input.source], view, belongs, work), work);
}

}  // namespace

bool SourceSequences::contains(std::int64_t sequence) const {
  const auto after = std::upper_bound(runs.begin(), runs.end(), sequence,
                                      [](std::int64_t s, const SequenceRun& run) { return s < run.first; });
  return after != runs.begin() && sequence <= (after - 1)->last;
}

bool SourceSequences::insert(std::int64_t sequence, int most_runs) {
  if (sequence < forgotten_below) return false;
  const auto after = std::upper_bound(runs.begin(), runs.end(), sequence,
                                      [](std::int64_t s, const SequenceRun& run) { return s < run.first; });
  const bool has_before = after != runs.begin();
  if (has_before && sequence <= (after - 1)->last) return false;
  const bool joins_before = has_before && (after - 1)->last + 1 == sequence;
  const bool joins_after = after != runs.end() && after->first == sequence + 1;
  if (joins_before && joins_after) {
    (after - 1)->last = after->last;
    runs.erase(after);
  } else if (joins_before) {
    (after - 1)->last = sequence;
  } else if (joins_after) {
    after->first = sequence;
  } else {
    runs.insert(after, {sequence, sequence});
  }
  if (runs.size() > static_cast<std::size_t>(most_runs)) {
    // a quarter at once: the rest moves once for many records
    const auto kept = runs.begin() + most_runs / 4 + 1;
    forgotten_below = (kept - 1)->last + 1;
    runs.erase(runs.begin(), kept);
  }
  return true;
}

void refuse(const std::string& source, std::int64_t sequence, const std::string& reason, Work& work) {
  work.out.refused.push_back(printable(source) + " " + std::to_string(sequence) + ": " + reason);
}

void refuse(const Input& input, const std::string& reason, Work& work) {
  refuse(input.source, input.sequence, reason, work);
}

bool may_be_orphan(const Input& input, const Work& work) {
  return input.is_measurement() && work.memory.now &&
         seconds_between(input.due, *work.memory.now) > work.options.intake.orphan_wait_s;
}

Input input_of(const message::Tick& tick) {
  return {tick.time, tick.time, {}, 0, tick};
}

std::string source_problem(const Input& input, const sense::Sensors& sensors) {
  return source_problem(input, Origin(input.source, sensors));
}

std::string content_problem(const Input& input) {
  if (const auto* bearing = std::get_if<message::Bearing>(&input.what)) return problem_of(*bearing);
  if (const auto* plot = std::get_if<message::Plot>(&input.what)) return problem_of(*plot);
  if (const auto* look = std::get_if<message::Look>(&input.what)) return problem_of(*look, input.measured);
  return {};
}

bool is_admitted(const message::Header& header, const std::string& unknown, const std::string& impossible,
                 double delay_s, Admission& admission, Work& work) {
  const auto problem = [&]() -> std::string {
    if (!unknown.empty()) return unknown;
    if (!admission.status) admission.status = header.status;
    if (*admission.status != header.status) {
      return "status " + std::string(name_of(header.status)) + " in a stream of status " +
             std::string(name_of(*admission.status));
    }
    if (!impossible.empty()) return impossible;
    const std::string mistimed = time_problem(header.measured, oldest_used_s(delay_s, work.options), work);
    if (!mistimed.empty()) return mistimed;
    const bool is_new = admission.sources[header.source].insert(header.sequence, work.options.intake.remembered_gaps);
    return is_new ? "" : "sequence number was there before";
  };
  const std::string found = problem();
  if (!found.empty()) refuse(header.source, header.sequence, found, work);
  return found.empty();
}

std::optional<Input> admit(const message::Record& record, Admission& admission, Work& work) {
  const message::Header& header = record.header;
  std::optional<Input> input = input_of(record);
  if (!input) return std::nullopt;
  const Origin origin(header.source, work.sensors);
  const std::string unknown = source_problem(*input, origin);
  const std::string impossible = unknown.empty() ? content_problem(*input) : "";
  const double delay_s = unknown.empty() ? origin.delay_s() : 0.0;
  if (!is_admitted(header, unknown, impossible, delay_s, admission, work)) return std::nullopt;
  input->due = due_of(*input, header.received, origin);
  return input;
}

void take(const Input& input, Work& work) {
  if (const auto* look = std::get_if<message::Look>(&input.what)) {
    take_look(input, *look, work);
  } else {
    keep(input, work);
  }
}

void take_in_its_time(const Input& input, Work& work) {
  const double oldest_s = oldest_used_s(Origin(input.source, work.sensors).delay_s(), work.options);
  const std::string problem = time_problem(input.measured, oldest_s, work);
  problem.empty() ? take(input, work) : refuse(input, problem, work);
}

namespace {

/// Measurements of one source that are used together although their look is missing: those that name the same look, or,
/// where recordings number no looks, those of the same moment.
struct OrphanGroup {
  Instant first;
  Instant last;
  std::string source;
  std::int64_t look = 0;
  std::int64_t sequence = 0;  ///< of the first one

  [[nodiscard]] bool holds(const Pending& p) const { return p.look == look && (look != 0 || p.time == first); }
};

void collect_orphans(const std::string& name, const std::vector<Pending>& waiting, std::vector<OrphanGroup>& groups,
                     const Work& work) {
  const double wait_s = longest_wait_s(name, work);
  const std::size_t begin = groups.size();
  for (const Pending& pending : waiting) {
    if (seconds_between(pending.time, *work.memory.now) <= wait_s) continue;
    const auto known = std::find_if(groups.begin() + static_cast<std::ptrdiff_t>(begin), groups.end(),
                                    [&](const OrphanGroup& g) { return g.holds(pending); });
    if (known == groups.end()) {
      groups.push_back({pending.time, pending.time, name, pending.look, pending.sequence});
      continue;
    }
    known->first = std::min(known->first, pending.time);
    known->last = std::max(known->last, pending.time);
  }
}

}  // namespace

std::string mistimed_problem(const std::string& source, Instant measured, const Work& work) {
  return time_problem(measured, longest_wait_s(source, work) + work.options.intake.max_age_s, work);
}

void refuse_mistimed(Work& work) {
  for (auto& [name, waiting] : work.memory.sources) {
    std::erase_if(waiting, [&](const Pending& pending) {
      const std::string reason = mistimed_problem(name, pending.time, work);
      if (!reason.empty()) refuse(name, pending.sequence, reason, work);
      return !reason.empty();
    });
  }
}

void take_orphans(Work& work) {
  std::vector<OrphanGroup> groups;
  for (const auto& [name, waiting] : work.memory.sources) {
    if (!waiting.empty()) collect_orphans(name, waiting, groups, work);
  }
  std::sort(groups.begin(), groups.end(), [](const OrphanGroup& a, const OrphanGroup& b) {
    return std::tie(a.first, a.source, a.look) < std::tie(b.first, b.source, b.look);
  });
  for (const OrphanGroup& group : groups) {
    LookView view = view_of(group.source, group.first, group.last, work);
    // Numbers below zero are nobody's: without a look number every moment is a look of its own.
    view.number = group.look != 0 ? group.look : -2 - group.sequence;
    const auto belongs = [&](const Pending& p) { return group.holds(p); };
    process_look(view, take_pending(work.memory.sources[group.source], view, belongs, work), work);
  }
}

}  // namespace tocsin::track
