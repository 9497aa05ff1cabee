// Secular terms and drag of near-Earth orbits in vector lanes; compiled once for each kind of instructions.

#if defined(TOCSIN_MOTION_SGP4_LANE_NEAR) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_SGP4_LANE_NEAR
#undef TOCSIN_MOTION_SGP4_LANE_NEAR
#else
#define TOCSIN_MOTION_SGP4_LANE_NEAR
#endif

#include "tocsin/motion/sgp4_lane_orbit-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion::sgp4 {
namespace HWY_NAMESPACE {

/// The theory near the Earth, with the full or the simple drag.
template <bool kFull>
struct NearTheory {
  static constexpr Limits kLimits = kNearLimits;
  /// Nothing is kept from one time to the next.
  struct Memory {};

  static HWY_INLINE Elements elements(D d, V t, const Columns& get, const LaneTable& /*table*/, Memory& /*memory*/,
                                      std::size_t /*lane*/) {
    const V one = hn::Set(d, 1.0);
    const V t2 = hn::Mul(t, t);
    // Sums and products of large terms are rounded as in the scalar code: their last bits are metres after years.
    V anomaly = hn::Add(get(kAnomaly), hn::Mul(get(kAnomalyDot), t));
    Elements m{};
    m.minutes = t;
    m.perigee = hn::Add(get(kPerigee), hn::Mul(get(kPerigeeDot), t));
    m.node = hn::Add(hn::Add(get(kNode), hn::Mul(get(kNodeDot), t)), hn::Mul(get(kNodeDrag), t2));
    V axis_factor = hn::Sub(one, hn::Mul(get(kC1), t));
    V loss = hn::Mul(get(kBstarC4), t);
    V gain = hn::Mul(get(kT2cof), t2);
    if constexpr (kFull) {
      const SinCos<V> at = sincos(d, anomaly);
      const V base = hn::MulAdd(get(kEta), at.cos, one);
      const V cubed = hn::Mul(base, hn::Mul(base, base));
      const V shift =
          hn::Add(hn::Mul(get(kPerigeeDrag), t), hn::Mul(get(kAnomalyDrag), hn::Sub(cubed, get(kAnomalyCubed))));
      anomaly = hn::Add(anomaly, shift);
      m.perigee = hn::Sub(m.perigee, shift);
      const SinCos<V> at_shifted = turned_by(d, at, anomaly, shift);
      const V t3 = hn::Mul(t2, t);
      const V t4 = hn::Mul(t3, t);
      axis_factor =
          hn::Sub(axis_factor, hn::Add(hn::Add(hn::Mul(get(kD2), t2), hn::Mul(get(kD3), t3)), hn::Mul(get(kD4), t4)));
      loss = hn::Add(loss, hn::Mul(get(kBstarC5), hn::Sub(at_shifted.sin, get(kSinAnomaly))));
      gain =
          hn::Add(gain, hn::Add(hn::Mul(get(kT3cof), t3), hn::Mul(t4, hn::Add(get(kT4cof), hn::Mul(t, get(kT5cof))))));
    }
    m.root = hn::Mul(get(kAxisRoot), axis_factor);
    m.mean_eccentricity = hn::Sub(get(kEccentricity), loss);
    m.eccentricity = hn::Max(m.mean_eccentricity, hn::Set(d, 1e-6));
    anomaly = hn::Add(anomaly, hn::Mul(get(kMotion), gain));
    m.longitude = hn::Add(hn::Add(anomaly, m.perigee), m.node);
    m.i = {get(kSinI), get(kCosI), get(kSin2I), get(kRadiusI), get(kAlongI), get(kNodeI), get(kTiltI)};
    m.aycof = get(kAycof);
    m.xlcof = get(kXlcof);
    return m;
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
