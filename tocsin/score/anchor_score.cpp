#include "tocsin/score/anchor_score.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "tocsin/base/describe_json.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/score/anchor_match.hpp"
#include "tocsin/score/anchor_oracle.hpp"

namespace tocsin::score {
namespace {

using formats::AnchorReference;
using formats::AnchorState;
using formats::AnchorTrack;
using formats::AnchorTracks;

std::vector<Vec3> places(const std::vector<AnchorState>& states) {
  std::vector<Vec3> out;
  out.reserve(states.size());
  for (const AnchorState& state : states) out.push_back(state.position_m);
  return out;
}

std::vector<Vec3> places(const std::vector<AnchorTrack>& tracks) {
  std::vector<Vec3> out;
  out.reserve(tracks.size());
  for (const AnchorTrack& track : tracks) out.push_back(track.state.position_m);
  return out;
}

/// A mean, or nothing.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] std::optional<double> mean() const {
    return count_ > 0 ? std::optional(sum_ / static_cast<double>(count_)) : std::nullopt;
  }
  [[nodiscard]] std::optional<double> root_mean() const {
    return count_ > 0 ? std::optional(std::sqrt(sum_ / static_cast<double>(count_))) : std::nullopt;
  }

 private:
  double sum_ = 0.0;
  std::int64_t count_ = 0;
};

/// Track of each object in the frames so far.
class Identities {
 public:
  explicit Identities(std::size_t objects) : of_(objects) {}
  /// How many objects have another track than the last time they had one.
  std::int64_t follow(const Match& match, const std::vector<AnchorTrack>& tracks) {
    std::int64_t switched = 0;
    for (const Pairing& pair : match.pairs) {
      std::optional<std::int64_t>& track = of_[pair.row];
      if (track && *track != tracks[pair.column].id) ++switched;
      track = tracks[pair.column].id;
    }
    return switched;
  }

 private:
  std::vector<std::optional<std::int64_t>> of_;
};

Result<double> squared_over(const AnchorState& error, const Covariance<6>& covariance, std::int64_t track) {
  const auto& [r, v] = error;
  const std::vector<double> e{r.x, r.y, r.z, v.x, v.y, v.z};
  DynamicMatrix stated(6, 6);
  stated.a.assign(covariance.a.begin(), covariance.a.end());
  const std::optional<std::vector<double>> solved = solve_spd(stated, e);
  const double squared = solved ? std::inner_product(e.begin(), e.end(), solved->begin(), 0.0) : -1.0;
  if (!(squared >= 0.0 && std::isfinite(squared))) {
    return fail(Error{.field = "covariance",
                      .value = "that of track " + std::to_string(track) + " at the last frame",
                      .expected = "a positive definite matrix"});
  }
  return squared;
}

AnchorState difference(const AnchorState& a, const AnchorState& b) {
  return {a.position_m - b.position_m, a.velocity_mps - b.velocity_mps};
}

double block_trace(const Covariance<6>& p, int from) {
  return p(from, from) + p(from + 1, from + 1) + p(from + 2, from + 2);
}

/// Errors of the pairs of the last frame beside what the oracle has.
struct Errors {
  Mean place, velocity, nees, impact;
  Mean bound_place, bound_velocity, bound_impact;
  Mean batch_place, batch_velocity, batch_impact;
  std::int64_t undetermined = 0;
  std::int64_t not_down = 0;

  void add(const AnchorState& track, const AnchorState& truth, const std::optional<AnchorOracle>& oracle,
           const formats::AnchorWorld& world);
};

