#include "tocsin/event/coverage.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::event {
namespace {

constexpr double kFarthestCarryS = 15.0;  ///< a track's state says where the object was within this time
constexpr double kThrustBelieved = 0.8;
/// Band radiation is lost in water vapour below this, whatever the cloud (transmission 0.5 at 10 km, 0.06 at 5 km).
constexpr double kClearHeightM = 12e3;
constexpr double kReferenceRcsM2 = 1.0;

bool infrared_should(const PendingLook& look, const sense::InfraredSensor& sensor, const message::Track& track,
                     const Position<Itrf>& place, const sense::Sensors& sensors) {
  if (track.boost_probability < kThrustBelieved) return false;
  if (earth::height_above_ellipsoid_m(place) < std::max(kClearHeightM, look.look.cloud_top_m + 1e3)) return false;
  const Position<Itrf> satellite = sensors.satellite_state(sensor, look.time).position;
  if (!sense::view(sensor, satellite, place).visible) return false;
  return sense::inside(look.look.field, sense::tangent_angles(sense::nadir_frame(satellite), place));
}

bool radar_should(const PendingLook& look, const sense::Radar& radar, const Position<Itrf>& place,
                  const Velocity<Itrf>& velocity) {
  const sense::RadarView geometric = sense::radar_view(radar, place, velocity);
  const sense::RadarView view = sense::as_reported(radar, geometric);
  const double gain = sense::pattern_gain(radar, view.azimuth_rad, view.elevation_rad);
  return sense::covers(radar, view.azimuth_rad, view.elevation_rad) &&
         sense::inside(look.look.field, view.azimuth_rad, view.elevation_rad) &&
         sense::detection_probability(radar, geometric.range_m, gain * kReferenceRcsM2) > 0.5;
}

bool was_hit(const EventState& event, const PendingLook& look, const Evidence& evidence) {
  return std::any_of(event.members.begin(), event.members.end(), [&](const Member& m) {
    const TrackEvidence* e = evidence.of(m.track.id);
    const SensorCount* count = e == nullptr ? nullptr : e->sensor(look.sensor);
    return count != nullptr && std::find(count->looks.begin(), count->looks.end(), look.number) != count->looks.end();
  });
}

void add_missed(std::vector<MissedLooks>& missed, const PendingLook& look, message::Phenomenology phenomenology) {
  auto at = std::lower_bound(missed.begin(), missed.end(), look.sensor,
                             [](const MissedLooks& m, const std::string& id) { return m.sensor < id; });
  if (at == missed.end() || at->sensor != look.sensor) {
    at = missed.insert(at, {look.sensor, phenomenology, 0, look.time, look.time});
  }
  ++at->count;
  at->last = std::max(at->last, look.time);
}

}  // namespace

std::optional<PendingLook> pending_look(const message::Record& record) {
  const auto* look = std::get_if<message::Look>(&record.payload);
  if (look == nullptr || (look->mode != "scan" && look->mode != "stare" && look->mode != "fence")) return std::nullopt;
  return PendingLook{record.header.source, record.header.sequence, record.header.measured, *look};
}

bool should_have_seen(const PendingLook& look, const message::Track& track, const sense::Sensors& sensors) {
  const double dt = seconds_between(track.time, look.time);
  if (std::abs(dt) > kFarthestCarryS) return false;
  const Position<Itrf> place{track.position_m + dt * track.velocity_mps};
  if (const sense::InfraredSensor* sensor = sensors.infrared(look.sensor)) {
    return infrared_should(look, *sensor, track, place, sensors);
  }
  if (const sense::Radar* radar = sensors.radar(look.sensor)) {
    return radar_should(look, *radar, place, {track.velocity_mps});
  }
  return false;
}

void count_missed(EventState& event, const std::vector<PendingLook>& looks, const Evidence& evidence,
                  const sense::Sensors& sensors) {
  const Member* leader = event.leader();
  if (leader == nullptr && !event.members.empty() && event.members.front().live) leader = &event.members.front();
  if (leader == nullptr || !state_of(leader->track)) return;
  const bool vague = leader->track.kind == message::TrackKind::single_satellite;
  for (const PendingLook& look : looks) {
    if (vague && !leader->track.hits_by_sensor.contains(look.sensor)) continue;
    if (look.time < leader->track.first_seen || !should_have_seen(look, leader->track, sensors)) continue;
    if (was_hit(event, look, evidence)) continue;
    const bool infrared = sensors.infrared(look.sensor) != nullptr;
    add_missed(event.missed, look, infrared ? message::Phenomenology::infrared : message::Phenomenology::radar);
  }
}

}  // namespace tocsin::event
