#include "tocsin/formats/jsonl.hpp"

#include <sstream>
#include <streambuf>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tocsin/message/codec.hpp"

#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

message::Record tick(std::int64_t sequence) {
  const Instant t = parse_utc("2022-10-03T22:22:00Z").value() + whole_seconds(sequence);
  return {.header = {.source = "clock",
                     .sequence = sequence,
                     .status = message::RecordStatus::exercise,
                     .simulated = true,
                     .measured = t,
                     .received = t},
          .payload = message::Tick{.time = t}};
}

struct Read {
  std::vector<message::Record> records;
  std::vector<Error> refused;
  std::size_t refused_count = 0;
};

Read read(std::istream& in, const JsonLinesLimits& limits = {}) {
  RecordReader reader(in, "in.jsonl", limits);
  Read out;
  while (auto record = reader.next()) out.records.push_back(std::move(*record));
  out.refused = reader.refused();
  out.refused_count = reader.refused_count();
  EXPECT_EQ(reader.record_count(), out.records.size());
  return out;
}

Read read(const std::string& text, const JsonLinesLimits& limits = {}) {
  std::istringstream in(text);
  return read(in, limits);
}

TEST(JsonLines, WhatIsWrittenIsReadBack) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += json_line(tick(i));
  const Read got = read(text);
  ASSERT_EQ(got.records.size(), 1000U);
  EXPECT_TRUE(got.refused.empty());
  std::string again;
  for (const message::Record& record : got.records) again += json_line(record);
  EXPECT_EQ(again, text);
}

TEST(JsonLines, EmptyInputIsNoRecordAndNoError) {
  for (const std::string text : {"", "\n", "\n\n  \t\n", "\r\n\r\n", "\xEF\xBB\xBF"}) {
    const Read got = read(text);
    EXPECT_TRUE(got.records.empty());
    EXPECT_EQ(got.refused_count,
              text == "\xEF\xBB\xBF" ? 1U : 0U);  // a mark without a line is a line with nothing in it
  }
}

TEST(JsonLines, ByteOrderMarkCarriageReturnsBlankLinesAndAMissingLastLineEndAreFine) {
  std::string line = json_line(tick(1));
  line.pop_back();
  const Read got = read("\xEF\xBB\xBF" + line + "\r\n\r\n   \n" + line);
  EXPECT_EQ(got.records.size(), 2U);
  EXPECT_TRUE(got.refused.empty()) << got.refused[0].to_string();
}

TEST(JsonLines, ABadLineIsRefusedByNumberAndTheRestIsRead) {
  const std::string good = json_line(tick(1));
  const Read got = read(good + "{\"version\":1\n" + good + "[1,2]\n\n" + "{\"version\":1,\"type\":\"tick\"}\n" + good);
  EXPECT_EQ(got.records.size(), 3U);
  ASSERT_EQ(got.refused.size(), 3U);
  const std::vector<std::int64_t> lines{2, 4, 6};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(got.refused[i].source, "in.jsonl");
    EXPECT_EQ(got.refused[i].line, lines[i]);
    EXPECT_FALSE(got.refused[i].is_record);
  }
  EXPECT_EQ(got.refused[2].field, "header");
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(JsonLines, WrongFieldsAreRefusedByName) {
  const std::string good = json_line(tick(1));
  const std::vector<std::array<std::string, 3>> wrong{
      {"\"sequence\":1", "\"sequence\":NaN", ""},
      {"\"sequence\":1", "\"sequence\":Infinity", ""},
      {"\"sequence\":1", "\"sequence\":-1", "header.sequence"},
      {"\"sequence\":1", "\"sequence\":\"one\"", "header.sequence"},
      {"\"sequence\":1", "\"sequence\":1e400", ""},
      {"\"sequence\":1", "\"sequenze\":1", "header.sequence"},
      {"\"version\":1", "\"version\":99", "version"},
      {"\"status\":\"exercise\"", "\"status\":\"real\"", "header.status"},
      {"{\"time\":\"2022-", "{\"time\":\"0000-", "tick.time"},
      {"\"type\":\"tick\"", "\"type\":3", "type"},
      {"\"simulated\":true", "\"simulated\":true,\"simulated\":true", ""},
  };
  for (const auto& [what, by, field] : wrong) {
    const Read got = read(good + replaced(good, what, by) + good);
    EXPECT_EQ(got.records.size(), 2U) << by;
    ASSERT_EQ(got.refused.size(), 1U) << by;
    EXPECT_EQ(got.refused[0].line, 2) << by;
    if (!field.empty()) {
      EXPECT_EQ(got.refused[0].field, field) << got.refused[0].to_string();
    }
  }
}

