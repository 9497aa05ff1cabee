#pragma once

// Reference data for trackers: radars on a sphere that does not turn, objects that fall
// (docs/reference/track-anchor.md). Lengths in metres, angles in radians, seconds; azimuth from north clockwise. Every
// error names file, line, field, value and what was expected.

#include <array>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/base/vec.hpp"

namespace tocsin::formats {

/// What no set comes near: 5,000 objects for 200 frames are a million rows of truth.
struct AnchorLimits {
  std::size_t max_scenario_bytes = std::size_t{4} << 20U;
  int max_depth = 16;
  std::size_t max_radars = 100;
  std::size_t max_line_bytes = 4096;  ///< 30 numbers of 25 characters
  std::size_t max_rows = 50'000'000;  ///< of one table
};

/// A radar of scenario.json.
struct AnchorRadar {
  std::int64_t id = 0;
  double lat_rad = 0.0;
  double lon_rad = 0.0;
  Vec3 position_m;
  Mat3 axes;  ///< rows east, north, up
  double period_s = 0.0;
  double range_sigma_m = 0.0;
  double azimuth_sigma_rad = 0.0;
  double elevation_sigma_rad = 0.0;
  double detection_probability = 0.0;
  double false_plots = 0.0;             ///< mean of a scan
  std::array<double, 2> range_m{};      ///< limits of its view, and so on
  std::array<double, 2> azimuth_rad{};  ///< clockwise from the first to the second
  std::array<double, 2> elevation_rad{};
};

/// What a tracker may know. A world that turns is refused.
struct AnchorScenario {
  std::vector<AnchorRadar> radars;      ///< one or more
  std::optional<std::size_t> frames{};  ///< as many as frames.csv must have
  std::optional<double> mu_m3ps2{};     ///< gravity, where it is stated
};
[[nodiscard]] Result<AnchorScenario> read_anchor_scenario(std::string_view text, const std::string& source,
                                                          const AnchorLimits& limits = {});

/// What only a judge may know. A world that turns is refused.
struct AnchorWorld {
  std::size_t objects = 0;
  double mu_m3ps2 = 0.0;
  double radius_m = 0.0;
};
[[nodiscard]] Result<AnchorWorld> read_anchor_world(std::string_view text, const std::string& source,
                                                    const AnchorLimits& limits = {});

/// One scan of one radar.
struct AnchorScan {
  double t_s = 0.0;
  std::size_t radar = 0;                       ///< place among the radars of the scenario
  std::vector<std::array<double, 3>> plots{};  ///< range, azimuth, elevation
  std::size_t stated_plots = 0;                ///< of frames.csv
  std::int64_t line = 0;                       ///< of frames.csv
};
/// Reads frames.csv: frames from 0 without a gap, times that ascend. The plots are still missing.
[[nodiscard]] Result<std::vector<AnchorScan>> read_anchor_frames(std::istream& in, const std::string& source,
                                                                 const AnchorScenario& scenario,
                                                                 const AnchorLimits& limits = {});
/// Adds the plots of meas.csv, as many to each scan as frames.csv states. What they are of is not read.
[[nodiscard]] Status read_anchor_plots(std::istream& in, const std::string& source, std::vector<AnchorScan>& scans,
                                       const AnchorLimits& limits = {});

/// Object of each plot by scan, in the order of its plots; -1 is none: a false plot.
using AnchorOrigins = std::vector<std::vector<std::int64_t>>;
/// Reads them from the same meas.csv.
[[nodiscard]] Result<AnchorOrigins> read_anchor_origins(std::istream& in, const std::string& source,
                                                        const std::vector<AnchorScan>& scans, std::size_t objects,
                                                        const AnchorLimits& limits = {});

struct AnchorState {
  Vec3 position_m;
  Vec3 velocity_mps;
};
/// States by frame and object.
using AnchorTruth = std::vector<std::vector<AnchorState>>;
/// Reads truth.csv: each moment has all objects in their order; moments after the last frame are left out.
[[nodiscard]] Result<AnchorTruth> read_anchor_truth(std::istream& in, const std::string& source,
                                                    const std::vector<AnchorScan>& scans, std::size_t objects,
                                                    const AnchorLimits& limits = {});

struct AnchorTrack {
  std::int64_t id = 0;
  AnchorState state;
};
/// What a tracker said after each frame.
struct AnchorTracks {
  std::vector<std::vector<AnchorTrack>> frames;  ///< each track at most once in a frame
  std::vector<Covariance<6>> last;               ///< of the tracks of the last frame; empty if none are stated
};
/// Reads the output of a tracker: frame, time, track, six numbers of its state and, or not, the 21 of the upper
/// triangle of its covariance.
[[nodiscard]] Result<AnchorTracks> read_anchor_tracks(std::istream& in, const std::string& source,
                                                      const std::vector<AnchorScan>& scans,
                                                      const AnchorLimits& limits = {});

/// scenario.json, frames.csv and meas.csv of a folder, without anything of the truth.
struct AnchorPlots {
  AnchorScenario scenario;
  std::vector<AnchorScan> scans;
};
[[nodiscard]] Result<AnchorPlots> read_anchor_plots(const std::string& folder);

/// The whole folder.
struct AnchorReference {
  AnchorPlots plots;
  AnchorWorld world;
  AnchorOrigins origins;
  AnchorTruth truth;
};
[[nodiscard]] Result<AnchorReference> read_anchor_reference(const std::string& folder);
[[nodiscard]] Result<AnchorTracks> read_anchor_tracks(const std::string& path, const std::vector<AnchorScan>& scans);

}  // namespace tocsin::formats
