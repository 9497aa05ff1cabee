// What the Sun, the Moon and resonance add in deep space, in vector lanes (Spacetrack Report No. 3, section 10);
// compiled once for each kind of instructions.

#if defined(TOCSIN_MOTION_SGP4_LANE_DEEP) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_SGP4_LANE_DEEP
#undef TOCSIN_MOTION_SGP4_LANE_DEEP
#else
#define TOCSIN_MOTION_SGP4_LANE_DEEP
#endif

#include "tocsin/motion/sgp4_lane_orbit-inl.hpp"
#include "tocsin/motion/sgp4_theory.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion::sgp4 {
namespace HWY_NAMESPACE {

/// Changes of the elements by Sun and Moon at one time; h still carries the factor sin i.
struct Periodic {
  V e, i, l, gh, h;
};

/// Adds those by one body.
HWY_INLINE void add_body(D d, V t, const Columns& get, std::size_t first, double rate, double eccentricity,
                         Periodic& out) {
  const auto column = [&](BodyColumn c) HWY_ATTR { return get(first + static_cast<std::size_t>(c)); };
  const V mean = hn::MulAdd(hn::Set(d, rate), t, column(BodyColumn::Anomaly));
  const SinCos<V> at_mean = wrapped_sincos(d, mean);
  const SinCos<V> f = turn(at_mean, small_sincos(d, hn::Mul(hn::Set(d, 2.0 * eccentricity), at_mean.sin)));
  const V half_sin = hn::Mul(hn::Set(d, 0.5), f.sin);
  const V f2 = hn::MulSub(half_sin, f.sin, hn::Set(d, 0.25));
  const V f3 = hn::Neg(hn::Mul(half_sin, f.cos));
  const auto sum = [&](BodyColumn c2, BodyColumn c3, V rest)
                       HWY_ATTR { return hn::MulAdd(column(c2), f2, hn::MulAdd(column(c3), f3, rest)); };
  out.e = sum(BodyColumn::E2, BodyColumn::E3, out.e);
  out.i = sum(BodyColumn::I2, BodyColumn::I3, out.i);
  out.l = sum(BodyColumn::L2, BodyColumn::L3, hn::MulAdd(column(BodyColumn::L4), f.sin, out.l));
  out.gh = sum(BodyColumn::Gh2, BodyColumn::Gh3, hn::MulAdd(column(BodyColumn::Gh4), f.sin, out.gh));
  out.h = sum(BodyColumn::H2, BodyColumn::H3, out.h);
}

/// First and second derivative of the mean motion by resonance; the second still lacks the longitude's rate.
struct Pull {
  V first, second;
};

template <bool kOneDay>
HWY_INLINE Pull resonance_pull(D d, const Columns& get, V longitude, V time) {
  const SinCos<V> one = wrapped_sincos(d, longitude);
  const SinCos<V> two = turn(one, one);
  const auto wave = [&](std::size_t k) HWY_ATTR { return get(kWaves + k); };
  Pull out{hn::Zero(d), hn::Zero(d)};
  const auto add = [&](V sine, V cosine, const SinCos<V>& at, double multiple) HWY_ATTR {
    out.first = hn::MulAdd(sine, at.sin, hn::MulAdd(cosine, at.cos, out.first));
    const V second = hn::MulSub(sine, at.cos, hn::Mul(cosine, at.sin));
    out.second = hn::MulAdd(hn::Set(d, multiple), second, out.second);
  };
  if constexpr (kOneDay) {
    add(wave(0), wave(1), one, 1.0);
    add(wave(2), wave(3), two, 2.0);
    add(wave(4), wave(5), turn(two, one), 3.0);
  } else {
    const SinCos<V> w = wrapped_sincos(d, hn::MulAdd(get(kZonalPerigeeDot), time, get(kPerigee)));
    const SinCos<V> w2 = turn(w, w);
    const SinCos<V> back{hn::Neg(w.sin), w.cos};
    const SinCos<V> perigees[4] = {{hn::Zero(d), hn::Set(d, 1.0)}, w, back, w2};
    for (std::size_t q = 0; q < 2; ++q) {
      // a sin(x + w) + b cos(x + w) = sin x (a cos w - b sin w) + cos x (a sin w + b cos w)
      V sine = hn::Zero(d);
      V cosine = hn::Zero(d);
      for (std::size_t p = 0; p < 4; ++p) {
        const V a = wave(8 * q + 2 * p);
        const V b = wave(8 * q + 2 * p + 1);
        sine = hn::MulAdd(a, perigees[p].cos, hn::NegMulAdd(b, perigees[p].sin, sine));
        cosine = hn::MulAdd(a, perigees[p].sin, hn::MulAdd(b, perigees[p].cos, cosine));
      }
      add(sine, cosine, q == 0 ? one : two, q == 0 ? 1.0 : 2.0);
    }
  }
  return out;
}

/// Where the integration of the resonance stands, by lane. Its grid of 720 minutes starts at the epoch, so going on
/// from an earlier time gives the same bits as starting again.
struct LaneMemory {
  bool started = false;
  HWY_ALIGN double time[kGroup];
  HWY_ALIGN double longitude[kGroup];
  HWY_ALIGN double motion[kGroup];
};

/// Longitude of the resonance and mean motion at t.
struct Resonant {
  V longitude, motion;
};

template <bool kOneDay>
HWY_NOINLINE Resonant integrate(D d, V t, const Columns& get, LaneMemory& memory, std::size_t lane) {
  const V step_size = hn::Set(d, 720.0);
  const V half = hn::Set(d, 0.5);
  const V step = hn::CopySign(step_size, t);
  V time = hn::Zero(d);
  V longitude = get(kLongitude);
  V motion = get(kMotion);
  if (memory.started) {
    const V before = hn::Load(d, memory.time + lane);
    const auto usable = hn::And(hn::Le(hn::Abs(before), hn::Abs(t)), hn::Ge(hn::Mul(before, t), hn::Zero(d)));
    time = hn::IfThenElse(usable, before, time);
    longitude = hn::IfThenElse(usable, hn::Load(d, memory.longitude + lane), longitude);
    motion = hn::IfThenElse(usable, hn::Load(d, memory.motion + lane), motion);
  }
  const V longitude_rate = get(kLongitudeRate);
  const V reach = hn::Set(d, kLargestMinutes);
  for (;;) {
    const Pull pull = resonance_pull<kOneDay>(d, get, longitude, time);
    const V rate = hn::Add(motion, longitude_rate);
    const V rest = hn::Sub(t, time);
    const auto open = hn::And(hn::Ge(hn::Abs(rest), step_size), hn::Le(hn::Abs(t), reach));
    const auto moved = [&](V by) HWY_ATTR {
      const V half_by2 = hn::Mul(hn::Mul(half, by), by);
      return Resonant{hn::Add(longitude, hn::MulAdd(pull.first, half_by2, hn::Mul(rate, by))),
                      hn::Add(motion, hn::MulAdd(hn::Mul(pull.second, rate), half_by2, hn::Mul(pull.first, by)))};
    };
    if (hn::AllFalse(d, open)) {
      hn::Store(time, d, memory.time + lane);
      hn::Store(longitude, d, memory.longitude + lane);
      hn::Store(motion, d, memory.motion + lane);
      return moved(rest);
    }
    const Resonant next = moved(step);
    longitude = hn::IfThenElse(open, next.longitude, longitude);
    motion = hn::IfThenElse(open, next.motion, motion);
    time = hn::IfThenElse(open, hn::Add(time, step), time);
  }
}

/// (1 + x)^(-1/3) for |x| up to 0.01, NaN beyond.
HWY_INLINE V inverse_cube_root(D d, V x) {
  V sum = hn::MulAdd(x, hn::Set(d, 728.0 / 6561.0), hn::Set(d, -91.0 / 729.0));
  sum = hn::MulAdd(x, sum, hn::Set(d, 35.0 / 243.0));
  sum = hn::MulAdd(x, sum, hn::Set(d, -14.0 / 81.0));
  sum = hn::MulAdd(x, sum, hn::Set(d, 2.0 / 9.0));
  sum = hn::MulAdd(x, sum, hn::Set(d, -1.0 / 3.0));
  const V root = hn::MulAdd(x, sum, hn::Set(d, 1.0));
  return hn::IfThenElse(hn::Le(hn::Abs(x), hn::Set(d, 0.01)), root, hn::NaN(d));
}

/// The theory in deep space, without resonance or with that of one or two revolutions a day.
template <LaneTheory kTheory>
struct DeepTheory {
  static constexpr Limits kLimits = kDeepLimits;
  static constexpr bool kResonant = kTheory != LaneTheory::Deep;
  static constexpr bool kOneDay = kTheory == LaneTheory::DeepOneDay;

