#pragma once

#include <string>

#include "tocsin/app/run_folder.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::app {

/// Self-contained page about a run: map, timeline by sensor, uncertainty against time, decisions in words. No scripts
/// and nothing loaded from elsewhere; readable on a phone and on paper.
[[nodiscard]] std::string report_html(const formats::Products& products, const RunData& run);

}  // namespace tocsin::app
