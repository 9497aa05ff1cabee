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
  double edge_mps = 0.0;    ///< how fast its surfaces move at most, but for turning
  double turn_rad_s = 0.0;  ///< how fast it turns at most
};

struct Wanted {
  const InfraredSensor* infrared = nullptr;
  const Radar* radar = nullptr;
};

ViewVolume volume_of(const Wanted& wanted, const Sensors& sensors, const earth::Attitude& attitude, Instant t) {
  if (wanted.radar != nullptr) return view_volume(*wanted.radar, attitude);
  return view_volume(*wanted.infrared, sensors.satellite_state(*wanted.infrared, t), attitude);
}

/// Sets what follows from the volumes at neighbouring times: `before` and `after` are those around the block.
void add_rates(const ViewVolume& before, const ViewVolume& after, double step_s, Views& views) {
  const std::size_t count = views.at.size();
  for (std::size_t k = 0; k < count; ++k) {
    const ViewVolume& last = k == 0 ? before : views.at[k - 1];
    const ViewVolume& next = k + 1 == count ? after : views.at[k + 1];
    ViewVolume& now = views.at[k];
    set_rates(last, next, step_s, now);
    // The limb's distance changes faster than the apex moves where the apex is low; a field of regard may widen.
    const double limb = now.limb_range_m > 0.0 ? norm(now.apex_m) / now.limb_range_m : 0.0;
    views.edge_mps = std::max(views.edge_mps, reserve * (1.0 + limb) * norm(now.apex_mps));
    double widening = 0.0;
    for (std::size_t i = 0; i < now.plane_count; ++i) widening = std::max(widening, norm(now.plane_rates[i]));
    views.turn_rad_s = std::max(views.turn_rad_s, reserve * (norm(now.spin_rad_s) + widening));
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
    speed_mps_ = speed_mps + views_.edge_mps;
    std::size_t k = pairing_.steps_to_skip;
    if (block_.is_first) begin();
    std::optional<Edge> now;
    while (k < block_.steps) {
      if (!now) now = edge_at(k);
      const std::size_t far = steps_without_news(k, *now);
      if (far > 0) {
        k += far;
        now.reset();
        continue;
      }
      const Edge next = edge_at(k + 1);
      step(k, *now, next);
      now = next;
      ++k;
    }
    pairing_.steps_to_skip = static_cast<std::uint32_t>(k - block_.steps);
  }

 private:
  /// Where the satellite is against the volume.
  struct Edge {
    ViewDistances distances;
    double margin_m = outside_m;
    bool is_known = false;
    Vec3 local_m;
  };

  void begin() {
    if (edge_at(0).margin_m <= 0.0) return;
    pairing_ = {pairing_.steps_to_skip, true, true, block_.begin};
  }

  [[nodiscard]] Vec3 place(std::size_t k) const {
    return {1e3 * states_[k][0], 1e3 * states_[k][1], 1e3 * states_[k][2]};
  }
  [[nodiscard]] Vec3 velocity(std::size_t k) const {
    return {1e3 * states_[k][3], 1e3 * states_[k][4], 1e3 * states_[k][5]};
  }
  [[nodiscard]] Edge edge_at(std::size_t k) const {
    if (errors_[k] != Sgp4Error::None || views_.at[k].is_empty) return {};
    return edge_of(views_.at[k], views_.at[k].local(place(k)));
  }
  [[nodiscard]] static Edge edge_of(const ViewVolume& volume, const Vec3& local_m) {
    Edge out{view_distances(volume, local_m), 0.0, true, local_m};
    out.margin_m = margin_m(volume, out.distances);
    return out;
  }

  /// Steps for which nothing can have crossed the edge.
  [[nodiscard]] std::size_t steps_without_news(std::size_t k, const Edge& now) const {
    if (!now.is_known) return 0;
    const double rate_mps = speed_mps_ + views_.turn_rad_s * now.distances.range_m * reserve;
    const double steps = std::abs(now.margin_m) / (rate_mps * block_.step_s);
    // Behind the block speeds are not known.
    return std::min(static_cast<std::size_t>(std::min(steps, 1e6)), block_.steps - k);
  }

  void step(std::size_t k, const Edge& before, const Edge& after) {
    if (!before.is_known || !after.is_known) {
      // The state or the view begins or ends somewhere in between: the step that has both counts.
      const bool was_inside = before.margin_m > 0.0;
      if (was_inside != (after.margin_m > 0.0)) cross(block_.time(static_cast<double>(was_inside ? k : k + 1)));
      return;
    }
    if (is_settled(before, after, block_.step_s)) return;
    path_ = {before.local_m, after.local_m, views_.at[k].local_rate(place(k), velocity(k)),
             views_.at[k + 1].local_rate(place(k + 1), velocity(k + 1))};
    part(k, 0.0, before, 1.0, after);
  }

  /// Whether the satellite stays inside or stays outside between two moments `length_s` apart. Between them a distance
  /// leaves the straight line by an eighth of the time squared by its largest second derivative.
  [[nodiscard]] bool is_settled(const Edge& a, const Edge& b, double length_s) const {
    const double turn = views_.turn_rad_s;
    const double nearest_m = std::min(a.distances.range_m, b.distances.range_m) - 0.5 * speed_mps_ * length_s;
    const double across_m = std::min(a.distances.across_m, b.distances.across_m) - 0.5 * speed_mps_ * length_s;
    const double farthest_m = std::max(a.distances.range_m, b.distances.range_m);
    const double speed = speed_mps_ + turn * farthest_m;
    constexpr double gravity_mps2 = 25.0;  // of both bodies
    const double straight = gravity_mps2 + 4.0 * turn * speed;
    const double eighth = 0.125 * length_s * length_s;
    const auto curved = [&](double radius_m) {
      return radius_m > 1.0 ? eighth * (straight + speed * speed / radius_m) : 1e15;
    };
    const double plane_slack = eighth * straight;
    const double range_slack = curved(nearest_m);
    const double cone_slack = curved(across_m);
    const auto slack = [&](std::size_t i) {
      if (i < ViewDistances::kRange) return plane_slack;
      return i == ViewDistances::kRange || i == ViewDistances::kLimbRange ? range_slack : cone_slack;
    };
    const auto inside = [&](std::size_t i) { return std::min(a.distances.m[i], b.distances.m[i]) > slack(i); };
    const auto outside = [&](std::size_t i) { return std::max(a.distances.m[i], b.distances.m[i]) < -slack(i); };
    const bool any_plane = views_.at.front().any_plane;
    const std::size_t first_alone = any_plane ? 2 : 0;
    bool all_inside = inside(ViewDistances::kLimbRange) || inside(ViewDistances::kLimbSide);
    if (outside(ViewDistances::kLimbRange) && outside(ViewDistances::kLimbSide)) return true;
    if (any_plane) {
      if (outside(0) && outside(1)) return true;
      all_inside = all_inside && (inside(0) || inside(1));
    }
    for (std::size_t i = first_alone; i <= ViewDistances::kInner; ++i) {
      if (outside(i)) return true;
      all_inside = all_inside && inside(i);
    }
    return all_inside;
  }

  /// At a part u of step k.
  [[nodiscard]] Edge edge_between(std::size_t k, double u) const {
    const double v = 1.0 - u;
    const double h = block_.step_s;
    const Vec3 local = (v * v * (1.0 + 2.0 * u)) * path_.from_m + (u * u * (1.0 + 2.0 * v)) * path_.to_m +
                       (h * u * v * v) * path_.from_mps - (h * u * u * v) * path_.to_mps;
    const ViewVolume& a = views_.at[k];
    const ViewVolume& b = views_.at[k + 1];
    if (a.limb_range_m == b.limb_range_m) return edge_of(a, local);
    return edge_of(between(a, b, u, h), local);  // what a moving satellite sees widens and narrows
  }

  /// Crossings between two parts of step k.
  void part(std::size_t k, double u0, const Edge& a, double u1, const Edge& b) {
    const double length_s = (u1 - u0) * block_.step_s;
    if (is_settled(a, b, length_s)) return;
    const bool is_crossed = (a.margin_m > 0.0) != (b.margin_m > 0.0);
    if (!is_crossed && length_s < options_.shortest_s) return;
    constexpr double once_s = 8.0;
    if (is_crossed && length_s < once_s) {
      const double u = motion::root_between([&](double x) { return edge_between(k, x).margin_m; }, u0, a.margin_m, u1,
                                            b.margin_m, options_.tolerance_s / block_.step_s);
      cross(block_.time(static_cast<double>(k) + u));
      return;
    }
    const double middle = 0.5 * (u0 + u1);
    const Edge m = edge_between(k, middle);
    part(k, u0, a, middle, m);
    part(k, middle, m, u1, b);
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
  /// The satellite's path over one step in the volume's frame.
  struct Path {
    Vec3 from_m, to_m, from_mps, to_mps;
  } path_;
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
    std::vector<ViewVolume> before(wanted.size());
    std::vector<ViewVolume> after(wanted.size());
    for (std::size_t k = 0; k <= steps + 2; ++k) {
      const Instant t = from + seconds((static_cast<double>(done + k) - 1.0) * options.step_s);
      const earth::Attitude attitude = orientation.at(t);
      for (std::size_t j = 0; j < wanted.size(); ++j) {
        const ViewVolume volume = volume_of(wanted[j], sensors, attitude, t);
        if (k == 0) before[j] = volume;
        if (k == steps + 2) after[j] = volume;
        if (k > 0 && k < steps + 2) views[j].at.push_back(volume);
      }
      if (k > 0 && k < steps + 2) times.push_back(t);
    }
    for (std::size_t j = 0; j < wanted.size(); ++j) add_rates(before[j], after[j], options.step_s, views[j]);
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
