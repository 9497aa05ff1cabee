#include "tocsin/earth/atmosphere.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tocsin::earth {
namespace {

// NOAA-S/T 76-1562, U.S. Standard Atmosphere, 1976.
constexpr double kStandardGravity = 9.80665;
constexpr double kGasConstantAir = 8314.32 / 28.9644;  // J/(kg K), the standard's own values
constexpr double kRatioOfHeats = 1.4;
constexpr double kGeopotentialRadiusKm = 6356.766;
constexpr double kTopOfLayersKm = 86.0;

// Table 4 of the standard: base of each layer, lapse rate of the molecular-scale temperature.
struct Layer {
  double base_km;  // geopotential
  double lapse_k_km;
};
constexpr std::array<Layer, 7> kLayers{
    {{0.0, -6.5}, {11.0, 0.0}, {20.0, 1.0}, {32.0, 2.8}, {47.0, 0.0}, {51.0, -2.8}, {71.0, -2.0}}};

// Table 1 of the standard: density (kg/m³) at geometric heights where the air is no longer mixed.
struct TableRow {
  double height_km;
  double density;
};
constexpr std::array kThermosphere{
    TableRow{87, 5.824e-6},   TableRow{88, 4.875e-6},   TableRow{89, 4.081e-6},   TableRow{90, 3.416e-6},
    TableRow{91, 2.860e-6},   TableRow{92, 2.393e-6},   TableRow{93, 2.000e-6},   TableRow{94, 1.670e-6},
    TableRow{95, 1.393e-6},   TableRow{96, 1.162e-6},   TableRow{97, 9.685e-7},   TableRow{98, 8.071e-7},
    TableRow{99, 6.725e-7},   TableRow{100, 5.604e-7},  TableRow{102, 3.935e-7},  TableRow{104, 2.769e-7},
    TableRow{106, 1.954e-7},  TableRow{108, 1.381e-7},  TableRow{110, 9.708e-8},  TableRow{112, 6.838e-8},
    TableRow{114, 4.975e-8},  TableRow{116, 3.720e-8},  TableRow{118, 2.847e-8},  TableRow{120, 2.222e-8},
    TableRow{125, 1.291e-8},  TableRow{130, 8.152e-9},  TableRow{135, 5.465e-9},  TableRow{140, 3.831e-9},
    TableRow{145, 2.781e-9},  TableRow{150, 2.076e-9},  TableRow{160, 1.233e-9},  TableRow{170, 7.815e-10},
    TableRow{180, 5.194e-10}, TableRow{190, 3.581e-10}, TableRow{200, 2.541e-10}, TableRow{220, 1.367e-10},
    TableRow{240, 7.858e-11}, TableRow{260, 4.742e-11}, TableRow{280, 2.971e-11}, TableRow{300, 1.916e-11},
    TableRow{320, 1.264e-11}, TableRow{340, 8.503e-12}, TableRow{360, 5.805e-12}, TableRow{380, 4.013e-12},
    TableRow{400, 2.803e-12}, TableRow{450, 1.184e-12}, TableRow{500, 5.215e-13}, TableRow{550, 2.384e-13},
    TableRow{600, 1.137e-13}, TableRow{650, 5.712e-14}, TableRow{700, 3.070e-14}, TableRow{750, 1.788e-14},
    TableRow{800, 1.136e-14}, TableRow{850, 7.824e-15}, TableRow{900, 5.759e-15}, TableRow{950, 4.453e-15},
    TableRow{1000, 3.561e-15}};

struct Air {
  double temperature_k = 0.0;
  double pressure_pa = 0.0;
};

// The standard's defining equations below 86 km: hydrostatic layers of linear temperature in geopotential height.
Air layered_air(double height_km) {
  const double h = kGeopotentialRadiusKm * height_km / (kGeopotentialRadiusKm + height_km);
  Air air{288.15, 101325.0};
  for (std::size_t i = 0; i < kLayers.size(); ++i) {
    const double top_km = i + 1 < kLayers.size() ? kLayers[i + 1].base_km : 1e9;
    const double dh = std::min(h, top_km) - kLayers[i].base_km;
    const double lapse = kLayers[i].lapse_k_km;
    const double exponent = kStandardGravity * 1000.0 / kGasConstantAir;  // K/km
    if (lapse == 0.0) {
      air.pressure_pa *= std::exp(-exponent * dh / air.temperature_k);
    } else {
      const double warmer = air.temperature_k + lapse * dh;
      air.pressure_pa *= std::pow(warmer / air.temperature_k, -exponent / lapse);
      air.temperature_k = warmer;
    }
    if (h <= top_km) break;
  }
  return air;
}

// Natural cubic spline of the logarithm of a quantity over height in kilometres: twice continuously differentiable.
class LogSpline {
 public:
  void add(double height_km, double value) {
    x_.push_back(height_km);
    y_.push_back(std::log(value));
  }

