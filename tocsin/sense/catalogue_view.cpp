#include "tocsin/sense/catalogue_view.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/motion/integrator.hpp"
#include "tocsin/sense/view_volume.hpp"

namespace tocsin::sense {
namespace {

using motion::Catalogue;
using motion::Sgp4Error;

constexpr std::size_t satellites_per_piece = 256;
constexpr double outside_m = -1e12;
/// Speeds and turns are known at the steps; between them they are a little larger at most.
constexpr double reserve = 1.05;

/// One sensor over the steps of a block.
struct Views {
  std::vector<ViewVolume> at;
  double speed_mps = 0.0;   ///< largest of the apex
  double turn_rad_s = 0.0;  ///< largest of its directions
};

struct Wanted {
  const InfraredSensor* infrared = nullptr;
  const Radar* radar = nullptr;
};

ViewVolume volume_of(const Wanted& wanted, const Sensors& sensors, const earth::Attitude& attitude, Instant t) {
  if (wanted.radar != nullptr) return view_volume(*wanted.radar, attitude);
  return view_volume(*wanted.infrared, sensors.satellite_state(*wanted.infrared, t), attitude);
}

void add_rates(Views& views, double step_s) {
  for (std::size_t k = 0; k < views.at.size(); ++k) {
    views.speed_mps =
        std::max(views.speed_mps, views.at[k].edge_per_apex_speed() * norm(views.at[k].apex_mps) * reserve);
    if (k == 0) continue;
    const auto turn = [&](const Vec3& a, const Vec3& b) {
      views.turn_rad_s = std::max(views.turn_rad_s, reserve * norm(b - a) / step_s);
    };
    turn(views.at[k - 1].axis(), views.at[k].axis());
    for (std::size_t i = 0; i < views.at[k].plane_count; ++i) turn(views.at[k - 1].planes[i], views.at[k].planes[i]);
  }
}

/// What is remembered of one satellite and one sensor from block to block.
struct Pairing {
  std::uint32_t steps_to_skip = 0;
  bool is_inside = false;
  bool begins_inside = false;
  Instant entered;
};

/// One block of steps of all satellites.
struct Block {
  Instant begin;
  double step_s = 0.0;
  std::size_t steps = 0;  ///< states are at 0 … steps
  std::span<const Catalogue::State> states;
  std::span<const Sgp4Error> errors;
  std::span<const Views> views;
  bool is_first = false;

  [[nodiscard]] Instant time(double step) const { return begin + seconds(step * step_s); }
};

/// One satellite against one sensor over a block.
class Search {
 public:
  Search(const Block& block, const PassageOptions& options, std::size_t satellite, std::size_t sensor, Pairing& pairing,
         std::vector<Passage>& out)
      : block_(block),
        options_(options),
        views_(block.views[sensor]),
        states_(block.states.subspan(satellite * (block.steps + 1), block.steps + 1)),
        errors_(block.errors.subspan(satellite * (block.steps + 1), block.steps + 1)),
        satellite_(satellite),
        sensor_(sensor),
        pairing_(pairing),
        out_(out) {}

  void run(double speed_mps) {
    speed_mps_ = speed_mps + views_.speed_mps;
    std::size_t k = pairing_.steps_to_skip;
    if (block_.is_first) begin();
    std::optional<double> margin;
    while (k < block_.steps) {
      if (!margin) margin = margin_at(k);
      const std::size_t far = steps_without_news(k, *margin);
      if (far > 0) {
        k += far;
        margin.reset();
        continue;
      }
      const double next = margin_at(k + 1);
      step(k, *margin, next);
      margin = next;
      ++k;
    }
    pairing_.steps_to_skip = static_cast<std::uint32_t>(k - block_.steps);
  }

 private:
  void begin() {
    if (margin_at(0) <= 0.0) return;
    pairing_ = {pairing_.steps_to_skip, true, true, block_.begin};
  }

