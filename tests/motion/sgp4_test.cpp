#include "tocsin/motion/sgp4.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/formats/tle.hpp"

namespace tocsin::motion {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// Element sets and states of the verification set of AIAA 2006-6753 (appendix C and D): the numbers are facts of that
// publication. Satellite 5, near the Earth (perigee 650 km).
constexpr const char* vanguard_1 =
    "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n"
    "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667\n";
// The SGP4 test case of Spacetrack Report No. 3, near the Earth with strong drag.
constexpr const char* report_3_near =
    "1 88888U          80275.98708465  .00073094  13844-3  66816-4 0    87\n"
    "2 88888  72.8435 115.9689 0086731  52.6988 110.5714 16.05824518  1058\n";
// The SDP4 test case of Spacetrack Report No. 3, deep space without resonance.
constexpr const char* report_3_deep =
    "1 11801U          80230.29629788  .01431103  00000-0  14311-1      13\n"
    "2 11801  46.7916 230.4354 7318036  47.4722  10.4117  2.28537848    13\n";
constexpr const char* molniya_half_day =
    "1 08195U 75081A   06176.33215444  .00000099  00000-0  11873-3 0   813\n"
    "2 08195  64.1586 279.0717 6877146 264.7651  20.2257  2.00491383225656\n";
constexpr const char* stationary_one_day =
    "1 28626U 05008A   06176.46683397 -.00000205  00000-0  10000-3 0  2190\n"
    "2 28626   0.0019 286.9433 0000335  13.7918  55.6504  1.00270176  4891\n";
constexpr const char* transfer_low_inclination =
    "1 23599U 95029B   06171.76535463  .00085586  12891-6  12956-2 0  2905\n"
    "2 23599   6.9327   0.2849 5782022 274.4436  25.2425  4.47796565123555\n";

ElementSet set_of(const char* text) {
  const auto read = formats::read_tle(text, "test", {.checksum = formats::TleChecksum::Warn});
  EXPECT_TRUE(read && read->sets.size() == 1) << text;
  return read->sets.at(0);
}

double largest_component(const Vec3& a) {
  return std::max({std::abs(a.x), std::abs(a.y), std::abs(a.z)});
}

bool all_nan(const Sgp4State& s) {
  return std::isnan(s.position_km.x) && std::isnan(s.position_km.y) && std::isnan(s.position_km.z) &&
         std::isnan(s.velocity_km_s.x) && std::isnan(s.velocity_km_s.y) && std::isnan(s.velocity_km_s.z);
}

bool same_bits(const Sgp4State& a, const Sgp4State& b) {
  return a.error == b.error && a.position_km == b.position_km && a.velocity_km_s == b.velocity_km_s;
}

constexpr double position_tolerance_km = 2.0e-7;
constexpr double velocity_tolerance_km_s = 1.0e-9;

struct PublishedState {
  const char* elements;
  double minutes;
  Vec3 position_km;
  Vec3 velocity_km_s;
};

TEST(Sgp4, MatchesStatesPrintedInThePaper) {
  const std::array<PublishedState, 11> published{{
      {vanguard_1, 0.0, {7022.46529266, -1400.08296755, 0.03995155}, {1.893841015, 6.405893759, 4.534807250}},
      {vanguard_1, 360.0, {-7154.03120202, -3783.17682504, -3536.19412294}, {4.741887409, -4.151817765, -2.093935425}},
      {vanguard_1, 4320.0, {-9060.47373569, 4658.70952502, 813.68673153}, {-2.232832783, -4.110453490, -3.157345433}},
      {report_3_near, 120.0, {1020.69234558, 2286.56260634, -6191.55565927}, {-3.746543902, 6.467532721, 1.827985678}},
      {report_3_near, 1440.0, {2742.55398832, -6079.67009123, -326.39012649}, {1.948497651, 1.211072678, -7.356193131}},
      {report_3_deep,
       360.0,
       {-3305.22148694, 32410.84323331, -24697.16974954},
       {-1.301137319, -1.151315600, -0.283335823}},
      {report_3_deep,
       1440.0,
       {9787.87836256, 33753.32249667, -15030.79874625},
       {-1.094251553, 0.923589906, -1.522311008}},
      {molniya_half_day,
       120.0,
       {15223.91713658, -17852.95881713, 25280.39558224},
       {1.079041732, 0.875187372, 2.485682813}},
      {molniya_half_day,
       2880.0,
       {3417.20931586, -16038.79510665, 1894.74934058},
       {2.585515864, -2.596818146, 4.456882556}},
      {stationary_one_day,
       1440.0,
       {42119.96263499, -1925.77567263, -0.19827433},
       {0.140521206, 3.071541613, 0.000179561}},
      {transfer_low_inclination,
       720.0,
       {7140.41945884, 20539.25485336, 2501.21469368},
       {-2.293173684, 2.333507912, 0.282716311}},
  }};
  for (const PublishedState& p : published) {
    const Sgp4State s = Sgp4::from(set_of(p.elements)).propagate(p.minutes);
    SCOPED_TRACE(std::string(p.elements).substr(2, 5) + " at " + std::to_string(p.minutes) + " min");
    EXPECT_EQ(s.error, Sgp4Error::None);
    EXPECT_LT(largest_component(s.position_km - p.position_km), position_tolerance_km);
    EXPECT_LT(largest_component(s.velocity_km_s - p.velocity_km_s), velocity_tolerance_km_s);
  }
}

std::string slurp(const char* path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct VerificationBlock {
  std::int32_t catalogue_number = 0;
  std::vector<PublishedState> states;
};

std::vector<VerificationBlock> verification_blocks(const std::string& text) {
  std::vector<VerificationBlock> blocks;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    if (line.find("xx") != std::string::npos) {
      words >> blocks.emplace_back().catalogue_number;
      continue;
    }
    PublishedState s{};
    words >> s.minutes >> s.position_km.x >> s.position_km.y >> s.position_km.z >> s.velocity_km_s.x >>
        s.velocity_km_s.y >> s.velocity_km_s.z;
    if (words && !blocks.empty()) blocks.back().states.push_back(s);
  }
  return blocks;
}

/// Error right after the last state that the verification output has, for the satellites whose output stops early.
struct EarlyEnd {
  std::int32_t catalogue_number;
  double last_minutes;
  Sgp4Error error;
};

TEST(Sgp4, MatchesThePublishedVerificationStates) {
  const std::string elements = slurp("../shared/data/satellites/SGP4-VER.TLE");
  const std::string output = slurp("../shared/data/satellites/tcppver.out");
  if (elements.empty() || output.empty()) {
    GTEST_SKIP() << "../shared/data/satellites with SGP4-VER.TLE and tcppver.out is not here";
  }
  const auto read =
      formats::read_tle(elements, "SGP4-VER.TLE", {.checksum = formats::TleChecksum::Warn, .read_spans = true});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->refused.empty());
  const std::vector<VerificationBlock> blocks = verification_blocks(output);
  ASSERT_EQ(read->sets.size(), 33U);
  ASSERT_EQ(read->spans.size(), 33U);
  ASSERT_EQ(blocks.size(), 33U);

