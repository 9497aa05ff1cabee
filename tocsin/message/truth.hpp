#pragma once

// Only sim and score may include this file: the pipeline never sees the truth.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"

namespace tocsin::message {

/// What really happened to one simulated body.
struct TruthObject {
  std::string id;
  std::optional<std::string> launch;  ///< id of the launch it belongs to
  std::string kind;                   ///< payload, stage, debris, clutter_source, satellite, moon
  std::string vehicle_class;          ///< one of the project's class names
  Instant begin;
  Instant end;
  std::optional<double> launch_lat_deg;
  std::optional<double> launch_lon_deg;
  std::optional<double> launch_azimuth_deg;
  std::optional<Instant> launch_time;
  std::vector<Instant> burnouts;
  std::optional<double> apogee_km;
  std::optional<Instant> manoeuvre_time;  ///< when lift first exceeds a tenth of the weight
  std::optional<Instant> impact_time;
  std::optional<double> impact_lat_deg;
  std::optional<double> impact_lon_deg;
  std::optional<double> ground_range_km;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "name in the scenario");
    v.field("launch", self.launch, "id of the launch it belongs to");
    v.field("kind", self.kind, "payload, stage, debris, clutter_source, satellite or moon");
    v.field("vehicle_class", self.vehicle_class, "one of the project's class names");
    v.field("begin", self.begin, "UTC");
    v.field("end", self.end, "UTC");
    v.field("launch_lat_deg", self.launch_lat_deg, "launch point", Range{-90, 90});
    v.field("launch_lon_deg", self.launch_lon_deg, "launch point", Range{-180, 180});
    v.field("launch_azimuth_deg", self.launch_azimuth_deg, "initial heading", Range{0, 360});
    v.field("launch_time", self.launch_time, "UTC of lift-off");
    v.field("burnouts", self.burnouts, "UTC at which each stage stopped");
    v.field("apogee_km", self.apogee_km, "height above the ellipsoid", Range{-100, 1e6});
    v.field("manoeuvre_time", self.manoeuvre_time,
            "UTC from which it is not ballistic any more; null when it stays so");
    v.field("impact_time", self.impact_time, "UTC");
    v.field("impact_lat_deg", self.impact_lat_deg, "impact point", Range{-90, 90});
    v.field("impact_lon_deg", self.impact_lon_deg, "impact point", Range{-180, 180});
    v.field("ground_range_km", self.ground_range_km, "launch point to impact point on the ellipsoid", Range{0, 30000});
  }
};

/// State of one body at one time, Itrf.
struct TruthState {
  std::string id;
  Instant time;
  Vec3 position_m;
  Vec3 velocity_mps;
  bool burning = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "name of the body");
    v.field("time", self.time, "UTC");
    v.field("position_m", self.position_m, "Itrf");
    v.field("velocity_mps", self.velocity_mps, "Itrf");
    v.field("burning", self.burning, "whether an engine works");
  }
};

/// Which body a simulated measurement came from.
struct TruthOrigin {
  std::string source;
  std::int64_t sequence = 0;
  std::string body;  ///< empty for clutter

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("source", self.source, "sensor");
    v.field("sequence", self.sequence, "sequence number of the measurement", Range{0, 9e15});
    v.field("body", self.body, "name of the body; empty for clutter");
  }
};

}  // namespace tocsin::message
