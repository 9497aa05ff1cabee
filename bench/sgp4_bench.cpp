// Speed and agreement of SGP4: the scalar code against each kind of vector instructions, interleaved in one run.
// Usage: bench_sgp4 CATALOGUE.tle [--epochs N] [--repetitions N]

#include "tocsin/motion/sgp4.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/tle.hpp"
#include "tocsin/motion/sgp4_lanes.hpp"

namespace tocsin::motion {
namespace {

/// Processor time of this thread: other work on the machine does not count.
double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

struct States {
  std::vector<double> numbers;
  std::vector<std::uint8_t> errors;
  explicit States(std::size_t count) : numbers(6 * count), errors(count) {}
};

void scalar(const std::vector<Sgp4>& orbits, const std::vector<std::uint32_t>& who,
            const std::vector<std::int64_t>& times_ns, States& out) {
  for (const std::uint32_t s : who) {
    for (std::size_t k = 0; k < times_ns.size(); ++k) {
      const double minutes = static_cast<double>(times_ns[k] - orbits[s].epoch().tai_ns()) * 1e-9 / 60.0;
      const Sgp4State state = orbits[s].propagate(minutes);
      const std::size_t place = s * times_ns.size() + k;
      double* six = out.numbers.data() + 6 * place;
      six[0] = state.position_km.x, six[1] = state.position_km.y, six[2] = state.position_km.z;
      six[3] = state.velocity_km_s.x, six[4] = state.velocity_km_s.y, six[5] = state.velocity_km_s.z;
      out.errors[place] = static_cast<std::uint8_t>(state.error);
    }
  }
}

struct Difference {
  double metres = 0.0;
  double metres_per_s = 0.0;
  std::size_t flags = 0;
  std::size_t failing = 0;
  std::size_t failing_lanes = 0;
  std::size_t beyond = 0;  ///< states farther than 500,000 km
  double relative = 0.0;   ///< worst of those
  std::uint32_t who = 0;
};

Difference compare(const States& a, const States& b, const std::vector<std::uint32_t>& who, std::size_t times) {
  Difference out;
  for (const std::uint32_t s : who) {
    for (std::size_t k = 0; k < times; ++k) {
      const std::size_t place = s * times + k;
      out.failing += a.errors[place] != 0;
      out.failing_lanes += b.errors[place] != 0;
      if (a.errors[place] != b.errors[place]) {
        ++out.flags;
        continue;
      }
      const double* x = a.numbers.data() + 6 * place;
      const double* y = b.numbers.data() + 6 * place;
      if (a.errors[place] != 0) continue;  // decayed: the numbers are no place
      // After their decay drag blows up some orbits to any size: beyond the Moon the relative difference counts.
      const double size_km = std::hypot(x[0], x[1], x[2]);
      if (size_km > 5e5) {
        ++out.beyond;
        out.relative = std::max(out.relative, std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) / size_km);
        continue;
      }
      if (out.metres < 1e3 * std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])) out.who = s;
      out.metres = std::max(out.metres, 1e3 * std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]));
      out.metres_per_s = std::max(out.metres_per_s, 1e3 * std::hypot(x[3] - y[3], x[4] - y[4], x[5] - y[5]));
    }
  }
  return out;
}

