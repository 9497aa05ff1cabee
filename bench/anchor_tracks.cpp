#include "bench/anchor_tracks.hpp"

#include <utility>
#include <variant>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/vague_start.hpp"

namespace tocsin::bench {
namespace {

using Estimate = track::Gaussian<6>;

constexpr double kStart_m = 2e3;
constexpr double kStart_mps = 200.0;
constexpr std::size_t kFirstFrame = 8;
constexpr int kIterations = 3;

}  // namespace

std::string tracks_titles() {
  std::string out = "frame,t_s,track_id,x_m,y_m,z_m,vx_mps,vy_mps,vz_mps";
  const char* const names[] = {"x", "y", "z", "vx", "vy", "vz"};
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) out += std::string(",cov_") + names[i] + "_" + names[j];
  }
  return out + "\n";
}

std::string tracks_row(const AnchorFrame& frame, const message::Track& track) {
  std::string out = std::to_string(frame.number) + "," + fixed(frame.t_s, 3) + "," + std::to_string(track.id);
  for (const Vec3& v : {track.position_m, track.velocity_mps}) {
    for (const double component : {v.x, v.y, v.z}) out += "," + shortest(component);
  }
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) out += "," + shortest(track.covariance(i, j));
  }
  return out + "\n";
}

formats::AnchorTracks tracked(const AnchorData& data) {
  track::Tracker tracker(data.options, data.sensors);
  formats::AnchorTracks out;
  for (const AnchorFrame& frame : data.frames) {
    out.frames.emplace_back();
    for (const message::Record& record : frame.records) {
      for (const message::Track& track : tracker.step(record).tracks) {
        if (track.state != message::TrackState::confirmed) continue;
        out.frames.back().push_back({track.id, {track.position_m, track.velocity_mps}});
        if (&frame == &data.frames.back()) out.last.push_back(track.covariance);
      }
    }
  }
  return out;
}

formats::AnchorTracks told_association(const AnchorData& data, const formats::AnchorReference& reference,
                                       std::uint64_t seed) {
  TOCSIN_REQUIRE(data.frames.size() == reference.truth.size(), "records and reference are of the same frames");
  Random random(seed, "told association");
  std::vector<Estimate> estimates;
  for (const auto& [position_m, velocity_mps] : reference.truth.front()) {
    estimates.push_back(vague_start(position_m, velocity_mps, kStart_m, kStart_mps, random));
  }
  const track::MotionOptions& motion = data.options.motion;
  formats::AnchorTracks out;
  for (std::size_t k = 0; k < data.frames.size(); ++k) {
    const AnchorFrame& frame = data.frames[k];
    if (k > 0) {
      for (Estimate& estimate : estimates) track::predict(estimate, frame.t_s - data.frames[k - 1].t_s, motion);
    }
    for (std::size_t n = 0; n < reference.origins[k].size(); ++n) {
      if (reference.origins[k][n] < 0) continue;
      const message::Record& record = frame.records[n];
      const sense::Radar* radar = data.sensors->radar(record.header.source);
      const auto plot = track::prepare(record.header.source, record.header.sequence, record.header.measured,
                                       std::get<message::Plot>(record.payload), *radar);
      track::correct<6>(estimates[static_cast<std::size_t>(reference.origins[k][n])], plot, 0.0, kIterations, motion);
    }
    out.frames.emplace_back();
    if (k < kFirstFrame) continue;
    for (std::size_t i = 0; i < estimates.size(); ++i) {
      const State<Itrf> state = track::state_of<6>(estimates[i].mean);
      out.frames.back().push_back({static_cast<std::int64_t>(i), {state.position.m, state.velocity.mps}});
      if (k + 1 == data.frames.size()) out.last.push_back(estimates[i].covariance);
    }
  }
  return out;
}

}  // namespace tocsin::bench
