#include "tocsin/formats/ascent_record.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tocsin::formats {
namespace {

const std::string data =
    R"({"time":[0.0,1.0,2],"velocity":[0,1,2],"altitude":[0.0,0.001,0.004],"velocity_y":[0,2,4.5],"velocity_x":[0,0.5,-1]})";
const std::string events =
    R"({"meco":158,"ses1":169,"seco1":null,"boostback_start":166,"boostback_end":189,"landing_start":411})";

std::string refusal(const std::string& d, const std::string& e, const std::string& s) {
  const auto record = read_ascent_record({d, e, s}, "folder");
  return record ? std::string("read") : record.error().to_string();
}

TEST(AscentRecord, ReadsSeriesInMetresAndTheMomentsOfTheFlight) {
  const auto record = read_ascent_record({data, events, R"({"2":[0]})"}, "folder");
  ASSERT_TRUE(record) << record.error().to_string();
  EXPECT_EQ(record->time_s, (std::vector<double>{0.0, 1.0, 2.0}));
  EXPECT_EQ(record->height_m, (std::vector<double>{0.0, 1.0, 4.0}));
  EXPECT_EQ(record->climb_mps[2], 4.5);
  EXPECT_EQ(record->forward_mps[2], -1.0);
  EXPECT_EQ(record->first_burnout_s, 158.0);
  EXPECT_EQ(record->second_ignition_s, 169.0);
  EXPECT_FALSE(record->second_burnout_s);
  EXPECT_FALSE(record->follows_first_stage);
  EXPECT_TRUE(record->first_stage_burns.empty());
}

TEST(AscentRecord, FollowsTheStageThatWasShownLastBeforeTheSeparation) {
  const auto follows = [](const char* stages) {
    return read_ascent_record({data, events, stages}, "f")->follows_first_stage;
  };
  EXPECT_TRUE(follows(R"({"1":[-1.0],"2":[448.4]})"));
  EXPECT_TRUE(follows(R"({"1":[1.9]})"));
  EXPECT_FALSE(follows(R"({"1":[575.5],"2":[0.0,673.7]})"));
  EXPECT_FALSE(follows(R"({})"));
  const auto record = read_ascent_record({data, events, R"({"1":[0]})"}, "f");
  ASSERT_EQ(record->first_stage_burns.size(), 2U);
  EXPECT_EQ(record->first_stage_burns[0].end_s, 189.0);
  EXPECT_GT(record->first_stage_burns[1].end_s, 411.0);  // its end was not shown
}

TEST(AscentRecord, BadInputIsRefusedByFileFieldAndValue) {
  const std::string stages = R"({"2":[0]})";
  EXPECT_NE(refusal("", events, stages).find("folder/analysed.json"), std::string::npos);
  EXPECT_NE(refusal(data.substr(0, 40), events, stages).find("folder/analysed.json"), std::string::npos);
  EXPECT_NE(refusal("[]", events, stages).find("an object"), std::string::npos);
  EXPECT_NE(refusal("\x89PNG\r\n", events, stages).find("folder/analysed.json"), std::string::npos);
  EXPECT_NE(refusal(R"({"time":[0,1,"x"]})", events, stages).find("time[2]"), std::string::npos);
  EXPECT_NE(refusal(R"({"time":[0,1],"altitude":[0,1],"velocity_x":[0,99999],"velocity_y":[0,1]})", events, stages)
                .find("velocity_x[1]"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"time":[0,1],"altitude":[0,1],"velocity_x":[0],"velocity_y":[0,1]})", events, stages)
                .find("as many as"),
            std::string::npos);
  EXPECT_NE(refusal(data, R"({"meco":null})", stages).find("meco"), std::string::npos);
  EXPECT_NE(refusal(data, R"({"meco":"soon"})", stages).find("meco"), std::string::npos);
  EXPECT_NE(refusal(data, events, R"({"3":[0]})").find("stage 1 or 2"), std::string::npos);
  EXPECT_NE(refusal(data, events, R"({"1":0})").find("array of seconds"), std::string::npos);
  std::string many = R"({"time":[0)";
  for (int i = 1; i < 8000; ++i) many += "," + std::to_string(i);
  EXPECT_NE(refusal(many + "]}", events, stages).find("at most 7200"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::formats
