#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/anchor_data.hpp"

// The tracker on data of an Earth that is a point mass and does not turn. The flights are Kepler's, by universal
// variables: nothing of the filter's integration is in them.
namespace tocsin::track {
namespace {

namespace fs = std::filesystem;

constexpr double kMu = 3.986004418e14;
constexpr double kRadius_m = 6371e3;
constexpr double kSigma_m = 100.0;
constexpr double kSigma_rad = 0.05 * kPi / 180.0;
constexpr int kFrames = 120;
constexpr std::size_t kObjects = 8;

struct Motion {
  Vec3 r;
  Vec3 v;
};

/// Two-body motion by f and g series with the eccentric anomaly's difference (Battin, section 4.3), by Newton.
Motion kepler(const Motion& start, double dt_s) {
  const double r0 = norm(start.r);
  const double a = 1.0 / (2.0 / r0 - dot(start.v, start.v) / kMu);
  const double sigma = dot(start.r, start.v) / std::sqrt(kMu);
  const double n = std::sqrt(kMu / (a * a * a));
  double e = n * dt_s;
  for (int i = 0; i < 30; ++i) {
    const double c = 1.0 - r0 / a;
    const double s = sigma / std::sqrt(a);
    const double miss = e - c * std::sin(e) + s * (1.0 - std::cos(e)) - n * dt_s;
    e -= miss / (1.0 - c * std::cos(e) + s * std::sin(e));
  }
  const double f = 1.0 - a / r0 * (1.0 - std::cos(e));
  const double g = dt_s - (e - std::sin(e)) / n;
  const Vec3 r = f * start.r + g * start.v;
  const double fdot = -std::sqrt(kMu * a) / (norm(r) * r0) * std::sin(e);
  const double gdot = 1.0 - a / norm(r) * (1.0 - std::cos(e));
  return {r, fdot * start.r + gdot * start.v};
}

/// Rows north, east, up of a place on the sphere.
std::array<Vec3, 3> axes(double lat, double lon) {
  const double sl = std::sin(lat);
  const double cl = std::cos(lat);
  const double so = std::sin(lon);
  const double co = std::cos(lon);
  return {Vec3{-sl * co, -sl * so, cl}, Vec3{-so, co, 0.0}, Vec3{cl * co, cl * so, sl}};
}

std::string text_of(const Vec3& v) {
  return "[" + shortest(v.x) + "," + shortest(v.y) + "," + shortest(v.z) + "]";
}

/// Two radars that see everything, eight objects that rise, one false plot in a scan in which they could be.
class ReferenceData : public testing::Test {
 protected:
  ReferenceData() {
    std::string pattern = (fs::temp_directory_path() / "tocsin-reference-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ReferenceData() override { fs::remove_all(folder_); }

  void write(std::uint64_t seed) {
    Random random(seed, "reference data");
    const std::array<std::array<double, 2>, 2> sites{{{0.0, 0.0}, {0.035, 0.026}}};
    std::string radars;
    for (std::size_t k = 0; k < 2; ++k) {
      const auto level = axes(sites[k][0], sites[k][1]);
      radars += std::string(k == 0 ? "" : ",") + "{\"id\":" + std::to_string(k) +
                ",\"lat_rad\":" + shortest(sites[k][0]) + ",\"lon_rad\":" + shortest(sites[k][1]) +
                ",\"pos_ecf_m\":" + text_of(kRadius_m * level[2]) + ",\"rot_neu\":[" + text_of(level[0]) + "," +
                text_of(level[1]) + "," + text_of(level[2]) +
                "],\"period_s\":1,\"sigma_range_m\":100,\"sigma_az_rad\":" + shortest(kSigma_rad) +
                ",\"sigma_el_rad\":" + shortest(kSigma_rad) +
                ",\"pd\":0.9,\"clutter_mean\":1,\"fov\":{\"range_m\":[100000,1600000],\"az_rad\":[0.5,2.7],"
                "\"el_rad\":[0.01,1.3]}}";
    }
    ASSERT_TRUE(write_file(path("scenario.json"), "{\"radars\":[" + radars + "]}"));
    std::vector<Motion> starts;
    for (std::size_t i = 0; i < kObjects; ++i) {
      const auto level = axes(random.uniform(-0.04, 0.08), 0.10 + 0.008 * static_cast<double>(i));
      const double climb = random.uniform(0.1, 0.6);
      const double speed = random.uniform(2000.0, 3500.0);
      starts.push_back({(kRadius_m + random.uniform(110e3, 300e3)) * level[2],
                        speed * (std::sin(climb) * level[2] - std::cos(climb) * level[1])});
    }
    std::string frames = "frame,t_s,radar_id,n_det\n";
    std::string plots = "frame,t_s,radar_id,det_id,range_m,az_rad,el_rad,truth_id\n";
    for (int frame = 0; frame < kFrames; ++frame) {
      const std::size_t radar = static_cast<std::size_t>(frame) % 2;
      const auto level = axes(sites[radar][0], sites[radar][1]);
      const std::string begin = std::to_string(frame) + "," + fixed(0.5 * frame, 3) + "," + std::to_string(radar) + ",";
      for (std::size_t i = 0; i < kObjects; ++i) {
        const Vec3 line = kepler(starts[i], 0.5 * frame).r - kRadius_m * level[2];
        if (random.uniform() > 0.9) continue;
        plots += begin + "0," + shortest(norm(line) + kSigma_m * random.normal()) + "," +
                 shortest(std::atan2(dot(line, level[1]), dot(line, level[0])) + kSigma_rad * random.normal()) + "," +
                 shortest(std::asin(dot(line, level[2]) / norm(line)) + kSigma_rad * random.normal()) + ",7\n";
      }
      for (std::uint64_t n = random.poisson(1.0); n > 0; --n) {
        plots += begin + "0," + shortest(random.uniform(100e3, 1600e3)) + "," + shortest(random.uniform(0.5, 2.7)) +
                 "," + shortest(random.uniform(0.01, 1.3)) + ",-1\n";
      }
      frames += begin + "0\n";
    }
    ASSERT_TRUE(write_file(path("frames.csv"), frames));
    ASSERT_TRUE(write_file(path("meas.csv"), plots));
    truth_.clear();
    for (const Motion& start : starts) truth_.push_back(kepler(start, 0.5 * (kFrames - 1)));
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  fs::path folder_;
  std::vector<Motion> truth_;  ///< at the last frame
};

/// Squared error over its covariance.
double nees(const message::Track& track, const Motion& truth) {
  Gaussian<6> stated;
  const Vec3 dr = track.position_m - truth.r;
  const Vec3 dv = track.velocity_mps - truth.v;
  stated.mean = {dr.x, dr.y, dr.z, dv.x, dv.y, dv.z};
  stated.covariance = track.covariance;
  Gaussian<6> nothing;
  return distance(stated, nothing).squared;
}

TEST_F(ReferenceData, EveryObjectIsTrackedNoneIsFalseAndErrorsAreAsLargeAsStated) {
  constexpr int kRuns = 12;
  double sum = 0.0;
  int count = 0;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    write(seed);
    const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
    ASSERT_TRUE(data) << data.error().to_string();
    Tracker tracker(data->options, data->sensors);
    std::vector<message::Track> last;
    for (const bench::AnchorFrame& frame : data->frames) {
      for (const message::Record& record : frame.records) {
        TrackerOutput out = tracker.step(record);
        EXPECT_TRUE(out.refused.empty()) << out.refused.front();
        if (std::holds_alternative<message::Tick>(record.payload)) last = std::move(out.tracks);
      }
    }
    std::erase_if(last, [](const message::Track& t) { return t.state != message::TrackState::confirmed; });
    EXPECT_EQ(last.size(), kObjects) << "seed " << seed;
    for (const Motion& truth : truth_) {
      const auto nearest = std::min_element(last.begin(), last.end(), [&](const auto& a, const auto& b) {
        return norm(a.position_m - truth.r) < norm(b.position_m - truth.r);
      });
      ASSERT_NE(nearest, last.end());
      ASSERT_LT(norm(nearest->position_m - truth.r), 2e3) << "seed " << seed;
      sum += nees(*nearest, truth);
      ++count;
    }
  }
  // 99 % of means of 96 values of chi-squared with 6 degrees of freedom
  EXPECT_NEAR(sum / count, 6.0, 2.58 * std::sqrt(12.0 / count));
}

TEST_F(ReferenceData, BadTablesAreRefusedByFileAndLine) {
  write(1);
  const std::string plots = *read_file(path("meas.csv"), 1U << 26U);
  const std::string frames = *read_file(path("frames.csv"), 1U << 26U);
  const std::string scenario = *read_file(path("scenario.json"), 1U << 26U);
  const auto refusal = [&](const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file(path(name), text));
    const Result<bench::AnchorData> data = bench::read_anchor_data(folder_.string());
    EXPECT_TRUE(write_file(path("meas.csv"), plots) && write_file(path("frames.csv"), frames) &&
                write_file(path("scenario.json"), scenario));
    return data ? "nothing" : data.error().to_string();
  };
  const std::string head = "h\n0,0.0,0,0,500000,1.0,0.3,-1\n";
  EXPECT_NE(refusal("meas.csv", head + "0,0.0,0,0,x,1.0,0.3,-1\n").find("meas.csv:3"), std::string::npos);
  EXPECT_NE(refusal("meas.csv", head + "0,0.0,0,0\n").find("4 columns"), std::string::npos);
  EXPECT_NE(refusal("meas.csv", head + "-1,0.0,0,0,500000,1.0,0.3,-1\n").find("one of frames.csv"), std::string::npos);
  EXPECT_NE(refusal("frames.csv", "h\n0,0.0,-1,0\n").find("frames.csv:2"), std::string::npos);
  EXPECT_NE(refusal("frames.csv", "h\n1,0.0,0,0\n").find("the next frame"), std::string::npos);
  EXPECT_NE(refusal("meas.csv", head + "0,0.0,0,0,,1.0,0.3,-1\n").find("nothing"), std::string::npos);
  EXPECT_NE(refusal("frames.csv", "").find("frames.csv: found no frame"), std::string::npos);
  EXPECT_NE(refusal("scenario.json", "{}").find("radars"), std::string::npos);
  EXPECT_NE(refusal("scenario.json", scenario.substr(0, 200)).find("scenario.json"), std::string::npos);
  EXPECT_NE(refusal("scenario.json", "{\"radars\":[{}]}").find("id"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::track
