#include "tocsin/track/existence.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/models_boost.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

class Looks : public testing::Test {
 protected:
  sense::World world_ = synthetic_world();
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(world_);
  Options options_;

  [[nodiscard]] TrackFile plume(double height_m, double intensity_w_sr) const {
    TrackFile track;
    const Position<Itrf> place = earth::to_itrf({degrees(42.0).value(), degrees(128.0).value(), height_m});
    track.imm.time = at(0.0);
    track.imm.boost.mean = {place.m.x, place.m.y, place.m.z, 0.0, 0.0, 900.0, 0.0, 0.0, 20.0};
    for (int i = 0; i < 9; ++i) track.imm.boost.covariance(i, i) = 1e4;
    track.imm.coast = burnt_out(track.imm.boost);
    set_boost_probability(track.imm, 0.9);
    track.infrared_hits = 3;
    track.log_intensity = std::log(intensity_w_sr);
    return track;
  }
  [[nodiscard]] LookView scan(const char* id, const TrackFile& track) const {
    LookView look;
    look.source = id;
    look.begin = look.end = at(0.0);
    look.infrared = sensors_->infrared(id);
    look.frame = sense::nadir_frame(sensors_->satellite_state(*look.infrared, at(0.0)).position);
    look.has_field = true;
    const sense::TangentAngles seen = sense::tangent_angles(look.frame, state_of<9>(track.imm.boost.mean).position);
    look.field = {{seen.east_rad - 0.05, seen.east_rad + 0.05}, {seen.north_rad - 0.01, seen.north_rad + 0.01}};
    return look;
  }
  [[nodiscard]] ByMode seen(const LookView& look, const TrackFile& track) const {
    return detection_probability(look, track, combined(track.imm), options_);
  }
};

TEST_F(Looks, SeeABrightPlumeInTheirField) {
  const TrackFile track = plume(40e3, 3e5);
  const LookView look = scan("GEO-2", track);
  EXPECT_NEAR(seen(look, track).boost, options_.gate.max_detection_probability, 1e-6);
  EXPECT_NEAR(seen(look, track).coast, options_.burn.coast_visibility * seen(look, track).boost, 1e-12);
}

TEST_F(Looks, DoNotSeeWhatIsOutsideBelowCloudTooDimOrBehindTheEarth) {
  const TrackFile track = plume(40e3, 3e5);
  LookView look = scan("GEO-2", track);
  look.field.vertical_rad[0] += 0.02;
  look.field.vertical_rad[1] += 0.02;
  EXPECT_EQ(seen(look, track).boost, 0.0);
  const TrackFile low = plume(8e3, 3e5);
  LookView cloudy = scan("GEO-2", low);
  cloudy.cloud_top_m = 12e3;
  EXPECT_LT(seen(cloudy, low).boost, 1e-6);
  const TrackFile dim = plume(40e3, 3e3);
  EXPECT_LT(seen(scan("GEO-2", dim), dim).boost, 1e-3);
  TrackFile far = plume(40e3, 3e5);
  for (std::size_t i = 0; i < 2; ++i) far.imm.boost.mean[i] = -far.imm.boost.mean[i];
  far.imm.coast = burnt_out(far.imm.boost);
  EXPECT_EQ(seen(scan("GEO-2", track), far).boost, 0.0);
  EXPECT_EQ(seen(LookView{}, track).boost, 0.0);
}

TEST_F(Looks, DoNotTrustThePlumeInTheTrough) {
  const TrackFile below = plume(50e3, 1e5);
  const TrackFile trough = plume(80e3, 1e5);
  const double before = seen(scan("GEO-2", below), below).boost;
  const double inside = seen(scan("GEO-2", trough), trough).boost;
  EXPECT_GT(before, 0.9);
  EXPECT_LT(inside, 0.8);
  EXPECT_GT(inside, 0.2);
}

TEST_F(Looks, AtTheEdgeOfTheFieldCountForHalf) {
  const TrackFile track = plume(40e3, 3e5);
  LookView look = scan("GEO-2", track);
  look.field.vertical_rad[0] += 0.01;
  EXPECT_NEAR(seen(look, track).boost, 0.5 * options_.gate.max_detection_probability, 0.02);
}

