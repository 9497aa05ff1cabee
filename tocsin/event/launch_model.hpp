#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/event/boost_template.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/normal_equations.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::event {

/// Way gained `t_s` after lift-off per unit of acceleration at knot `k` of a departure, s²: the double integral of the
/// knot's hat function.
[[nodiscard]] double departure_m(std::size_t k, double t_s, double interval_s);

/// Bearings of one ascent as a function of its parameters: the template plus a smooth departure from it.
///
/// The departure is an acceleration, linear between knots in the time after lift-off, each knot and axis with a normal
/// prior of mean zero: what drag, throttling, wind and steering do beyond the template. Place and bearings depend on it
/// through its double integral, so its parameters are linear.
class LaunchModel {
 public:
  /// Order of the parameters; those of the departure follow (three axes of Itrf for each knot).
  enum Parameter : std::size_t {
    kEast,  ///< of the launch place from `reference()`, metres
    kNorth,
    kHeight,  ///< of the site above the ellipsoid, metres
    kTime,    ///< of lift-off after the first bearing, seconds (negative)
    kTiltEast,
    kTiltNorth,
    kExcess,    ///< ln(thrust / weight − 1)
    kExhaust,   ///< ln(exhaust speed in vacuum, m/s)
    kVertical,  ///< ln(seconds of vertical rise)
    kDrag,      ///< ln(Cd·A over the mass at lift-off, m²/kg)
    kTemplateSize
  };
  using Parameters = std::vector<double>;

  /// Errors: fewer bearings than the options ask for, or a first bearing that misses the Earth.
  [[nodiscard]] static Result<LaunchModel> create(std::span<const Sighting> sightings, const LaunchFitOptions& options);

  [[nodiscard]] std::size_t size() const { return kTemplateSize + 3 * knots_; }
  [[nodiscard]] std::size_t bearings() const { return views_.size(); }
  /// Whether the lines of sight cross under a useful angle: two satellites.
  [[nodiscard]] bool stereo() const { return stereo_; }
  [[nodiscard]] Instant first() const { return first_; }
  [[nodiscard]] double last_s() const { return views_.back().t_s; }
  [[nodiscard]] const Geodetic& reference() const { return reference_; }

  /// A hypothesis: the kind of vehicle, and how far it may depart from the template.
  struct Hypothesis {
    std::size_t kind = 0;
    double departure_sigma_mps2 = 1.0;
  };
  /// Points from which the search begins under a kind.
  [[nodiscard]] std::vector<Parameters> starts(std::size_t kind) const;
  /// The parameters brought back to where the template can be flown.
  [[nodiscard]] Parameters bounded(Parameters p) const;

  /// Normal priors; what is not named (place and time) has none.
  struct Prior {
    std::size_t parameter = 0;
    double mean = 0.0;
    double sigma = 1.0;
  };
  [[nodiscard]] std::vector<Prior> priors(const Hypothesis& hypothesis) const;

  /// Half the robust sum of squares, prior included; infinite where nothing could be seen.
  [[nodiscard]] double cost(const Parameters& p, const Hypothesis& hypothesis) const;

  /// Everything that one step of the fit, and its covariance, need. Precondition: a finite cost.
  struct Linearised {
    explicit Linearised(std::size_t n) : equations(n) {}
    NormalEquations equations;
    double cost = 0.0;                 ///< as `cost`
    double squared_residuals = 0.0;    ///< of the bearings, in sigmas, robust weights
    double climbed_m = 0.0;            ///< from the first to the last bearing
    Vec3 flown_enu_m;                  ///< from the launch place to the place of the heading
    std::vector<double> d_flown_east;  ///< its derivatives by the parameters
    std::vector<double> d_flown_north;
  };
  [[nodiscard]] Linearised linearise(const Parameters& p, const Hypothesis& hypothesis) const;

  [[nodiscard]] AscentParameters ascent_parameters(const Parameters& p) const;
  [[nodiscard]] Geodetic place(const Parameters& p) const;

 private:
  struct View {
    double t_s = 0.0;  ///< after the first bearing
    sense::NadirFrame frame;
    sense::TangentAngles angles;
    double sigma_rad = 0.0;
  };
  LaunchModel() = default;
  struct Path {
    explicit Path(Ascent a) : ascent(std::move(a)) {}
    Ascent ascent;
    std::vector<Vec3> r;     ///< places at the bearings…
    Vec3 r_heading;          ///< …and `message::kHeadingAfterS` after lift-off
    double t_10_km_s = 0.0;  ///< after lift-off
    double climb_mps = 0.0;  ///< there
    Vec3 up;                 ///< there
  };
  [[nodiscard]] Path path(const Parameters& p) const;
  [[nodiscard]] bool in_view(const Path& path) const;
  /// d place / d parameter: [parameter][bearing], behind them the place of the heading and that at 10 km.
  using Derivatives = std::vector<std::vector<Vec3>>;
  [[nodiscard]] Derivatives derivatives(const Parameters& p, const Path& path) const;
  [[nodiscard]] std::vector<Vec3> template_places(const Ascent& ascent, const Parameters& p, double t_10_km_s) const;
  [[nodiscard]] Vec3 departure(const Parameters& p, double t_s) const;
  void find_10_km(const Parameters& p, Path& path) const;
  void add_time_to_10_km(const Path& path, const Derivatives& d, const LaunchFitOptions::Kind& kind,
                         Linearised& out) const;
  void add_first_height(const Path& path, const Derivatives& d, Linearised& out) const;

  LaunchFitOptions options_;
  Instant first_;
  Geodetic reference_;
  double metres_per_lat_rad_ = 0.0;
  double metres_per_lon_rad_ = 0.0;
  std::vector<View> views_;
  std::size_t knots_ = 0;
  bool stereo_ = false;
  Vec3 apparent_motion_enu_;
};

}  // namespace tocsin::event
