#include "plain_track.hpp"

namespace tocsin::event::test {

message::Track plain_track(std::int64_t id, Instant time, const State<Itrf>& state, double sigma_m, double sigma_mps) {
  message::Track track;
  track.id = id;
  track.time = track.last_hit = time;
  track.kind = message::TrackKind::full;
  track.state = message::TrackState::confirmed;
  track.position_m = state.position.m;
  track.velocity_mps = state.velocity.mps;
  for (int i = 0; i < 3; ++i) {
    track.covariance(i, i) = sigma_m * sigma_m / 3.0;
    track.covariance(i + 3, i + 3) = sigma_mps * sigma_mps / 3.0;
  }
  return track;
}

}  // namespace tocsin::event::test
