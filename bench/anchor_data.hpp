#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/formats/anchor_data.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/options.hpp"

namespace tocsin::bench {

/// One scan of one radar of the reference data: its plots, the look that holds them, and the tick that asks for the
/// tracks.
struct AnchorFrame {
  int number = 0;
  double t_s = 0.0;
  std::vector<message::Record> records;
};

/// Reference data for trackers: radars on a sphere that does not turn, objects that fall.
struct AnchorData {
  std::shared_ptr<const sense::Sensors> sensors;
  track::Options options;  ///< what is known of the data: their forces, radars and rate of false plots
  std::vector<AnchorFrame> frames;
};

/// A frame as the tables tell it.
using AnchorTable = formats::AnchorScan;

/// Radars as the chain knows them.
[[nodiscard]] std::vector<sense::Radar> anchor_radars(const formats::AnchorScenario& scenario);
/// Records of frames. Errors: of the world.
[[nodiscard]] Result<AnchorData> anchor_data(const formats::AnchorPlots& plots);

/// Reads scenario.json, frames.csv and meas.csv of a folder; what is true is not read. Errors: file, line, field.
[[nodiscard]] Result<AnchorData> read_anchor_data(const std::string& folder);

}  // namespace tocsin::bench