  using Memory = LaneMemory;

  static HWY_INLINE Elements elements(D d, V t, const Columns& get, const LaneTable& table, Memory& memory,
                                      std::size_t lane) {
    const V one = hn::Set(d, 1.0);
    const V t2 = hn::Mul(t, t);
    Elements m{};
    m.minutes = t;
    m.perigee = hn::MulAdd(get(kPerigeeDot), t, get(kPerigee));
    m.node = hn::MulAdd(get(kNodeDrag), t2, hn::MulAdd(get(kNodeDot), t, get(kNode)));
    m.root = hn::Mul(get(kAxisRoot), hn::NegMulAdd(get(kC1), t, one));
    if constexpr (kResonant) {
      const Resonant r = integrate<kOneDay>(d, t, get, memory, lane);
      const V n0 = get(kMotion);
      m.root = hn::Mul(m.root, inverse_cube_root(d, hn::Div(hn::Sub(r.motion, n0), n0)));
      const V sidereal = wrapped(d, hn::MulAdd(t, hn::Set(d, earth_rotation_rad_min), get(kSidereal)));
      m.longitude = hn::Add(r.longitude, sidereal);
      if constexpr (!kOneDay) m.longitude = hn::Add(m.longitude, hn::Add(hn::Sub(m.perigee, m.node), sidereal));
    } else {
      m.longitude = hn::Add(hn::Add(hn::MulAdd(get(kAnomalyDot), t, get(kAnomaly)), m.perigee), m.node);
    }
    m.longitude = hn::MulAdd(get(kMotion), hn::Mul(get(kT2cof), t2), m.longitude);
    m.mean_eccentricity = hn::Sub(hn::MulAdd(get(kEccentricityDot), t, get(kEccentricity)), hn::Mul(get(kBstarC4), t));
    add_third_bodies(d, t, get, table, m);
    return m;
  }

