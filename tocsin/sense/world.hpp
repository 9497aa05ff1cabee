#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/earth/refraction.hpp"
#include "tocsin/sense/radiometry.hpp"

namespace tocsin::sense {

// A world is what the centre believes: its sensors with their stated errors, and its policy. It never says what really
// happens (that is a scenario, read by sim alone).

/// Geostationary slot.
struct GeoSlot {
  double lon_deg = 0.0;
};

/// Molniya-like orbit with a repeating ground track of two apogees a day (motion/keplerian_slot.hpp).
struct MolniyaSlot {
  double a_km = 26562.0;
  double eccentricity = 0.7;
  double inclination_deg = 63.4;
  double argument_of_perigee_deg = 270.0;
  double apogee_lon_deg = 0.0;  ///< of one of the two apogees; the other is 180 degrees away
  double phase_deg = 0.0;       ///< mean anomaly ahead of a satellite that follows the same track with phase 0
};

/// Published mean elements (SGP4, TEME of the epoch), used within `max_age_days` of the run; beyond that the fallback
/// slot, and the run says so.
struct PublishedOrbit {
  Instant epoch;
  double inclination_deg = 0.0;
  double raan_deg = 0.0;
  double eccentricity = 0.0;
  double argument_of_perigee_deg = 0.0;
  double mean_anomaly_deg = 0.0;
  double mean_motion_rev_day = 0.0;  ///< Kozai, as published
  double bstar_per_earth_radius = 0.0;
  double max_age_days = 90.0;
  std::variant<GeoSlot, MolniyaSlot> fallback;
};

struct Satellite {
  std::string id;
  std::string name;
  std::variant<GeoSlot, MolniyaSlot, PublishedOrbit> orbit;
  std::string source;      ///< where the orbit comes from
  std::string confidence;  ///< in what the source says of it: high, medium, low; empty when not stated
};

enum class InfraredMode { scanner, starer };

/// What a sensor of several bands does with them.
enum class BandUse {
  first,  ///< bearings are made in the first band; the others are not used
  best,   ///< each bearing is made in the band in which it stands out most
};

/// One point of a starer's schedule.
struct StarePoint {
  Geodetic place;
  double dwell_s = 0.0;
};

/// Infrared sensor on a satellite, at measurement level.
struct InfraredSensor {
  std::string id;
  std::string satellite;
  InfraredMode mode = InfraredMode::scanner;
  std::vector<double> bands_um{2.7};  ///< centres of the bands; `band_use` says in which of them bearings are made
  BandUse band_use = BandUse::first;
  double revisit_s = 10.0;       ///< scanner: whole disc; starer: frame time
  int strips = 10;               ///< scanner: looks that one revisit is divided into, from north to south
  double los_sigma_rad = 20e-6;  ///< line-of-sight noise of one bearing, each axis, at high SNR
  double nei_w_sr = 3000.0;  ///< noise-equivalent radiant intensity at `nei_range_m` by day; grows with range squared
  std::vector<double> band_nei_w_sr;  ///< the same for each band, the first again; empty: `nei_w_sr` in all
  double nei_range_m = 35'786'000.0;
  std::optional<Optics> optics;     ///< if they are stated, the noise-equivalent intensities follow from them
  bool integration_stated = false;  ///< otherwise the optics' integration time follows from how it looks
  std::vector<double> backgrounds_w_m2_sr_um;     ///< for each band, by day, if optics are stated
  double pixel_rad = 56e-6;                       ///< angle of a pixel: adds pixel / (2 SNR) to the line-of-sight noise
  double max_zenith_rad = degrees(85.0).value();  ///< largest zenith angle of the satellite at the source
  double fov_rad = 0.0;                           ///< starer: full width of its square field
  std::optional<Geodetic> stare_at;               ///< starer: ground point it looks at; of a schedule, the first
  std::vector<StarePoint> schedule;  ///< starer: points that it looks at in turn; empty: `stare_at` all the time
  double threshold_snr = 5.0;        ///< amplitude ratio at which a bearing is reported
  double false_per_look = 0.02;  ///< expected false bearings in one look (a strip or a frame), as the sensor states it
  double latency_s = 1.0;        ///< from the end of a look to the centre
  double star_interval_s = 0.0;  ///< between references to stars; 0: it makes none
  double star_sigma_rad = 5e-6;  ///< of one reference, each axis
  double sun_exclusion_rad = 0.0;  ///< blind while the Sun stands nearer to the centre of its view; 0: never
};

/// What follows from a radar's pulses, threshold and range, and is asked for at every look.
struct RadarSignal {
  int swerling = 1;  ///< of the radar that it was worked out for, as the next three
  int pulses = 1;
  double threshold_snr_db = 0.0;
  double detection_probability_rcs1 = 0.0;
  double sum_threshold = 0.0;  ///< of the sum of a dwell's pulses, in mean noise powers
  double threshold_snr = 0.0;  ///< that sum over the noise's own
  double reference_snr = 0.0;  ///< mean power of 1 m² at `Radar::range_rcs1_m`, all pulses together
};

/// Phased-array radar. Errors are the stated single-measurement ones at `reference_snr_db`; they never get better than
/// that.
struct Radar {
  std::string id;
  std::string name;
  std::string band;
  double frequency_hz = 435e6;
  Geodetic site;
  std::optional<earth::SiteFrame> placed;  ///< place and axes: those of `site`, worked out once, or others
  double azimuth_start_rad = 0.0;          ///< sector, clockwise; equal limits = full circle
  double azimuth_end_rad = 0.0;
  double elevation_min_rad = 0.0;
  double elevation_max_rad = 0.0;
  double range_rcs1_m = 0.0;  ///< range at which 1 m² gives the detection probability below in one look
  double range_max_m = 0.0;   ///< instrumented range; 0 = 1.5 times `range_rcs1_m`
  double range_sigma_m = 0.0;
  double azimuth_sigma_rad = 0.0;  ///< cross-range angle; the azimuth itself has this divided by cos elevation
  double elevation_sigma_rad = 0.0;
  double range_rate_sigma_mps = 0.0;
  double reference_snr_db = 20.0;    ///< at which the errors above hold; below they grow with the root of the ratio
  double fence_revisit_s = 5.0;      ///< one sweep of the fence over the whole sector
  int fence_parts = 5;               ///< looks that one sweep is divided into, clockwise
  double fence_elevation_rad = 0.0;  ///< the fence sweeps the sector from here…
  double fence_height_rad = degrees(5.0).value();  ///< …to this much above
  double beam_rad = degrees(2.0).value();
  double track_interval_s = 1.0;
  int max_tracks = 50;
  double threshold_snr_db = 11.4;  ///< over mean noise power: false alarm probability 1e-6 in one resolution cell
  double detection_probability_rcs1 = 0.9;  ///< at range_rcs1_m
  double false_per_look = 0.02;             ///< expected false plots in one fence look (a part of a sweep)
  double false_per_dwell = 1e-3;            ///< expected false plots in one confirm or track dwell
  double latency_s = 0.5;
  std::string source;
  std::string confidence;  ///< in what the source says of site, band, sector and range; as of a satellite

