#include "tocsin/journal/journal.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tocsin/message/codec.hpp"

namespace tocsin::journal {
namespace {

namespace fs = std::filesystem;

class JournalFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("tocsin-journal-" + std::to_string(testing::UnitTest::GetInstance()->random_seed()) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    path_ = (folder_ / "journal.sqlite").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  static message::Record tick(std::int64_t n) {
    const Instant t = Instant::from_tai_ns(n * 1'000'000'000);
    return {message::Header{.source = "clock", .sequence = n, .measured = t, .received = t}, message::Tick{t}};
  }
  void fill(std::int64_t count) {
    auto journal = open_sqlite(path_, OpenMode::create);
    ASSERT_TRUE(journal) << journal.error().to_string();
    for (std::int64_t n = 1; n <= count; ++n) ASSERT_TRUE((*journal)->append(tick(n), tick(n).header.received));
    ASSERT_TRUE((*journal)->flush());
  }
  void sql(const char* text) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, text, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  fs::path folder_;
  std::string path_;
};

TEST_F(JournalFile, GivesBackWhatWasAppendedInOrder) {
  fill(3000);
  auto journal = open_sqlite(path_, OpenMode::read);
  ASSERT_TRUE(journal) << journal.error().to_string();
  EXPECT_EQ((*journal)->head().count, 3000);
  std::int64_t expected = 2990;
  ASSERT_TRUE((*journal)->read(2990, [&](const Entry& entry) {
    EXPECT_EQ(entry.number, expected);
    const auto record = record_of(entry, path_);
    EXPECT_TRUE(record);
    EXPECT_EQ(message::to_json(*record).dump(), message::to_json(tick(expected)).dump());
    ++expected;
    return true;
  }));
  EXPECT_EQ(expected, 3001);
  EXPECT_TRUE((*journal)->verify());
}

TEST_F(JournalFile, GoesOnBehindItsEnd) {
  fill(1500);
  const ChainHead before = (*open_sqlite(path_, OpenMode::read))->head();
  {
    auto journal = open_sqlite(path_, OpenMode::append);
    ASSERT_TRUE(journal);
    ASSERT_TRUE((*journal)->append(tick(1501), tick(1501).header.received));
  }
  auto journal = open_sqlite(path_, OpenMode::read);
  ASSERT_TRUE(journal);
  EXPECT_EQ((*journal)->head().count, 1501);
  EXPECT_NE((*journal)->head().sha256, before.sha256);
  EXPECT_TRUE((*journal)->verify());
}

TEST_F(JournalFile, IsNeverOverwritten) {
  fill(1);
  EXPECT_FALSE(open_sqlite(path_, OpenMode::create));
}

TEST_F(JournalFile, AChangedRecordIsFoundByItsSegment) {
  fill(3000);
  ASSERT_TRUE((*open_sqlite(path_, OpenMode::read))->verify());
  sql("UPDATE record SET payload = replace(payload, 'Z', 'Z ') WHERE number = 1500");
  auto journal = open_sqlite(path_, OpenMode::read);
  ASSERT_TRUE(journal);
  const Status status = (*journal)->verify();
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().to_string().find("1025"), std::string::npos) << status.error().to_string();
}

TEST_F(JournalFile, AChangedRecordBehindTheLastSegmentIsFoundByTheHead) {
  fill(10);
  sql("UPDATE record SET header = replace(header, 'clock', 'clack') WHERE number = 9");
  EXPECT_FALSE((*open_sqlite(path_, OpenMode::read))->verify());
}

TEST_F(JournalFile, AMissingRecordIsFoundWhenItIsOpened) {
  fill(10);
  sql("DELETE FROM record WHERE number = 5");
  const auto journal = open_sqlite(path_, OpenMode::read);
  ASSERT_FALSE(journal);
  EXPECT_NE(journal.error().to_string().find("10"), std::string::npos);
}

TEST_F(JournalFile, FilesThatAreNoJournalsAreRefusedByName) {
  for (const std::string& content :
       {std::string(), std::string("not a database at all, but long enough to have a header of its own........"),
        std::string(4096, '\0')}) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << content;
    const auto journal = open_sqlite(path_, OpenMode::read);
    ASSERT_FALSE(journal);
    EXPECT_NE(journal.error().to_string().find(path_), std::string::npos) << journal.error().to_string();
  }
  EXPECT_FALSE(open_sqlite((folder_ / "absent.sqlite").string(), OpenMode::read));
}

TEST_F(JournalFile, ATruncatedFileIsRefused) {
  fill(3000);
  fs::resize_file(path_, fs::file_size(path_) / 2);
  const auto journal = open_sqlite(path_, OpenMode::read);
  if (journal) {
    EXPECT_FALSE((*journal)->verify());
  }
}

TEST(Chain, DependsOnEveryPartOfAnEntry) {
  const Entry entry{.number = 1, .journaled = Instant(), .version = 1, .type = "tick", .header = "h", .payload = "p"};
  const std::string reference = chain_step("", entry);
  Entry other = entry;
  other.number = 2;
  EXPECT_NE(chain_step("", other), reference);
  other = entry;
  other.header = "hp";
  other.payload = "";
  EXPECT_NE(chain_step("", other), reference);
  other = entry;
  other.journaled = Instant::from_tai_ns(1);
  EXPECT_NE(chain_step("", other), reference);
  EXPECT_NE(chain_step("x", entry), reference);
}

}  // namespace
}  // namespace tocsin::journal
