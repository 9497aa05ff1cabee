#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/formats/anchor_data.hpp"

namespace tocsin::score {

struct AnchorScoreOptions {
  double cutoff_m = 5000.0;  ///< c of GOSPA and OSPA: farther from an object, a track is not of it
  double settled_s = 30.0;   ///< means over time begin then: what starts later is judged by the final figures
  double least_near = 0.5;   ///< share of a tracker's rows that are near an object, below which a warning asks whose
};

/// A tracker's output beside the truth of reference data. Root mean squares are over the pairs of the last frame; null
/// where there is nothing to take one of.
struct AnchorScore {
  std::string data;
  std::int64_t objects = 0;
  double gospa_final_m = 0.0;
  std::optional<double> gospa_loc_rms_per_target;
  std::int64_t missed_final = 0;
  std::int64_t false_final = 0;
  std::optional<double> gospa_mean_t30;
  double ospa_final_m = 0.0;
  std::optional<double> ospa_mean_t30;
  std::int64_t track_switches = 0;
  std::optional<double> pos_rmse;
  std::optional<double> crlb_pos;
  std::optional<double> oracle_batch_pos_rmse;
  std::optional<double> ratio_pos_to_crlb;
  std::optional<double> vel_rmse;
  std::optional<double> crlb_vel;
  std::optional<double> oracle_batch_vel_rmse;
  std::optional<double> ratio_vel_to_crlb;
  std::optional<double> impact_rmse_m;
  std::optional<double> crlb_impact_m;
  std::optional<double> oracle_batch_impact_m;
  std::optional<double> nees_mean_6dof;
  std::optional<std::int64_t> frame_first_all;
  std::int64_t undetermined = 0;
  std::int64_t not_down = 0;
  std::vector<std::string> warnings;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("data", self.data, "folder of the reference data");
    v.field("N", self.objects, "objects");
    v.field("gospa_final_m", self.gospa_final_m, "GOSPA at the last frame: order 2, alpha 2");
    v.field("gospa_loc_rms_per_target", self.gospa_loc_rms_per_target,
            "its part of distance, per paired object, metres");
    v.field("missed_final", self.missed_final, "objects without a track at the last frame");
    v.field("false_final", self.false_final, "tracks without an object at the last frame");
    v.field("gospa_mean_t30", self.gospa_mean_t30, "mean over the frames from 30 s on, metres");
    v.field("ospa_final_m", self.ospa_final_m, "OSPA at the last frame: order 2");
    v.field("ospa_mean_t30", self.ospa_mean_t30, "mean over the frames from 30 s on, metres");
    v.field("track_switches", self.track_switches, "times that an object's track is another than the one before");
    v.field("pos_rmse", self.pos_rmse, "root mean square error of place, metres");
    v.field("crlb_pos", self.crlb_pos, "its Cramer-Rao bound");
    v.field("oracle_batch_pos_rmse", self.oracle_batch_pos_rmse, "that of the best fit with the true assignment");
    v.field("ratio_pos_to_crlb", self.ratio_pos_to_crlb, "error over bound");
    v.field("vel_rmse", self.vel_rmse, "root mean square error of velocity, metres per second");
    v.field("crlb_vel", self.crlb_vel, "its Cramer-Rao bound");
    v.field("oracle_batch_vel_rmse", self.oracle_batch_vel_rmse, "that of the best fit with the true assignment");
    v.field("ratio_vel_to_crlb", self.ratio_vel_to_crlb, "error over bound");
    v.field("impact_rmse_m", self.impact_rmse_m, "root mean square error of the impact's place");
    v.field("crlb_impact_m", self.crlb_impact_m, "its Cramer-Rao bound");
    v.field("oracle_batch_impact_m", self.oracle_batch_impact_m, "that of the best fit with the true assignment");
    v.field("nees_mean_6dof", self.nees_mean_6dof,
            "mean squared error over the stated covariance; 6 when that is right");
    v.field("frame_first_all", self.frame_first_all, "first frame with at least as many tracks as objects");
    v.field("undetermined", self.undetermined,
            "paired objects whose plots determine no arc: with one of them, all bounds are null");
    v.field("not_down", self.not_down,
            "pairs whose arcs do not come down in 4,000 s: they have no part in the impacts");
    v.field("warnings", self.warnings, "why the figures may not be those of the tracker on these data");
  }
};

/// Figures of every frame, and of the last one. Errors: a covariance of the last frame that is not positive definite.
[[nodiscard]] Result<AnchorScore> score_anchor(const formats::AnchorReference& reference,
                                               const formats::AnchorTracks& tracks,
                                               const AnchorScoreOptions& options = {});

[[nodiscard]] Json to_json(const AnchorScore& score);
/// For people: errors beside their bounds.
[[nodiscard]] std::string to_text(const AnchorScore& score);

}  // namespace tocsin::score
