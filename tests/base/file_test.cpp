#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tocsin/base/open_file.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() {
    std::string pattern = (fs::temp_directory_path() / "tocsin-files-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~Files() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  fs::path folder_;
};

TEST_F(Files, ReadBackWhatWasWritten) {
  const std::string bytes("a\0b\n\xff", 5);
  ASSERT_TRUE(write_file(path("x"), bytes));
  EXPECT_EQ(*read_file(path("x"), 5), bytes);
  ASSERT_TRUE(write_file(path("x"), ""));
  EXPECT_EQ(*read_file(path("x"), 0), "");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1) << "no temporary file is left";
}

TEST_F(Files, TooLargeIsRefusedWithBothSizes) {
  ASSERT_TRUE(write_file(path("x"), "123456"));
  const Result<std::string> text = read_file(path("x"), 5);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().to_string(), path("x") + ": found 6 bytes, expected at most 5 bytes");
}

TEST_F(Files, AnEndlessFileIsRefusedAtTheLimit) {
  const Result<std::string> text = read_file("/dev/zero", 1'000'000);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().to_string(), "/dev/zero: found more than 1000000 bytes, expected at most 1000000 bytes");
}

TEST_F(Files, APipeIsReadToItsEnd) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const std::string bytes(300'001, 'p');
  std::thread writer([&] { std::ofstream(path("pipe")) << bytes; });
  const Result<std::string> text = read_file(path("pipe"), 300'001);
  writer.join();
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, bytes);
  EXPECT_LE(text->capacity(), 300'001U) << "memory never passes the limit";
}

TEST_F(Files, AreNamedInErrors) {
  EXPECT_EQ(read_file(path("none"), 10).error().to_string(),
            path("none") + ": cannot be opened: No such file or directory");
  EXPECT_EQ(read_file(folder_.string(), 10).error().to_string(), folder_.string() + ": cannot be read: Is a directory");
  EXPECT_EQ(open_file(path("none")).error().to_string(),
            path("none") + ": cannot be opened: No such file or directory");
  EXPECT_EQ(open_file(folder_.string()).error().to_string(), folder_.string() + ": found a folder, expected a file");
  EXPECT_EQ(write_file(path("none/x"), "").error().to_string(),
            path("none/x") + ": cannot be created: No such file or directory");
  EXPECT_FALSE(write_file(folder_.string(), "x"));
  EXPECT_FALSE(write_file("", "x"));
  EXPECT_FALSE(write_file("/dev/full", "x"));
}

TEST_F(Files, ALinkKeepsPointingToItsFile) {
  ASSERT_TRUE(write_file(path("real"), "old"));
  fs::create_symlink("real", path("link"));
  ASSERT_TRUE(write_file(path("link"), "new"));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(*read_file(path("real"), 10), "new");
}

TEST_F(Files, ADeviceIsNeverReplaced) {
  ASSERT_TRUE(write_file("/dev/null", "x"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(Files, AReaderNeverSeesHalfAFile) {
  const std::string a(200'000, 'a');
  const std::string b(200'000, 'b');
  ASSERT_TRUE(write_file(path("x"), a));
  std::thread writer([&] {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(write_file(path("x"), i % 2 == 0 ? b : a));
  });
  for (int i = 0; i < 200; ++i) {
    const Result<std::string> text = read_file(path("x"), 1'000'000);
    EXPECT_TRUE(text && (*text == a || *text == b));
  }
  writer.join();
}

}  // namespace
}  // namespace tocsin
