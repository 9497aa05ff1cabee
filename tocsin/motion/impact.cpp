#include "tocsin/motion/impact.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"

namespace tocsin::motion {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Vec3 inertial_velocity(const State<Itrf>& s) {
  return s.velocity.mps + cross(Vec3{0.0, 0.0, earth::kRotationRateRadS}, s.position.m);
}

// What the two-body orbit says before anything is integrated; nothing when it may come down.
std::optional<Fate> fate_at_first_sight(const State<Itrf>& state, const ImpactOptions& options) {
  const OsculatingOrbit orbit = osculating_orbit(state);
  const bool rising = dot(state.position.m, state.velocity.mps) >= 0.0;
  if (orbit.energy_m2_s2 >= 0.0 && rising) return Fate::escape;
  if (orbit.perigee_height_m > options.orbit_perigee_m) return orbit.energy_m2_s2 >= 0.0 ? Fate::escape : Fate::orbit;
  return std::nullopt;
}

// A row vector times Φ: how a linear function of the state at the end depends on the state at the start and on
// ln(beta).
template <std::size_t Columns>
using Sensitivity = std::array<double, Columns>;

template <std::size_t Columns>
double quadratic_form(const Sensitivity<Columns>& a, const Sensitivity<Columns>& b, const Covariance<6>& p,
                      double sigma_log_beta) {
  double sum = 0.0;
  for (std::size_t i = 0; i < 6; ++i) {
    double row = 0.0;
    for (std::size_t j = 0; j < 6; ++j) row += p(static_cast<int>(i), static_cast<int>(j)) * b[j];
    sum += a[i] * row;
  }
  if constexpr (Columns > 6) sum += a[6] * b[6] * sigma_log_beta * sigma_log_beta;
  return sum;
}

template <std::size_t Columns>
struct Prediction {
  using Motion = VariationalMotion<Columns>;
  using Vector = StateVector<Motion::kSize>;

  const GaussianState<Itrf>& start;
  Instant t0;
  const ImpactOptions& options;
  Impact out;

  // uᵀ Φ_r: how the displacement along `u` at the end depends on the start.
  [[nodiscard]] static Sensitivity<Columns> along(const Vector& y, const Vec3& u) {
    Sensitivity<Columns> s;
    const double* phi = y.data() + 6;
    for (std::size_t k = 0; k < Columns; ++k) s[k] = u.x * phi[k] + u.y * phi[Columns + k] + u.z * phi[2 * Columns + k];
    return s;
  }

  // Place on the ground where the path meets it, and the chain of derivatives through the moment of meeting.
  void land(const Vector& y, double t_s) {
    State<Itrf> state = state_of(y.data());
    const earth::HeightAndNormal h = earth::height_and_normal(state.position.m);
    const double sink = dot(h.normal, state.velocity.mps);
    const double late_s = (options.ground_height_m - h.height_m) / sink;  // what the root left over: nanoseconds
    state.position.m += late_s * state.velocity.mps;
    out.fate = Fate::impact;
    out.state = state;
    out.ground = earth::to_geodetic(state.position);
    out.time = t0 + seconds(t_s + late_s);

    const Mat3 enu = earth::enu_from_itrf(out.ground).m;
    const Vec3 v = enu * state.velocity.mps;
    std::array<Sensitivity<Columns>, 3> rows;  // east, north, time
    const Sensitivity<Columns> up = along(y, enu.rows[2]);
    rows[0] = along(y, enu.rows[0]);
    rows[1] = along(y, enu.rows[1]);
    for (std::size_t k = 0; k < Columns; ++k) {
      rows[2][k] = -up[k] / v.z;
      rows[0][k] += v.x * rows[2][k];
      rows[1][k] += v.y * rows[2][k];
    }
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j <= i; ++j) {
        const double c = quadratic_form<Columns>(rows[static_cast<std::size_t>(i)], rows[static_cast<std::size_t>(j)],
                                                 start.covariance, options.sigma_log_beta);
        out.covariance(i, j) = c;
        out.covariance(j, i) = c;
      }
    }
    out.time_sigma_s = std::sqrt(std::max(0.0, out.covariance(2, 2)));
  }

  // At the top the rate of the height is zero: the moment of the top does not matter for its height.
  void top(const Vector& y, double t_s) {
    const earth::HeightAndNormal h = earth::height_and_normal({y[0], y[1], y[2]});
    const Sensitivity<Columns> up = along(y, h.normal);
    const double variance = quadratic_form<Columns>(up, up, start.covariance, options.sigma_log_beta);
    out.apogee = Apogee{t0 + seconds(t_s), h.height_m, std::sqrt(std::max(0.0, variance))};
  }

  Status run() {
    constexpr double kMaxStepS = 600.0;
    Integrator<Motion::kSize, 6, Motion> flight(Motion{BallisticMotion(options.forces)}, 0.0, Motion::start(start.mean),
                                                tolerance_of(options.tolerance_m), {.max_step = kMaxStepS});
    double height = height_m(flight.y().data());
    double climb = climb_mps(flight.y().data());
    while (flight.t() < options.max_flight_s) {
      if (Status made = flight.step(options.max_flight_s); !made) return made;
      const double height_after = height_m(flight.y().data());
      const double climb_after = climb_mps(flight.y().data());
      const bool tops = climb > 0.0 && climb_after <= 0.0;
      const bool lands = height_after < options.ground_height_m && climb_after < 0.0;
      if (tops || lands) {
        const DenseStep<6> dense = flight.dense();
        double from_s = dense.begin;
        if (tops) {
          from_s = root_between([&](double t) { return climb_mps(dense.at(t).data()); }, dense.begin, climb,
                                dense.end(), climb_after, 1e-6);
          const double above = height_m(dense.at(from_s).data()) - options.ground_height_m;
          if (above < 0.0) return fail("impact: the body never rises above the ground height");
          height = above + options.ground_height_m;
        }
        double land_s = 0.0;
        if (lands) {
          const auto above = [&](double t) { return height_m(dense.at(t).data()) - options.ground_height_m; };
          land_s = root_between(above, from_s, height - options.ground_height_m, dense.end(),
                                height_after - options.ground_height_m, 1e-7);
        }
        if (tops) top(flight.restep(from_s), from_s);
        if (lands) {
          land(flight.restep(land_s), land_s);
          return {};
        }
      }
      height = height_after;
      climb = climb_after;
    }
    out.fate = Fate::grazes;
    return {};
  }
};

