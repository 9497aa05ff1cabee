#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/base/vec.hpp"
#include "tocsin/motion/element_set.hpp"
#include "tocsin/motion/sgp4_terms.hpp"

namespace tocsin::motion {

/// Why a state could not be given; 0 to 6 are the numbers of AIAA 2006-6753 (its 5, an epoch test, was withdrawn
/// there).
enum class Sgp4Error : std::uint8_t {
  None = 0,
  MeanEccentricity = 1,       ///< mean eccentricity outside [-0.001, 1)
  MeanMotion = 2,             ///< mean motion not above zero
  PerturbedEccentricity = 3,  ///< eccentricity with lunar and solar terms outside [0, 1]
  SemilatusRectum = 4,        ///< semilatus rectum below zero
  Decayed = 6,                ///< below one Earth radius
  NotUsable =
      7,  ///< ours: elements, time or result not finite, angles above 100 rad, more than 190 years from the epoch
};

/// A sentence for people.
[[nodiscard]] std::string_view describe(Sgp4Error error);

enum class Sgp4Gravity : std::uint8_t { Wgs72, Wgs84 };

enum class Sgp4Mode : std::uint8_t {
  Improved,  ///< 'i' of AIAA 2006-6753: IAU-1982 sidereal time, Lyddane node left in its own revolution
  Afspc,     ///< 'a': sidereal time from 1970 and nodes in [0, 2 pi), as the older operational code
};

struct Sgp4Options {
  /// Element sets are fitted with WGS-72; other constants make positions worse, not better. WGS-84 is for comparisons.
  Sgp4Gravity gravity = Sgp4Gravity::Wgs72;
  /// The published verification states need Improved. Both agree except in deep space at low inclination: up to 1 km
  /// there.
  Sgp4Mode mode = Sgp4Mode::Improved;
};

/// State at one time in TEME. With Decayed the state is the computed one, with every other error it is all NaN.
struct Sgp4State {
  Vec3 position_km;
  Vec3 velocity_km_s;
  Sgp4Error error = Sgp4Error::None;
};

/// SGP4 and SDP4 for one element set: constants are derived once, then each time is independent of every other and of
/// the order of calls. Near-Earth and deep-space theory are chosen by the period (225 minutes). Sources: Hoots and
/// Roehrich, Spacetrack Report No. 3 (1980); Vallado, Crawford, Hujsak and Kelso, Revisiting Spacetrack Report #3, AIAA
/// 2006-6753.
class Sgp4 {
 public:
  /// Never fails: sets that the theory cannot carry (mean motion zero, eccentricity 1, NaN) answer with their error at
  /// every time.
  [[nodiscard]] static Sgp4 from(const ElementSet& elements, const Sgp4Options& options = {});

  /// State `minutes` after the epoch (before it, if negative).
  [[nodiscard]] Sgp4State propagate(double minutes) const;
  /// The same bits, faster for resonant orbits at times in order: `memory` belongs to this object and starts empty.
  [[nodiscard]] Sgp4State propagate(double minutes, sgp4::ResonanceMemory& memory) const;

  /// State in metres and metres per second at an instant; minutes are elapsed (TAI) minutes since the epoch.
  /// Errors: field `sgp4`, value the error's number and words.
  [[nodiscard]] Result<State<Teme>> state_at(Instant time) const;

  /// The error that every time will have; None for usable sets.
  [[nodiscard]] Sgp4Error initial_error() const { return initial_error_; }
  [[nodiscard]] bool is_deep_space() const { return deep_ != nullptr; }
  [[nodiscard]] Instant epoch() const { return epoch_; }

  // Derived constants, for batch propagators.
  [[nodiscard]] const sgp4::EarthModel& earth() const { return earth_; }
  [[nodiscard]] const sgp4::MeanElements& mean_elements() const { return mean_; }
  [[nodiscard]] const sgp4::NearEarthTerms& near_earth() const { return near_earth_; }
  /// Precondition: usable and in deep space.
  [[nodiscard]] const sgp4::DeepSpaceTerms& deep_space() const { return *deep_; }
  [[nodiscard]] Sgp4Mode mode() const { return mode_; }

 private:
  Sgp4() = default;

  Instant epoch_;
  sgp4::EarthModel earth_;
  sgp4::MeanElements mean_;
  sgp4::NearEarthTerms near_earth_;
  std::shared_ptr<const sgp4::DeepSpaceTerms> deep_;  ///< apart, because most satellites have none
  Sgp4Mode mode_ = Sgp4Mode::Improved;
  Sgp4Error initial_error_ = Sgp4Error::None;
};

}  // namespace tocsin::motion
