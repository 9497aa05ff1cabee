#include "tocsin/formats/anchor_data.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace tocsin::formats {
namespace {

const std::string kScenario =
    R"({"N":2,"mu":3.986004418e14,"earth_radius_m":6371000,"earth_rotation_rad_s":0,"frames":3,"radars":[
    {"id":0,"lat_rad":0,"lon_rad":0,"pos_ecf_m":[6371000,0,0],"rot_neu":[[0,0,1],[0,1,0],[1,0,0]],"period_s":1,
     "sigma_range_m":100,"sigma_az_rad":1e-3,"sigma_el_rad":1e-3,"pd":0.9,"clutter_mean":5,
     "fov":{"range_m":[1e5,1.6e6],"az_rad":[0.5,2.6],"el_rad":[0.03,1.2]}}]})";
const std::string kFrames = "frame,t_s,radar_id,n_det\n0,0.000,0,2\n1,0.500,0,0\n2,1.000,0,1\n";
const std::string kPlots =
    "frame,t_s,radar_id,det_id,range_m,az_rad,el_rad,truth_id\n"
    "0,0.000,0,0,500000.5,1.25,0.5,1\n0,0.000,0,1,700000,-1.5,0.25,-1\n2,1.000,0,2,600000,1.5,0.75,0\n";
const std::string kTruth =
    "t_s,target_id,x_m,y_m,z_m,vx_mps,vy_mps,vz_mps\n"
    "0.000,0,1,2,3,4,5,6\n0.000,1,7,8,9,10,11,12\n0.500,0,1,2,3,4,5,6\n0.500,1,7,8,9,10,11,12\n"
    "1.000,0,1,2,3,4,5,6\n1.000,1,7,8,9,10,11,12.5\n1.500,0,1,2,3,4,5,6\n1.500,1,7,8,9,10,11,12\n";
const std::string kTracks = "frame,t_s,track_id,x_m,y_m,z_m,vx_mps,vy_mps,vz_mps\n1,0.500,7,1,2,3,4,5,6\n";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

/// A set read from texts, or the first refusal.
struct Texts {
  std::string scenario = kScenario;
  std::string frames = kFrames;
  std::string plots = kPlots;
  std::string truth = kTruth;
  std::string tracks = kTracks;

  [[nodiscard]] Result<AnchorReference> reference() const {
    AnchorReference out;
    TOCSIN_TRY(out.plots.scenario, read_anchor_scenario(scenario, "s"));
    TOCSIN_TRY(out.world, read_anchor_world(scenario, "s"));
    std::istringstream in(frames);
    TOCSIN_TRY(out.plots.scans, read_anchor_frames(in, "f", out.plots.scenario));
    in = std::istringstream(plots);
    if (Status s = read_anchor_plots(in, "m", out.plots.scans); !s) return fail(s.error());
    in = std::istringstream(plots);
    TOCSIN_TRY(out.origins, read_anchor_origins(in, "m", out.plots.scans, out.world.objects));
    in = std::istringstream(truth);
    TOCSIN_TRY(out.truth, read_anchor_truth(in, "t", out.plots.scans, out.world.objects));
    return out;
  }
  [[nodiscard]] Result<AnchorTracks> read_tracks() const {
    TOCSIN_TRY(const AnchorReference read, reference());
    std::istringstream in(tracks);
    return read_anchor_tracks(in, "o", read.plots.scans);
  }
  [[nodiscard]] std::string refusal() const {
    const Result<AnchorTracks> read = read_tracks();
    return read ? "nothing refused" : read.error().to_string();
  }
};

TEST(AnchorData, AWholeSetIsRead) {
  const Result<AnchorReference> read = Texts{}.reference();
  ASSERT_TRUE(read) << read.error().to_string();
  const AnchorRadar& radar = read->plots.scenario.radars.front();
  EXPECT_EQ(radar.axes.rows[0], (Vec3{0.0, 1.0, 0.0})) << "east";
  EXPECT_EQ(radar.axes.rows[2], (Vec3{1.0, 0.0, 0.0})) << "up";
  EXPECT_EQ(radar.range_m[1], 1.6e6);
  EXPECT_EQ(read->world.objects, 2U);
  ASSERT_EQ(read->plots.scans.size(), 3U);
  EXPECT_EQ(read->plots.scans[0].plots[0], (std::array<double, 3>{500000.5, 1.25, 0.5}));
  EXPECT_TRUE(read->plots.scans[1].plots.empty());
  EXPECT_EQ(read->origins, (AnchorOrigins{{1, -1}, {}, {0}}));
  ASSERT_EQ(read->truth.size(), 3U) << "the moment after the last frame is left out";
  EXPECT_EQ(read->truth[2][1].velocity_mps, (Vec3{10.0, 11.0, 12.5}));
  const Result<AnchorTracks> tracks = Texts{}.read_tracks();
  ASSERT_TRUE(tracks) << tracks.error().to_string();
  EXPECT_EQ(tracks->frames[1][0].id, 7);
  EXPECT_TRUE(tracks->frames[0].empty() && tracks->last.empty());
}

