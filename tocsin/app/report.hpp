#pragma once

#include <string>

#include "tocsin/app/run_folder.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::score {
struct RunScore;
}

namespace tocsin::app {

/// Self-contained page about a run: map, timeline by sensor, uncertainty, signals and odds against time, decisions in
/// words, and of a simulated run with a `score` the errors beside what was stated. No scripts and nothing loaded from
/// elsewhere; readable on a phone and on paper.
[[nodiscard]] std::string report_html(const formats::Products& products, const RunData& run,
                                      const score::RunScore* score = nullptr);

}  // namespace tocsin::app