  // Second derivatives by the tridiagonal system (Press et al., Numerical Recipes, section 3.3), then one cubic a
  // segment and a table from whole kilometres to segments.
  void finish() {
    const std::size_t n = x_.size();
    std::vector<double> second(n, 0.0);
    std::vector<double> u(n, 0.0);
    for (std::size_t i = 1; i + 1 < n; ++i) {
      const double sig = (x_[i] - x_[i - 1]) / (x_[i + 1] - x_[i - 1]);
      const double p = sig * second[i - 1] + 2.0;
      second[i] = (sig - 1.0) / p;
      const double jump = (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]) - (y_[i] - y_[i - 1]) / (x_[i] - x_[i - 1]);
      u[i] = (6.0 * jump / (x_[i + 1] - x_[i - 1]) - sig * u[i - 1]) / p;
    }
    second[n - 1] = 0.0;
    for (std::size_t k = n - 1; k-- > 0;) second[k] = second[k] * second[k + 1] + u[k];

    for (std::size_t i = 0; i + 1 < n; ++i) {
      const double h = x_[i + 1] - x_[i];
      cubics_.push_back({x_[i], y_[i], (y_[i + 1] - y_[i]) / h - h * (2.0 * second[i] + second[i + 1]) / 6.0,
                         second[i] / 2.0, (second[i + 1] - second[i]) / (6.0 * h)});
      for (double km = x_[i]; km < x_[i + 1]; km += 1.0) segment_of_km_.push_back(static_cast<unsigned char>(i));
    }
    first_ = {x_.front(), y_.front(), cubics_.front().b};
    const Cubic& last = cubics_.back();
    const double h = x_[n - 1] - x_[n - 2];
    last_ = {x_.back(), y_.back(), last.b + h * (2.0 * last.c + h * 3.0 * last.d)};
  }

  struct Value {
    double log = 0.0;
    double slope_per_km = 0.0;
  };
  [[nodiscard]] Value at(double height_km) const {
    if (height_km <= first_.x) return {first_.y + first_.slope * (height_km - first_.x), first_.slope};
    if (!(height_km < last_.x)) return {last_.y + last_.slope * (height_km - last_.x), last_.slope};
    const Cubic& k = cubics_[segment_of_km_[static_cast<std::size_t>(height_km - first_.x)]];
    const double d = height_km - k.x;
    return {k.y + d * (k.b + d * (k.c + d * k.d)), k.b + d * (2.0 * k.c + d * 3.0 * k.d)};
  }

 private:
  struct Cubic {
    double x, y, b, c, d;
  };
  struct Ray {
    double x = 0.0, y = 0.0, slope = 0.0;
  };
  std::vector<double> x_, y_;
  std::vector<Cubic> cubics_;
  std::vector<unsigned char> segment_of_km_;
  Ray first_, last_;
};

double layered_density(double height_km) {
  const Air air = layered_air(height_km);
  return air.pressure_pa / (kGasConstantAir * air.temperature_k);
}

LogSpline make_density() {
  LogSpline spline;
  for (int km = 0; km <= 86; ++km) spline.add(km, layered_density(km));
  for (const TableRow& row : kThermosphere) spline.add(row.height_km, row.density);
  spline.finish();
  return spline;
}

LogSpline make_pressure() {
  LogSpline spline;
  for (int km = 0; km <= 86; ++km) spline.add(km, layered_air(km).pressure_pa);
  spline.finish();
  return spline;
}

const LogSpline& density_spline() {
  static const LogSpline spline = make_density();
  return spline;
}

}  // namespace

Density density(double height_m) {
  const LogSpline::Value value = density_spline().at(height_m * 1e-3);
  return {std::exp(value.log), value.slope_per_km * 1e-3};
}

double pressure_pa(double height_m) {
  static const LogSpline spline = make_pressure();
  return std::exp(spline.at(height_m * 1e-3).log);
}

double temperature_k(double height_m) {
  if (height_m >= kTopOfLayersKm * 1e3) return 186.87;
  const double z = height_m > 0.0 ? height_m * 1e-3 : 0.0;
  const double h = kGeopotentialRadiusKm * z / (kGeopotentialRadiusKm + z);
  double t = 288.15;
  for (std::size_t i = 0; i < kLayers.size() && h > kLayers[i].base_km; ++i) {
    const double top_km = i + 1 < kLayers.size() ? kLayers[i + 1].base_km : h;
    t += kLayers[i].lapse_k_km * (std::min(h, top_km) - kLayers[i].base_km);
  }
  return t;
}

double speed_of_sound_mps(double height_m) {
  return std::sqrt(kRatioOfHeats * kGasConstantAir * temperature_k(height_m));
}

}  // namespace tocsin::earth
