// tocsin score: a simulated run, or a tracker's output on reference data, beside the truth.

#include <filesystem>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/payload_arcs.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/report.hpp"
#include "tocsin/app/run_folder.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/anchor_data.hpp"
#include "tocsin/score/anchor_score.hpp"
#include "tocsin/score/run_score.hpp"
#include "tocsin/score/truth_files.hpp"

namespace tocsin::app {
namespace {

/// Whether what is compared is what the run wrote; one that goes on still has no manifest to say so.
Status unchanged(const std::string& folder) {
  if (!std::filesystem::exists(std::filesystem::path(folder) / kManifestFile)) return {};
  TOCSIN_TRY(const message::Manifest manifest, read_manifest(folder));
  for (const auto& [name, sha256] : manifest.files) {
    const bool compared = name.starts_with(std::string(kTruthFolder) + "/") || name.ends_with(".jsonl");
    if (!compared) continue;
    if (Status s = verify_file(folder, manifest, name); !s) return s;
  }
  return {};
}

Outcome<Answer> score_tracks(const std::string& folder, const std::string& file) {
  const Result<formats::AnchorReference> reference = formats::read_anchor_reference(folder);
  if (!reference) return refuse(reference.error());
  const Result<formats::AnchorTracks> tracks = formats::read_anchor_tracks(file, reference->plots.scans);
  if (!tracks) return refuse(tracks.error());
  Result<score::AnchorScore> score = score::score_anchor(*reference, *tracks);
  if (!score) return refuse(score.error().in(file));
  score->data = folder;
  return Answer{.json = score::to_json(*score), .text = score::to_text(*score), .exit = Exit::done};
}

}  // namespace

Outcome<Answer> score_command(const ScoreOptions& options) {
  if (!options.anchor.empty()) return score_tracks(options.anchor, options.run);
  Result<RunData> run = read_run(options.run);
  if (!run) return refuse(run.error());
  const std::string path = (std::filesystem::path(options.run) / kTruthFolder / "objects.jsonl").string();
  if (!std::filesystem::exists(path)) {
    return refuse(Error{.source = path,
                        .value = "nothing",
                        .expected = "the truth of a simulated run: recordings have none to be scored against"});
  }
  if (Status s = unchanged(options.run); !s) return refuse(s.error());
  Result<std::vector<message::TruthObject>> truth = score::read_truth_objects(path);
  if (!truth) return refuse(truth.error());
  const Result<score::PayloadArcs> arcs = payload_arcs(options.run, *truth);
  if (!arcs) return refuse(arcs.error());
  score::RunScore score = score::score_run(*truth, run->events, *arcs);
  if (run->summary) score.count = run->summary->launch_count;
  if (!options.report.empty()) {
    Result<formats::Products> products = products_with_evidence(*run);
    if (!products) return refuse(products.error());
    if (const Status s = write_file(options.report, report_html(*products, *run, &score)); !s) return failed(s.error());
  }
  return Answer{.json = score::to_json(score), .text = score::to_text(score), .exit = Exit::done};
}

}  // namespace tocsin::app
