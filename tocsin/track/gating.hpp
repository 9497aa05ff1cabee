#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "tocsin/track/existence.hpp"
#include "tocsin/track/imm.hpp"
#include "tocsin/track/measurement.hpp"

namespace tocsin::track {

/// Thresholds of squared normalised distances.
class Gates {
 public:
  explicit Gates(const Options& options);
  /// Of a measurement of so many numbers to a track.
  [[nodiscard]] double threshold(int size) const { return threshold_[static_cast<std::size_t>(size)]; }
  /// Of two tracks that may be one object.
  [[nodiscard]] double merge() const { return merge_; }
  /// Of a track to the past of what it may have separated from.
  [[nodiscard]] double parent() const { return parent_; }

 private:
  std::array<double, kMaxMeasured + 1> threshold_{};
  double merge_ = 0.0;
  double parent_ = 0.0;
};

/// Part of measurement space that a track can reach in a look: a cheap test before the exact one.
struct Window {
  std::array<double, 3> centre{};
  std::array<double, 3> half{};  ///< eight sigmas of the estimate
  std::array<double, 3> rate{};  ///< how fast the fastest object moves through each coordinate, per second
  Instant time;
  bool reachable = false;
  bool azimuth_wraps = false;
};

/// Of an infrared look. `estimate` at `time`.
[[nodiscard]] Window window_of(const LookView& look, const CoastState& estimate, Instant time, const Options& options);
/// Of a radar's look; `sight` is the estimate as the radar would report it.
[[nodiscard]] Window window_of(const std::optional<RadarSight>& sight, Instant time, const Options& options);
[[nodiscard]] bool may_contain(const Window& window, const Measurement& measurement);

/// Measurements of a look sorted by their first coordinate, to find those in a window without looking at all.
class SortedMeasurements {
 public:
  void add(const Measurement& measurement, std::size_t place);
  void sort();
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Calls `take(place)` for each measurement in the window, in order of place.
  template <class Take>
  void each_in(const Window& window, const Take& take) {
    find(window);
    for (const std::size_t place : found_) take(place);
  }
  [[nodiscard]] bool any_in(const Window& window) const;

 private:
  /// What a window needs of a measurement, side by side.
  struct Entry {
    std::array<double, kMaxMeasured> value{};
    std::array<double, 3> wide{};  ///< eight sigmas of the measurement
    Instant time;
    std::size_t size = 0;  ///< numbers that a window has
    std::size_t place = 0;
  };
  /// Calls `take(entry)` for those in the window, in order of the first number, until it says true; whether it did.
  template <class Take>
  bool visit(const Window& window, const Take& take) const;
  void find(const Window& window);
  std::vector<Entry> entries_;
  std::vector<std::size_t> found_;
  double widest_ = 0.0;
  Instant earliest_;
  Instant latest_;
};

/// A track and a measurement that agree, with what it says about both.
struct Gated {
  std::size_t track = 0;
  std::size_t measurement = 0;
  double squared = 0.0;
  double log_likelihood = 0.0;  ///< ln(p_D · density)
};

}  // namespace tocsin::track
