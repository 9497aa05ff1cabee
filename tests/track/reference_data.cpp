#include "tests/track/reference_data.hpp"

#include <array>
#include <cmath>
#include <cstdlib>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/track/kalman.hpp"

namespace tocsin::track::test {
namespace {

namespace fs = std::filesystem;

constexpr double kMu = 3.986004418e14;
constexpr double kRadius_m = 6371e3;
constexpr double kSigma_m = 100.0;
constexpr double kSigma_rad = 0.05 * kPi / 180.0;
constexpr std::size_t kObjects = 8;

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

}  // namespace

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

std::vector<Motion> separate_flights(std::uint64_t seed) {
  Random random(seed, "reference flights");
  std::vector<Motion> starts;
  for (std::size_t i = 0; i < kObjects; ++i) {
    const auto level = axes(random.uniform(-0.04, 0.08), 0.10 + 0.008 * static_cast<double>(i));
    const double climb = random.uniform(0.1, 0.6);
    const double speed = random.uniform(2000.0, 3500.0);
    starts.push_back({(kRadius_m + random.uniform(110e3, 300e3)) * level[2],
                      speed * (std::sin(climb) * level[2] - std::cos(climb) * level[1])});
  }
  return starts;
}

std::vector<Motion> salvo(std::uint64_t seed, std::size_t count) {
  Random random(seed, "reference salvo");
  const auto level = axes(random.uniform(-0.02, 0.05), random.uniform(0.10, 0.14));
  const double climb = random.uniform(0.2, 0.5);
  const double speed = random.uniform(2200.0, 3200.0);
  const Motion middle{(kRadius_m + random.uniform(130e3, 250e3)) * level[2],
                      speed * (std::sin(climb) * level[2] - std::cos(climb) * level[1])};
  constexpr double kMeet_s = 0.25 * kReferenceFrames;
  std::vector<Motion> out;
  for (std::size_t i = 0; i < count; ++i) {
    const Vec3 dr{1200.0 * random.normal(), 1200.0 * random.normal(), 1200.0 * random.normal()};
    const Vec3 dv{12.0 * random.normal(), 12.0 * random.normal(), 12.0 * random.normal()};
    out.push_back({middle.r + dr, middle.v - (1.0 / kMeet_s) * dr + dv});
  }
  return out;
}

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

ReferenceData::ReferenceData() {
  std::string pattern = (fs::temp_directory_path() / "tocsin-reference-XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
}

ReferenceData::~ReferenceData() {
  fs::remove_all(folder_);
}

void ReferenceData::write(std::uint64_t seed, const std::vector<Motion>& flights) {
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
  std::string frames = "frame,t_s,radar_id,n_det\n";
  std::string plots = "frame,t_s,radar_id,det_id,range_m,az_rad,el_rad,truth_id\n";
  for (int frame = 0; frame < kReferenceFrames; ++frame) {
    const std::size_t radar = static_cast<std::size_t>(frame) % 2;
    const auto level = axes(sites[radar][0], sites[radar][1]);
    std::int64_t count = 0;
    const std::string begin = std::to_string(frame) + "," + fixed(0.5 * frame, 3) + "," + std::to_string(radar) + ",";
    for (std::size_t i = 0; i < flights.size(); ++i) {
      const Vec3 line = kepler(flights[i], 0.5 * frame).r - kRadius_m * level[2];
      if (random.uniform() > 0.9) continue;
      ++count;
      plots += begin + "0," + shortest(norm(line) + kSigma_m * random.normal()) + "," +
               shortest(std::atan2(dot(line, level[1]), dot(line, level[0])) + kSigma_rad * random.normal()) + "," +
               shortest(std::asin(dot(line, level[2]) / norm(line)) + kSigma_rad * random.normal()) + ",7\n";
    }
    for (std::uint64_t n = random.poisson(1.0); n > 0; --n, ++count) {
      plots += begin + "0," + shortest(random.uniform(100e3, 1600e3)) + "," + shortest(random.uniform(0.5, 2.7)) + "," +
               shortest(random.uniform(0.01, 1.3)) + ",-1\n";
    }
    frames += begin + std::to_string(count) + "\n";
  }
  ASSERT_TRUE(write_file(path("frames.csv"), frames));
  ASSERT_TRUE(write_file(path("meas.csv"), plots));
}

}  // namespace tocsin::track::test
