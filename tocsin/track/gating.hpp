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

/// Measurements of a look, all bearings or all plots, sorted by their first coordinate, to find those in a window
/// without looking at all.
class SortedMeasurements {
 public:
  struct Entry {
    std::array<double, 3> wide{};  ///< eight sigmas of the measurement
    std::size_t place = 0;
    const Measurement* measurement = nullptr;
  };

  /// `measurement` must outlive this.
  void add(const Measurement& measurement, std::size_t place);
  void sort();
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Those in the window, in order of place; until the next call.
  [[nodiscard]] const std::vector<Entry>& in(const Window& window);
  [[nodiscard]] bool any_in(const Window& window) const;

 private:
  /// First and last coordinate of an entry, by which most are passed over.
  struct Key {
    double first = 0.0;
    double last = 0.0;
  };
  /// Calls `take(entry)` for those in the window, in order of the first number, until it says true; whether it did.
  template <class Take>
  bool visit(const Window& window, const Take& take) const;
  /// Place of the first key whose first number is not below `low`.
  [[nodiscard]] std::size_t first_from(double low) const;

  std::vector<Entry> entries_;
  std::vector<Key> keys_;
  std::vector<Entry> found_;
  std::size_t size_ = 0;  ///< numbers that a window has
  double widest_first_ = 0.0;
  double widest_last_ = 0.0;
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
