#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/motion/sgp4_lanes.hpp"
#include "tocsin/motion/sgp4_theory.hpp"

namespace tocsin::motion::sgp4 {
namespace {

std::size_t columns_of(LaneTheory theory) {
  switch (theory) {
    case LaneTheory::NearFullDrag:
      return kFullDragColumns;
    case LaneTheory::NearSimpleDrag:
      return kSimpleDragColumns;
    case LaneTheory::Deep:
      return kDeepColumns;
    case LaneTheory::DeepOneDay:
      return kOneDayColumns;
    case LaneTheory::DeepHalfDay:
      return kHalfDayColumns;
  }
  return kHalfDayColumns;
}

/// Writes one satellite's columns.
class Column {
 public:
  explicit Column(double* first) : first_(first) {}
  void set(std::size_t c, double v) const { first_[c * kGroup] = v; }

 private:
  double* first_;
};

/// Of the inclination.
struct SineCosine {
  double sine, cosine;
};

void set_common(const Column& out, const Sgp4& orbit, const SineCosine& i) {
  const MeanElements& m = orbit.mean_elements();
  const NearEarthTerms& n = orbit.near_earth();
  out.set(kAnomaly, m.anomaly_rad);
  out.set(kAnomalyDot, n.mean_anomaly_dot);
  out.set(kPerigee, m.perigee_rad);
  out.set(kPerigeeDot, n.perigee_dot);
  out.set(kNode, m.node_rad);
  out.set(kNodeDot, n.node_dot);
  out.set(kNodeDrag, n.node_drag);
  out.set(kEccentricity, m.eccentricity);
  out.set(kMotion, m.motion_rad_min);
  out.set(kAxisRoot, std::cbrt(orbit.earth().ke_per_min / m.motion_rad_min));
  out.set(kCosI, i.cosine);
  out.set(kSinI, i.sine);
  out.set(kC1, n.c1);
  out.set(kBstarC4, n.bstar * n.c4);
  out.set(kT2cof, n.t2cof);
}

void set_near(const Column& out, const NearEarthTerms& n, const SineCosine& i, bool full_drag) {
  out.set(kAycof, n.long_period.aycof);
  out.set(kXlcof, n.long_period.xlcof);
  const double c = i.cosine;
  out.set(kSin2I, 1.0 - c * c);
  out.set(kRadiusI, 4.5 * c * c - 1.5);
  out.set(kAlongI, 0.25 - 1.75 * c * c);
  out.set(kNodeI, 1.5 * c);
  out.set(kTiltI, 1.5 * i.sine * c);
  if (!full_drag) return;
  out.set(kEta, n.eta);
  out.set(kPerigeeDrag, n.perigee_drag);
  out.set(kAnomalyDrag, n.anomaly_drag);
  out.set(kAnomalyCubed, n.anomaly_cubed_at_epoch);
  out.set(kSinAnomaly, n.sin_anomaly_at_epoch);
  out.set(kBstarC5, n.bstar * n.c5);
  out.set(kD2, n.d2);
  out.set(kD3, n.d3);
  out.set(kD4, n.d4);
  out.set(kT3cof, n.t3cof);
  out.set(kT4cof, n.t4cof);
  out.set(kT5cof, n.t5cof);
}

void set_body(const Column& out, std::size_t first, const ThirdBodyPeriodics& p) {
  const std::array<double, static_cast<std::size_t>(BodyColumn::Count)> values{
      p.anomaly_at_epoch_rad, p.e2, p.e3, p.i2, p.i3, p.l2, p.l3, p.l4, p.gh2, p.gh3, p.gh4, p.h2, p.h3};
  for (std::size_t i = 0; i < values.size(); ++i) out.set(first + i, values[i]);
}

void set_deep(const Column& out, const Sgp4& orbit) {
  const MeanElements& m = orbit.mean_elements();
  const NearEarthTerms& n = orbit.near_earth();
  const DeepSpaceTerms& d = orbit.deep_space();
  out.set(kAnomalyDot, n.mean_anomaly_dot + d.rates.anomaly_rad);
  out.set(kPerigeeDot, n.perigee_dot + d.rates.perigee_rad);
  out.set(kNodeDot, n.node_dot + d.rates.node_rad);
  out.set(kEccentricityDot, d.rates.eccentricity);
  out.set(kInclination, m.inclination_rad);
  out.set(kInclinationDot, d.rates.inclination_rad);
  set_body(out, kSun, d.sun);
  set_body(out, kMoon, d.moon);
}

/// A sum of a sin(x - phase) as its parts along sin x and cos x.
struct Wave {
  double sine = 0.0;
  double cosine = 0.0;
  void add(double amplitude, double phase) {
    sine += amplitude * std::cos(phase);
    cosine -= amplitude * std::sin(phase);
  }
};

void set_resonance(const Column& out, const Sgp4& orbit) {
  const ResonanceTerms& r = orbit.deep_space().resonance;
  out.set(kSidereal, r.sidereal_at_epoch_rad);
  out.set(kLongitude, r.longitude_at_epoch_rad);
  out.set(kLongitudeRate, r.longitude_rate);
  out.set(kZonalPerigeeDot, orbit.near_earth().perigee_dot);
  std::array<Wave, 8> waves{};
  std::size_t count = 0;
  if (r.kind == Resonance::OneDay) {
    count = 3;
    waves[0].add(r.del1, resonance_phase::day_1);
    waves[1].add(r.del2, 2.0 * resonance_phase::day_2);
    waves[2].add(r.del3, 3.0 * resonance_phase::day_3);
  } else {
    count = 8;
    waves[0].add(r.d2211, resonance_phase::g22);
    waves[1].add(r.d3210, resonance_phase::g32);
    waves[1].add(r.d5220, resonance_phase::g52);
    waves[2].add(r.d3222, resonance_phase::g32);
    waves[2].add(r.d5232, resonance_phase::g52);
    waves[3].add(r.d2201, resonance_phase::g22);
    waves[4].add(r.d4422, resonance_phase::g44);
    waves[5].add(r.d5421, resonance_phase::g54);
    waves[6].add(r.d5433, resonance_phase::g54);
    waves[7].add(r.d4410, resonance_phase::g44);
  }
  for (std::size_t i = 0; i < count; ++i) {
    out.set(kWaves + 2 * i, waves[i].sine);
    out.set(kWaves + 2 * i + 1, waves[i].cosine);
  }
}

}  // namespace

LaneTheory lane_theory(const Sgp4& orbit) {
  if (!orbit.is_deep_space()) {
    return orbit.near_earth().simplified_drag ? LaneTheory::NearSimpleDrag : LaneTheory::NearFullDrag;
  }
  switch (orbit.deep_space().resonance.kind) {
    case Resonance::OneDay:
      return LaneTheory::DeepOneDay;
    case Resonance::HalfDay:
      return LaneTheory::DeepHalfDay;
    case Resonance::None:
      break;
  }
  return LaneTheory::Deep;
}

LaneTable lane_table(std::span<const Sgp4> orbits, std::span<const std::uint32_t> index, LaneTheory theory) {
  LaneTable out;
  out.theory = theory;
  out.mode = orbits[index.front()].mode();
  out.earth = orbits[index.front()].earth();
  out.columns = columns_of(theory);
  const std::size_t padded = (index.size() + kGroup - 1) / kGroup * kGroup;
  out.values.resize(padded * out.columns);
  out.epoch_ns.resize(padded);
  out.index.resize(padded, LaneTable::kNobody);
  for (std::size_t s = 0; s < padded; ++s) {
    const std::uint32_t who = index[std::min(s, index.size() - 1)];
    if (s < index.size()) out.index[s] = who;
    const Sgp4& orbit = orbits[who];
    out.epoch_ns[s] = orbit.epoch().tai_ns();
    const Column column(out.values.data() + s / kGroup * out.columns * kGroup + s % kGroup);
    const double inclination = orbit.mean_elements().inclination_rad;
    const SineCosine i{std::sin(inclination), std::cos(inclination)};
    set_common(column, orbit, i);
    if (orbit.is_deep_space()) {
      set_deep(column, orbit);
      if (theory != LaneTheory::Deep) set_resonance(column, orbit);
    } else {
      set_near(column, orbit.near_earth(), i, theory == LaneTheory::NearFullDrag);
    }
  }
  return out;
}

}  // namespace tocsin::motion::sgp4