  [[nodiscard]] Vec3 place(std::size_t k) const {
    return {1e3 * states_[k][0], 1e3 * states_[k][1], 1e3 * states_[k][2]};
  }
  [[nodiscard]] double margin_at(std::size_t k) const {
    return errors_[k] == Sgp4Error::None ? views_.at[k].margin_m(place(k)) : outside_m;
  }

  /// Speed at which the margin can change at most.
  [[nodiscard]] double rate_mps(std::size_t k) const {
    return speed_mps_ + views_.turn_rad_s * norm(place(k) - views_.at[k].apex_m) * reserve;
  }

  /// Steps for which nothing can have crossed the edge.
  [[nodiscard]] std::size_t steps_without_news(std::size_t k, double margin) const {
    if (errors_[k] != Sgp4Error::None || views_.at[k].is_empty) return 0;
    const double steps = std::abs(margin) / (rate_mps(k) * block_.step_s);
    // Behind the block speeds are not known.
    return std::min(static_cast<std::size_t>(std::min(steps, 1e6)), block_.steps - k);
  }

  void step(std::size_t k, double before, double after) {
    const bool is_known = errors_[k] == Sgp4Error::None && errors_[k + 1] == Sgp4Error::None &&
                          !views_.at[k].is_empty && !views_.at[k + 1].is_empty;
    if (!is_known) {
      // The state or the view begins or ends somewhere in between: the step that has both counts.
      if ((before > 0.0) != (after > 0.0)) cross(block_.time(static_cast<double>(before > 0.0 ? k : k + 1)));
      return;
    }
    const double rate = std::max(rate_mps(k), rate_mps(k + 1));
    part(k, rate, 0.0, before, 1.0, after);
  }

  /// Margin at a part u of step k.
  [[nodiscard]] double margin_between(std::size_t k, double u) const {
    const Catalogue::State& a = states_[k];
    const Catalogue::State& b = states_[k + 1];
    const double v = 1.0 - u;
    const double h = block_.step_s;
    const auto hermite = [&](std::size_t i) {
      return 1e3 * (v * v * (1.0 + 2.0 * u) * a[i] + u * u * (1.0 + 2.0 * v) * b[i] + h * u * v * v * a[i + 3] -
                    h * u * u * v * b[i + 3]);
    };
    return between(views_.at[k], views_.at[k + 1], u, h).margin_m({hermite(0), hermite(1), hermite(2)});
  }

  /// Crossings between two parts of step k, whose margins are known.
  void part(std::size_t k, double rate_mps, double u0, double m0, double u1, double m1) {
    const double length_s = (u1 - u0) * block_.step_s;
    const bool is_crossed = (m0 > 0.0) != (m1 > 0.0);
    if (!is_crossed && std::abs(m0) + std::abs(m1) > rate_mps * length_s) return;
    if (!is_crossed && length_s < options_.shortest_s) return;
    constexpr double monotonic_s = 4.0;
    if (is_crossed && length_s < monotonic_s) {
      const double u = motion::root_between([&](double x) { return margin_between(k, x); }, u0, m0, u1, m1,
                                            options_.tolerance_s / block_.step_s);
      cross(block_.time(static_cast<double>(k) + u));
      return;
    }
    const double middle = 0.5 * (u0 + u1);
    const double m = margin_between(k, middle);
    part(k, rate_mps, u0, m0, middle, m);
    part(k, rate_mps, middle, m, u1, m1);
  }

  void cross(Instant t) {
    if (pairing_.is_inside) out_.push_back({satellite_, sensor_, pairing_.entered, t, pairing_.begins_inside, false});
    pairing_.is_inside = !pairing_.is_inside;
    pairing_.begins_inside = false;
    pairing_.entered = t;
  }

