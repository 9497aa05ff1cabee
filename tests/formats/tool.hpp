#pragma once

#include <string>

namespace tocsin::formats {

/// Whether a program of the system can be started.
[[nodiscard]] bool has_tool(const std::string& name);

struct ToolRun {
  int status = -1;     ///< exit status
  std::string output;  ///< stdout and stderr
};

/// Runs a shell command.
[[nodiscard]] ToolRun run_tool(const std::string& command);

/// Writes a file into a fresh folder for tests and gives its path.
[[nodiscard]] std::string test_file(const std::string& name, const std::string& bytes);

}  // namespace tocsin::formats
