#include "tocsin/event/classify.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::event {
namespace {

using message::EventClass;

/// Likelihoods by class, written by name.
struct Table {
  std::array<double, kClasses> value;
  double& operator[](EventClass c) { return value[static_cast<std::size_t>(c)]; }
  static Table of(double rocket, double aircraft, double fireball, double reentry, double satellite, double ground_heat,
                  double glint, double lightning, double unknown) {
    return {{rocket, rocket, rocket, rocket, aircraft, fireball, reentry, satellite, ground_heat, ground_heat, glint,
             lightning, unknown}};
  }
};

/// One satellite: only how the spot moves. A rocket speeds up; an aircraft moves evenly; heat on the ground, glint and
/// lightning stand still; a fireball is over in seconds.
Table direction_only(const ClassFeatures& f) {
  Table t{};
  const bool moves = f.motion.motion_sigmas > 5.0;
  const bool speeds_up = f.motion.acceleration_sigmas > 3.0 && (f.motion.speeds_up || f.ascent_fits);
  if (moves && speeds_up) {
    t = Table::of(1.0, 0.02, 0.05, 0.05, 0.01, 1e-4, 0.02, 1e-4, 0.1);
  } else if (moves) {
    t = Table::of(0.3, 1.0, 0.5, 0.5, 0.1, 1e-3, 0.1, 0.02, 0.3);
  } else {
    t = Table::of(0.02, 0.1, 0.02, 0.02, 0.02, 1.0, 0.7, 0.3, 0.3);
  }
  if (f.age_s > 40.0) {
    t[EventClass::fireball] *= 0.02;
    t[EventClass::lightning] *= 0.02;
  }
  return t;
}

/// From 0, no ballistic flight is like that, to 1, an ordinary one. Below the least share of the range the air would
/// have had to be crossed almost level.
double flyable(const ClassFeatures& f, const ClassOptions& options) {
  if (f.flat_arc) return 0.0;
  if (!f.apogee_m || !f.range_m) return 1.0;
  const double share = std::max(0.0, *f.apogee_m) / std::max(1e4, *f.range_m);
  const double low = 0.3 * options.min_apogee_to_range;
  return std::clamp((share - low) / (options.min_apogee_to_range - low), 0.0, 1.0);
}

/// From 0, the arc of least energy or a steeper one, to 1, the flattest that is flyable. Over the central angle φ the
/// arc of least energy rises to r/2·(sin φ/2 + cos φ/2 − 1): its empty focus lies on the chord (Bate, Mueller and
/// White, Fundamentals of Astrodynamics, 1971, section 6.2).
double flatness(const ClassFeatures& f, const ClassOptions& options) {
  if (f.flat_arc || !f.apogee_m || !f.range_m) return 0.0;
  const double half = 0.5 * std::clamp(*f.range_m, 1e4, 2e7) / earth::kMeanRadiusM;
  const double least = 0.5 * earth::kMeanRadiusM * (std::sin(half) + std::cos(half) - 1.0);
  const double share = std::max(0.0, *f.apogee_m) / std::max(1.0, least);
  return std::clamp((1.0 - share) / (1.0 - options.flattest_of_least_energy), 0.0, 1.0);
}

/// What the forces across the velocity say. Their absence says nothing: lift may still come, and weighs for nobody.
void weigh_lift(Table& t, const ClassFeatures& f) {
  const double most = std::exp(std::clamp(f.lift_log_odds, 0.0, 50.0));
  t[EventClass::manoeuvring] *= most;
}

/// Probability that a kind of rocket is under power for longer than this.
double outlasts(double powered_s, const ClassOptions::PoweredTime& time) {
  if (powered_s <= 0.0) return 1.0;
  return 0.5 * std::erfc(std::log(powered_s / time.median_s) / time.sigma_log * std::sqrt(0.5));
}

/// Weighs the rockets by how long they have been under power: at least so long, since another stage may follow.
void weigh_powered_time(Table& t, double powered_s, const ClassOptions& options) {
  const double ballistic = outlasts(powered_s, options.powered_ballistic);
  t[EventClass::space_launch] *= outlasts(powered_s, options.powered_space_launch);
  t[EventClass::ballistic] *= ballistic;
  t[EventClass::manoeuvring] *= ballistic;
  t[EventClass::sounding_rocket] *= outlasts(powered_s, options.powered_sounding_rocket);
}

/// Thrust was seen on the way up: which kind of rocket is said by where it goes when thrust has ended.
Table powered_ascent(const ClassFeatures& f, const ClassOptions& options) {
  Table t = Table::of(1.0, 1e-3, 5e-3, 5e-3, 0.01, 1e-4, 1e-3, 1e-4, 0.05);
  const double orbit = f.orbit_probability;
  const double suborbital = 1.0 - orbit;
  if (f.thrust_now) {
    t[EventClass::ballistic] = std::max(suborbital, 1e-3);
    t[EventClass::sounding_rocket] = 0.5 * std::max(suborbital, 1e-3);
    t[EventClass::manoeuvring] = std::max(suborbital, 1e-3);
    weigh_powered_time(t, f.powered_s, options);
    weigh_lift(t, f);
    return t;
  }
  const double arched = flyable(f, options);
  const double flat = 1.0 - arched;
  const double between_stages = std::max(std::exp(-f.coast_s / options.staging_coast_s), options.long_coast_share);
  t[EventClass::space_launch] = orbit + suborbital * (arched * between_stages + flat * options.flat_share_space_launch);
  const double level = flatness(f, options);
  const double ballistic = 1.0 - level * (1.0 - options.flattest_share_ballistic);
  t[EventClass::ballistic] = std::max(1e-4, suborbital * (arched * ballistic + flat * options.flat_share_ballistic));
  const bool steep = f.apogee_m && f.range_m && *f.apogee_m > 1.2 * *f.range_m;
  const double sounding = !steep ? 0.02 : (*f.apogee_m < 600e3 ? 1.0 : (*f.apogee_m < 1600e3 ? 0.3 : 0.02));
  t[EventClass::sounding_rocket] = std::max(1e-4, suborbital * arched * sounding);
  // On a flat arc, on one that no unpowered body flies, or departing from its arc.
  const double steep_share = options.steep_share_manoeuvring;
  const double steered = steep_share + level * (options.flattest_share_manoeuvring - steep_share);
  t[EventClass::manoeuvring] =
      std::max(1e-4, suborbital * (f.innovation > 4.0 ? 1.0 : arched * steered + 3.0 * flat * steep_share));
  weigh_powered_time(t, f.powered_s, options);
  weigh_lift(t, f);
  return t;
}

bool is_slow_and_low(const ClassFeatures& f) {
  return f.speed_mps + f.speed_sigma_mps < 1000.0 && std::max(f.height_m, f.highest_m) < 30e3;
}

/// No thrust was seen: something that radars found on its arc, or heat that neither climbs nor moves.
Table unpowered(const ClassFeatures& f, const ClassOptions& options) {
  const double orbit = f.orbit_probability;
  const double suborbital = 1.0 - orbit;
  if (is_slow_and_low(f)) {
    const bool still = f.speed_mps - 2.0 * f.speed_sigma_mps < 50.0;
    return still ? Table::of(0.02, 0.1, 0.01, 0.01, 1e-4, 1.0, 0.5, 0.3, 0.3)
                 : Table::of(0.2, 1.0, 0.05, 0.02, 1e-4, 0.01, 0.05, 0.01, 0.3);
  }
  Table t = Table::of(suborbital, 1e-4, 1e-3, 0.02, orbit, 1e-4, 1e-3, 1e-4, 0.1);
  t[EventClass::space_launch] = 0.3 * orbit + 0.2 * suborbital;  // seen after insertion, or a spent stage
  t[EventClass::sounding_rocket] = 0.3 * suborbital;
  const double level = flatness(f, options);
  t[EventClass::ballistic] *= 1.0 - level * (1.0 - options.flattest_share_ballistic);
  t[EventClass::manoeuvring] =
      suborbital * (f.innovation > 4.0 ? 1.0 : 0.1 + level * (options.flattest_share_manoeuvring - 0.1));
  if (!f.seen_climbing && f.climb_mps < -100.0) {
    if (f.energy_m2_s2 > 0.0) {
      t[EventClass::fireball] = 3.0;  // faster than anything bound to the Earth
    } else if (f.height_m < 150e3 && f.speed_mps > 6500.0) {
      t[EventClass::reentry] = 2.0;
      t[EventClass::fireball] = 0.3;
    } else if (f.height_m < 150e3) {
      t[EventClass::reentry] = 0.5;
      t[EventClass::fireball] = 0.1;
    }
  }
  weigh_lift(t, f);
  return t;
}

/// Something seen as heat that may be under power, which one or two looks do not tell: either, by its probability.
Table perhaps_powered(const ClassFeatures& f, const ClassOptions& options) {
  Table t = unpowered(f, options);
  if (is_slow_and_low(f) || f.heat_probability <= 0.0) return t;
  const Table powered = powered_ascent(f, options);
  for (std::size_t i = 0; i < kClasses; ++i)
    t.value[i] = (1.0 - f.heat_probability) * t.value[i] + f.heat_probability * powered.value[i];
  return t;
}

/// A satellite of the catalogue where it should be, or the Moon: little else goes there by chance.
Table known_body() {
  return Table::of(1e-4, 1e-4, 1e-4, 1e-4, 1.0, 1e-4, 1e-4, 1e-4, 1e-4);
}

/// Takes what is above the ceiling from the leading class and gives it to the others in their proportion.
bool hold_below(std::array<double, kClasses>& p, double ceiling) {
  const auto top = std::max_element(p.begin(), p.end());
  if (*top <= ceiling) return false;
  const double others = 1.0 - *top;
  const double scale = others > 0.0 ? (1.0 - ceiling) / others : 0.0;
  for (auto it = p.begin(); it != p.end(); ++it) {
    if (it != top) *it *= scale;
  }
  *top = ceiling;
  return true;
}

}  // namespace