 private:
  static HWY_INLINE void add_third_bodies(D d, V t, const Columns& get, const LaneTable& table, Elements& m) {
    const V zero = hn::Zero(d);
    Periodic by{zero, zero, zero, zero, zero};
    add_body(d, t, get, kSun, sun_rate_rad_min, sun_eccentricity, by);
    add_body(d, t, get, kMoon, moon_rate_rad_min, moon_eccentricity, by);
    m.eccentricity = hn::Add(hn::Max(m.mean_eccentricity, hn::Set(d, 1e-6)), by.e);
    const V turned = hn::MulAdd(get(kInclinationDot), t, by.i);
    const V inclination = hn::Add(get(kInclination), turned);
    const SinCos<V> i = turned_by(d, SinCos<V>{get(kSinI), get(kCosI)}, inclination, turned);
    m.i = inclination_terms(d, i.sin, i.cos);

    V node_shift = hn::Div(by.h, i.sin);
    V perigee_shift = hn::NegMulAdd(i.cos, node_shift, by.gh);
    const auto is_low = hn::Not(hn::Ge(inclination, hn::Set(d, lyddane_below_rad)));
    if (!hn::AllFalse(d, is_low)) {
      // Lyddane's variables turn the node by the angle of (sin i + di cos i, h).
      const V low_shift = polar_angle(d, by.h, hn::MulAdd(by.i, i.cos, i.sin));
      const V turns = hn::Trunc(hn::Mul(m.node, hn::Set(d, 0.15915494309189535)));
      V node = hn::NegMulAdd(turns, hn::Set(d, two_pi), m.node);
      if (table.mode == Sgp4Mode::Afspc) {
        node = hn::IfThenElse(hn::Lt(node, zero), hn::Add(node, hn::Set(d, two_pi)), node);
      }
      const V low_perigee = hn::NegMulAdd(hn::Mul(by.i, node), i.sin, hn::NegMulAdd(i.cos, low_shift, by.gh));
      node_shift = hn::IfThenElse(is_low, low_shift, node_shift);
      perigee_shift = hn::IfThenElse(is_low, low_perigee, perigee_shift);
    }
    m.node = hn::Add(m.node, node_shift);
    m.perigee = hn::Add(m.perigee, perigee_shift);
    m.longitude = hn::Add(m.longitude, hn::Add(hn::Add(by.l, perigee_shift), node_shift));

    const double j3_over_j2 = table.earth.j3 / table.earth.j2;
    const V one_plus = hn::Add(hn::Set(d, 1.0), i.cos);
    // Within half a degree of 180 this is all rounding: NaN makes the scalar code answer.
    const V divisor = hn::IfThenElse(hn::Gt(one_plus, hn::Set(d, 5e-5)), one_plus, hn::NaN(d));
    m.aycof = hn::Mul(hn::Set(d, -0.5 * j3_over_j2), i.sin);
    m.xlcof = hn::Div(
        hn::Mul(hn::Mul(hn::Set(d, -0.25 * j3_over_j2), i.sin), hn::MulAdd(hn::Set(d, 5.0), i.cos, hn::Set(d, 3.0))),
        divisor);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