  std::size_t matched = 0;
  std::vector<EarlyEnd> ends;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    const VerificationBlock& block = blocks[k];
    ASSERT_EQ(block.catalogue_number, read->sets[k].catalogue_number);
    const Sgp4 orbit = Sgp4::from(read->sets[k]);
    // The program that wrote the output prints the epoch line before it looks at the error: for 33334, which has no
    // state at all, that line repeats the last one of the satellite before.
    const bool repeats_previous = block.catalogue_number == 33334;
    for (const PublishedState& p : block.states) {
      SCOPED_TRACE(std::to_string(block.catalogue_number) + " at " + std::to_string(p.minutes) + " min");
      const Sgp4State s = orbit.propagate(p.minutes);
      if (repeats_previous) {
        EXPECT_EQ(s.error, Sgp4Error::PerturbedEccentricity);
        EXPECT_EQ(p.position_km, blocks[k - 1].states.back().position_km);
        continue;
      }
      EXPECT_EQ(s.error, Sgp4Error::None);
      EXPECT_LT(largest_component(s.position_km - p.position_km), position_tolerance_km);
      EXPECT_LT(largest_component(s.velocity_km_s - p.velocity_km_s), velocity_tolerance_km_s);
      ++matched;
    }
    const formats::TleSpan& span = read->spans[k];
    const double last = block.states.back().minutes;
    if (last < span.stop_min) {
      ends.push_back(
          {block.catalogue_number, last, orbit.propagate(std::min(last + span.step_min, span.stop_min)).error});
    }
  }
  EXPECT_EQ(matched, 666U);

  const std::array<EarlyEnd, 7> expected{{{22312, 474.2028672, Sgp4Error::MeanEccentricity},
                                          {28350, 1440.0, Sgp4Error::MeanEccentricity},
                                          {28872, 50.0, Sgp4Error::Decayed},
                                          {29141, 420.0, Sgp4Error::Decayed},
                                          {33333, 20.0, Sgp4Error::SemilatusRectum},
                                          {33334, 0.0, Sgp4Error::PerturbedEccentricity},
                                          {20413, 1844340.0, Sgp4Error::Decayed}}};
  ASSERT_EQ(ends.size(), expected.size());
  for (std::size_t i = 0; i < ends.size(); ++i) {
    EXPECT_EQ(ends[i].catalogue_number, expected[i].catalogue_number);
    EXPECT_DOUBLE_EQ(ends[i].last_minutes, expected[i].last_minutes);
    EXPECT_EQ(ends[i].error, expected[i].error) << ends[i].catalogue_number;
  }
}

