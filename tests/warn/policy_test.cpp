#include "tocsin/warn/policy.hpp"

#include <gtest/gtest.h>

namespace tocsin::warn {
namespace {

TEST(Policy, AWorldWithoutOneHasTheDefaults) {
  const Result<Policy> policy = parse_policy("name = \"w\"\n", "w.toml");
  ASSERT_TRUE(policy.has_value());
  EXPECT_EQ(policy->propose_at, message::Level::probable);
  EXPECT_EQ(policy->signatures, 2);
  EXPECT_TRUE(policy->officers.empty());
}

TEST(Policy, EveryKeyIsRead) {
  const Result<Policy> policy = parse_policy(R"(
[policy]
centre = "warning.example"
propose_at = "confirmed"
propose_ballistic_probability = 0.4
withdraw_ballistic_probability = 0.3
signatures = 3
expires_s = 1800
keep_s = 5400
update_interval_s = 15
area_margin_km = 35.5
officers = ["ann", "bob", "cid"]
)",
                                             "w.toml");
  ASSERT_TRUE(policy.has_value()) << policy.error().to_string();
  EXPECT_EQ(policy->centre, "warning.example");
  EXPECT_EQ(policy->propose_at, message::Level::confirmed);
  EXPECT_EQ(policy->propose_ballistic_probability, 0.4);
  EXPECT_EQ(policy->withdraw_ballistic_probability, 0.3);
  EXPECT_EQ(policy->signatures, 3);
  EXPECT_EQ(policy->expires_s, 1800.0);
  EXPECT_EQ(policy->keep_s, 5400.0);
  EXPECT_EQ(policy->update_interval_s, 15.0);
  EXPECT_EQ(policy->area_margin_km, 35.5);
  EXPECT_EQ(policy->officers, (std::vector<std::string>{"ann", "bob", "cid"}));
}

TEST(Policy, ThresholdOfWithdrawalFollowsThatOfProposal) {
  EXPECT_EQ(parse_policy("[policy]\npropose_ballistic_probability = 0.5\n", "w")->withdraw_ballistic_probability, 0.25);
}

struct Bad {
  std::string line;
  std::string says;
};

TEST(Policy, BadValuesAreRefusedByFileLineAndField) {
  const std::vector<Bad> all{
      {"centre = \"two words\"", "policy.centre"},
      {"centre = \"a,b\"", "policy.centre"},
      {"propose_at = \"certain\"", "possible, probable, confirmed"},
      {"propose_ballistic_probability = 1.5", "policy.propose_ballistic_probability"},
      {"propose_ballistic_probability = nan", "policy.propose_ballistic_probability"},
      {"withdraw_ballistic_probability = 0.3", "at most propose_ballistic_probability"},
      {"signatures = 0", "policy.signatures"},
      {"signatures = 2.5", "policy.signatures"},
      {"expires_s = 0", "policy.expires_s"},
      {"keep_s = 1800", "policy.keep_s"},
      {"update_interval_s = -1", "policy.update_interval_s"},
      {"area_margin_km = 1e9", "policy.area_margin_km"},
      {"officers = \"ann\"", "policy.officers"},
      {"officers = [\"ann\", \"ann\"]", "ann twice"},
      {"officers = [\"ann\"]", "at least as many as signatures"},
      {"officers = [\"ann b\", \"bob\"]", "without spaces"},
      {"signature = 2", "signatures"},
  };
  for (const Bad& bad : all) {
    const Result<Policy> policy = parse_policy("name = \"w\"\n[policy]\n" + bad.line + "\n", "w.toml");
    ASSERT_FALSE(policy.has_value()) << bad.line;
    const std::string text = policy.error().to_string();
    EXPECT_NE(text.find("w.toml"), std::string::npos) << text;
    EXPECT_NE(text.find(bad.says), std::string::npos) << bad.line << " gave " << text;
    EXPECT_NE(text.find(":3"), std::string::npos) << text;
  }
  EXPECT_FALSE(parse_policy("policy = 3\n", "w.toml").has_value());
}

TEST(Policy, OfficersAreMatchedExactly) {
  Policy policy;
  policy.officers = {"ann", "bob"};
  EXPECT_FALSE(why_not_allowed(policy, message::RecordStatus::actual, "ann").has_value());
  EXPECT_TRUE(why_not_allowed(policy, message::RecordStatus::exercise, "Ann").has_value());
  EXPECT_TRUE(why_not_allowed(policy, message::RecordStatus::exercise, "an").has_value());
  EXPECT_FALSE(why_not_allowed(Policy{}, message::RecordStatus::test, "anyone").has_value());
  EXPECT_TRUE(why_not_allowed(Policy{}, message::RecordStatus::actual, "anyone").has_value());
}

}  // namespace
}  // namespace tocsin::warn