void Errors::add(const AnchorState& track, const AnchorState& truth, const std::optional<AnchorOracle>& oracle,
                 const formats::AnchorWorld& world) {
  const AnchorState error = difference(track, truth);
  place.add(squared_norm(error.position_m));
  velocity.add(squared_norm(error.velocity_mps));
  const std::optional<AnchorImpact> down = anchor_impact(truth, world);
  const std::optional<AnchorImpact> said = anchor_impact(track, world);
  const std::optional<AnchorImpact> best = oracle ? anchor_impact(oracle->estimate, world) : std::nullopt;
  const bool all_down = down && said && (best || !oracle);
  if (!all_down) ++not_down;
  if (all_down) impact.add(squared_norm(said->place_m - down->place_m));
  if (!oracle) {
    ++undetermined;
    return;
  }
  const AnchorState batch = difference(oracle->estimate, truth);
  bound_place.add(block_trace(oracle->bound, 0));
  bound_velocity.add(block_trace(oracle->bound, 3));
  batch_place.add(squared_norm(batch.position_m));
  batch_velocity.add(squared_norm(batch.velocity_mps));
  if (!all_down) return;
  bound_impact.add(spread_m2(*down, oracle->bound));
  batch_impact.add(squared_norm(best->place_m - down->place_m));
}

void put(AnchorScore& score, const Errors& errors) {
  score.pos_rmse = errors.place.root_mean();
  score.vel_rmse = errors.velocity.root_mean();
  score.impact_rmse_m = errors.impact.root_mean();
  score.nees_mean_6dof = errors.nees.mean();
  score.undetermined = errors.undetermined;
  score.not_down = errors.not_down;
  if (errors.undetermined > 0) return;  // errors of all pairs do not stand beside bounds of some
  score.crlb_pos = errors.bound_place.root_mean();
  score.crlb_vel = errors.bound_velocity.root_mean();
  score.crlb_impact_m = errors.bound_impact.root_mean();
  score.oracle_batch_pos_rmse = errors.batch_place.root_mean();
  score.oracle_batch_vel_rmse = errors.batch_velocity.root_mean();
  score.oracle_batch_impact_m = errors.batch_impact.root_mean();
  if (score.pos_rmse) score.ratio_pos_to_crlb = *score.pos_rmse / *score.crlb_pos;
  if (score.vel_rmse) score.ratio_vel_to_crlb = *score.vel_rmse / *score.crlb_vel;
}

Result<Errors> errors_of(const Match& match, const AnchorReference& reference, const AnchorTracks& tracks) {
  const AnchorOracles oracles(reference);
  Errors out;
  for (const Pairing& pair : match.pairs) {
    const AnchorTrack& track = tracks.frames.back()[pair.column];
    const AnchorState& truth = reference.truth.back()[pair.row];
    out.add(track.state, truth, oracles.of(pair.row), reference.world);
    if (tracks.last.empty()) continue;
    TOCSIN_TRY(const double nees, squared_over(difference(track.state, truth), tracks.last[pair.column], track.id));
    out.nees.add(nees);
  }
  return out;
}

/// What somebody should know who scores the wrong file, or one that was cut between two frames.
std::vector<std::string> warnings_of(const AnchorTracks& tracks, std::size_t paired,
                                     const AnchorScoreOptions& options) {
  const std::vector<std::vector<AnchorTrack>>& frames = tracks.frames;
  std::size_t rows = 0;
  std::size_t behind_last = 0;  // the last frame with a track, counted from 1
  for (std::size_t k = 0; k < frames.size(); ++k) {
    rows += frames[k].size();
    if (!frames[k].empty()) behind_last = k + 1;
  }
  if (rows == 0) return {"there are no tracks at all"};
  std::vector<std::string> out;
  if (behind_last < frames.size()) {
    out.push_back("the tracks end at frame " + std::to_string(behind_last - 1) + ", the data at frame " +
                  std::to_string(frames.size() - 1) + ": at the last frame all objects count as missed");
  }
  const double near = static_cast<double>(paired) / static_cast<double>(rows);
  if (near < options.least_near) {
    out.push_back("only " + fixed(100.0 * near, 1) + " % of the rows of the tracks are within " +
                  fixed(options.cutoff_m, 0) + " m of an object of their own: are they tracks of these data?");
  }
  return out;
}

std::string said(const std::optional<double>& value, int decimals) {
  return value ? fixed(*value, decimals) : "-";
}

std::string row(std::string name, const std::vector<std::string>& cells) {
  constexpr std::size_t kName = 22;
  constexpr std::size_t kCell = 16;
  name.resize(kName, ' ');
  for (const std::string& cell : cells) name += std::string(kCell - std::min(kCell, cell.size()), ' ') + cell;
  return name + "\n";
}

}  // namespace

