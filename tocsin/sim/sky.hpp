#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/truth.hpp"
#include "tocsin/motion/sgp4.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/sim/sky_script.hpp"

namespace tocsin::sim {

/// Radius of the Moon, m (IAU Working Group on Cartographic Coordinates, Archinal et al. 2018).
inline constexpr double kMoonRadiusM = 1'737.4e3;
/// Its radar cross-section over that of its disc, at metre and decimetre waves (Evans & Hagfors, Radar Astronomy, 1968,
/// chapter 5).
inline constexpr double kMoonAlbedo = 0.07;
/// 6.6e11 m².
[[nodiscard]] double moon_rcs_m2();

/// A satellite while it is where radars look, or the Moon: the point of it that is nearest to the Earth, from which
/// most of the echo comes.
class SkyBody {
 public:
  /// From, to.
  using Span = std::pair<Instant, Instant>;

  SkyBody(const motion::ElementSet& satellite, double rcs_m2, std::vector<Span> spans);
  [[nodiscard]] static SkyBody moon(Instant begin, Instant end);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::uint64_t key() const { return key_; }
  /// Ascending, not empty, apart from each other.
  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }
  [[nodiscard]] bool meets(Instant from, Instant to) const;
  /// Nothing where the orbit cannot be told.
  [[nodiscard]] std::optional<State<Itrf>> state_at(Instant t) const;
  [[nodiscard]] double rcs_m2() const { return rcs_m2_; }
  [[nodiscard]] message::TruthObject describe() const;

 private:
  SkyBody(std::string id, double rcs_m2, std::vector<Span> spans);
  std::optional<motion::Sgp4> orbit_;  ///< nothing: the Moon
  std::string id_;
  std::uint64_t key_ = 0;
  double rcs_m2_ = 0.0;
  std::vector<Span> spans_;
};

/// What of a sky crosses the views of a world's radars, sorted by id. Satellites beyond the instrumented range of a
/// radar are in no view. Errors: orbits whose passages cannot be found.
[[nodiscard]] Result<std::vector<SkyBody>> make_sky(const SkyScript& script, const sense::Sensors& sensors,
                                                    Instant begin, Instant end);

}  // namespace tocsin::sim
