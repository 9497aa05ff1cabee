#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/summary.hpp"
#include "tocsin/message/truth.hpp"
#include "tocsin/score/impact_bound.hpp"

namespace tocsin::score {

/// One impact estimate beside the truth.
struct ImpactScore {
  double radar_seconds = 0.0;
  double error_km = 0.0;
  double error_share_of_range = 0.0;
  double time_error_s = 0.0;  ///< estimate − truth
  double time_sigma_s = 0.0;  ///< as stated
  bool inside_ellipse90 = false;
  message::Ellipse ellipse90;
  double apogee_error_km = 0.0;  ///< estimate − truth
  /// One standard deviation of distance that no estimate from the radar plots up to then can beat (impact_bound.hpp).
  std::optional<double> bound_km;
  std::optional<double> apogee_bound_km;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("radar_seconds", self.radar_seconds, "radar time behind the estimate");
    v.field("error_km", self.error_km, "distance between estimate and truth on the ellipsoid");
    v.field("error_share_of_range", self.error_share_of_range, "the same over the true ground range");
    v.field("time_error_s", self.time_error_s, "estimate minus truth");
    v.field("time_sigma_s", self.time_sigma_s, "the stated standard deviation");
    v.field("inside_ellipse90", self.inside_ellipse90, "whether the truth lies in the stated 90 % region");
    v.field("ellipse90", self.ellipse90, "the stated 90 % region, half axes");
    v.field("apogee_error_km", self.apogee_error_km, "estimate minus truth");
    v.field("bound_km", self.bound_km,
            "Cramer-Rao bound of the distance from the radar plots up to then, one sigma; null if not known");
    v.field("apogee_bound_km", self.apogee_bound_km, "the same of the apogee");
  }
};

/// One launch of the truth and the event that stands for it.
struct LaunchScore {
  std::string launch;
  std::string true_class;
  std::optional<double> true_apogee_km;
  std::optional<double> true_range_km;
  std::optional<std::string> event;  ///< null: missed
  std::string event_class;
  std::string level;
  std::optional<double> first_report_s;  ///< after lift-off
  std::optional<double> probable_s;
  std::optional<double> confirmed_s;
  std::optional<double> launch_error_km;
  std::optional<double> launch_time_error_s;
  std::optional<double> launch_time_sigma_s;  ///< as stated
  std::optional<bool> launch_inside_ellipse90;
  std::optional<message::Ellipse> launch_ellipse90;
  std::optional<double> azimuth_error_deg;
  std::optional<double> azimuth_sigma_deg;  ///< as stated
  std::optional<ImpactScore> impact_30s;    ///< first estimate with at least 30 s of radar
  std::optional<ImpactScore> impact_60s;
  std::optional<ImpactScore> impact_100s;
  std::optional<ImpactScore> impact_final;
  double radar_seconds = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("launch", self.launch, "id in the scenario");
    v.field("true_class", self.true_class, "class in the scenario");
    v.field("true_apogee_km", self.true_apogee_km, "apogee of the payload");
    v.field("true_range_km", self.true_range_km, "ground range of the payload");
    v.field("event", self.event, "event that stands for it; null if it was missed");
    v.field("event_class", self.event_class, "class of the event");
    v.field("level", self.level, "level of the event");
    v.field("first_report_s", self.first_report_s, "after lift-off");
    v.field("probable_s", self.probable_s, "after lift-off");
    v.field("confirmed_s", self.confirmed_s, "after lift-off");
    v.field("launch_error_km", self.launch_error_km, "distance between estimate and truth");
    v.field("launch_time_error_s", self.launch_time_error_s, "estimate minus truth");
    v.field("launch_time_sigma_s", self.launch_time_sigma_s, "the stated standard deviation");
    v.field("launch_inside_ellipse90", self.launch_inside_ellipse90,
            "whether the truth lies in the stated 90 % region");
    v.field("launch_ellipse90", self.launch_ellipse90, "the stated 90 % region, half axes");
    v.field("azimuth_error_deg", self.azimuth_error_deg, "estimate minus truth");
    v.field("azimuth_sigma_deg", self.azimuth_sigma_deg, "the stated standard deviation");
    v.field("impact_30s", self.impact_30s, "first estimate with at least 30 s of radar");
    v.field("impact_60s", self.impact_60s, "first estimate with at least 60 s of radar");
    v.field("impact_100s", self.impact_100s, "first estimate with at least 100 s of radar");
    v.field("impact_final", self.impact_final, "newest estimate");
    v.field("radar_seconds", self.radar_seconds, "time in sight of a radar, without gaps of more than 30 s");
  }
};

/// A run beside its truth.
struct RunScore {
  std::vector<LaunchScore> launches;
  std::int64_t missed = 0;
  std::int64_t false_possible = 0;  ///< events that stand for no launch, by level
  std::int64_t false_probable = 0;
  std::int64_t false_confirmed = 0;
  std::int64_t events = 0;                    ///< that stand for themselves at the end
  std::int64_t merged = 0;                    ///< that turned out to be another event's launch
  std::optional<message::LaunchCount> count;  ///< what the centre believed; null for a run without a summary

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("launches", self.launches, "in the order of their ids");
    v.field("missed", self.missed, "launches without an event");
    v.field("false_possible", self.false_possible, "events without a launch, level possible");
    v.field("false_probable", self.false_probable, "events without a launch, level probable");
    v.field("false_confirmed", self.false_confirmed, "events without a launch, level confirmed");
    v.field("events", self.events, "events that stand for themselves at the end");
    v.field("merged", self.merged, "events that turned out to be another event's launch");
    v.field("count", self.count, "number of launches as believed; null for a run without a summary");
  }
};

/// What radars measured of each launch's payload, by the launch's id.
using PayloadArcs = std::map<std::string, ArcInformation>;

/// Scores the event revisions of a run. Each launch gets at most one event and the other way round: pairs are taken in
/// the order of their distance in launch time and place and in impact, as far as they were estimated, and only within
/// half an hour and 2,000 km. An event that was merged into another one stands for nothing. `arcs` are those of the
/// payloads by launch, as far as they are known.
[[nodiscard]] RunScore score_run(const std::vector<message::TruthObject>& truth,
                                 const std::vector<message::Event>& revisions, const PayloadArcs& arcs = {});

[[nodiscard]] Json to_json(const RunScore& score);
/// For people: one block a launch, errors beside the stated regions.
[[nodiscard]] std::string to_text(const RunScore& score);

}  // namespace tocsin::score
