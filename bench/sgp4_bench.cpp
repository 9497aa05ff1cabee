// Speed and agreement of SGP4: the scalar code against each kind of vector instructions, interleaved in one run.
// Usage: bench_sgp4 [CATALOGUE.tle] [--from TIME] [--epochs N] [--repetitions N]
// Without --from the times begin at noon, UTC, of the day of the median epoch.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "tocsin/base/executor.hpp"
#include "tocsin/base/lane_target.hpp"
#include "tocsin/base/line_allocator.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/tle.hpp"
#include "tocsin/motion/catalogue.hpp"

#include "bench/timing.hpp"

namespace tocsin::motion {
namespace {

using bench::median;
using bench::median_ratio;
using bench::seconds_now;

double wall_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct States {
  std::vector<Catalogue::State, LineAllocator<Catalogue::State>> numbers;
  std::vector<Sgp4Error> errors;
  explicit States(std::size_t count) : numbers(count), errors(count) {}
};

void scalar(const Catalogue& catalogue, const std::vector<Instant>& times, States& out) {
  std::size_t place = 0;
  for (const Sgp4& orbit : catalogue.orbits()) {
    sgp4::ResonanceMemory memory;
    for (const Instant time : times) {
      const Sgp4State s = orbit.propagate(seconds_between(orbit.epoch(), time) / 60.0, memory);
      out.numbers[place] = {s.position_km.x,   s.position_km.y,   s.position_km.z,
                            s.velocity_km_s.x, s.velocity_km_s.y, s.velocity_km_s.z};
      out.errors[place++] = s.error;
    }
  }
}

struct Difference {
  double metres = 0.0;
  double metres_per_s = 0.0;
  double median_metres = 0.0;
  std::size_t flags = 0;
  std::size_t beyond = 0;  ///< states farther than the Moon
  double relative = 0.0;   ///< worst of those
  std::size_t worst = 0;   ///< place of the worst one
};

double norm(double x, double y, double z) {
  return std::sqrt(x * x + y * y + z * z);
}

Difference compare(const States& a, const States& b) {
  Difference out;
  std::vector<double> metres;
  for (std::size_t i = 0; i < a.errors.size(); ++i) {
    if (a.errors[i] != b.errors[i]) {
      ++out.flags;
      continue;
    }
    if (a.errors[i] != Sgp4Error::None) continue;  // no place, or one that means nothing
    const Catalogue::State& x = a.numbers[i];
    const Catalogue::State& y = b.numbers[i];
    const double apart_km = norm(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
    // Long after their decay drag blows up some orbits to any size: beyond the Moon the relative difference counts.
    const double size_km = norm(x[0], x[1], x[2]);
    if (size_km > 5e5) {
      ++out.beyond;
      out.relative = std::max(out.relative, apart_km / size_km);
      continue;
    }
    metres.push_back(1e3 * apart_km);
    if (1e3 * apart_km > out.metres) {
      out.metres = 1e3 * apart_km;
      out.worst = i;
    }
    out.metres_per_s = std::max(out.metres_per_s, 1e3 * norm(x[3] - y[3], x[4] - y[4], x[5] - y[5]));
  }
  if (!metres.empty()) out.median_metres = median(metres);
  return out;
}

struct Arguments {
  std::string path;
  std::string from;
  std::size_t epochs = 144;
  std::size_t repetitions = 5;
};

/// Scalar code against every kind of vector instructions, on one thread.
void compare_kinds(const char* name, const std::vector<ElementSet>& sets, const std::vector<Instant>& times,
                   std::size_t repetitions) {
  const Catalogue catalogue = Catalogue::from(sets);
  const std::size_t count = sets.size() * times.size();
  States reference(count);
  States lanes(count);
  const std::vector<std::int64_t> targets = lane_targets();
  std::vector<double> scalar_s;
  std::vector<std::vector<double>> lanes_s(targets.size());
  std::vector<Difference> differences(targets.size());
  for (std::size_t i = 0; i < repetitions; ++i) {
    const double begin = seconds_now();
    scalar(catalogue, times, reference);
    scalar_s.push_back(seconds_now() - begin);
    for (std::size_t j = 0; j < targets.size(); ++j) {
      force_lane_target(targets[j]);
      const double start = seconds_now();
      catalogue.propagate(times, Catalogue::Order::SatelliteTime, lanes.numbers, lanes.errors);
      lanes_s[j].push_back(seconds_now() - start);
      if (i == 0) differences[j] = compare(reference, lanes);
    }
  }
  force_lane_target(0);
  const auto failing =
      std::count_if(reference.errors.begin(), reference.errors.end(), [](Sgp4Error e) { return e != Sgp4Error::None; });
  std::printf("%s: %zu sets x %zu epochs, %td states with an error\n", name, sets.size(), times.size(), failing);
  std::printf("  %-10s %7.1f M states/s\n", "scalar", 1e-6 * static_cast<double>(count) / median(scalar_s));
  for (std::size_t j = 0; j < targets.size(); ++j) {
    const Difference& d = differences[j];
    std::printf("  %-10s %7.1f M states/s  %5.2f x scalar; difference median %.0e m, worst %.1e m (%d), %.1e m/s; ",
                lane_target_name(targets[j]).data(), 1e-6 * static_cast<double>(count) / median(lanes_s[j]),
                median_ratio(scalar_s, lanes_s[j]), d.median_metres, d.metres,
                static_cast<int>(sets[d.worst / times.size()].catalogue_number), d.metres_per_s);
    std::printf("errors that differ %zu; %zu states beyond the Moon, relative %.0e\n", d.flags, d.beyond, d.relative);
  }
}

/// Everything on one and on more threads: times by the clock on the wall.
void compare_threads(const std::vector<ElementSet>& sets, const std::vector<Instant>& times, std::size_t repetitions) {
  const Catalogue catalogue = Catalogue::from(sets);
  const std::size_t count = sets.size() * times.size();
  States one(count);
  States two(count);
  ThreadExecutor single(1);
  ThreadExecutor pair(2);
  std::vector<double> one_s;
  std::vector<double> two_s;
  for (std::size_t i = 0; i < repetitions; ++i) {
    const double a = wall_now();
    catalogue.propagate(times, Catalogue::Order::SatelliteTime, one.numbers, one.errors, single);
    const double b = wall_now();
    catalogue.propagate(times, Catalogue::Order::SatelliteTime, two.numbers, two.errors, pair);
    one_s.push_back(b - a);
    two_s.push_back(wall_now() - b);
  }
  const bool same = std::memcmp(one.numbers.data(), two.numbers.data(), count * sizeof(Catalogue::State)) == 0 &&
                    one.errors == two.errors;
  std::printf("threads, by the wall clock: 1: %.1f M states/s, 2: %.1f M states/s; same bits: %s\n",
              1e-6 * static_cast<double>(count) / median(one_s), 1e-6 * static_cast<double>(count) / median(two_s),
              same ? "yes" : "NO");
}

int run(const Arguments& arguments) {
  const auto text = read_file(arguments.path, 256U << 20U);
  if (!text) {
    std::fprintf(stderr, "%s\n", text.error().to_string().c_str());
    return 2;
  }
  std::vector<double> read_s;
  std::vector<double> derive_s;
  formats::TleSets read;
  for (std::size_t i = 0; i < arguments.repetitions; ++i) {
    const double begin = seconds_now();
    auto sets = formats::read_tle(*text, arguments.path);
    const double middle = seconds_now();
    if (!sets) {
      std::fprintf(stderr, "%s\n", sets.error().to_string().c_str());
      return 2;
    }
    read = std::move(*sets);
    const Catalogue whole = Catalogue::from(read.sets);
    read_s.push_back(middle - begin);
    derive_s.push_back(seconds_now() - middle);
  }
  const double per_set = 1e6 / static_cast<double>(std::max<std::size_t>(1, read.sets.size()));
  std::printf(
      "loading: %zu sets, %zu refused; %.2f us a set to read, %.2f us to derive the constants (first time: %.2f "
      "and %.2f)\n",
      read.sets.size(), read.refused_count, per_set * median(read_s), per_set * median(derive_s),
      per_set * read_s.front(), per_set * derive_s.front());
  std::vector<ElementSet> near;
  std::vector<ElementSet> deep;
  std::vector<Instant> epochs;
  for (const ElementSet& set : read.sets) {
    (Sgp4::from(set).is_deep_space() ? deep : near).push_back(set);
    epochs.push_back(set.epoch);
  }
  if (epochs.empty()) return 0;
  Result<Instant> from = parse_utc(arguments.from);
  if (arguments.from.empty()) {
    const auto middle = epochs.begin() + static_cast<std::ptrdiff_t>(epochs.size() / 2);
    std::nth_element(epochs.begin(), middle, epochs.end());
    from = parse_utc(format_utc(*middle).substr(0, 10) + "T12:00:00Z");
  }
  if (!from) {
    std::fprintf(stderr, "--from: expected a time such as 2022-08-09T12:00:00Z, found %s\n", arguments.from.c_str());
    return 2;
  }
  std::vector<Instant> times;
  for (std::size_t k = 0; k < arguments.epochs; ++k)
    times.push_back(*from + seconds(86400.0 * static_cast<double>(k) / static_cast<double>(arguments.epochs)));
  std::printf("times: %zu over one day from %s\n", times.size(), format_utc(*from).c_str());
  if (!near.empty()) compare_kinds("near Earth", near, times, arguments.repetitions);
  if (!deep.empty()) compare_kinds("deep space", deep, times, arguments.repetitions);
  compare_kinds("all", read.sets, times, arguments.repetitions);
  compare_threads(read.sets, times, arguments.repetitions);
  return 0;
}

}  // namespace
}  // namespace tocsin::motion

int main(int argc, char** argv) {
  tocsin::motion::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const auto number = [&] {
      return i + 1 < argc ? static_cast<std::size_t>(std::strtoul(argv[++i], nullptr, 10)) : 0U;
    };
    if (std::strcmp(argv[i], "--epochs") == 0) {
      arguments.epochs = number();
    } else if (std::strcmp(argv[i], "--repetitions") == 0) {
      arguments.repetitions = number();
    } else if (std::strcmp(argv[i], "--from") == 0 && i + 1 < argc) {
      arguments.from = argv[++i];
    } else {
      arguments.path = argv[i];
    }
  }
  if (arguments.epochs == 0 || arguments.repetitions == 0) {
    std::fprintf(stderr, "usage: bench_sgp4 [CATALOGUE.tle] [--from TIME] [--epochs N] [--repetitions N]\n");
    return 2;
  }
  if (arguments.path.empty()) {
    arguments.path = "../shared/data/satellites/catalogue_2022-08-09.tle";
    if (!std::filesystem::exists(arguments.path)) {
      std::printf("bench_sgp4: skipped, %s is not here\n", arguments.path.c_str());
      return 0;
    }
  }
  return tocsin::motion::run(arguments);
}
