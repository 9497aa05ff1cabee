#include "tests/scenario/expected_timeline.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <sstream>

#include "tocsin/base/text.hpp"

namespace tocsin::app {
namespace {

constexpr std::string_view kPlusMinus = "+-";

struct Word {
  std::size_t column = 0;
  std::string text;
};

std::vector<Word> words_of(const std::string& line) {
  std::vector<Word> words;
  std::size_t end = 0;
  for (std::size_t at = line.find_first_not_of(' '); at != std::string::npos; at = line.find_first_not_of(' ', end)) {
    end = std::min(line.find(' ', at), line.size());
    words.push_back({at, line.substr(at, end - at)});
  }
  return words;
}

std::optional<double> number(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `68` or `68+-8`.
bool read_tolerant(const std::string& text, double& value, double& within) {
  const std::size_t sign = text.find(kPlusMinus);
  const std::optional<double> first = number(std::string_view(text).substr(0, sign));
  if (!first) return false;
  value = *first;
  if (sign == std::string::npos) return true;
  const std::optional<double> second = number(std::string_view(text).substr(sign + kPlusMinus.size()));
  if (second) within = *second;
  return second.has_value();
}

bool is_row_of_group(const std::string& title) {
  return title == "event" || title.starts_with("warning");
}

/// Events that stand for no launch have no names that last.
bool is_event_id(const std::string& title) {
  return title.starts_with("E") &&
         std::all_of(title.begin() + 1, title.end(), [](char c) { return c >= '0' && c <= '9'; });
}

DrawnMark mark_of(std::string what, double second, double within) {
  const bool missing = what.ends_with("?");
  if (missing || what.ends_with("!")) what.pop_back();
  return {what, second, within, missing};
}

class Parser {
 public:
  /// Empty when the line was understood; otherwise what was expected.
  std::string take(const std::string& line) {
    const std::vector<Word> words = words_of(line);
    if (words.empty() || words[0].text.starts_with("#")) return {};
    if (words[0].text == "run") return take_run(words);
    if (words[0].text == "within")
      return words.size() == 2 && read_tolerant(words[1].text, within_, within_) ? "" : "within SECONDS";
    if (words[0].text == "refused") {
      return words.size() == 2 && read_tolerant(words[1].text, out_.refused, out_.refused_within) ? "" : "refused N+-M";
    }
    if (words[0].text == "seconds") return take_header(words);
    return take_row(words);
  }
  [[nodiscard]] ExpectedTimeline result() const { return out_; }

 private:
  std::string take_run(const std::vector<Word>& words) {
    if (words.size() < 2) return "run SCENARIO.toml [--set key=value]... [--seed N]";
    out_.scenario = words[1].text;
    for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
      if (words[i].text == "--set") out_.set.push_back(words[i + 1].text);
      if (words[i].text == "--seed") out_.seed = static_cast<std::uint64_t>(number(words[i + 1].text).value_or(0.0));
    }
    return words.size() % 2 == 0 ? "" : "a value after each option";
  }

  std::string take_header(const std::vector<Word>& words) {
    column_at_.clear();
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!is_row_of_group(words[i].text)) ++group_;
      column_at_[words[i].column] = out_.columns.size();
      out_.columns.push_back({words[i].text, group_, {}});
    }
    return {};
  }

  std::string take_row(const std::vector<Word>& words) {
    double second = 0.0;
    double within = within_;
    if (!read_tolerant(words[0].text, second, within)) return "a row that begins with seconds, or with a known word";
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].text == ".") continue;
      const auto column = column_at_.find(words[i].column);
      if (column == column_at_.end()) return "'" + words[i].text + "' under the first letter of a title";
      std::istringstream cell(words[i].text);
      for (std::string what; std::getline(cell, what, ',');)
        out_.columns[column->second].marks.push_back(mark_of(what, second, within));
    }
    return {};
  }

  ExpectedTimeline out_;
  double within_ = 1.0;
  int group_ = -1;
  std::map<std::size_t, std::size_t> column_at_;  ///< of the newest table, by place in the line
};

std::string title_of(const DrawnColumn& column) {
  return is_event_id(column.title) ? "E" : column.title;
}

std::string titles(const std::vector<DrawnColumn>& columns) {
  std::string text;
  for (const DrawnColumn& column : columns) text += (text.empty() ? "" : " | ") + title_of(column);
  return text.empty() ? "nothing" : text;
}

/// An expected mark beside what was found for it.
struct Pair {
  DrawnMark expected;
  double found = 0.0;
  std::string column;
};

