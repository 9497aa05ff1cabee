// Scores of tracks for T1 to T4, and the sets of reference data.

#include "bench/accuracy/tracks.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "tocsin/base/require.hpp"
#include "tocsin/score/anchor_match.hpp"

#include "bench/anchor_data.hpp"

namespace tocsin::bench {
namespace {

namespace fs = std::filesystem;

constexpr double kCluttered = 20.0;

bool come_together(const formats::AnchorTruth& truth) {
  const double near = score::AnchorScoreOptions{}.cutoff_m;
  for (std::size_t k = 0; k < truth.size(); k += 20) {
    const std::vector<formats::AnchorState>& objects = truth[k];
    for (std::size_t i = 0; i < objects.size(); ++i) {
      for (std::size_t j = i + 1; j < objects.size(); ++j) {
        if (norm(objects[i].position_m - objects[j].position_m) < near) return true;
      }
    }
  }
  return false;
}

SetKind kind_of(const formats::AnchorReference& reference) {
  const auto& radars = reference.plots.scenario.radars;
  const bool cluttered =
      std::any_of(radars.begin(), radars.end(), [](const auto& radar) { return radar.false_plots >= kCluttered; });
  if (cluttered) return SetKind::cluttered;
  return come_together(reference.truth) ? SetKind::together : SetKind::apart;
}

std::vector<Vec3> places(const std::vector<formats::AnchorState>& states) {
  std::vector<Vec3> out;
  for (const formats::AnchorState& state : states) out.push_back(state.position_m);
  return out;
}

std::int64_t never_near(const formats::AnchorReference& reference, const formats::AnchorTracks& tracks) {
  std::set<std::int64_t> all;
  std::set<std::int64_t> near;
  for (std::size_t k = 0; k < tracks.frames.size(); ++k) {
    std::vector<Vec3> said;
    for (const formats::AnchorTrack& track : tracks.frames[k]) {
      said.push_back(track.state.position_m);
      all.insert(track.id);
    }
    const score::Match match = score::match(places(reference.truth[k]), said, score::AnchorScoreOptions{}.cutoff_m);
    for (const auto& pair : match.pairs) near.insert(tracks.frames[k][pair.column].id);
  }
  return static_cast<std::int64_t>(all.size() - near.size());
}

std::int64_t pairs_of(const TracksScore& of) {
  return of.score.objects - of.score.missed_final;
}

}  // namespace

TracksScore score_tracks(const formats::AnchorReference& reference, const formats::AnchorTracks& tracks) {
  Result<score::AnchorScore> score = score::score_anchor(reference, tracks);
  TOCSIN_REQUIRE(score.has_value(), "covariances of tracks are positive definite");
  return {*std::move(score), never_near(reference, tracks)};
}

std::optional<double> pooled(const std::vector<TracksScore>& scores,
                             std::optional<double> score::AnchorScore::*figure) {
  double squares = 0.0;
  for (const TracksScore& of : scores) {
    if (pairs_of(of) == 0) continue;
    const std::optional<double>& rms = of.score.*figure;
    if (!rms) return std::nullopt;
    squares += static_cast<double>(pairs_of(of)) * *rms * *rms;
  }
  if (pairs(scores) == 0) return std::nullopt;
  return std::sqrt(squares / static_cast<double>(pairs(scores)));
}

std::int64_t pairs(const std::vector<TracksScore>& scores) {
  std::int64_t out = 0;
  for (const TracksScore& of : scores) out += pairs_of(of);
  return out;
}

std::int64_t sum(const std::vector<TracksScore>& scores, std::int64_t score::AnchorScore::*figure) {
  std::int64_t out = 0;
  for (const TracksScore& of : scores) out += of.score.*figure;
  return out;
}

double mean_nees(const std::vector<TracksScore>& scores) {
  double out = 0.0;
  for (const TracksScore& of : scores) out += static_cast<double>(pairs_of(of)) * of.score.nees_mean_6dof.value_or(0.0);
  return pairs(scores) > 0 ? out / static_cast<double>(pairs(scores)) : 0.0;
}

std::vector<ReferenceSet> reference_sets(const Study& study, SetKind kind, Table& table) {
  std::vector<ReferenceSet> out;
  std::error_code none;
  if (study.reference.empty()) {
    table.note("Not measured on reference data: no folder of sets was named (`--reference`).");
    return out;
  }
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(study.reference, none)) {
    if (fs::exists(entry.path() / "scenario.json")) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    Result<formats::AnchorReference> read = formats::read_anchor_reference((fs::path(study.reference) / name).string());
    if (!read) {
      table.note("Set `" + name + "` was skipped: " + read.error().to_string());
      continue;
    }
    if (const Result<AnchorData> usable = anchor_data(read->plots); !usable) {
      table.note("Set `" + name + "` was skipped: " + usable.error().to_string());
      continue;
    }
    if (kind_of(*read) == kind) out.push_back({name, kind, *std::move(read)});
  }
  if (out.empty())
    table.note("Not measured on reference data: the folder that was named holds no such set that can be read.");
  return out;
}

}  // namespace tocsin::bench
