#include "tocsin/app/recording.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tocsin/formats/jsonl.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

class RecordingFile : public testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::temp_directory_path() / ("tocsin-recording-" + std::to_string(::getpid()) + ".jsonl");
  }
  void TearDown() override { fs::remove(path_); }

  static message::Record plot(const std::string& source, std::int64_t sequence, double received_s) {
    const Instant t = *parse_utc("2023-01-01T00:00:00Z") + seconds(received_s);
    return {message::Header{.source = source, .sequence = sequence, .measured = t, .received = t},
            message::Plot{.range_m = 1e6, .range_sigma_m = 1, .azimuth_sigma_rad = 1e-3, .elevation_sigma_rad = 1e-3}};
  }
  void write(const std::vector<message::Record>& records) {
    std::ofstream stream(path_);
    for (const message::Record& record : records) stream << formats::json_line(record);
  }

  fs::path path_;
};

/// `source#sequence@second` for each record; ticks as `|second`.
std::string drawn(const Recording& recording) {
  std::string text;
  const Instant begin = *parse_utc("2023-01-01T00:00:00Z");
  for (const message::Record& record : recording.records) {
    const double s = seconds_between(begin, record.header.received);
    const bool tick = std::holds_alternative<message::Tick>(record.payload);
    text += tick ? "|" : record.header.source + std::to_string(record.header.sequence);
    text += "@" + std::to_string(static_cast<int>(s * 10.0 + 0.5)) + " ";
  }
  return text;
}

TEST_F(RecordingFile, IsSortedByReceiptAndEachSecondIsClosedByATick) {
  write({plot("b", 1, 1.0), plot("a", 2, 1.0), plot("a", 1, 0.3), plot("a", 3, 2.2)});
  const auto recording = read_recording({path_.string()});
  ASSERT_TRUE(recording) << recording.error().to_string();
  EXPECT_EQ(drawn(*recording), "a1@3 a2@10 b1@10 |@10 |@20 a3@22 |@30 ");
}

TEST_F(RecordingFile, TicksOfTheInputAreKeptAndNoneAreMade) {
  const Instant t = *parse_utc("2023-01-01T00:00:01Z");
  write({plot("a", 1, 1.0),
         {message::Header{.source = "clock", .sequence = 1, .measured = t, .received = t}, message::Tick{t}},
         plot("a", 2, 5.0)});
  const auto recording = read_recording({path_.string()});
  ASSERT_TRUE(recording);
  EXPECT_EQ(drawn(*recording), "a1@10 |@10 a2@50 ");
}

TEST_F(RecordingFile, AYearOfSilenceIsRefusedInsteadOfFilledWithTicks) {
  write({plot("a", 1, 0.0), plot("a", 2, 500.0 * 86400.0)});
  const auto recording = read_recording({path_.string()});
  ASSERT_FALSE(recording);
  EXPECT_NE(recording.error().to_string().find("received"), std::string::npos);
}

TEST_F(RecordingFile, MixedStatusIsRefused) {
  message::Record actual = plot("a", 2, 1.0);
  actual.header.status = message::RecordStatus::actual;
  write({plot("a", 1, 0.0), actual});
  const auto recording = read_recording({path_.string()});
  ASSERT_FALSE(recording);
  EXPECT_NE(recording.error().to_string().find("status"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::app
