// Radar: error and cost of detection probabilities, speed of the CFAR detector, error of the refraction table.
// Usage: bench_radar

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "tocsin/base/lane_target.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/detect/cfar.hpp"
#include "tocsin/earth/refraction.hpp"
#include "tocsin/sense/detection_statistics.hpp"

#include "bench/timing.hpp"
#include "tests/sense/detection_oracle.hpp"

namespace tocsin {
namespace {

using bench::median;
using bench::seconds_now;

constexpr int kPulses[] = {1, 2, 4, 10, 30, 100};

void detection() {
  std::printf(
      "probability of detection, pulses 1 to 100, false alarms 1e-2 to 1e-12, -20 to 40 dB, against the inverted\n"
      "characteristic function (64-bit mantissas):\n");
  for (int c = 0; c < 5; ++c) {
    double worst = 0.0;
    double cost_s = 0.0;
    int count = 0;
    for (const int pulses : kPulses) {
      for (double exponent = -2.0; exponent >= -12.0; exponent -= 1.0) {
        const double threshold = sense::detection_threshold(std::pow(10.0, exponent), pulses);
        std::vector<double> found;
        const double begin = seconds_now();
        for (int db = -20; db <= 40; ++db)
          found.push_back(sense::detection_probability(sense::swerling_from_number(c), std::pow(10.0, 0.1 * db),
                                                       threshold, pulses));
        cost_s += seconds_now() - begin;
        for (int db = -20; db <= 40; ++db) {
          const sense::DetectionOracle oracle(c, std::pow(10.0, 0.1 * db), threshold, pulses);
          worst = std::max(
              worst, std::abs(found[static_cast<std::size_t>(db + 20)] - static_cast<double>(oracle.detection())));
          ++count;
        }
      }
    }
    std::printf("  Swerling %d: worst error %.1e, %.2f us each\n", c, worst, 1e6 * cost_s / count);
  }
}

void cfar() {
  constexpr std::size_t rows = 2048;
  constexpr std::size_t columns = 4096;
  std::vector<float> cells(rows * columns);
  Random random(1, "cells");
  for (float& cell : cells) cell = static_cast<float>(random.exponential());
  std::printf("cell-averaging CFAR, %zu by %zu cells, one thread, %s:\n", rows, columns,
              std::string(lane_target_name(lane_targets().front())).c_str());
  for (const detect::CfarWindow& w :
       {detect::CfarWindow{0, 0, 2, 8}, detect::CfarWindow{1, 4, 1, 4}, detect::CfarWindow{2, 8, 2, 8}}) {
    std::vector<double> taken;
    std::size_t hits = 0;
    for (int i = 0; i < 9; ++i) {
      const double begin = seconds_now();
      hits = detect::cell_averaging_cfar({cells, rows, columns}, {w, 1e-6}).size();
      taken.push_back(seconds_now() - begin);
    }
    const auto count = static_cast<double>(cells.size());
    std::printf("  %d + %d rows, %d + %d columns each side: median %.2f, best %.2f Gcell/s (%zu hits, %.1f expected)\n",
                w.guard_rows, w.training_rows, w.guard_columns, w.training_columns, 1e-9 * count / median(taken),
                1e-9 * count / *std::min_element(taken.begin(), taken.end()), hits, 1e-6 * count);
  }
}

void refraction() {
  std::printf("refraction table against traced rays, 1 to 89 degrees, heights 10 to 2000 km:\n");
  for (const double frequency_hz : {160e6, 435e6, 1300e6, 10e9}) {
    for (const double tecu : {0.0, 10.0, 100.0}) {
      earth::RefractiveMedium medium;
      medium.frequency_hz = frequency_hz;
      medium.ionosphere.electrons_m2 = tecu * 1e16;
      double begin = seconds_now();
      const earth::RefractionTable table(medium, 0.0);
      const double build_s = seconds_now() - begin;
      double bending = 0.0;
      double delay = 0.0;
      std::vector<double> ranges;
      for (double degree = 1.0; degree < 89.0; degree *= 1.13) {
        for (double height_m = 10e3; height_m <= 2000e3; height_m *= 1.07) {
          const earth::TracedRay ray = earth::trace_ray_to(medium, 0.0, degree * kRadiansPerDegree, height_m);
          const earth::RefractionAt at = table.at(ray.elevation_rad, ray.range_m);
          bending = std::max(bending, std::abs(at.bending_rad / ray.bending_rad() - 1.0));
          delay = std::max(delay, std::abs(at.delay_m / ray.delay_m() - 1.0));
        }
      }
      double sum = 0.0;
      begin = seconds_now();
      constexpr int looks = 100'000;
      for (int i = 0; i < looks; ++i) sum += table.at(0.02 + 1e-5 * i, 3e5 + 20.0 * i).delay_m;
      const double each_s = (seconds_now() - begin) / looks;
      std::printf(
          "  %6.0f MHz, %3.0f TECU: bending %.2f %%, delay %.2f %%; table made in %.2f s, %.0f ns a look-up (%g)\n",
          1e-6 * frequency_hz, tecu, 100.0 * bending, 100.0 * delay, build_s, 1e9 * each_s, sum > 0.0 ? 0.0 : 1.0);
    }
  }
}

}  // namespace
}  // namespace tocsin

int main() {
  tocsin::detection();
  tocsin::cfar();
  tocsin::refraction();
  return 0;
}