int run(int argc, char** argv) {
  std::string path;
  std::size_t epochs = 144;
  std::size_t repetitions = 5;
  for (int i = 1; i < argc; ++i) {
    const auto number = [&] {
      return i + 1 < argc ? static_cast<std::size_t>(std::strtoul(argv[++i], nullptr, 10)) : 0U;
    };
    if (std::strcmp(argv[i], "--epochs") == 0) {
      epochs = number();
    } else if (std::strcmp(argv[i], "--repetitions") == 0) {
      repetitions = number();
    } else {
      path = argv[i];
    }
  }
  if (path.empty() || epochs == 0 || repetitions == 0) {
    std::fprintf(stderr, "usage: bench_sgp4 CATALOGUE.tle [--epochs N] [--repetitions N]\n");
    return 2;
  }
  const auto text = read_file(path, 256U << 20U);
  if (!text) {
    std::fprintf(stderr, "%s\n", text.error().to_string().c_str());
    return 2;
  }
  std::vector<double> load_s;
  formats::TleSets sets;
  for (std::size_t i = 0; i < repetitions; ++i) {
    const double begin = seconds_now();
    sets = formats::read_tle(*text, path).value();
    load_s.push_back(seconds_now() - begin);
  }
  std::printf("%zu sets read, %zu refused, %.2f us a set\n", sets.sets.size(), sets.refused_count,
              1e6 * median(load_s) / static_cast<double>(std::max<std::size_t>(1, sets.sets.size())));

  std::vector<Sgp4> orbits;
  std::vector<std::uint32_t> full;
  std::vector<std::uint32_t> simple;
  Instant newest;
  for (const ElementSet& set : sets.sets) {
    orbits.push_back(Sgp4::from(set));
    newest = std::max(newest, set.epoch);
  }
  for (std::uint32_t s = 0; s < orbits.size(); ++s) {
    if (orbits[s].initial_error() != Sgp4Error::None || orbits[s].is_deep_space()) continue;
    (orbits[s].near_earth().simplified_drag ? simple : full).push_back(s);
  }
  // Strongly dragged ones together, the rest by eccentricity: vectors whose lanes need the same steps are fast.
  const auto key = [&](std::uint32_t k) {
    return std::pair(std::abs(orbits[k].near_earth().c1) * 1440.0 * 60.0 > 0.005, orbits[k].mean_elements().eccentricity);
  };
  const auto by_eccentricity = [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); };
  std::stable_sort(full.begin(), full.end(), by_eccentricity);
  std::stable_sort(simple.begin(), simple.end(), by_eccentricity);
  std::vector<std::uint32_t> near = full;
  near.insert(near.end(), simple.begin(), simple.end());
  const sgp4::NearTable full_table = sgp4::near_table(orbits, full, true);
  const sgp4::NearTable simple_table = sgp4::near_table(orbits, simple, false);
  std::vector<std::int64_t> times_ns(epochs);
  for (std::size_t k = 0; k < epochs; ++k)
    times_ns[k] = (newest + seconds(86400.0 * static_cast<double>(k) / static_cast<double>(epochs))).tai_ns();

  const std::size_t all = orbits.size() * epochs;
  const double count = static_cast<double>(near.size() * epochs);
  States reference(all);
  States lanes(all);
  const sgp4::StateGrid grid{lanes.numbers.data(), lanes.errors.data(), epochs, 1};
  const std::vector<std::int64_t> targets = sgp4::lane_targets();
  std::vector<double> scalar_s;
  std::vector<std::vector<double>> lanes_s(targets.size());
  std::vector<Difference> differences(targets.size());
  for (std::size_t i = 0; i < repetitions; ++i) {
    const double begin = seconds_now();
    scalar(orbits, near, times_ns, reference);
    scalar_s.push_back(seconds_now() - begin);
    for (std::size_t j = 0; j < targets.size(); ++j) {
      sgp4::force_lane_target(targets[j]);
      const double start = seconds_now();
      sgp4::propagate_near(full_table, 0, full_table.groups(), times_ns, grid);
      sgp4::propagate_near(simple_table, 0, simple_table.groups(), times_ns, grid);
      lanes_s[j].push_back(seconds_now() - start);
      if (i == 0) differences[j] = compare(reference, lanes, near, epochs);
    }
  }
  sgp4::force_lane_target(0);
  std::printf("near Earth: %zu satellites (%zu with simplified drag), %zu epochs of one day, one thread\n", near.size(),
              simple.size(), epochs);
  std::printf("  %-10s %7.1f M states/s\n", "scalar", 1e-6 * count / median(scalar_s));
  for (std::size_t j = 0; j < targets.size(); ++j) {
    std::vector<double> ratio;
    for (std::size_t i = 0; i < repetitions; ++i) ratio.push_back(scalar_s[i] / lanes_s[j][i]);
    const Difference& d = differences[j];
    std::printf(
        "  %-10s %7.1f M states/s, %5.2f x scalar; worst %.1e m, %.1e m/s; failing %zu and %zu, flags differ %zu; %zu "
        "beyond the Moon within %.0e; %u\n",
        sgp4::lane_target_name(targets[j]), 1e-6 * count / median(lanes_s[j]), median(ratio), d.metres, d.metres_per_s,
        d.failing, d.failing_lanes, d.flags, d.beyond, d.relative,
        static_cast<unsigned>(sets.sets[d.who].catalogue_number));
  }
  return 0;
}

}  // namespace
}  // namespace tocsin::motion

int main(int argc, char** argv) {
  return tocsin::motion::run(argc, argv);
}