TEST(Sgp4, TellsWhyAnOrbitEnds) {
  // Sets of the verification file that are there to fail.
  const Sgp4 suborbital =
      Sgp4::from(set_of("1 28872U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534\n"
                        "2 28872  96.4736 157.9986 0303955 244.0492 110.6523 16.46015938 10708\n"));
  EXPECT_EQ(suborbital.propagate(50.0).error, Sgp4Error::None);
  const Sgp4State decayed = suborbital.propagate(55.0);
  EXPECT_EQ(decayed.error, Sgp4Error::Decayed);
  EXPECT_LT(norm(decayed.position_km), 6378.135);
  const Sgp4 parabolic_soon =
      Sgp4::from(set_of("1 33333U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534\n"
                        "2 33333  96.4736 157.9986 9950000 244.0492 110.6523  4.00004038 10708\n"));
  EXPECT_EQ(parabolic_soon.propagate(20.0).error, Sgp4Error::None);
  EXPECT_EQ(parabolic_soon.propagate(25.0).error, Sgp4Error::SemilatusRectum);
  EXPECT_TRUE(all_nan(parabolic_soon.propagate(25.0)));
  const Sgp4 beyond_the_moon =
      Sgp4::from(set_of("1 33334U 78066F   06174.85818871  .00000620  00000-0  10000-3 0  6809\n"
                        "2 33334  68.4714 236.1303 5602877 123.7484 302.5767  0.00001000 67521\n"));
  EXPECT_EQ(beyond_the_moon.propagate(0.0).error, Sgp4Error::PerturbedEccentricity);
  const Sgp4 dragged_down =
      Sgp4::from(set_of("1 28350U 04020A   06167.21788666  .16154492  76267-5  18678-3 0  8894\n"
                        "2 28350  64.9977 345.6130 0024870 260.7578  99.9590 16.47856722116490\n"));
  EXPECT_EQ(dragged_down.propagate(1440.0).error, Sgp4Error::None);
  EXPECT_EQ(dragged_down.propagate(1560.0).error, Sgp4Error::MeanEccentricity);
}

TEST(Sgp4, AnswerDoesNotDependOnTheOrderOfCalls) {
  for (const char* text : {vanguard_1, report_3_deep, molniya_half_day, stationary_one_day}) {
    const Sgp4 orbit = Sgp4::from(set_of(text));
    const std::array<double, 9> minutes{0.0, 10080.0, -719.0, 720.0, 4321.5, -20000.0, 719.999, 0.0, 1.0};
    for (const double before : minutes) {
      for (const double t : minutes) {
        static_cast<void>(orbit.propagate(before));
        EXPECT_TRUE(same_bits(orbit.propagate(t), Sgp4::from(set_of(text)).propagate(t)))
            << text << t << " after " << before;
      }
    }
  }
}

