#include <gtest/gtest.h>

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

class SavedState : public testing::Test {
 protected:
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  std::vector<message::Record> records_ = make();

  [[nodiscard]] std::vector<message::Record> make() const {
    SyntheticLaunch plan;
    plan.site = {degrees(40.5).value(), degrees(133.0).value(), 100.0};
    plan.stages = {{90.0, 17.0, 0.28, 0.0}};
    const SyntheticBody body = launch(plan, 240.0);
    StreamOptions options;
    options.infrared = {"GEO-1", "GEO-2"};
    options.radars = {"RAD-1"};
    options.end_s = 220.0;
    options.clutter_factor = 5.0;
    Mispointing how;
    how.offsets = {{"GEO-1", {40e-6, -20e-6}}, {"GEO-2", {}}};
    return mispointed(stream({body}, *sensors_, options, 12), *sensors_, how, 12);
  }
  [[nodiscard]] std::vector<std::string> outputs(std::size_t restart_every) const {
    std::vector<std::string> out;
    auto tracker = std::make_unique<Tracker>(Options{}, sensors_);
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (restart_every > 0 && i % restart_every == 0) {
        const std::string state = tracker->save();
        tracker = std::make_unique<Tracker>(Options{}, sensors_);
        EXPECT_TRUE(tracker->load(state));
        EXPECT_EQ(tracker->save(), state);
      }
      out.push_back(bytes_of(tracker->step(records_[i])));
    }
    return out;
  }
};

TEST_F(SavedState, GivesTheSameBytesAfterARestartAtEveryRecord) {
  const std::vector<std::string> whole = outputs(0);
  std::size_t told = 0;
  for (const std::string& bytes : whole) told += bytes.empty() ? 0 : 1;
  EXPECT_GT(told, 100U);
  EXPECT_EQ(whole, outputs(0));
  EXPECT_EQ(whole, outputs(1));
  EXPECT_EQ(whole, outputs(7));
}

TEST_F(SavedState, ThatIsDamagedIsRefusedAndChangesNothing) {
  Tracker tracker({}, sensors_);
  for (std::size_t i = 0; i < records_.size() / 2; ++i) static_cast<void>(tracker.step(records_[i]));
  const std::string state = tracker.save();
  Tracker other({}, sensors_);
  const std::string empty = other.save();
  for (std::size_t length = 0; length < state.size(); length += 1 + state.size() / 400) {
    EXPECT_FALSE(other.load(std::string_view(state).substr(0, length))) << length;
  }
  EXPECT_FALSE(other.load(state + "x"));
  EXPECT_FALSE(other.load("something else"));
  EXPECT_EQ(other.save(), empty);
  // Any flipped bit is refused or gives a state that can be worked with.
  Random random(2, "flip");
  for (int i = 0; i < 300; ++i) {
    std::string flipped = state;
    const std::size_t at = random.bits() % flipped.size();
    flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << (random.bits() % 8)));
    Tracker victim({}, sensors_);
    if (!victim.load(flipped)) continue;
    for (std::size_t k = records_.size() / 2; k < records_.size() / 2 + 40; ++k) {
      static_cast<void>(victim.step(records_[k]));
    }
  }
}

TEST_F(SavedState, HoldsWhatIsKnownOfThePointing) {
  Tracker tracker({}, sensors_);
  for (const message::Record& record : records_) static_cast<void>(tracker.step(record));
  sense::World other_satellites = synthetic_world();
  for (sense::InfraredSensor& sensor : other_satellites.infrared) {
    if (sensor.id == "GEO-2") sensor.id = "GEO-9";
  }
  Tracker other({}, synthetic_sensors(other_satellites));
  const Status loaded = other.load(tracker.save());
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().to_string().find("GEO-2"), std::string::npos);
}

TEST_F(SavedState, OfAnotherWorldIsRefusedByName) {
  Tracker tracker({}, sensors_);
  for (const message::Record& record : records_) static_cast<void>(tracker.step(record));
  sense::World smaller = synthetic_world();
  smaller.radars.erase(smaller.radars.begin());
  Tracker other({}, synthetic_sensors(smaller));
  const Status loaded = other.load(tracker.save());
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().to_string().find("RAD-1"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::track::test
