#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/sense/attitude.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/tracker.hpp"

namespace {

using tocsin::Instant;
using tocsin::Position;
using tocsin::seconds;
using tocsin::Vec3;
namespace message = tocsin::message;
namespace sense = tocsin::sense;
namespace track = tocsin::track;

constexpr int kLooks = 24;
constexpr int kAfter = 4;
constexpr int kLate = 14;   ///< its look comes behind all others
constexpr int kLater = 18;  ///< and this one after the state was saved

const std::shared_ptr<const sense::Sensors>& sensors() {
  static const std::shared_ptr<const sense::Sensors> made = [] {
    sense::World world;
    world.name = "fuzz";
    sense::Radar radar;
    radar.id = "R";
    radar.site = {0.5, 1.7, 0.0};
    radar.azimuth_start_rad = 0.0;
    radar.azimuth_end_rad = 0.0;
    radar.elevation_min_rad = 0.05;
    radar.elevation_max_rad = 1.5;
    radar.range_rcs1_m = 3500e3;
    radar.range_sigma_m = 60.0;
    radar.azimuth_sigma_rad = radar.elevation_sigma_rad = 1e-3;
    radar.range_rate_sigma_mps = 5.0;
    radar.fence_revisit_s = 1.0;
    radar.false_per_look = 1.0;
    world.radars = {radar};
    world.satellites = {{"G", "", sense::GeoSlot{100.0}, "test", ""}};
    sense::InfraredSensor scanner;
    scanner.id = scanner.satellite = "G";
    world.infrared = {scanner};
    auto created = sense::Sensors::create(world, Instant{});
    if (!created) std::abort();
    return *created;
  }();
  return made;
}

/// Plots, look, reference to stars, bearing and tick of one second: four objects close together, and one that flies
/// alone.
std::vector<message::Record> second_of(int second, std::int64_t& sequence, tocsin::Random& random) {
  const sense::Radar& radar = *sensors()->radar("R");
  const Position<tocsin::Itrf> start = sense::radar_position(radar, 900e3, 1.0, 0.5);
  const Vec3 up = unit(start.m);
  const Vec3 level = unit(cross(up, Vec3{0.0, 0.0, 1.0}));
  const Vec3 v = 2500.0 * level + 1000.0 * up;
  const double t_s = second;
  std::vector<message::Record> out;
  const auto add = [&](const std::string& source, std::int64_t number, message::Payload payload) {
    message::Record record;
    record.header = {
        source, number, message::RecordStatus::test, true, Instant{} + seconds(t_s), Instant{} + seconds(t_s), {}};
    record.payload = std::move(payload);
    out.push_back(std::move(record));
  };
  const std::int64_t look = sequence + 6;
  for (int i = 0; i < 5; ++i) {
    const double aside_m = i < 4 ? 1200.0 * (i - 1.5) * (1.0 - t_s / 15.0) : 90e3;
    const Vec3 place = start.m + t_s * v + aside_m * cross(up, level) - 4.0 * t_s * t_s * up;
    const sense::RadarView seen = sense::radar_view(radar, {place}, {v - 8.0 * t_s * up});
    message::Plot plot;
    plot.look = look;
    plot.range_m = seen.range_m + 60.0 * random.normal();
    plot.azimuth_rad = seen.azimuth_rad + 1e-3 * random.normal();
    plot.elevation_rad = seen.elevation_rad + 1e-3 * random.normal();
    plot.range_rate_mps = seen.range_rate_mps + 5.0 * random.normal();
    plot.range_sigma_m = 60.0;
    plot.azimuth_sigma_rad = plot.elevation_sigma_rad = 1e-3;
    plot.range_rate_sigma_mps = 5.0;
    plot.snr_db = 20.0;
    add("R", ++sequence, plot);
  }
  message::Look seen;
  seen.begin = Instant{} + seconds(t_s - 0.5);
  seen.field = {{0.0, 0.0}, {0.05, 1.5}};
  seen.detection_probability = 0.9;
  seen.mode = "fence";
  add("R", ++sequence, seen);
  const sense::NadirFrame nadir =
      sense::nadir_frame(sensors()->satellite_state("G", Instant{} + seconds(t_s)).position);
  // the last one is far off, and waits for others that agree with it
  const double east_rad = second == kLooks - 1 ? 400e-6 : 40e-6;
  message::FrameRef reference = sense::attitude_with_offset(nadir, {east_rad, 0.0}, Instant{} + seconds(t_s));
  reference.sigma_rad = 5e-6;
  add("G", second + 1, reference);
  message::Bearing bearing;
  bearing.east_rad = 0.02;
  bearing.north_rad = 0.03;
  bearing.sigma_rad = 20e-6;
  bearing.look = 1000;
  add("G", 500 + second, bearing);
  add("clock", second + 1, message::Tick{.time = Instant{} + seconds(t_s)});
  return out;
}

struct Made {
  std::string state;
  std::vector<message::Record> after;
};

const Made& made() {
  static const Made made = [] {
    Made out;
    tocsin::Random random(1, "fuzz");
    std::int64_t sequence = 0;
    track::Tracker tracker({}, sensors());
    std::vector<message::Record> late;  // comes when the state is made, and waits for its tick
    for (int second = 0; second < kLooks + kAfter; ++second) {
      for (const message::Record& record : second_of(second, sequence, random)) {
        const bool is_tick = std::holds_alternative<message::Tick>(record.payload);
        if (second == kLate && !is_tick) {
          late.push_back(record);
        } else if (second >= kLooks || (second == kLater && !is_tick)) {
          out.after.push_back(record);
        } else {
          static_cast<void>(tracker.step(record));
        }
      }
    }
    for (const message::Record& record : late) static_cast<void>(tracker.step(record));
    out.state = tracker.save();
    return out;
  }();
  return made;
}

}  // namespace

/// Saved states of a tracker: a good one with some bytes changed, four bytes of input a change (two of place, from the
/// front or, with the highest bit, from the back; one that is laid over it, one of how). No crash, no endless work:
/// what was loaded is saved and loaded as the same bytes, and goes on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMostChanges = 64;
  std::string state = made().state;
  for (std::size_t i = 0; i + 4 <= size && i < 4 * kMostChanges; i += 4) {
    const std::size_t place = (static_cast<std::size_t>(data[i] & 0x7fU) << 8U | data[i + 1]) % state.size();
    char& at = (data[i] & 0x80U) != 0 ? state[state.size() - 1 - place] : state[place];
    const auto old = static_cast<unsigned char>(at);
    at = static_cast<char>(data[i + 3] % 2 == 0 ? data[i + 2] : static_cast<unsigned char>(old ^ data[i + 2]));
  }
  track::Tracker tracker({}, sensors());
  if (!tracker.load(state)) return 0;
  const std::string saved = tracker.save();
  track::Tracker second({}, sensors());
  if (!second.load(saved) || second.save() != saved) __builtin_trap();
  for (const message::Record& record : made().after) static_cast<void>(tracker.step(record));
  return 0;
}
