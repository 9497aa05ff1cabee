#include "tocsin/track/intake.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "tocsin/base/text.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/association.hpp"

namespace tocsin::track {
namespace {

/// Finds the first number of a record that is not finite or outside its bounds.
class BoundsCheck {
 public:
  template <class T>
  void field(const char* name, const T& value, const char*, Range range = {}) {
    if (!problem_.empty()) return;
    if constexpr (std::floating_point<T> || std::integral<T>) {
      check(name, static_cast<double>(value), range);
    } else if constexpr (is_optional<T>) {
      if (value) field(name, *value, "", range);
    } else if constexpr (is_std_array<T>) {
      for (const auto& element : value) field(name, element, "", range);
    } else if constexpr (Described<const T>) {
      T::describe(value, *this);
    }
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void check(const char* name, double value, Range range) {
    if (std::isfinite(value) && value >= range.low && value <= range.high) return;
    problem_ = std::string(name) + ": found " + shortest(value) + ", expected " + shortest(range.low) + " to " +
               shortest(range.high);
  }
  std::string problem_;
};

template <class T>
std::string bounds_problem(const T& record) {
  BoundsCheck check;
  T::describe(record, check);
  return check.problem();
}

void refuse(const message::Header& header, const std::string& reason, Work& work) {
  work.out.refused.push_back(printable(header.source) + " " + std::to_string(header.sequence) + ": " + reason);
}

/// Remembers the sequence number; false when it was there before.
bool is_new(SourceState& source, std::int64_t sequence, int remembered) {
  if (sequence < source.forgotten_below) return false;
  const auto at = std::lower_bound(source.sequences.begin(), source.sequences.end(), sequence);
  if (at != source.sequences.end() && *at == sequence) return false;
  source.sequences.insert(at, sequence);
  if (source.sequences.size() > static_cast<std::size_t>(remembered)) {
    // a quarter at once: the rest moves once for many records
    const auto kept = source.sequences.begin() + remembered / 4 + 1;
    source.forgotten_below = *(kept - 1) + 1;
    source.sequences.erase(source.sequences.begin(), kept);
  }
  return true;
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

/// Common checks of all records of sensors. Returns the state of the source, or nothing when the record was refused.
SourceState* admit(const message::Header& header, const std::string& problem, bool known, const char* kind,
                   Work& work) {
  Memory& memory = work.memory;
  if (!known) {
    refuse(header, std::string("no ") + kind + " of this id in the world", work);
    return nullptr;
  }
  if (!memory.status) memory.status = header.status;
  if (*memory.status != header.status) {
    refuse(header,
           "status " + std::string(name_of(header.status)) + " in a stream of status " +
               std::string(name_of(*memory.status)),
           work);
    return nullptr;
  }
  std::string reason = problem.empty() ? time_problem(header.measured, work.options.intake.max_age_s, work) : problem;
  if (!reason.empty()) {
    refuse(header, reason, work);
    return nullptr;
  }
  SourceState& source = memory.sources[header.source];
  if (!is_new(source, header.sequence, work.options.intake.remembered_sequences)) {
    refuse(header, "sequence number was there before", work);
    return nullptr;
  }
  return &source;
}

void keep(SourceState& source, const Pending& pending, const message::Header& header, Work& work) {
  if (source.pending.size() >= static_cast<std::size_t>(work.options.intake.max_pending)) {
    refuse(header, "too many measurements wait for their look", work);
    return;
  }
  source.pending.push_back(pending);
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
std::vector<Arrived> take_pending(SourceState& source, const LookView& look, const Predicate& belongs,
                                  const Work& work) {
  std::vector<Arrived> out;
  for (const Pending& pending : source.pending) {
    if (belongs(pending)) out.push_back(arrived(look.source, pending, look, work));
  }
  std::erase_if(source.pending, belongs);
  std::sort(out.begin(), out.end(), [](const Arrived& a, const Arrived& b) {
    return std::tie(a.measurement.time, a.measurement.sequence) < std::tie(b.measurement.time, b.measurement.sequence);
  });
  return out;
}

double longest_wait_s(const std::string& source, const Work& work) {
  const sense::InfraredSensor* infrared = work.sensors.infrared(source);
  const double delay =
      infrared != nullptr ? sense::max_delay_s(*infrared) : sense::max_delay_s(*work.sensors.radar(source));
  return delay + work.options.intake.orphan_wait_s;
}

}  // namespace

void take_bearing(const message::Header& header, const message::Bearing& bearing, Work& work) {
  std::string problem = bounds_problem(bearing);
  if (problem.empty() && !(bearing.sigma_rad > 0.0)) problem = "sigma_rad: found 0, expected more than 0";
  SourceState* source =
      admit(header, problem, work.sensors.infrared(header.source) != nullptr, "infrared sensor", work);
  if (source == nullptr) return;
  keep(*source, {header.sequence, bearing.look, header.measured, bearing, std::nullopt}, header, work);
}

void take_plot(const message::Header& header, const message::Plot& plot, Work& work) {
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
  SourceState* source = admit(header, problem, work.sensors.radar(header.source) != nullptr, "radar", work);
  if (source == nullptr) return;
  keep(*source, {header.sequence, plot.look, header.measured, std::nullopt, plot}, header, work);
}

void take_look(const message::Header& header, const message::Look& look, Work& work) {
  const bool infrared = work.sensors.infrared(header.source) != nullptr;
  const bool known = infrared || work.sensors.radar(header.source) != nullptr;
  std::string problem = bounds_problem(look);
  const double length_s = seconds_between(look.begin, header.measured);
  if (problem.empty() && !(length_s >= 0.0 && length_s <= 3600.0)) {
    problem = "begin: found " + shortest(length_s) + " s before the end of the look, expected 0 to 3600";
  }
  SourceState* source = admit(header, problem, known, "sensor", work);
  if (source == nullptr) return;
  LookView view = view_of(header.source, look.begin, header.measured, work);
  view.number = header.sequence;
  view.field = look.field;
  view.has_field = look.field.vertical_rad[0] <= look.field.vertical_rad[1];
  view.cloud_top_m = look.cloud_top_m;
  view.is_dwell = look.mode == "confirm" || look.mode == "track";
  const auto belongs = [&](const Pending& p) { return p.look == view.number; };
  process_look(view, take_pending(*source, view, belongs, work), work);
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

void collect_orphans(const std::string& name, const SourceState& source, std::vector<OrphanGroup>& groups,
                     const Work& work) {
  const double wait_s = longest_wait_s(name, work);
  const std::size_t begin = groups.size();
  for (const Pending& pending : source.pending) {
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

void refuse_mistimed(Work& work) {
  for (auto& [name, source] : work.memory.sources) {
    const double oldest_s = longest_wait_s(name, work) + work.options.intake.max_age_s;
    std::erase_if(source.pending, [&](const Pending& pending) {
      const std::string reason = time_problem(pending.time, oldest_s, work);
      if (!reason.empty()) work.out.refused.push_back(name + " " + std::to_string(pending.sequence) + ": " + reason);
      return !reason.empty();
    });
  }
}

void take_orphans(Work& work) {
  std::vector<OrphanGroup> groups;
  for (const auto& [name, source] : work.memory.sources) {
    if (!source.pending.empty()) collect_orphans(name, source, groups, work);
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
