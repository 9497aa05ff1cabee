#include "tocsin/formats/gravity_file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "tocsin/base/text.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t max_bytes = std::size_t{256} << 20U;
constexpr std::size_t most_words = 5;

/// The first words of a line.
struct Words {
  std::array<std::string_view, most_words> word;
  std::size_t count = 0;
  explicit Words(std::string_view line) {
    std::size_t i = 0;
    while (count < most_words && (i = line.find_first_not_of(" \t\r", i)) != std::string_view::npos) {
      const std::size_t end = std::min(line.find_first_of(" \t\r", i), line.size());
      word[count++] = line.substr(i, end - i);
      i = end;
    }
  }
};

std::optional<double> number(std::string_view word) {
  std::string text(word.substr(0, 40));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == 'D' || c == 'd'; }, 'e');
  if (text.starts_with('+')) text.erase(0, 1);
  return to_double(text);
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view source, int max_degree)
      : rest_(text), source_(source), max_degree_(max_degree), in_header_(text.find("end_of_head") != text.npos) {}

  Result<GravityFile> read() {
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      line_ = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++number_;
      if (Status done = read_line(); !done) return fail(done.error());
    }
    if (out_.coefficients.empty()) {
      return fail(Error{.source = std::string(source_),
                        .line = 1,
                        .field = "rows",
                        .value = "none",
                        .expected = "rows of n m C S, or ICGEM with rows gfc n m C S"});
    }
    return std::move(out_);
  }

 private:
  Status read_line() {
    const Words w(line_);
    if (w.count == 0 || w.word[0].starts_with('#')) return {};
    if (in_header_) return read_header(w);
    std::size_t first = 0;
    if (w.word[0] == "gfc") {
      first = 1;
    } else if (w.word[0] == "gfct" || w.word[0] == "trnd" || w.word[0] == "acos" || w.word[0] == "asin") {
      return refuse("key", w.word[0], "gfc: a field that does not change with time");
    }
    if (w.count < first + 4) return refuse("columns", std::to_string(w.count), "n m C S");
    const std::optional<std::int64_t> degree = to_integer(w.word[first]);
    const std::optional<std::int64_t> order = to_integer(w.word[first + 1]);
    if (!degree || *degree < 0 || *degree > 100000) return refuse("degree", w.word[first], "a degree");
    if (!order || *order < 0 || *order > *degree)
      return refuse("order", w.word[first + 1], "an order up to the degree");
    if (*degree > max_degree_) return {};
    const std::optional<double> c = number(w.word[first + 2]);
    const std::optional<double> s = number(w.word[first + 3]);
    if (!c) return refuse("C", w.word[first + 2], "a number");
    if (!s) return refuse("S", w.word[first + 3], "a number");
    out_.coefficients.push_back({static_cast<int>(*degree), static_cast<int>(*order), *c, *s});
    return {};
  }

  Status read_header(const Words& w) {
    if (w.word[0] == "end_of_head") in_header_ = false;
    if (w.count < 2) return {};
    const auto constant = [&](double& into) -> Status {
      const std::optional<double> value = number(w.word[1]);
      if (!value) return refuse("header", w.word[1], "a number");
      into = *value;
      return {};
    };
    if (w.word[0] == "earth_gravity_constant" || w.word[0] == "gravity_constant")
      return constant(out_.constants.mu_m3_s2);
    if (w.word[0] == "radius") return constant(out_.constants.radius_m);
    if (w.word[0] == "norm" && w.word[1] != "fully_normalized") return refuse("norm", w.word[1], "fully_normalized");
    return {};
  }

  tl::unexpected<Error> refuse(const char* field, std::string_view value, const char* expected) const {
    const bool is_part = value.data() >= line_.data() && value.data() <= line_.data() + line_.size();
    return fail(Error{.source = std::string(source_),
                      .line = number_,
                      .column = is_part ? value.data() - line_.data() + 1 : 1,
                      .field = field,
                      .value = printable(value),
                      .expected = expected});
  }

  std::string_view rest_;
  std::string_view source_;
  int max_degree_;
  bool in_header_;
  std::string_view line_;
  std::int64_t number_ = 0;
  GravityFile out_;
};

}  // namespace

Result<GravityFile> read_gravity_file(std::string_view text, std::string_view source, int max_degree) {
  if (text.size() > max_bytes) {
    return fail(Error{.source = std::string(source),
                      .line = 1,
                      .field = "size",
                      .value = std::to_string(text.size()) + " bytes",
                      .expected = "at most 256 MiB"});
  }
  return Reader(text, source, max_degree).read();
}

}  // namespace tocsin::formats
