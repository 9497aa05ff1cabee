#include "tocsin/app/payload_arcs.hpp"

#include <filesystem>
#include <map>
#include <utility>
#include <variant>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/score/truth_files.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

using PlotsByBody = std::map<std::string, std::vector<score::SeenPlot>>;

Result<PlotsByBody> plots_by_body(const std::string& path, const Centre& centre, const score::Origins& origins) {
  TOCSIN_TRY(const std::unique_ptr<journal::Journal> journal, journal::open_sqlite(path, journal::OpenMode::read));
  PlotsByBody plots;
  const Status status = journal::read_records(*journal, path, {"plot"}, [&](const message::Record& record) {
    const message::Header& header = record.header;
    const auto body = origins.find({header.source, header.sequence});
    const sense::Radar* radar = centre.sensors->radar(header.source);
    if (body != origins.end() && radar != nullptr)
      plots[body->second].push_back({header.measured, radar, std::get<message::Plot>(record.payload)});
  });
  if (!status) return fail(status.error());
  return plots;
}

/// Plots of a payload and of the stage that it has parted from after the last burnout: both are on one arc above the
/// air, mostly in one resolution cell, of which the stronger echo is told.
std::vector<score::SeenPlot> plots_of_arc(const PlotsByBody& plots, const std::vector<message::TruthObject>& objects,
                                          const message::TruthObject& payload) {
  std::vector<score::SeenPlot> out;
  for (const message::TruthObject& object : objects) {
    const bool last_stage =
        object.kind == "stage" && object.launch == payload.launch && object.begin >= payload.burnouts.back();
    const auto of_body = plots.find(object.id);
    if ((object.id != payload.id && !last_stage) || of_body == plots.end()) continue;
    out.insert(out.end(), of_body->second.begin(), of_body->second.end());
  }
  return out;
}

}  // namespace

Result<score::PayloadArcs> payload_arcs(const std::string& folder, const std::vector<message::TruthObject>& objects) {
  const fs::path truth = fs::path(folder) / kTruthFolder;
  score::PayloadArcs arcs;
  if (!fs::exists(truth / "origins.jsonl") || !fs::exists(truth / "states.jsonl")) return arcs;
  TOCSIN_TRY(const score::Origins origins, score::read_origins((truth / "origins.jsonl").string()));
  TOCSIN_TRY(const auto burnouts, score::read_burnout_states((truth / "states.jsonl").string(), objects));
  if (burnouts.empty()) return arcs;  // a quiet day's journal is long
  TOCSIN_TRY(const RecordedRun recorded, recorded_run(folder));
  TOCSIN_TRY(const PlotsByBody plots,
             plots_by_body((fs::path(folder) / kJournalFile).string(), recorded.centre, origins));
  const event::ArcOptions& believed = recorded.centre.estimation.arc;
  for (const message::TruthObject& object : objects) {
    const auto burnout = burnouts.find(object.id);
    if (!object.launch || burnout == burnouts.end()) continue;
    const message::TruthState& state = burnout->second;
    Result<score::ArcInformation> arc = score::ArcInformation::of(
        state.time, {{state.position_m}, {state.velocity_mps}}, plots_of_arc(plots, objects, object),
        {.beta_kg_m2 = believed.beta_kg_m2,
         .sigma_log_beta = believed.sigma_log_beta,
         .air_height_m = believed.air_height_m});
    if (arc) arcs.emplace(*object.launch, std::move(*arc));
  }
  return arcs;
}

}  // namespace tocsin::app
