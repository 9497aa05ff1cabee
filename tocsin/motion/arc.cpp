#include "tocsin/motion/arc.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"

namespace tocsin::motion {
namespace {

constexpr int kPartsOfStep = 4;  // looks for events at so many places of a step

}  // namespace

State<Itrf> ArcStep::at(double t_s) const {
  return state_of(DenseStep<6>{begin_s, length_s, c}.at(t_s));
}

Arc::Arc(Instant epoch, std::vector<ArcStep> steps, double begin_s, double end_s)
    : epoch_(epoch), begin_s_(begin_s), end_s_(end_s), steps_(std::move(steps)) {
  TOCSIN_REQUIRE(!steps_.empty(), "an arc has at least one step");
  TOCSIN_REQUIRE(begin_s_ <= end_s_, "an arc ends after it begins");
}

State<Itrf> Arc::at(double t_s) const {
  const double t = std::clamp(t_s, begin_s_, end_s_);
  auto step =
      std::upper_bound(steps_.begin(), steps_.end(), t, [](double at, const ArcStep& s) { return at < s.first_s(); });
  if (step != steps_.begin()) --step;
  return step->at(t);
}

State<Itrf> Arc::state_at(Instant t) const {
  TOCSIN_REQUIRE(!steps_.empty(), "state of an empty arc");
  return at(seconds_between(epoch_, t));
}

ArcPoint Arc::point_at(double t_s) const {
  const State<Itrf> state = at(t_s);
  return {epoch_ + seconds(t_s), state, earth::height_and_normal(state.position.m).height_m};
}

std::optional<ArcPoint> Arc::apogee() const {
  const auto climb = [this](double t_s) { return climb_mps(vector_of(at(t_s)).data()); };
  std::optional<ArcPoint> best;
  for (const ArcStep& step : steps_) {
    const double first = std::max(step.first_s(), begin_s_);
    const double last = std::min(step.last_s(), end_s_);
    double t = first;
    double before = climb(t);
    for (int i = 1; i <= kPartsOfStep; ++i) {
      const double next = first + (last - first) * i / kPartsOfStep;
      const double after = climb(next);
      if (before > 0.0 && after <= 0.0) {
        const ArcPoint top = point_at(root_between(climb, t, before, next, after, 1e-9));
        if (!best || top.height_m > best->height_m) best = top;
      }
      t = next;
      before = after;
    }
  }
  if (best && (best->height_m < point_at(begin_s_).height_m || best->height_m < point_at(end_s_).height_m)) {
    return std::nullopt;
  }
  return best;
}

template <class G>
std::optional<ArcPoint> Arc::first_rise(Instant from, G&& g) const {
  const double from_s = std::max(seconds_between(epoch_, from), begin_s_);
  for (const ArcStep& step : steps_) {
    const double first = std::max(step.first_s(), from_s);
    const double last = std::min(step.last_s(), end_s_);
    if (!(first < last)) continue;
    double t = first;
    double before = g(t);
    for (int i = 1; i <= kPartsOfStep; ++i) {
      const double next = first + (last - first) * i / kPartsOfStep;
      const double after = g(next);
      if (before < 0.0 && after >= 0.0) return point_at(root_between(g, t, before, next, after, 1e-9));
      t = next;
      before = after;
    }
  }
  return std::nullopt;
}

std::optional<ArcPoint> Arc::crosses(double height_m, Instant from, bool rising) const {
  const double sign = rising ? 1.0 : -1.0;
  return first_rise(
      from, [&](double t_s) { return sign * (earth::height_and_normal(at(t_s).position.m).height_m - height_m); });
}

std::optional<ArcPoint> Arc::crosses(const earth::SiteFrame& site, double elevation_rad, Instant from,
                                     bool rising) const {
  const double sign = rising ? 1.0 : -1.0;
  const double sine = std::sin(elevation_rad);
  return first_rise(from, [&](double t_s) {
    const Vec3 enu = site.to_enu(at(t_s).position).m;
    return sign * (enu.z - sine * norm(enu));
  });
}

std::optional<ArcPoint> Arc::falls_through(double height_m, Instant from) const {
  return crosses(height_m, from, false);
}
std::optional<ArcPoint> Arc::rises_through(double height_m, Instant from) const {
  return crosses(height_m, from, true);
}

std::optional<ArcPoint> Arc::rises_over(const earth::SiteFrame& site, double elevation_rad, Instant from) const {
  return crosses(site, elevation_rad, from, true);
}
std::optional<ArcPoint> Arc::sets_under(const earth::SiteFrame& site, double elevation_rad, Instant from) const {
  return crosses(site, elevation_rad, from, false);
}

void Arc::append(const Arc& later) {
  if (later.empty()) return;
  if (empty()) {
    *this = later;
    return;
  }
  const double shift = seconds_between(epoch_, later.epoch_);
  TOCSIN_REQUIRE(std::abs(shift + later.begin_s_ - end_s_) < 1e-6, "arcs follow each other without a gap");
  for (ArcStep step : later.steps_) {
    step.begin_s += shift;
    steps_.push_back(step);
  }
  end_s_ = shift + later.end_s_;
}

}  // namespace tocsin::motion