template <std::size_t Columns>
Result<Impact> predict(const GaussianState<Itrf>& state, Instant t, const ImpactOptions& options) {
  Prediction<Columns> prediction{state, t, options, {}};
  if (Status done = prediction.run(); !done) return tl::unexpected(std::move(done).error());
  return std::move(prediction.out);
}

}  // namespace

OsculatingOrbit osculating_orbit(const State<Itrf>& state) {
  const Vec3 v = inertial_velocity(state);
  const double r = norm(state.position.m);
  const Vec3 h = cross(state.position.m, v);
  OsculatingOrbit out;
  out.energy_m2_s2 = 0.5 * squared_norm(v) - earth::kGravitationalParameter / r;
  const double p = squared_norm(h) / earth::kGravitationalParameter;
  out.eccentricity = std::sqrt(std::max(0.0, 1.0 + 2.0 * out.energy_m2_s2 * p / earth::kGravitationalParameter));
  out.perigee_height_m = p / (1.0 + out.eccentricity) - earth::kEquatorialRadiusM;
  out.inclination_rad = std::atan2(std::sqrt(h.x * h.x + h.y * h.y), h.z);
  if (out.energy_m2_s2 < 0.0) {
    const double a = -0.5 * earth::kGravitationalParameter / out.energy_m2_s2;
    out.apogee_height_m = a * (1.0 + out.eccentricity) - earth::kEquatorialRadiusM;
    out.period_s = 2.0 * kPi * std::sqrt(a * a * a / earth::kGravitationalParameter);
  } else {
    out.apogee_height_m = kInfinity;
    out.period_s = kInfinity;
  }
  return out;
}

Result<Impact> predict_impact(const GaussianState<Itrf>& state, Instant t, const ImpactOptions& options) {
  if (Status good = check_start(state.mean, options.forces); !good) return tl::unexpected(std::move(good).error());
  for (const double p : state.covariance.a) {
    if (!std::isfinite(p)) return fail("impact: the covariance is not finite");
  }
  const earth::HeightAndNormal h = earth::height_and_normal(state.mean.position.m);
  if (h.height_m < options.ground_height_m && dot(h.normal, state.mean.velocity.mps) <= 0.0) {
    return fail("impact: the body is " + fixed(options.ground_height_m - h.height_m, 0) +
                " m below the ground height and does not rise");
  }
  if (const std::optional<Fate> fate = fate_at_first_sight(state.mean, options)) {
    Impact out;
    out.fate = *fate;
    if (*fate == Fate::orbit) {
      // The top of the orbit still tells a launch to space from a high ballistic flight.
      const Result<ArcPoint> top =
          find_apogee(state.mean, t, {.forces = options.forces, .tolerance_m = options.tolerance_m});
      if (top) out.apogee = Apogee{top->time, top->height_m, 0.0};
    }
    return out;
  }
  return options.forces.beta_kg_m2 ? predict<7>(state, t, options) : predict<6>(state, t, options);
}

}  // namespace tocsin::motion
