#include "tests/formats/tool.hpp"

#include <array>
#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "tocsin/base/text.hpp"

namespace tocsin::formats {

bool has_tool(const std::string& name) {
  return run_tool("command -v " + name).status == 0;
}

ToolRun run_tool(const std::string& command) {
  ToolRun out;
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> chunk{};
  for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    out.output.append(chunk.data(), n);
  const int status = ::pclose(pipe);
  out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

std::string test_file(const std::string& name, const std::string& bytes) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) /
                                       ("tocsin-" + std::to_string(::getpid())) /
                                       (std::string(test->test_suite_name()) + "." + test->name());
  std::filesystem::create_directories(folder);
  const std::string path = (folder / name).string();
  EXPECT_TRUE(write_file(path, bytes).has_value());
  return path;
}

}  // namespace tocsin::formats
