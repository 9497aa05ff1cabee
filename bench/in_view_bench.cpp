// A catalogue through the views of a world's sensors over a long time: how long it takes and what is seen.
// Usage: bench_in_view [CATALOGUE.tle] [WORLD.toml] [--days N] [--sensors N] [--threads N] [--step S]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "tocsin/base/executor.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/element_sets.hpp"
#include "tocsin/sense/catalogue_view.hpp"

namespace tocsin::sense {
namespace {

struct Arguments {
  std::vector<std::string> files;
  double days = 365.0;
  std::size_t sensors = 6;
  std::size_t threads = 2;
  double step_s = 60.0;
};

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int refuse(const Error& error) {
  std::fprintf(stderr, "%s\n", error.to_string().c_str());
  return 2;
}

int run(const Arguments& arguments) {
  const auto text = read_file(arguments.files[0], 256U << 20U);
  if (!text) return refuse(text.error());
  const auto read = formats::read_element_sets(*text, arguments.files[0]);
  if (!read) return refuse(read.error());
  const auto toml = read_file(arguments.files[1], 1U << 20U);
  if (!toml) return refuse(toml.error());
  const auto world = parse_world(*toml, arguments.files[1]);
  if (!world) return refuse(world.error());
  Instant begin;
  for (const motion::ElementSet& set : read->sets) begin = std::max(begin, set.epoch);
  const auto sensors = Sensors::create(*world, begin);
  if (!sensors) return refuse(sensors.error());
  // Infrared sensors and radars in turn.
  std::vector<std::string> ids;
  for (std::size_t i = 0; ids.size() < arguments.sensors && i < world->radars.size() + world->infrared.size(); ++i) {
    if (i < world->radars.size()) ids.push_back(world->radars[i].id);
    if (ids.size() < arguments.sensors && i < world->infrared.size()) ids.push_back(world->infrared[i].id);
  }
  const motion::Catalogue catalogue = motion::Catalogue::from(read->sets);
  ThreadExecutor executor(arguments.threads);
  std::vector<std::size_t> count(ids.size(), 0);
  std::vector<double> hours(ids.size(), 0.0);
  const double start = now_s();
  const auto days = static_cast<std::size_t>(std::max(1.0, arguments.days));
  Instant from = begin;
  std::size_t day = 0;
  const auto sink = [&](const Passage& p) {
    ++count[p.sensor];
    hours[p.sensor] += seconds_between(p.enters, p.leaves) / 3600.0;
    const auto now = static_cast<std::size_t>(seconds_between(begin, p.leaves) / 86400.0);
    if (now > day && now % 10 == 0) {
      day = now;
      std::fprintf(stderr, "\r%zu of %zu days, %.0f s ", day, days, now_s() - start);
    }
  };
  const Instant to = begin + seconds(86400.0 * arguments.days);
  const Status done =
      find_passages(catalogue, **sensors, ids, {}, from, to, {.step_s = arguments.step_s}, executor, sink);
  if (!done) return refuse(done.error());
  const double took_s = now_s() - start;
  std::fprintf(stderr, "\n");
  std::printf("%zu satellites x %zu sensors x %g days at %g s, %zu threads: %.1f s by the wall clock\n",
              catalogue.size(), ids.size(), arguments.days, arguments.step_s, arguments.threads, took_s);
  for (std::size_t j = 0; j < ids.size(); ++j)
    std::printf("  %-24s %12zu passages, %8.1f satellites in view at a time\n", ids[j].c_str(), count[j],
                hours[j] / (24.0 * arguments.days));
  return 0;
}

}  // namespace
}  // namespace tocsin::sense

int main(int argc, char** argv) {
  tocsin::sense::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const auto number = [&] { return i + 1 < argc ? std::strtod(argv[++i], nullptr) : 0.0; };
    if (std::strcmp(argv[i], "--days") == 0) {
      arguments.days = number();
    } else if (std::strcmp(argv[i], "--sensors") == 0) {
      arguments.sensors = static_cast<std::size_t>(number());
    } else if (std::strcmp(argv[i], "--threads") == 0) {
      arguments.threads = static_cast<std::size_t>(number());
    } else if (std::strcmp(argv[i], "--step") == 0) {
      arguments.step_s = number();
    } else {
      arguments.files.emplace_back(argv[i]);
    }
  }
  if (!(arguments.days > 0.0) || arguments.sensors == 0 || arguments.threads == 0 || arguments.files.size() > 2) {
    std::fprintf(stderr,
                 "usage: bench_in_view [CATALOGUE] [WORLD.toml] [--days N] [--sensors N] [--threads N] [--step S]\n");
    return 2;
  }
  if (arguments.files.empty()) {
    arguments.files.emplace_back("../shared/data/satellites/catalogue_2022-08-09.tle");
    if (!std::filesystem::exists(arguments.files[0])) {
      std::printf("bench_in_view: skipped, %s is not here\n", arguments.files[0].c_str());
      return 0;
    }
  }
  if (arguments.files.size() == 1) arguments.files.emplace_back("worlds/generic.toml");
  return tocsin::sense::run(arguments);
}