TEST_F(Looks, OfARadarReckonWithTheCrossSectionThatThePlotsShowed) {
  const sense::Radar& radar = *sensors_->radar("RAD-1");
  TrackFile track = plume(300e3, 1e5);
  const Position<Itrf> place = sense::radar_position(radar, 2800e3, 1.0, 0.2);
  for (Gaussian<6>* estimate : {&track.imm.coast}) {
    estimate->mean = {place.m.x, place.m.y, place.m.z, 0.0, 0.0, 1000.0};
  }
  set_boost_probability(track.imm, 0.0);
  LookView look;
  look.source = "RAD-1";
  look.radar = &radar;
  look.has_field = true;
  look.field = sense::dwell_field(radar, 1.0, 0.2);
  EXPECT_GT(seen(look, track).coast, 0.75);
  track.radar_hits = 200;
  track.rcs_sum_m2 = 200 * 1e-3;
  EXPECT_LT(seen(look, track).coast, 0.7 * options_.gate.max_radar_detection_probability);
  look.field = sense::dwell_field(radar, 1.2, 0.2);
  EXPECT_EQ(seen(look, track).coast, 0.0);
}

TEST(CrossSection, IsWhatThePlotsShowOnAverage) {
  const sense::World world = synthetic_world();
  const sense::Radar& radar = world.radars.front();
  Random random(11, "rcs");
  double sum = 0.0;
  int plots = 0;
  const double mean = sense::mean_snr(radar, 2000e3, 0.7);
  while (plots < 4000) {
    const double power = (1.0 + mean) * random.exponential();
    if (power < sense::threshold_snr(radar)) continue;
    sum += shown_rcs_m2(radar, 2000e3, 10.0 * std::log10(power));
    ++plots;
  }
  EXPECT_NEAR(sum / plots, 0.7, 0.05);
}

TEST(Existence, FollowsBayes) {
  const ExistenceOptions options;
  TrackFile track;
  track.log_odds = std::log(0.3 / 0.7);
  miss(track.log_odds, 0.9);
  EXPECT_NEAR(existence_probability(track), 0.3 * 0.1 / (0.3 * 0.1 + 0.7), 1e-12);
  hit(track, std::log(0.9 * 50.0), 2.0, options);
  EXPECT_NEAR(track.log_odds, std::log(0.3 / 0.7 * 0.1 * 0.9 * 50.0 / 2.0), 1e-12);
  for (int i = 0; i < 100; ++i) hit(track, 5.0, 1.0, options);
  EXPECT_EQ(track.log_odds, options.max_log_odds);
}

TEST(Existence, AnObjectThatIsGoneIsLetGoAfterSomeLooks) {
  const Options options;
  TrackFile track;
  track.log_odds = options.existence.max_log_odds;
  track.state = message::TrackState::confirmed;
  track.imm.coast.mean = {7e6, 0.0, 0.0, 0.0, 3e3, 0.0};
  for (int i = 0; i < 6; ++i) track.imm.coast.covariance(i, i) = 1.0;
  set_boost_probability(track.imm, 0.0);
  track.last_hit = at(0.0);
  const auto sensors = synthetic_sensors(synthetic_world());
  int looks = 0;
  while (reason_to_end(track, at(5.0), *sensors, options).empty() && looks < 100) {
    miss(track.log_odds, options.gate.max_radar_detection_probability);
    ++looks;
  }
  EXPECT_GE(looks, 8);
  EXPECT_LE(looks, 16);
}

TEST(Movement, MustExceedBothNoiseAndALength) {
  const InfraredStartOptions options;
  TrackFile track;
  track.imm.coast.mean = {6.4e6, 0.0, 0.0, 0.0, 0.0, 0.0};
  for (int i = 0; i < 6; ++i) track.imm.coast.covariance(i, i) = 500.0 * 500.0;
  set_boost_probability(track.imm, 0.0);
  drop_anchor(track);
  EXPECT_FALSE(has_moved(track, options));
  track.imm.coast.mean[1] = 2.0e3;  // less than the length
  EXPECT_FALSE(has_moved(track, options));
  track.imm.coast.mean[1] = 3.0e3;  // 3 km, but only 4.2 sigmas
  EXPECT_FALSE(has_moved(track, options));
  track.imm.coast.mean[1] = 4.0e3;
  EXPECT_TRUE(has_moved(track, options));
  track.imm.coast.covariance(1, 1) = 100e3 * 100e3;  // along the ray nothing is known
  EXPECT_FALSE(has_moved(track, options));
}

}  // namespace
}  // namespace tocsin::track::test
