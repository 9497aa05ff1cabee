#include "tocsin/formats/gravity_file.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t max_bytes = std::size_t{256} << 20U;
using RowWords = Words<5>;

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
      : lines_(text), source_(source), max_degree_(max_degree), in_header_(text.find("end_of_head") != text.npos) {}

  Result<GravityFile> read() {
    while (const std::optional<Line> line = lines_.next()) {
      line_ = *line;
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
    const RowWords w(line_.text);
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

  Status read_header(const RowWords& w) {
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
    const bool is_part = value.data() >= line_.text.data() && value.data() <= line_.text.data() + line_.text.size();
    return fail(Error{.source = std::string(source_),
                      .line = line_.number,
                      .column = is_part ? value.data() - line_.text.data() + 1 : 1,
                      .field = field,
                      .value = printable(value),
                      .expected = expected});
  }

  Lines lines_;
  std::string_view source_;
  int max_degree_;
  bool in_header_;
  Line line_;
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
