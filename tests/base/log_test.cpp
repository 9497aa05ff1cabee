#include "tocsin/base/log.hpp"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Log, WritesOneLineToStderr) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  log(LogLevel::warning, "two\nlines \x1b[31m {} %s");
  log(LogLevel::debug, "not shown");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: two lines  [31m {} %s\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(Log, HidesWhatIsBelowItsLevel) {
  set_log_level(LogLevel::error);
  testing::internal::CaptureStderr();
  log(LogLevel::warning, "hidden");
  log(LogLevel::error, "seen");
  set_log_level(LogLevel::info);
  log(LogLevel::info, "seen again");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "error: seen\ninfo: seen again\n");
}

}  // namespace
}  // namespace tocsin
