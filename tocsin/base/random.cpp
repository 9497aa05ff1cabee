#include "tocsin/base/random.hpp"

#include <cmath>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::inline base {
namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;

/// Finalizer of SplitMix64 (variant 13 of Stafford's mixers).
constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// FNV-1a, 64 bits: a fixed function of the name's bytes on every machine, unlike std::hash.
constexpr std::uint64_t hash_of(std::string_view name) {
  std::uint64_t h = 0xCBF29CE484222325U;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return h;
}

std::uint64_t poisson_by_inversion(double mean, double u) {
  double term = std::exp(-mean);
  double sum = term;
  std::uint64_t k = 0;
  // rounding may leave the sum of all terms just below u: stop where terms no longer count
  while (u >= sum && (term > 0.0 && static_cast<double>(k) < mean + 200.0)) {
    ++k;
    term *= mean / static_cast<double>(k);
    sum += term;
  }
  return k;
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view stream) : key_(mix(mix(seed + kGolden) ^ hash_of(stream))) {}

Random Random::substream(std::uint64_t key) const {
  return Random(mix(key_ ^ mix(key + kGolden)));
}

std::uint64_t Random::bits() {
  ++counter_;
  return mix(key_ + counter_ * kGolden);
}

double Random::uniform() {
  return static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
  const double angle = 2.0 * kPi * uniform();
  return radius * std::cos(angle);
}

double Random::exponential() {
  return -std::log1p(-uniform());
}

std::uint64_t Random::poisson(double mean) {
  TOCSIN_REQUIRE(mean >= 0.0 && mean <= 1e15, "the mean of a Poisson variable is from 0 to 1e15");
  if (mean < 30.0) return poisson_by_inversion(mean, uniform());
  // Hörmann, "The transformed rejection method for generating Poisson random variables", 1993, algorithm PTRS.
  const double log_mean = std::log(mean);
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2.0);
  while (true) {
    const double u = uniform() - 0.5;
    const double v = 1.0 - uniform();  // in (0, 1], its logarithm is finite
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2.0 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return static_cast<std::uint64_t>(k);
    if (k < 0.0 || (us < 0.013 && v > us)) continue;
    if (std::log(v * inverse_alpha / (a / (us * us) + b)) <= k * log_mean - mean - log_gamma(k + 1.0)) {
      return static_cast<std::uint64_t>(k);
    }
  }
}

}  // namespace tocsin::inline base
