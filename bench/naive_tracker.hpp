#pragma once

#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/vec.hpp"
#include "tocsin/sense/sensors.hpp"

#include "bench/anchor_data.hpp"

namespace tocsin::bench {

/// What the first chapters of a textbook give: one Kalman filter a track, its matrices on the heap; each plot tried
/// with each track; one assignment over all of them by shortest augmenting paths; three hits confirm, five misses end.
/// A reference for cost, not for use. It knows of the data what the tracker of the chain knows.
class NaiveTracker {
 public:
  /// Keeps a reference to the data.
  explicit NaiveTracker(const AnchorData& data) : data_(data) {}
  void step(const AnchorFrame& frame);
  [[nodiscard]] std::size_t confirmed() const;

 private:
  struct Track {
    std::vector<double> x;  ///< position m, velocity m/s
    DynamicMatrix p;
    double t_s = 0.0;
    int hits = 1;
    int misses = 0;
  };
  /// A plot as a place with its covariance.
  struct Place {
    Vec3 r;
    DynamicMatrix noise;
  };
  [[nodiscard]] Place place_of(const message::Plot& plot, const sense::Radar& radar) const;
  [[nodiscard]] static Track start(const Place& plot, double t_s);
  static void predict(Track& track, double t_s);
  static void update(Track& track, const Place& plot);

  const AnchorData& data_;
  std::vector<Track> tracks_;
};

}  // namespace tocsin::bench