  int swerling = 1;  ///< how its targets fluctuate (detection_statistics.hpp)
  int pulses = 1;    ///< of one dwell, whose powers are added
  /// Reported range = range + this times range rate: carrier · pulse length / bandwidth, positive for a rising chirp.
  double coupling_s = 0.0;
  double scan_loss_exponent = 0.0;  ///< of the cosine off boresight, one way
  double boresight_azimuth_rad = 0.0;
  double boresight_elevation_rad = 0.0;
  double beam_loss_db = 0.0;  ///< mean loss of a target off the axis of the beam, both ways
  /// What the beam is believed to go through, and how uncertain that is; nothing: reported places are geometric.
  std::optional<earth::RefractiveMedium> medium;
  earth::MediumSigma medium_sigma;
  std::shared_ptr<const earth::RefractionTable> refraction;  ///< of `medium`; `Sensors` works it out
  std::optional<RadarSignal> signal;                         ///< worked out once; used while it is of the fields above
};

/// Everything of a world file but its policy and exposure, which `warn` reads from the same file.
struct World {
  std::string name;
  std::string description;
  std::vector<Satellite> satellites;     ///< sorted by id
  std::vector<InfraredSensor> infrared;  ///< sorted by id
  std::vector<Radar> radars;             ///< sorted by id
};

/// Reads a world. Errors name file, line, key, value and what was expected; unknown keys are refused with the nearest
/// known one. The tables `policy` and `exposure` are left to `warn`, `estimation` and
/// `catalogue` to `event`.
[[nodiscard]] Result<World> read_world(ConfigTable& root);

/// Reads a world from TOML text.
[[nodiscard]] Result<World> parse_world(std::string_view text, const std::string& source);

}  // namespace tocsin::sense
