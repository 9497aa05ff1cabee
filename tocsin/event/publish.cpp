#include "tocsin/event/publish.hpp"

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/explain.hpp"

namespace tocsin::event {
namespace {

constexpr double kGrown = 3.0;         ///< a region so much larger is no refinement
constexpr double kSigmasIn90 = 2.146;  ///< half axes of a 90 % ellipse over one sigma

bool impact_moved(const std::optional<message::ImpactEstimate>& before,
                  const std::optional<message::ImpactEstimate>& now) {
  if (before.has_value() != now.has_value()) return true;
  if (!now) return false;
  const Geodetic a{before->lat_deg * kRadiansPerDegree, before->lon_deg * kRadiansPerDegree, 0.0};
  const Geodetic b{now->lat_deg * kRadiansPerDegree, now->lon_deg * kRadiansPerDegree, 0.0};
  const double moved_km = earth::inverse(a, b).distance_m * 1e-3;
  // Also when the region shrinks to half, which is what people wait for, or when less is known than was said.
  return moved_km > before->ellipse90.semi_major_km / kSigmasIn90 ||
         now->ellipse90.semi_major_km > kGrown * before->ellipse90.semi_major_km ||
         now->ellipse90.semi_major_km < 0.5 * before->ellipse90.semi_major_km;
}

}  // namespace

bool is_news(const EventState& event, Instant now, const Options& options) {
  if (!event.published) return true;
  const message::Event& before = *event.published;
  const message::Event& after = event.product;
  if (before.ended != after.ended || before.level != after.level || before.event_class != after.event_class ||
      before.tracks != after.tracks || before.launch.has_value() != after.launch.has_value() ||
      before.burnout_time.has_value() != after.burnout_time.has_value() || impact_moved(before.impact, after.impact)) {
    return true;
  }
  return !after.ended && seconds_between(before.time, now) >= options.lifecycle.report_interval_s;
}

message::Event publish(EventState& event, Instant now, const Options& options) {
  event.product.time = now;
  ++event.product.revision;
  event.product.explanation = explain(event, options);
  event.published = event.product;
  event.product.explanation.clear();
  return *event.published;
}

}  // namespace tocsin::event
