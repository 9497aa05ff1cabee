#include <cmath>

#include <benchmark/benchmark.h>
#include <erfa.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/motion/claims.hpp"
#include "tocsin/motion/impact.hpp"
#include "tocsin/motion/reported_flight.hpp"

namespace tocsin::motion {
namespace {

const Instant kStart = parse_utc("2022-10-03T22:22:00Z").value();

// Frames: what one orientation of the Earth costs, beside the full chain it stands for.
void BM_FullChainByErfa(benchmark::State& state) {
  double sum = 0.0;
  double day = 0.0;
  for (auto _ : state) {
    double m[3][3];
    day += 1e-6;
    eraC2t06a(2459856.0, day, 2459856.0, day, 0.0, 0.0, m);
    sum += m[0][0];
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(BM_FullChainByErfa);

void BM_Attitude(benchmark::State& state) {
  const earth::Orientation orientation;
  double sum = 0.0;
  Instant t = kStart;
  for (auto _ : state) {
    t = t + seconds(0.1);
    sum += orientation.at(t).itrf_from_gcrf.m.rows[0].x;
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(BM_Attitude);

State<Itrf> after_burnout(double apogee_km, double range_km) {
  const Geodetic site{40.611 * kRadiansPerDegree, 126.426 * kRadiansPerDegree, 0.0};
  const ImpulsiveFlight f = impulsive_flight(site, 80.0 * kRadiansPerDegree, apogee_km * 1e3, range_km * 1e3).value();
  const double h = f.speed_mps * std::cos(f.elevation_rad);
  const Vec3 enu{h * std::sin(f.azimuth_rad), h * std::cos(f.azimuth_rad), f.speed_mps * std::sin(f.elevation_rad)};
  const State<Itrf> ground{earth::to_itrf(site), {transposed(earth::enu_from_itrf(site).m) * enu}};
  const Arc arc = propagate(ground, kStart, kStart + seconds(f.apogee_time_s)).value();
  return arc.rises_through(150e3, kStart).value().state;
}

// Arguments: apogee and range in kilometres, ballistic coefficient (0: no drag).
void BM_PredictImpact(benchmark::State& state) {
  GaussianState<Itrf> start{after_burnout(static_cast<double>(state.range(0)), static_cast<double>(state.range(1))),
                            {}};
  for (int i = 0; i < 6; ++i) start.covariance(i, i) = i < 3 ? 1e4 : 1.0;
  ImpactOptions options;
  if (state.range(2) > 0) options.forces.beta_kg_m2 = static_cast<double>(state.range(2));
  for (auto _ : state) benchmark::DoNotOptimize(predict_impact(start, kStart, options));
}
BENCHMARK(BM_PredictImpact)
    ->Args({970, 4500, 0})
    ->Args({970, 4500, 5000})
    ->Args({6000, 1000, 0})
    ->Args({6000, 1000, 5000});

void BM_ArcToTheGround(benchmark::State& state) {
  const State<Itrf> start = after_burnout(static_cast<double>(state.range(0)), static_cast<double>(state.range(1)));
  PropagationOptions options;
  options.stop_at_height_m = 0.0;
  for (auto _ : state) benchmark::DoNotOptimize(propagate(start, kStart, kStart + seconds(7000.0), options));
}
BENCHMARK(BM_ArcToTheGround)->Args({970, 4500})->Args({6000, 1000});

void BM_SolveReportedFlight(benchmark::State& state) {
  ReportedFlight report;
  report.site = {40.611 * kRadiansPerDegree, 126.426 * kRadiansPerDegree, 0.0};
  report.bearing_rad = 80.0 * kRadiansPerDegree;
  report.apogee_m = static_cast<double>(state.range(0)) * 1e3;
  report.range_m = static_cast<double>(state.range(1)) * 1e3;
  for (auto _ : state) benchmark::DoNotOptimize(solve_reported_flight(report));
}
BENCHMARK(BM_SolveReportedFlight)
    ->Args({100, 400})
    ->Args({970, 4500})
    ->Args({7687, 1001})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tocsin::motion
