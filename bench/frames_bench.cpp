// Cost and error of Earth orientation against the full chain of ERFA with the same parameters, in one run.
// Usage: bench_frames [EOP_FILE] [--repetitions N]

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <erfa.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/formats/eop.hpp"

#include "bench/timing.hpp"

namespace tocsin::earth {
namespace {

using bench::median;
using bench::median_ratio;
using bench::seconds_now;

constexpr double radius_m = 4.2e7;

/// Parameters at a time by the rule of the table: linear between its days, UT1 against TAI. Uses `Orientation` for
/// nothing.
struct FullChain {
  std::vector<OrientationRow> rows;

  [[nodiscard]] Mat3 at(Instant t) const {
    const JulianDate utc = julian_utc(t);
    const JulianDate tt = julian_tt(t);
    const double mjd = (utc.jd1 - 2400000.5) + utc.jd2;
    OrientationRow r{};
    if (!rows.empty()) {
      const auto after = std::upper_bound(rows.begin() + 1, rows.end() - 1, mjd,
                                          [](double at, const OrientationRow& row) { return at < row.mjd_utc; });
      const OrientationRow& a = *(after - 1);
      const OrientationRow& b = *after;
      const double w = (mjd - a.mjd_utc) / (b.mjd_utc - a.mjd_utc);
      const auto mix = [w](double x, double y) { return x + w * (y - x); };
      // Across a leap second UT1 - UTC jumps by one.
      const double step = std::round(b.ut1_minus_utc_s - a.ut1_minus_utc_s);
      r = {mjd,
           mix(a.polar_x_rad, b.polar_x_rad),
           mix(a.polar_y_rad, b.polar_y_rad),
           mix(a.ut1_minus_utc_s, b.ut1_minus_utc_s - step),
           0.0,
           mix(a.dx_rad, b.dx_rad),
           mix(a.dy_rad, b.dy_rad)};
    }
    double ut1a = 0.0;
    double ut1b = 0.0;
    eraUtcut1(utc.jd1, utc.jd2, r.ut1_minus_utc_s, &ut1a, &ut1b);
    double x = 0.0;
    double y = 0.0;
    double s = 0.0;
    eraXys06a(tt.jd1, tt.jd2, &x, &y, &s);
    double c2i[3][3];
    eraC2ixys(x + r.dx_rad, y + r.dy_rad, s, c2i);
    double polar[3][3];
    eraPom00(r.polar_x_rad, r.polar_y_rad, eraSp00(tt.jd1, tt.jd2), polar);
    double out[3][3];
    eraC2tcio(c2i, eraEra00(ut1a, ut1b), polar, out);
    return {{Vec3{out[0][0], out[0][1], out[0][2]}, Vec3{out[1][0], out[1][1], out[1][2]},
             Vec3{out[2][0], out[2][1], out[2][2]}}};
  }
};

double largest_shift_m(const Mat3& a, const Mat3& b) {
  double out = 0.0;
  for (const Vec3& axis : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}})
    out = std::max(out, radius_m * norm(a * axis - b * axis));
  return out;
}

void compare(const char* name, const Orientation& orientation, const FullChain& chain,
             const std::vector<Instant>& times, std::size_t repetitions) {
  std::vector<double> chain_s;
  std::vector<double> ours_s;
  double sum = 0.0;
  double worst_m = 0.0;
  // The chain is a hundred times slower: a part of the times is enough to time it.
  const std::size_t part = std::max<std::size_t>(1, times.size() / 20);
  for (std::size_t i = 0; i < repetitions; ++i) {
    double begin = seconds_now();
    for (std::size_t k = 0; k < part; ++k) sum += chain.at(times[k]).rows[0].x;
    chain_s.push_back((seconds_now() - begin) / static_cast<double>(part));
    begin = seconds_now();
    for (const Instant t : times) sum += orientation.at(t).itrf_from_gcrf.m.rows[0].x;
    ours_s.push_back((seconds_now() - begin) / static_cast<double>(times.size()));
  }
  for (const Instant t : times)
    worst_m = std::max(worst_m, largest_shift_m(orientation.at(t).itrf_from_gcrf.m, chain.at(t)));
  std::printf("%-34s full chain %6.2f us, ours %6.3f us: %5.0f x; worst difference %.1e m at 42,000 km (%g)\n", name,
              1e6 * median(chain_s), 1e6 * median(ours_s), median_ratio(chain_s, ours_s), worst_m,
              sum == 0.0 ? 1.0 : 0.0);
}

int run(const std::string& path, std::size_t repetitions) {
  FullChain chain;
  Orientation orientation;
  Instant from = parse_utc("2022-10-03T00:00:00Z").value();
  if (!path.empty()) {
    const auto text = read_file(path, 64U << 20U);
    const auto table = text ? formats::read_eop(*text, path) : fail(text.error());
    if (!table) {
      std::fprintf(stderr, "%s\n", table.error().to_string().c_str());
      return 2;
    }
    chain.rows = table->rows;
    orientation = Orientation::from_table(table->rows).value();
    std::printf("%zu days of Earth orientation from %s\n", table->rows.size(), path.c_str());
  }
  constexpr std::size_t count = 20000;
  std::vector<Instant> second_by_second;
  for (std::size_t k = 0; k < count; ++k) second_by_second.push_back(from + seconds(static_cast<double>(k)));
  compare("every second, in order", orientation, chain, second_by_second, repetitions);
  std::vector<Instant> minutes;
  for (std::size_t k = 0; k < count; ++k) minutes.push_back(from + seconds(60.0 * static_cast<double>(k)));
  compare("every minute, in order", orientation, chain, minutes, repetitions);
  Random random(1, "times");
  std::vector<Instant> anywhere;
  for (std::size_t k = 0; k < count; ++k) anywhere.push_back(from + seconds(random.uniform(0.0, 86400.0 * 30.0)));
  compare("in any order, within a month", orientation, chain, anywhere, repetitions);
  std::vector<Instant> decades;
  for (std::size_t k = 0; k < 2000; ++k)
    decades.push_back(parse_utc("1973-01-02T00:00:00Z").value() + seconds(random.uniform(0.0, 86400.0 * 365.0 * 50.0)));
  compare("in any order, within 50 years", orientation, chain, decades, repetitions);
  return 0;
}

}  // namespace
}  // namespace tocsin::earth

int main(int argc, char** argv) {
  std::string path = "../shared/data/frames_time/EOP-All-v1.1_2025-01-10.txt";
  std::size_t repetitions = 5;
  bool is_given = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--repetitions") == 0 && i + 1 < argc) {
      repetitions = std::max<std::size_t>(1, std::strtoul(argv[++i], nullptr, 10));
    } else {
      path = argv[i];
      is_given = true;
    }
  }
  if (!is_given && !std::filesystem::exists(path)) {
    std::printf("%s is not here: without Earth orientation parameters\n", path.c_str());
    path.clear();
  }
  return tocsin::earth::run(path, repetitions);
}
