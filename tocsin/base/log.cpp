#include "tocsin/base/log.hpp"

#include <memory>
#include <string>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace tocsin::inline base {
namespace {

spdlog::logger& logger() {
  // Never destroyed: late messages from static destructors still find it.
  static spdlog::logger* const instance = [] {
    auto* made = new spdlog::logger("tocsin", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%l: %v");
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void log(LogLevel level, std::string_view message) {
  std::string line(message);
  for (char& c : line) {
    // one message is one line, and no input may steer the terminal
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  logger().log(level_of(level), "{}", line);
}

void set_log_level(LogLevel lowest) {
  logger().set_level(level_of(lowest));
}

}  // namespace tocsin::inline base