TEST(Sgp4, ResonantOrbitsAreContinuousAcrossIntegratorSteps) {
  // A step that was lost or taken twice would show as a jump; the pull of one step is metres, motion in 1e-6 min below
  // a metre.
  for (const char* text : {molniya_half_day, stationary_one_day}) {
    const Sgp4 orbit = Sgp4::from(set_of(text));
    for (const double node : {-1440.0, -720.0, 0.0, 720.0, 1440.0, 7200.0}) {
      const Vec3 before = orbit.propagate(node - 5.0e-7).position_km;
      const Vec3 after = orbit.propagate(node + 5.0e-7).position_km;
      EXPECT_LT(norm(after - before), 1.0e-3) << text << node;
    }
  }
}

TEST(Sgp4, VelocityIsTheRateOfThePosition) {
  // The theory's velocity leaves out the rates of its short-period terms beyond J2, hence metres per second and not
  // less.
  for (const char* text : {vanguard_1, report_3_near, report_3_deep, molniya_half_day, stationary_one_day}) {
    const Sgp4 orbit = Sgp4::from(set_of(text));
    for (double t = 0.0; t < 1440.0; t += 97.0) {
      constexpr double half_step_min = 1.0 / 60.0;
      const Vec3 rate =
          (orbit.propagate(t + half_step_min).position_km - orbit.propagate(t - half_step_min).position_km) / 2.0;
      EXPECT_LT(norm(rate - orbit.propagate(t).velocity_km_s), 0.005) << text << t;
    }
  }
}

TEST(Sgp4, ChoosesDeepSpaceByThePeriod) {
  ElementSet set = set_of(vanguard_1);
  set.mean_motion_rad_min = 2.0 * std::numbers::pi / 224.0;
  EXPECT_FALSE(Sgp4::from(set).is_deep_space());
  set.mean_motion_rad_min = 2.0 * std::numbers::pi / 226.0;
  EXPECT_TRUE(Sgp4::from(set).is_deep_space());
}

TEST(Sgp4, ModesAgreeNearTheEarthAndDifferAtLowInclination) {
  const auto distance_km = [](const char* text, double minutes) {
    const Sgp4 improved = Sgp4::from(set_of(text));
    const Sgp4 afspc = Sgp4::from(set_of(text), {.mode = Sgp4Mode::Afspc});
    return norm(improved.propagate(minutes).position_km - afspc.propagate(minutes).position_km);
  };
  EXPECT_EQ(distance_km(vanguard_1, 4320.0), 0.0);
  EXPECT_EQ(distance_km(report_3_deep, 1440.0), 0.0);
  EXPECT_GT(distance_km(transfer_low_inclination, 720.0), 0.1);
  EXPECT_LT(distance_km(transfer_low_inclination, 720.0), 5.0);
}

TEST(Sgp4, Wgs84MovesAnOrbitByTensOfMetres) {
  const Sgp4 wgs72 = Sgp4::from(set_of(vanguard_1));
  const Sgp4 wgs84 = Sgp4::from(set_of(vanguard_1), {.gravity = Sgp4Gravity::Wgs84});
  const double apart_km = norm(wgs72.propagate(360.0).position_km - wgs84.propagate(360.0).position_km);
  EXPECT_GT(apart_km, 0.001);
  EXPECT_LT(apart_km, 1.0);
}

TEST(Sgp4, GivesMetresAtAnInstant) {
  const ElementSet set = set_of(vanguard_1);
  const Sgp4 orbit = Sgp4::from(set);
  const Result<State<Teme>> state = orbit.state_at(set.epoch + whole_seconds(360 * 60));
  ASSERT_TRUE(state);
  EXPECT_LT(largest_component(state->position.m - Vec3{-7154031.20202, -3783176.82504, -3536194.12294}), 1.0e-3);
  EXPECT_LT(largest_component(state->velocity.mps - Vec3{4741.887409, -4151.817765, -2093.935425}), 1.0e-5);
}