TEST(AnchorData, CovariancesOfTheLastFrameAreItsUpperTriangle) {
  std::string row = "2,1.000,7,1,2,3,4,5,6";
  for (int i = 1; i <= 21; ++i) row += "," + std::to_string(i);
  const Result<AnchorTracks> tracks = Texts{.tracks = replaced(kTracks, "1,0.500,7,1,2,3,4,5,6", row)}.read_tracks();
  ASSERT_TRUE(tracks) << tracks.error().to_string();
  ASSERT_EQ(tracks->last.size(), 1U);
  EXPECT_EQ(tracks->last[0](0, 5), 6.0);
  EXPECT_EQ(tracks->last[0](5, 0), 6.0);
  EXPECT_EQ(tracks->last[0](1, 1), 7.0);
  EXPECT_EQ(tracks->last[0](5, 5), 21.0);
}

TEST(AnchorData, ATableThatWasCutIsNotAShorterOne) {
  const auto cut = [](const std::string& text) { return text.substr(0, text.rfind('\n', text.size() - 2) + 1); };
  EXPECT_NE(Texts{.plots = cut(kPlots)}.refusal().find("0 plots of frame 2, expected 1, as n_det of frames.csv:4 says"),
            std::string::npos);
  const std::string one_more = Texts{.plots = replaced(kPlots, "0,0.000,0,1,", "2,1.000,0,1,")}.refusal();
  EXPECT_NE(one_more.find("m:2: field 'frame': found 1 plots of frame 0"), std::string::npos) << one_more;
  EXPECT_NE(Texts{.frames = cut(kFrames)}.refusal().find("2 frames, expected 3"), std::string::npos);
  EXPECT_NE(Texts{.truth = cut(cut(cut(kTruth)))}.refusal().find("5 rows"), std::string::npos);
  EXPECT_NE(Texts{.truth = cut(cut(cut(cut(kTruth))))}.refusal().find("4 rows"), std::string::npos);
  for (std::string Texts::*table : {&Texts::frames, &Texts::plots, &Texts::truth, &Texts::tracks}) {
    Texts texts;
    const std::string whole = texts.*table;
    std::string& text = texts.*table;
    text = whole.substr(0, whole.size() - 1);
    EXPECT_NE(texts.refusal().find("the end of the file within a line"), std::string::npos);
    text.clear();
    EXPECT_NE(texts.refusal().find("found nothing, expected the titles"), std::string::npos);
    text = whole.substr(whole.find('\n') + 1);
    EXPECT_NE(texts.refusal().find(":1: found"), std::string::npos) << "without titles";
  }
}

TEST(AnchorData, OneWordStandsForTheTitlesOfTracks) {
  const Texts usual;
  Texts words;
  for (const char* word : {"h", "tracks"}) {
    words.tracks = word + usual.tracks.substr(usual.tracks.find('\n'));
    EXPECT_EQ(words.refusal(), usual.refusal()) << word;
  }
  for (const char* bad : {"", "7", "no tracks", "7;8", "<html>", "track_id,frame,t_s"}) {
    words.tracks = bad + usual.tracks.substr(usual.tracks.find('\n'));
    EXPECT_NE(words.refusal().find("expected the titles"), std::string::npos) << bad;
  }
}

TEST(AnchorData, AWorldThatTurnsIsNoneOfATrackerEither) {
  const auto scenario = [](const char* what, const char* by) {
    return read_anchor_scenario(replaced(kScenario, what, by), "s");
  };
  EXPECT_EQ(read_anchor_scenario(kScenario, "s").value().mu_m3ps2, 3.986004418e14);
  EXPECT_EQ(scenario("\"mu\":3.986004418e14,", "").value().mu_m3ps2, std::nullopt);
  EXPECT_TRUE(scenario(",\"earth_rotation_rad_s\":0", ""));
  EXPECT_NE(scenario("rad_s\":0", "rad_s\":7e-5").error().to_string().find("no rotation"), std::string::npos);
  EXPECT_NE(scenario("3.986004418e14", "\"much\"").error().to_string().find("s: field 'mu'"), std::string::npos);
}

