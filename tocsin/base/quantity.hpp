#pragma once

#include <compare>

namespace tocsin::inline base {

/// A physical quantity in SI units whose kind is part of its type; converts to double only by `.value()`.
template <class Kind>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}
  [[nodiscard]] constexpr double value() const { return value_; }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.value_); }
  friend constexpr Quantity operator*(double s, Quantity a) { return Quantity(s * a.value_); }
  friend constexpr Quantity operator*(Quantity a, double s) { return Quantity(a.value_ * s); }
  friend constexpr Quantity operator/(Quantity a, double s) { return Quantity(a.value_ / s); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  double value_ = 0.0;
};

using Metres = Quantity<struct LengthKind>;
using MetresPerSecond = Quantity<struct SpeedKind>;
using MetresPerSecondSquared = Quantity<struct AccelerationKind>;
using Radians = Quantity<struct AngleKind>;
using Seconds = Quantity<struct TimeSpanKind>;
using Kilograms = Quantity<struct MassKind>;
using KilogramsPerSquareMetre = Quantity<struct BallisticCoefficientKind>;
using KilogramsPerCubicMetre = Quantity<struct DensityKind>;
using SquareMetres = Quantity<struct AreaKind>;
using Kelvins = Quantity<struct TemperatureKind>;
using Hertz = Quantity<struct FrequencyKind>;
using WattsPerSteradian = Quantity<struct RadiantIntensityKind>;
using Decibels = Quantity<struct RatioKind>;

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kRadiansPerDegree = kPi / 180.0;

[[nodiscard]] constexpr Metres kilometres(double km) {
  return Metres(km * 1000.0);
}
[[nodiscard]] constexpr Radians degrees(double deg) {
  return Radians(deg * kRadiansPerDegree);
}
[[nodiscard]] constexpr double in_degrees(Radians angle) {
  return angle.value() / kRadiansPerDegree;
}
[[nodiscard]] constexpr double in_kilometres(Metres length) {
  return length.value() / 1000.0;
}

}  // namespace tocsin::inline base
