// Who lies under a region: time of one question with 250 countries of 10,000 vertices and 50,000 places.
// Usage: bench_exposure

#include "tocsin/warn/exposure.hpp"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

#include "tocsin/base/random.hpp"

#include "bench/timing.hpp"

namespace tocsin::warn {
namespace {

constexpr int kColumns = 25;
constexpr int kRows = 10;
constexpr int kVertices = 10'000;
constexpr std::size_t kPlaces = 50'000;
constexpr int kQuestions = 40;

/// A ragged country in one field of a grid over the Earth.
message::NamedArea country(int row, int column, Random& random) {
  message::NamedArea area{.id = std::to_string(row) + "." + std::to_string(column), .name = area.id};
  const double lat = -60.0 + 120.0 / kRows * (row + 0.5);
  const double lon = -180.0 + 360.0 / kColumns * (column + 0.5);
  std::vector<std::array<double, 2>> ring;
  for (int i = 0; i < kVertices; ++i) {
    const double t = 2.0 * std::numbers::pi * i / kVertices;
    const double r = 0.9 + 0.1 * random.uniform();
    ring.push_back({lat + 60.0 / kRows * r * std::sin(t), lon + 180.0 / kColumns * r * std::cos(t)});
  }
  ring.push_back(ring.front());
  area.parts.push_back({{ring}});
  return area;
}

void ask(const Regions& regions, const char* title, double lat_deg, double major_km, double minor_km) {
  std::vector<double> times;
  message::Exposure last;
  for (int i = 0; i < kQuestions; ++i) {
    const message::ImpactEstimate impact{
        .time_sigma_s = 10.0,
        .lat_deg = lat_deg,
        .lon_deg = -170.0 + 8.5 * i,
        .ellipse90 = {.semi_major_km = major_km, .semi_minor_km = minor_km, .azimuth_deg = 70.0}};
    const message::LaunchEstimate launch{.lat_deg = lat_deg - 10.0, .lon_deg = -175.0 + 8.5 * i};
    const double start = bench::seconds_now();
    last = exposure({impact, 20.0, {}, launch}, regions, {});
    times.push_back(bench::seconds_now() - start);
  }
  std::printf("%-44s %7.2f ms  (%zu areas, %lld places)\n", title, 1e3 * bench::median(times), last.areas.size(),
              static_cast<long long>(last.place_count));
}

}  // namespace
}  // namespace tocsin::warn

int main() {
  using namespace tocsin;
  using namespace tocsin::warn;
  Random random(1, "countries");
  std::vector<message::NamedArea> areas;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) areas.push_back(country(row, column, random));
  }
  std::vector<message::Place> places;
  for (std::size_t i = 0; i < kPlaces; ++i)
    places.push_back({.name = std::to_string(i),
                      .lat_deg = -60.0 + 120.0 * random.uniform(),
                      .lon_deg = -180.0 + 360.0 * random.uniform(),
                      .population = static_cast<std::int64_t>(1e6 * random.uniform())});
  const double start = bench::seconds_now();
  const Regions regions(std::move(areas), std::move(places));
  std::printf("index of 250 countries, 2.5 million vertices, 50,000 places: %.0f ms\n\n",
              1e3 * (bench::seconds_now() - start));
  ask(regions, "90 % region of 40 by 20 km", 30.0, 20.0, 10.0);
  ask(regions, "90 % region of 400 by 100 km", 30.0, 200.0, 50.0);
  ask(regions, "90 % region of 4,000 by 1,000 km", 0.0, 2000.0, 500.0);
  return 0;
}