TEST(AnchorData, BadValuesAreNamed) {
  const auto refusal_of = [](const Texts& texts) { return texts.refusal(); };
  const auto scenario = [&](const char* what, const char* by) {
    return refusal_of({.scenario = replaced(kScenario, what, by)});
  };
  EXPECT_NE(scenario("\"pd\":0.9", "\"pd\":1.5")
                .find("s: field 'radars[0].pd': found 1.5, expected a number from 0.001 to 1"),
            std::string::npos);
  EXPECT_NE(scenario("\"clutter_mean\":5", "\"clutter_mean\":-1").find("clutter_mean"), std::string::npos);
  EXPECT_NE(scenario("[1,0,0]]", "[1,0,0.1]]").find("rot_neu"), std::string::npos);
  EXPECT_NE(scenario("[0,1,0]", "[0,-1,0]").find("rot_neu"), std::string::npos) << "left-handed";
  EXPECT_NE(scenario("[1e5,1.6e6]", "[1.6e6,1e5]").find("fov.range_m"), std::string::npos);
  EXPECT_NE(scenario("\"N\":2", "\"N\":2.5").find("a whole number"), std::string::npos);
  EXPECT_NE(scenario("rad_s\":0", "rad_s\":7e-5").find("no rotation"), std::string::npos);
  EXPECT_NE(scenario("\"id\":0", "\"id\":true").find("radars[0].id"), std::string::npos);
  EXPECT_NE(scenario("\"N\":2", "\"N\":[[[[[[[[[[[[[[[[[[2]]]]]]]]]]]]]]]]]]").find("s:"), std::string::npos)
      << "too deep";
  const auto plots = [&](const char* what, const char* by) {
    return refusal_of({.plots = replaced(kPlots, what, by)});
  };
  EXPECT_NE(plots("500000.5", "nan").find("m:2: field 'range_m': found nan"), std::string::npos);
  EXPECT_NE(plots("1.25,0.5", "1.25,5").find("m:2: field 'el_rad': found 5"), std::string::npos);
  EXPECT_NE(plots("2,1.000,0", "2,1.500,0").find("m:4: field 't_s': found 1.5, expected 1"), std::string::npos);
  EXPECT_NE(plots("2,1.000,0", "2,1.000,1").find("m:4: field 'radar_id'"), std::string::npos);
  EXPECT_NE(plots("0.5,1\n", "0.5,2\n").find("m:2: field 'truth_id': found 2"), std::string::npos);
  EXPECT_NE(plots("0.25,-1\n", "0.25,1\n").find("m:3: field 'truth_id': found 1, expected an object once a scan"),
            std::string::npos);
  EXPECT_NE(plots("500000.5", std::string(5000, '0').c_str()).find("bytes"), std::string::npos) << "a long line";
  const auto frames = [&](const char* what, const char* by) {
    return refusal_of({.frames = replaced(kFrames, what, by)});
  };
  EXPECT_NE(frames("1,0.500", "1,0.000").find("a time after the one before"), std::string::npos);
  EXPECT_NE(frames("1,0.500,0", "1,0.500,1").find("f:3: field 'radar_id'"), std::string::npos);
  EXPECT_NE(refusal_of({.truth = replaced(kTruth, "0.500,1", "0.500,0")}).find("t:5: field 'target_id'"),
            std::string::npos);
  EXPECT_NE(refusal_of({.truth = replaced(kTruth, "0.500,0", "0.700,0")}).find("t:4: field 't_s'"), std::string::npos);
}

TEST(AnchorData, TracksThatDoNotFitTheFramesAreRefused) {
  const auto refusal = [](const std::string& row) { return Texts{.tracks = kTracks + row + "\n"}.refusal(); };
  EXPECT_NE(refusal("3,1.500,7,1,2,3,4,5,6").find("o:3: field 'frame': found 3"), std::string::npos);
  EXPECT_NE(refusal("2,0.500,7,1,2,3,4,5,6").find("o:3: field 't_s'"), std::string::npos);
  EXPECT_NE(refusal("1,0.500,7,1,2,3,4,5,6").find("o:3: field 'track_id': found 7"), std::string::npos);
  EXPECT_NE(refusal("2,1.000,7,1,2,3,4,5").find("8 columns, expected 9 or 30"), std::string::npos);
  std::string row = "2,1.000,7,1,2,3,4,5,6";
  for (int i = 1; i <= 21; ++i) row += ",1";
  EXPECT_NE(refusal(row).find("30 columns, expected 9, as above"), std::string::npos);
  EXPECT_NE(refusal("2,1.000,7,1,2,inf,4,5,6").find("o:3: field 'z_m': found inf"), std::string::npos);
}

TEST(AnchorData, ThereIsALimitToEverything) {
  const AnchorLimits few{.max_rows = 3};
  std::istringstream in(kPlots);
  std::vector<AnchorScan> scans(3);
  const Status read = read_anchor_plots(in, "m", scans, few);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().to_string().find("m:4: found more lines, expected at most 3"), std::string::npos)
      << read.error().to_string();
  EXPECT_FALSE(read_anchor_scenario(kScenario, "s", {.max_scenario_bytes = 100}));
  EXPECT_FALSE(read_anchor_scenario(kScenario, "s", {.max_radars = 0}));
}

}  // namespace
}  // namespace tocsin::formats
