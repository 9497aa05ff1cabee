#include "tocsin/sim/star_references.hpp"

#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/attitude.hpp"

namespace tocsin::sim {

std::vector<LookItem> star_references(const sense::InfraredSensor& sensor, const sense::Sensors& sensors,
                                      const PointingErrors& errors, const InfraredFrame& frame, const Random& random) {
  std::vector<LookItem> items;
  if (sensor.star_interval_s <= 0.0) return items;
  const std::int64_t interval_ns = seconds(sensor.star_interval_s).nanoseconds();
  // Instants of the journal lie long after the origin: the division rounds down
  std::int64_t count = frame.begin.tai_ns() / interval_ns;
  if (count * interval_ns < frame.begin.tai_ns()) ++count;
  for (; count * interval_ns < frame.end.tai_ns(); ++count) {
    const Instant t = Instant::from_tai_ns(count * interval_ns);
    const sense::NadirFrame nadir = sense::nadir_frame(sensors.satellite_state(sensor, t).position);
    Random noise = random.substream(static_cast<std::uint64_t>(count));
    const double sigma = sensor.star_sigma_rad;
    const Vec3 about{sigma * noise.normal(), sigma * noise.normal(), sigma * noise.normal()};
    message::FrameRef reference = sense::turned(sense::attitude_with_offset(nadir, errors.at(t), t), about);
    reference.sigma_rad = sigma;
    items.push_back({t, reference, {}});
  }
  return items;
}

}  // namespace tocsin::sim