TEST(Sgp4, NamesTheErrorAtAnInstant) {
  ElementSet set = set_of(vanguard_1);
  set.mean_motion_rad_min = 0.0;
  const Result<State<Teme>> state = Sgp4::from(set).state_at(set.epoch);
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().field, "sgp4");
  EXPECT_EQ(state.error().value, "2: mean motion not above zero");
}

TEST(Sgp4, ImpossibleElementsAreFlagged) {
  const auto error_with = [](auto change) {
    ElementSet set = set_of(vanguard_1);
    change(set);
    const Sgp4State s = Sgp4::from(set).propagate(0.0);
    EXPECT_TRUE(all_nan(s));
    return s.error;
  };
  EXPECT_EQ(error_with([](ElementSet& s) { s.mean_motion_rad_min = 0.0; }), Sgp4Error::MeanMotion);
  EXPECT_EQ(error_with([](ElementSet& s) { s.mean_motion_rad_min = -0.05; }), Sgp4Error::MeanMotion);
  EXPECT_EQ(error_with([](ElementSet& s) { s.eccentricity = 1.0; }), Sgp4Error::MeanEccentricity);
  EXPECT_EQ(error_with([](ElementSet& s) { s.eccentricity = -0.5; }), Sgp4Error::MeanEccentricity);
  EXPECT_EQ(error_with([](ElementSet& s) { s.eccentricity = nan; }), Sgp4Error::NotUsable);
  EXPECT_EQ(error_with([](ElementSet& s) { s.bstar_per_earth_radius = infinity; }), Sgp4Error::NotUsable);
  EXPECT_EQ(error_with([](ElementSet& s) { s.epoch_jd_midnight = nan; }), Sgp4Error::NotUsable);
}

TEST(Sgp4, ImpossibleTimesAreFlagged) {
  for (const char* text : {vanguard_1, report_3_deep, molniya_half_day, stationary_one_day}) {
    const Sgp4 orbit = Sgp4::from(set_of(text));
    for (const double t : {nan, infinity, -infinity, 1.0e300, -1.1e8}) {
      const Sgp4State s = orbit.propagate(t);
      EXPECT_EQ(s.error, Sgp4Error::NotUsable);
      EXPECT_TRUE(all_nan(s));
    }
  }
}

TEST(Sgp4, HostileElementsGiveAFlagOrFiniteNumbers) {
  const std::array<double ElementSet::*, 9> fields{
      &ElementSet::epoch_jd_midnight,      &ElementSet::epoch_day_fraction, &ElementSet::mean_motion_rad_min,
      &ElementSet::bstar_per_earth_radius, &ElementSet::inclination_rad,    &ElementSet::node_rad,
      &ElementSet::eccentricity,           &ElementSet::perigee_rad,        &ElementSet::mean_anomaly_rad};
  const std::array<double, 18> values{0.0,       -0.0,
                                      1.0,       -1.0,
                                      0.9999999, std::nextafter(1.0, 0.0),
                                      1.0e-300,  1.0e-12,
                                      0.2,       std::numbers::pi,
                                      100.0,     -1.0e6,
                                      1.0e18,    1.0e300,
                                      -1.0e300,  nan,
                                      infinity,  -infinity};
  for (const char* text : {vanguard_1, report_3_near, report_3_deep, molniya_half_day, stationary_one_day}) {
    for (const auto first : fields) {
      for (const auto second : fields) {
        for (const double value : values) {
          ElementSet set = set_of(text);
          set.*first = value;
          set.*second = value;
          const Sgp4 orbit = Sgp4::from(set);
          for (const double t : {0.0, 100.0, -5000.0, 100000.0}) {
            const Sgp4State s = orbit.propagate(t);
            const bool finite = is_finite(s.position_km) && is_finite(s.velocity_km_s);
            const bool carries_state = s.error == Sgp4Error::None || s.error == Sgp4Error::Decayed;
            ASSERT_TRUE(carries_state ? finite : all_nan(s)) << text << value << " at " << t;
            ASSERT_TRUE(s.error != Sgp4Error::None || norm(s.position_km) > 6378.0) << text << value << " at " << t;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace tocsin::motion
