// Accuracy of the estimates against the bounds of their targets, as Markdown tables.
// Usage: track_accuracy --help
//
// Every row is a Monte Carlo of its own world. Same arguments, same bytes.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/text.hpp"

#include "bench/accuracy/study.hpp"
#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {
namespace {

struct Arguments {
  Study study;
  std::optional<std::string> only;  ///< names between commas; nothing: all
  std::string plots;                ///< folder of the curves; empty: none
  bool help = false;
};

std::string names() {
  std::string out;
  for (const Target& target : kTargets) out += std::string(out.empty() ? "" : ", ") + target.name;
  return out;
}

std::string help() {
  return "usage: track_accuracy [OPTION]...\n"
         "Accuracy of the estimates against the bounds of their targets, a Markdown table for each. Same options, same "
         "bytes.\n\n"
         "  --only T5,T8     these targets, of " +
         names() +
         "\n"
         "  --runs N         runs of each row instead of those that the target needs\n"
         "  --seed S         of all draws (default 1)\n"
         "  --quick          a few runs of everything, to see that it works\n"
         "  --reference DIR  folder with sets of reference data for trackers: T1, T3, T4 on them, too\n"
         "  --plots DIR      writes what the pictures of the documentation show: errors over time, coverage, NEES\n"
         "  --help           this\n\n"
         "Status 0: it ran, whatever the rows say; 1: --plots cannot be written; 2: options that are not understood.\n";
}

std::optional<Arguments> parse(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const bool has_value = i + 1 < argc;
    if (std::strcmp(argv[i], "--quick") == 0) {
      out.study.quick = true;
    } else if (std::strcmp(argv[i], "--runs") == 0 && has_value) {
      const std::optional<std::int64_t> value = to_integer(argv[++i]);
      if (!value || *value < 1 || *value > 1'000'000) {
        std::fprintf(stderr, "track_accuracy: --runs: found %s, expected a whole number from 1 to 1000000\n", argv[i]);
        return std::nullopt;
      }
      out.study.runs = static_cast<int>(*value);
    } else if (std::strcmp(argv[i], "--seed") == 0 && has_value) {
      const std::optional<std::int64_t> value = to_integer(argv[++i]);
      if (!value || *value < 0) {
        std::fprintf(stderr, "track_accuracy: --seed: found %s, expected a whole number from 0\n", argv[i]);
        return std::nullopt;
      }
      out.study.seed = static_cast<std::uint64_t>(*value);
    } else if (std::strcmp(argv[i], "--only") == 0 && has_value) {
      out.only = argv[++i];
    } else if (std::strcmp(argv[i], "--reference") == 0 && has_value) {
      out.study.reference = argv[++i];
      if (std::error_code none; !std::filesystem::is_directory(out.study.reference, none)) {
        std::fprintf(stderr, "track_accuracy: --reference: found %s, expected a folder that is there\n", argv[i]);
        return std::nullopt;
      }
    } else if (std::strcmp(argv[i], "--plots") == 0 && has_value) {
      out.plots = argv[++i];
      out.study.curves = true;
    } else if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0) {
      out.help = true;
    } else {
      const char* const valued[] = {"--runs", "--seed", "--only", "--reference", "--plots"};
      const bool known = std::any_of(std::begin(valued), std::end(valued),
                                     [&](const char* name) { return std::strcmp(argv[i], name) == 0; });
      std::fprintf(stderr,
                   known ? "track_accuracy: %s needs a value; --help lists the options\n"
                         : "track_accuracy: there is no option '%s'; --help lists them\n",
                   argv[i]);
      return std::nullopt;
    }
  }
  return out;
}

/// The targets that the names between commas ask for; nothing when one of them is not known.
std::optional<std::vector<Target>> chosen(const std::optional<std::string>& asked) {
  if (!asked) return std::vector<Target>(std::begin(kTargets), std::end(kTargets));
  const std::string& only = *asked;
  std::vector<Target> out;
  std::size_t begin = 0;
  while (begin <= only.size()) {
    const std::size_t end = std::min(only.find(',', begin), only.size());
    const std::string name = only.substr(begin, end - begin);
    begin = end + 1;
    bool found = false;
    for (const Target& target : kTargets) {
      if (name == target.name) out.push_back(target);
      found = found || name == target.name;
    }
    if (!found) {
      std::fprintf(stderr, "track_accuracy: --only: no target is named '%s', expected of %s\n", name.c_str(),
                   names().c_str());
      return std::nullopt;
    }
  }
  return out;
}

int run(const Arguments& arguments) {
  if (arguments.help) {
    std::printf("%s", help().c_str());
    return 0;
  }
  const auto targets = chosen(arguments.only);
  if (!targets) return 2;
  const auto write = [&](const std::vector<Curve>& curves) {
    const Status s = arguments.plots.empty() ? Status{} : write_curves(arguments.plots, curves);
    if (!s) std::fprintf(stderr, "track_accuracy: --plots: %s\n", s.error().to_string().c_str());
    return s.has_value();
  };
  if (!write({})) return 1;  // makes the folder now, not after minutes
  for (const Target& target : *targets) {
    Table table;
    target.measure(arguments.study, table);
    std::printf("### %s, seed %llu\n\n%s\n", target.name, static_cast<unsigned long long>(arguments.study.seed),
                table.markdown().c_str());
    std::fflush(stdout);
    if (!write(table.curves())) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tocsin::bench

int main(int argc, char** argv) {
  const auto arguments = tocsin::bench::parse(argc, argv);
  return arguments ? tocsin::bench::run(*arguments) : 2;
}