message::EventClass ClassPosterior::best() const {
  const auto top = std::max_element(probability.begin(), probability.end());
  return static_cast<EventClass>(top - probability.begin());
}

message::EventClass ClassPosterior::named(double name_from) const {
  return of(best()) >= name_from ? best() : EventClass::unknown;
}

double ClassPosterior::evidence_ratio(message::EventClass c, const ClassOptions& options) const {
  const auto k = static_cast<std::size_t>(c);
  double others = 0.0;
  double prior_of_others = 0.0;
  for (std::size_t i = 0; i < kClasses; ++i) {
    if (i == k) continue;
    others += options.prior[i] * likelihood[i];
    prior_of_others += options.prior[i];
  }
  return others > 0.0 ? likelihood[k] * prior_of_others / others : 1e9;
}

void NamedClass::weigh(const ClassPosterior& posterior, Instant now, const ClassOptions& options) {
  EventClass wanted = posterior.named(options.name_from);
  if (wanted == EventClass::unknown && name != EventClass::unknown && posterior.of(name) >= options.keep_name_from)
    wanted = name;
  if (wanted == name) {
    next = name;
    since.reset();
    return;
  }
  if (!since || next != wanted) since = now;
  next = wanted;
  const bool sure = wanted != EventClass::unknown && posterior.of(wanted) >= options.name_at_once_from;
  if (!sure && seconds_between(*since, now) < options.name_hold_s) return;
  name = wanted;
  since.reset();
}