  const Block& block_;
  const PassageOptions& options_;
  const Views& views_;
  std::span<const Catalogue::State> states_;
  std::span<const Sgp4Error> errors_;
  std::size_t satellite_;
  std::size_t sensor_;
  Pairing& pairing_;
  std::vector<Passage>& out_;
  double speed_mps_ = 0.0;
};

double largest_speed_mps(std::span<const Catalogue::State> states, std::span<const Sgp4Error> errors) {
  double out = 0.0;
  for (std::size_t k = 0; k < states.size(); ++k) {
    if (errors[k] != Sgp4Error::None) continue;
    const Vec3 v{states[k][3], states[k][4], states[k][5]};
    out = std::max(out, dot(v, v));
  }
  return 1e3 * reserve * std::sqrt(out);
}

Result<std::vector<Wanted>> sensors_of(const Sensors& sensors, std::span<const std::string> ids) {
  std::vector<Wanted> out;
  for (const std::string& id : ids) {
    out.push_back({sensors.infrared(id), sensors.radar(id)});
    if (out.back().infrared == nullptr && out.back().radar == nullptr)
      return fail_field("sensor", id, "the id of an infrared sensor or radar of the world");
  }
  return out;
}

}  // namespace

Status find_passages(const motion::Catalogue& catalogue, const Sensors& sensors,
                     std::span<const std::string> sensor_ids, const earth::Orientation& orientation, Instant from,
                     Instant to, const PassageOptions& options, Executor& executor, const PassageSink& sink) {
  TOCSIN_TRY(const std::vector<Wanted> wanted, sensors_of(sensors, sensor_ids));
  if (to < from) return fail_field("to", format_utc(to), "a time not before " + format_utc(from));
  if (!(options.step_s >= 1.0 && options.step_s <= 600.0))
    return fail_field("step_s", shortest(options.step_s), "seconds from 1 to 600");
  TOCSIN_REQUIRE(options.steps_at_once > 0, "a block has steps");
  const auto all_steps = static_cast<std::size_t>(std::ceil(seconds_between(from, to) / options.step_s));
  std::vector<Pairing> pairings(catalogue.size() * wanted.size());
  std::vector<Catalogue::State> states;
  std::vector<Sgp4Error> errors;
  const std::size_t pieces = (catalogue.size() + satellites_per_piece - 1) / satellites_per_piece;
  std::vector<std::vector<Passage>> found(pieces);

  for (std::size_t done = 0; done < all_steps; done += options.steps_at_once) {
    const std::size_t steps = std::min(options.steps_at_once, all_steps - done);
    std::vector<Instant> times;
    std::vector<Views> views(wanted.size());
    for (std::size_t k = 0; k <= steps; ++k) {
      const Instant t = from + seconds(static_cast<double>(done + k) * options.step_s);
      const earth::Attitude attitude = orientation.at(t);
      for (std::size_t j = 0; j < wanted.size(); ++j) views[j].at.push_back(volume_of(wanted[j], sensors, attitude, t));
      times.push_back(t);
    }
    for (Views& v : views) add_rates(v, options.step_s);
    states.resize(catalogue.size() * times.size());
    errors.resize(states.size());
    catalogue.propagate(times, Catalogue::Order::SatelliteTime, states, errors, executor);
    const Block block{times.front(), options.step_s, steps, states, errors, views, done == 0};
    executor.run(pieces, [&](std::size_t piece) {
      const std::size_t first = piece * satellites_per_piece;
      const std::size_t last = std::min(first + satellites_per_piece, catalogue.size());
      for (std::size_t s = first; s < last; ++s) {
        const std::size_t at = s * times.size();
        const double speed =
            largest_speed_mps(block.states.subspan(at, times.size()), block.errors.subspan(at, times.size()));
        for (std::size_t j = 0; j < wanted.size(); ++j)
          Search(block, options, s, j, pairings[s * wanted.size() + j], found[piece]).run(speed);
      }
    });
    for (std::vector<Passage>& passages : found) {
      for (const Passage& p : passages) {
        if (p.enters < to)
          sink({p.satellite, p.sensor, p.enters, std::min(p.leaves, to), p.begins_inside, p.leaves > to});
      }
      passages.clear();
    }
  }
  for (std::size_t i = 0; i < pairings.size(); ++i) {
    const Pairing& p = pairings[i];
    if (p.is_inside && p.entered < to)
      sink({i / wanted.size(), i % wanted.size(), p.entered, to, p.begins_inside, true});
  }
  return {};
}

}  // namespace tocsin::sense