std::vector<const DrawnMark*> marks_named(const DrawnColumn& column, const std::string& what) {
  std::vector<const DrawnMark*> out;
  for (const DrawnMark& mark : column.marks) {
    if (mark.what == what) out.push_back(&mark);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const DrawnMark* a, const DrawnMark* b) { return a->second < b->second; });
  return out;
}

void compare_column(const DrawnColumn& expected, const DrawnColumn& found, std::vector<Pair>& pairs,
                    std::vector<std::string>& out) {
  std::map<std::string, int> words;
  for (const DrawnMark& mark : expected.marks) ++words[mark.what];
  for (const DrawnMark& mark : found.marks) words.try_emplace(mark.what, 0);
  for (const auto& [what, count] : words) {
    const std::vector<const DrawnMark*> wanted = marks_named(expected, what);
    const std::vector<const DrawnMark*> got = marks_named(found, what);
    const std::string name = expected.title + " " + what;
    if (wanted.size() != got.size()) {
      out.push_back(name + ": expected " + std::to_string(wanted.size()) + " times, found " +
                    std::to_string(got.size()) + (got.empty() ? "" : ", first at " + fixed(got[0]->second, 1)));
      continue;
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      pairs.push_back({*wanted[i], got[i]->second, expected.title});
      if (std::abs(got[i]->second - wanted[i]->second) <= wanted[i]->within + 0.5) continue;
      out.push_back(name + ": expected at " + shortest(wanted[i]->second) + " +- " + shortest(wanted[i]->within) +
                    ", found at " + fixed(got[i]->second, 1));
    }
  }
}

void compare_order(const std::vector<Pair>& pairs, std::vector<std::string>& out) {
  for (const Pair& a : pairs) {
    for (const Pair& b : pairs) {
      if (a.expected.second < b.expected.second && a.found > b.found) {
        out.push_back(a.column + " " + a.expected.what + " at " + fixed(a.found, 1) + " comes after " + b.column + " " +
                      b.expected.what + " at " + fixed(b.found, 1));
      }
    }
  }
}

/// Words with a question mark that happen now.
std::vector<std::string> given_by_now(const std::vector<DrawnColumn>& demanded, const std::vector<DrawnColumn>& found) {
  std::vector<std::string> out;
  for (const DrawnColumn& column : demanded) {
    const auto same = std::find_if(found.begin(), found.end(), [&](const DrawnColumn& other) {
      return other.group == column.group && title_of(other) == title_of(column);
    });
    for (const DrawnMark& mark : column.marks) {
      if (mark.missing && same != found.end() && !marks_named(*same, mark.what).empty())
        out.push_back(column.title + " " + mark.what + "? happens now: take its question mark away");
    }
  }
  return out;
}

/// What can be demanded today; columns of which nothing is left are not there.
std::vector<DrawnColumn> without_missing(std::vector<DrawnColumn> columns) {
  for (DrawnColumn& column : columns) std::erase_if(column.marks, [](const DrawnMark& mark) { return mark.missing; });
  std::erase_if(columns, [](const DrawnColumn& column) { return column.marks.empty(); });
  return columns;
}

}  // namespace

Result<ExpectedTimeline> parse_expected_timeline(std::string_view text, const std::string& source) {
  Parser parser;
  std::istringstream lines{std::string(text)};
  std::int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (const std::string expected = parser.take(line); !expected.empty())
      return fail(Error{.source = source, .line = number, .value = line, .expected = expected});
  }
  return parser.result();
}

std::vector<DrawnColumn> columns_of_run(const DrawnTimeline& drawn) {
  std::vector<DrawnColumn> columns;
  const TimelineMark* before = nullptr;
  int group = -1;
  for (const TimelineMark& mark : drawn.marks) {
    const bool same_group = before != nullptr && before->group == mark.group;
    if (!same_group) ++group;
    if (!same_group || before->row != mark.row) columns.push_back({same_group ? mark.row : mark.group, group, {}});
    columns.back().marks.push_back({mark.what, mark.second, 0.0});
    before = &mark;
  }
  return columns;
}

std::vector<std::string> differences(const std::vector<DrawnColumn>& demanded, const std::vector<DrawnColumn>& found) {
  if (std::vector<std::string> news = given_by_now(demanded, found); !news.empty()) return news;
  const std::vector<DrawnColumn> expected = without_missing(demanded);
  if (titles(expected) != titles(found)) return {"columns: expected " + titles(expected) + "; found " + titles(found)};
  std::vector<std::string> out;
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    compare_column(expected[i], found[i], pairs, out);
    if (i + 1 < expected.size() && expected[i + 1].group == expected[i].group) continue;
    compare_order(pairs, out);
    pairs.clear();
  }
  return out;
}

}  // namespace tocsin::app