double rocket_probability(const ClassPosterior& posterior) {
  return posterior.of(EventClass::ballistic) + posterior.of(EventClass::space_launch) +
         posterior.of(EventClass::sounding_rocket) + posterior.of(EventClass::manoeuvring);
}

ClassPosterior classify(const ClassFeatures& features, const ClassOptions& options) {
  const Table table = features.known            ? known_body()
                      : features.direction_only ? direction_only(features)
                      : features.powered_ascent ? powered_ascent(features, options)
                                                : perhaps_powered(features, options);
  ClassPosterior out;
  out.likelihood = table.value;
  const double largest = *std::max_element(table.value.begin(), table.value.end());
  double sum = 0.0;
  for (std::size_t i = 0; i < kClasses; ++i) {
    out.likelihood[i] = std::max(1e-6, table.value[i] / largest);
    out.probability[i] = options.prior[i] * out.likelihood[i];
    sum += out.probability[i];
  }
  for (double& p : out.probability) p /= sum;
  if (features.known) return out;
  const bool may_return = features.thrust_now || (features.powered_ascent && features.coast_s < options.burnout_hold_s);
  if (may_return || features.direction_only) out.capped = hold_below(out.probability, options.ceiling_before_burnout);
  return out;
}

}  // namespace tocsin::event
