#pragma once

#include <array>
#include <optional>

#include "tocsin/base/instant.hpp"
#include "tocsin/event/apparent_motion.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"

namespace tocsin::event {

inline constexpr std::size_t kClasses = 13;

/// What is known of an event's leading object when its class is weighed.
struct ClassFeatures {
  bool known = false;           ///< what is in the sky anyway explains it
  bool direction_only = false;  ///< one satellite: no range
  ApparentMotion motion;        ///< of the bearings, when there are any
  bool ascent_fits = false;     ///< a launch fit explains the bearings
  double age_s = 0.0;           ///< since the first measurement

  bool powered_ascent = false;    ///< thrust was believed while it climbed
  bool thrust_now = false;        ///< thrust is believed of any of its objects
  double heat_probability = 0.0;  ///< that it is under power, of a body that is seen as heat; 0: it is not seen so
  double coast_s = 0.0;           ///< since thrust was last believed
  double powered_s = 0.0;         ///< from lift-off to when thrust was last believed, pauses between stages included
  bool seen_climbing = false;
  double height_m = 0.0;
  double highest_m = 0.0;  ///< so far
  double climb_mps = 0.0;
  double speed_mps = 0.0;  ///< relative to the Earth
  double speed_sigma_mps = 0.0;
  double innovation = 1.0;
  double orbit_probability = 0.0;
  double energy_m2_s2 = -6e7;
  std::optional<double> apogee_m;
  std::optional<double> range_m;  ///< from the launch, or the first place, to the impact of the mean arc
  bool flat_arc = false;          ///< meets the air so flatly that it has no impact
  double lift_log_odds = 0.0;     ///< ln of the evidence for lift over that for none; 0: not tested
};

struct ClassPosterior {
  std::array<double, kClasses> probability{};
  std::array<double, kClasses> likelihood{};  ///< relative, largest 1: what the evidence alone says
  bool capped = false;                        ///< held below the ceiling since thrust lasts or may return

  [[nodiscard]] double of(message::EventClass c) const { return probability[static_cast<std::size_t>(c)]; }
  /// The most probable class, whatever its probability.
  [[nodiscard]] message::EventClass best() const;
  /// The most probable class, or unknown below `name_from`.
  [[nodiscard]] message::EventClass named(double name_from) const;
  /// Odds of the evidence for a class against all others together, prior taken out.
  [[nodiscard]] double evidence_ratio(message::EventClass c, const ClassOptions& options) const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("probability", self.probability, "by class");
    v.field("likelihood", self.likelihood, "by class");
    v.field("capped", self.capped, "held below the ceiling");
  }
};

/// The class that an event is said to be of.
struct NamedClass {
  message::EventClass name = message::EventClass::unknown;
  message::EventClass next = message::EventClass::unknown;  ///< to be said when it has lasted
  std::optional<Instant> since;                             ///< `next` differs from `name`

  /// Takes the newest probabilities: see `ClassOptions::name_from` and the options after it.
  void weigh(const ClassPosterior& posterior, Instant now, const ClassOptions& options);

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("name", self.name, "said");
    v.field("next", self.next, "to be said when it has lasted");
    v.field("since", self.since, "when that began");
  }
};

/// That it is a rocket of any class.
[[nodiscard]] double rocket_probability(const ClassPosterior& posterior);

/// Bayes' rule over features that do not depend on one vehicle: thrust, energy, perigee, apogee against range, motion.
[[nodiscard]] ClassPosterior classify(const ClassFeatures& features, const ClassOptions& options);

}  // namespace tocsin::event