TEST(JsonLines, ATruncatedLastLineSaysThatTheInputEnds) {
  const std::string good = json_line(tick(1));
  const Read got = read(good + good.substr(0, good.size() / 2));
  EXPECT_EQ(got.records.size(), 1U);
  ASSERT_EQ(got.refused.size(), 1U);
  EXPECT_NE(got.refused[0].to_string().find("the input ends within this line"), std::string::npos)
      << got.refused[0].to_string();
}

TEST(JsonLines, DeepNestingIsRefusedAndDoesNotExhaustTheStack) {
  const std::string good = json_line(tick(1));
  const Read got =
      read(good + std::string(500'000, '[') + "\n" + std::string(40, '[') + std::string(40, ']') + "\n" + good);
  EXPECT_EQ(got.records.size(), 2U);
  ASSERT_EQ(got.refused.size(), 2U);
  EXPECT_EQ(got.refused[0].line, 2);
  EXPECT_EQ(got.refused[1].line, 3);
}

/// A good line, one of so many bytes, a good line; nothing of it stored.
class LongLine : public std::streambuf {
 public:
  explicit LongLine(std::uint64_t bytes)
      : good_(json_line(tick(1))), left_(bytes), block_(std::size_t{1} << 20U, 'a') {}

 protected:
  int_type underflow() override {
    std::string& now = part_ == 1 ? block_ : good_;
    if (part_ > 2) return traits_type::eof();
    if (part_ == 1 && left_ >= block_.size()) {
      left_ -= block_.size();
    } else {
      if (part_ == 1) block_.back() = '\n';
      ++part_;
    }
    setg(now.data(), now.data(), now.data() + now.size());
    return traits_type::to_int_type(*gptr());
  }

 private:
  int part_ = 0;
  std::string good_;
  std::uint64_t left_;
  std::string block_;
};

long peak_memory_kb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(JsonLines, ALineOfAGigabyteIsRefusedWithoutBeingLoaded) {
  LongLine bytes(std::uint64_t{1} << 30U);
  std::istream in(&bytes);
  const long before = peak_memory_kb();
  const Read got = read(in);
  EXPECT_LT(peak_memory_kb() - before, 100'000);
  EXPECT_EQ(got.records.size(), 2U);
  ASSERT_EQ(got.refused.size(), 1U);
  EXPECT_EQ(got.refused[0].line, 2);
  EXPECT_NE(got.refused[0].to_string().find("at most 1048576 bytes"), std::string::npos) << got.refused[0].to_string();
}

TEST(JsonLines, TheLimitIsTheLastLengthThatIsRead) {
  std::string line = json_line(tick(1));
  line.pop_back();
  const JsonLinesLimits limits{.max_line_bytes = line.size() + 10};
  EXPECT_EQ(read(line + std::string(10, ' ') + "\n", limits).records.size(), 1U);
  EXPECT_EQ(read(line + std::string(11, ' ') + "\n", limits).refused.size(), 1U);
  EXPECT_EQ(read(std::string(200, ' ') + "\n" + line + "\n", {.max_line_bytes = 100}).refused.size(), 2U);
}

TEST(JsonLines, RefusalsAreCountedBeyondTheKeptOnes) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "x\n";
  const Read got = read(text, {.max_refused = 7});
  EXPECT_EQ(got.refused.size(), 7U);
  EXPECT_EQ(got.refused_count, 50U);
}

TEST(JsonLines, FilesAreReadAndWhatIsNoFileIsRefusedByName) {
  auto reader = RecordReader::open(test_file("in.jsonl", json_line(tick(1)) + json_line(tick(2))));
  ASSERT_TRUE(reader.has_value());
  EXPECT_TRUE(reader->next().has_value());
  EXPECT_TRUE(reader->next().has_value());
  EXPECT_FALSE(reader->next().has_value());
  EXPECT_FALSE(reader->next().has_value());
  for (const std::string path : {"tests", "does/not/exist.jsonl"}) {
    const auto none = RecordReader::open(path);
    ASSERT_FALSE(none.has_value());
    EXPECT_NE(none.error().to_string().find(path), std::string::npos);
  }
}

TEST(JsonLines, LinesOfAnyJsonKeepTheirNumbers) {
  std::istringstream in("{\"a\":1}\n\n17\n\"x\n");
  JsonLinesReader reader(in, "x");
  const auto first = reader.next();
  ASSERT_TRUE(first && first->value);
  EXPECT_EQ(first->number, 1);
  EXPECT_EQ(reader.next()->number, 3);
  const auto bad = reader.next();
  ASSERT_TRUE(bad && !bad->value);
  EXPECT_EQ(bad->value.error().line, 4);
  EXPECT_FALSE(reader.next().has_value());
}

}  // namespace
}  // namespace tocsin::formats
