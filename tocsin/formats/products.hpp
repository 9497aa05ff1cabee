#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/header.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::formats {

// What one run gave, as the writers of maps, scenes, tables and alerts need it. Plain data; the application fills it.

/// Place of a satellite at one time.
struct SatelliteSample {
  Instant time;
  Position<Itrf> position;
};

/// Field of a radar on the map.
struct RadarSector {
  double azimuth_start_rad = 0.0;  ///< clockwise from north; equal limits = full circle
  double azimuth_end_rad = 0.0;
  double range_m = 0.0;  ///< drawn as the edge of the sector
};

/// A sensor as it appears on a map: a radar has a site, a satellite has samples in order of time.
struct SensorProduct {
  std::string id;
  std::string name;  ///< for people; the id when empty
  message::Phenomenology kind = message::Phenomenology::radar;
  std::optional<Geodetic> site;
  std::optional<RadarSector> sector;
  std::vector<SatelliteSample> samples;
};

/// The newest revision of an event and all that was ever said about where it comes down, in order of `made_at`.
struct EventProduct {
  message::Event event;
  std::vector<message::ImpactEstimate> impact_history;
};

struct Products {
  std::string run;                           ///< name of the run or scenario
  std::string centre = "tocsin.example";     ///< who warns (policy): the CAP sender
  std::vector<std::string> languages{"en"};  ///< of alerts, by tag
  message::RecordStatus status = message::RecordStatus::test;
  bool simulated = false;
  Instant begin;
  Instant end;
  std::vector<SensorProduct> sensors;      ///< sorted by id
  std::vector<message::Track> tracks;      ///< every report of every track, in order of output
  std::vector<EventProduct> events;        ///< sorted by id
  std::vector<message::Event> revisions;   ///< every revision of every event, in order of output: alerts quote theirs
  std::vector<message::Warning> warnings;  ///< every change of state, in order of output (warnings.jsonl)
};

}  // namespace tocsin::formats
