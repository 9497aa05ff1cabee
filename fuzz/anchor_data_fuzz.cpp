#include "tocsin/formats/anchor_data.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

#include "tocsin/base/require.hpp"
#include "tocsin/score/anchor_score.hpp"

namespace {

using namespace tocsin;

constexpr double kLongest_s = 1000.0;  // arcs are integrated second by second

/// A refusal names its source; where a table is refused, also what was found and expected.
int refused(const Error& error) {
  TOCSIN_REQUIRE(!error.source.empty(), "a refusal names its file");
  TOCSIN_REQUIRE(!error.expected.empty() || !error.message.empty(), "a refusal says why");
  return 0;
}

}  // namespace

// Five texts, divided by zero bytes, are a set and a tracker's output or are refused by file; what is read is scored.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::array<std::string, 5> texts;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (std::string& text : texts) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  formats::AnchorReference reference;
  auto scenario = formats::read_anchor_scenario(texts[0], "scenario");
  if (!scenario) return refused(scenario.error());
  reference.plots.scenario = *scenario;
  std::istringstream frames(texts[1]);
  auto scans = formats::read_anchor_frames(frames, "frames", *scenario);
  if (!scans) return refused(scans.error());
  std::istringstream plots(texts[2]);
  if (const Status read = formats::read_anchor_plots(plots, "plots", *scans); !read) return refused(read.error());
  reference.plots.scans = *scans;
  const auto world = formats::read_anchor_world(texts[0], "scenario");
  if (!world) return refused(world.error());
  reference.world = *world;
  std::istringstream again(texts[2]);
  const auto origins = formats::read_anchor_origins(again, "plots", *scans, world->objects);
  if (!origins) return refused(origins.error());
  reference.origins = *origins;
  std::istringstream states(texts[3]);
  const auto truth = formats::read_anchor_truth(states, "truth", *scans, world->objects);
  if (!truth) return refused(truth.error());
  reference.truth = *truth;
  std::istringstream output(texts[4]);
  const auto tracks = formats::read_anchor_tracks(output, "tracks", *scans);
  if (!tracks) return refused(tracks.error());
  TOCSIN_REQUIRE(truth->size() == scans->size() && tracks->frames.size() == scans->size(),
                 "all tables have all frames");
  for (const auto& moment : *truth) TOCSIN_REQUIRE(moment.size() == world->objects, "all objects are at each moment");
  if (scans->back().t_s - scans->front().t_s > kLongest_s) return 0;
  const auto score = score::score_anchor(reference, *tracks);
  if (score) TOCSIN_REQUIRE(!score::to_json(*score).dump().empty(), "what was scored can be printed");
  return 0;
}