Result<AnchorScore> score_anchor(const AnchorReference& reference, const AnchorTracks& tracks,
                                 const AnchorScoreOptions& options) {
  AnchorScore out;
  out.objects = static_cast<std::int64_t>(reference.world.objects);
  const std::vector<formats::AnchorScan>& scans = reference.plots.scans;
  Identities identities(reference.world.objects);
  Match last;
  std::size_t paired = 0;
  Mean gospa;
  Mean ospa;
  for (std::size_t k = 0; k < scans.size(); ++k) {
    last = match(places(reference.truth[k]), places(tracks.frames[k]), options.cutoff_m);
    paired += last.pairs.size();
    out.track_switches += identities.follow(last, tracks.frames[k]);
    if (!out.frame_first_all && last.tracks >= last.objects) out.frame_first_all = static_cast<std::int64_t>(k);
    if (scans[k].t_s - scans.front().t_s < options.settled_s) continue;
    gospa.add(gospa_m(last, options.cutoff_m));
    ospa.add(ospa_m(last, options.cutoff_m));
  }
  out.gospa_mean_t30 = gospa.mean();
  out.ospa_mean_t30 = ospa.mean();
  out.gospa_final_m = gospa_m(last, options.cutoff_m);
  out.ospa_final_m = ospa_m(last, options.cutoff_m);
  if (!last.pairs.empty())
    out.gospa_loc_rms_per_target = std::sqrt(last.localisation_m2 / static_cast<double>(last.pairs.size()));
  out.missed_final = static_cast<std::int64_t>(last.missed());
  out.false_final = static_cast<std::int64_t>(last.false_tracks());
  TOCSIN_TRY(const Errors errors, errors_of(last, reference, tracks));
  put(out, errors);
  out.warnings = warnings_of(tracks, paired, options);
  return out;
}

Json to_json(const AnchorScore& score) {
  return json_of(score);
}

std::string to_text(const AnchorScore& score) {
  std::string text;
  for (const std::string& warning : score.warnings) text += "warning: " + warning + "\n";
  text += std::to_string(score.objects) + " objects, at the last frame " + std::to_string(score.missed_final) +
          " missed and " + std::to_string(score.false_final) + " false tracks; " +
          std::to_string(score.track_switches) + " switches of identity; ";
  text += score.frame_first_all ? "as many tracks as objects first at frame " + std::to_string(*score.frame_first_all)
                                : std::string("never as many tracks as objects");
  text += "\n" + row("", {"last frame", "mean from 30 s"});
  text += row("GOSPA m", {fixed(score.gospa_final_m, 1), said(score.gospa_mean_t30, 1)});
  text += row("OSPA m", {fixed(score.ospa_final_m, 1), said(score.ospa_mean_t30, 1)});
  text += "\n" + row("last frame, rms", {"tracks", "bound", "ratio", "best fit"});
  text += row("place m", {said(score.pos_rmse, 2), said(score.crlb_pos, 2), said(score.ratio_pos_to_crlb, 3),
                          said(score.oracle_batch_pos_rmse, 2)});
  text += row("velocity m/s", {said(score.vel_rmse, 3), said(score.crlb_vel, 3), said(score.ratio_vel_to_crlb, 3),
                               said(score.oracle_batch_vel_rmse, 3)});
  const std::optional<double> ratio = score.impact_rmse_m && score.crlb_impact_m
                                          ? std::optional(*score.impact_rmse_m / *score.crlb_impact_m)
                                          : std::nullopt;
  text += row("impact m", {said(score.impact_rmse_m, 1), said(score.crlb_impact_m, 1), said(ratio, 3),
                           said(score.oracle_batch_impact_m, 1)});
  text += "\nsquared error over stated covariance (6 is right): " + said(score.nees_mean_6dof, 3) + "\n";
  if (score.undetermined > 0)
    text += std::to_string(score.undetermined) + " paired objects have too few plots for an arc: no bounds\n";
  if (score.not_down > 0)
    text += std::to_string(score.not_down) + " pairs do not come down in 4,000 s: left out of the impacts\n";
  return text;
}

}  // namespace tocsin::score
