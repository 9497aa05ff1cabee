#include "tocsin/formats/eop.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"

namespace tocsin::formats {
namespace {

using earth::OrientationRow;

constexpr double arcsecond = std::numbers::pi / 648000.0;
constexpr std::size_t max_bytes = std::size_t{64} << 20U;
using RowWords = Words<32>;

/// A number of a row: its name, its limits.
struct Field {
  const char* name;
  double low;
  double high;
  const char* expected;
};

constexpr Field mjd_field{"mjd", 36934.0, 88069.0, "a modified Julian date from 1960 to 2100"};
constexpr Field x_field{"polar_x", -2.0, 2.0, "arcseconds between -2 and 2"};
constexpr Field y_field{"polar_y", -2.0, 2.0, "arcseconds between -2 and 2"};
constexpr Field ut1_field{"ut1_minus_utc", -1.0, 1.0, "seconds between -1 and 1"};
constexpr Field lod_field{"length_of_day", -0.1, 0.1, "seconds between -0.1 and 0.1"};
constexpr Field dx_field{"dX", -1.0, 1.0, "arcseconds between -1 and 1"};
constexpr Field dy_field{"dY", -1.0, 1.0, "arcseconds between -1 and 1"};

/// Reads numbers of one row; the first failure is kept.
class Row {
 public:
  Row(const Line& line, std::string_view source) : line_(line), source_(source) {}

  double number(const Field& field, std::string_view word, double unit = 1.0) {
    word = trimmed(word);
    if (word.starts_with('+')) word.remove_prefix(1);
    const std::optional<double> value = to_double(word);
    if (value && *value * unit >= field.low && *value * unit <= field.high) return *value * unit;
    refuse(field.name, word, field.expected, word.data() - line_.text.data());
    return 0.0;
  }
  void refuse(const char* field, std::string_view value, const char* expected, std::ptrdiff_t offset = 0) {
    if (error_) return;
    error_ = Error{.source = std::string(source_),
                   .line = line_.number,
                   .column = std::max<std::int64_t>(0, offset) + 1,
                   .field = field,
                   .value = printable(value),
                   .expected = expected};
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  Line line_;
  std::string_view source_;
  std::optional<Error> error_;
};

/// Columns of a form whose rows are words between spaces.
struct WordColumns {
  std::size_t count, mjd, x, y, ut1, lod, dx, dy;
};
constexpr WordColumns eop_all_columns{13, 3, 4, 5, 6, 7, 10, 11};
constexpr WordColumns c04_14_columns{16, 3, 4, 5, 6, 7, 8, 9};
constexpr WordColumns c04_20_columns{21, 4, 5, 6, 7, 12, 8, 9};

OrientationRow row_of_words(const RowWords& w, const WordColumns& c, Row& row) {
  return {.mjd_utc = row.number(mjd_field, w.word[c.mjd]),
          .polar_x_rad = row.number(x_field, w.word[c.x]) * arcsecond,
          .polar_y_rad = row.number(y_field, w.word[c.y]) * arcsecond,
          .ut1_minus_utc_s = row.number(ut1_field, w.word[c.ut1]),
          .length_of_day_s = row.number(lod_field, w.word[c.lod]),
          .dx_rad = row.number(dx_field, w.word[c.dx]) * arcsecond,
          .dy_rad = row.number(dy_field, w.word[c.dy]) * arcsecond};
}

/// Collects rows in order.
class Table {
 public:
  Table(EopForm form, std::string_view source) : source_(source) { out_.form = form; }

  /// Errors: the row's, or it does not come after the one before.
  Status add(const OrientationRow& values, bool is_predicted, Row& row) {
    if (!row.error() && !out_.rows.empty() && values.mjd_utc <= out_.rows.back().mjd_utc)
      row.refuse("mjd", shortest(values.mjd_utc), "a later day than in the row before");
    if (row.error()) return fail(*row.error());
    if (!is_predicted) out_.observed = out_.rows.size() + 1;
    out_.rows.push_back(values);
    return {};
  }
  Result<EopTable> done() {
    if (out_.rows.size() < 2) {
      return fail(Error{.source = std::string(source_),
                        .field = "rows",
                        .value = std::to_string(out_.rows.size()),
                        .expected = "at least two days of Earth orientation parameters"});
    }
    return std::move(out_);
  }

 private:
  std::string_view source_;
  EopTable out_;
};

Result<EopTable> read_words(std::string_view text, std::string_view source, EopForm form) {
  Table table(form, source);
  Lines lines(text);
  bool is_predicted = false;
  bool is_inside = form == EopForm::c04;
  while (const std::optional<Line> line = lines.next()) {
    if (form == EopForm::eop_all && line->text.starts_with("BEGIN ")) {
      is_inside = true;
      is_predicted = line->text == "BEGIN PREDICTED";
      continue;
    }
    if (line->text.starts_with("END ")) is_inside = false;
    const bool is_row = !line->text.empty() && line->text.find_first_not_of(" \t0123456789") != 0;
    if (!is_inside || !is_row || line->text.starts_with('#')) continue;
    const RowWords words(line->text);
    const WordColumns& columns = form == EopForm::eop_all             ? eop_all_columns
                                 : words.count < c04_20_columns.count ? c04_14_columns
                                                                      : c04_20_columns;
    Row row(*line, source);
    if (words.count != columns.count) {
      row.refuse("columns", std::to_string(words.count),
                 form == EopForm::eop_all ? "13 columns" : "16 columns (C04 14) or 21 (C04 20)");
      return fail(*row.error());
    }
    if (const Status added = table.add(row_of_words(words, columns, row), is_predicted, row); !added)
      return fail(added.error());
  }
  return table.done();
}

/// Bulletin A; columns counted from 1, both inclusive.
Result<EopTable> read_finals(std::string_view text, std::string_view source) {
  Table table(EopForm::finals2000a, source);
  Lines lines(text);
  while (const std::optional<Line> line = lines.next()) {
    const std::string_view whole = line->text;
    if (whole.empty()) continue;
    const auto columns = [&](std::size_t first, std::size_t last) {
      return first <= whole.size() ? whole.substr(first - 1, last - first + 1) : whole.substr(whole.size());
    };
    if (trimmed(columns(59, 68)).empty()) break;
    Row row(*line, source);
    const auto optional = [&](const Field& field, std::size_t first, std::size_t last, double unit) {
      // Predictions end earlier for these than for UT1.
      return trimmed(columns(first, last)).empty() ? 0.0 : row.number(field, columns(first, last), unit);
    };
    const OrientationRow values{.mjd_utc = row.number(mjd_field, columns(8, 15)),
                                .polar_x_rad = row.number(x_field, columns(19, 27)) * arcsecond,
                                .polar_y_rad = row.number(y_field, columns(38, 46)) * arcsecond,
                                .ut1_minus_utc_s = row.number(ut1_field, columns(59, 68)),
                                .length_of_day_s = optional(lod_field, 80, 86, 1e-3),
                                .dx_rad = optional(dx_field, 98, 106, 1e-3) * arcsecond,
                                .dy_rad = optional(dy_field, 117, 125, 1e-3) * arcsecond};
    const std::string_view flag = columns(58, 58);
    if (flag != "I" && flag != "P") row.refuse("flag", flag, "I (observed) or P (predicted)", 57);
    if (const Status added = table.add(values, flag == "P", row); !added) return fail(added.error());
  }
  return table.done();
}

std::optional<EopForm> form_of(std::string_view text) {
  Lines lines(text);
  for (int i = 0; i < 100; ++i) {
    const std::optional<Line> line = lines.next();
    if (!line) break;
    if (line->text.starts_with("NUM_OBSERVED_POINTS") || line->text.starts_with("BEGIN OBSERVED"))
      return EopForm::eop_all;
    if (line->text.empty() || line->text.starts_with('#')) continue;
    const RowWords words(line->text);
    const bool has_dates = words.count >= 4 && words.word[0].size() == 4 && to_integer(words.word[0]).has_value();
    if (has_dates && (words.count == c04_14_columns.count || words.count == c04_20_columns.count)) return EopForm::c04;
    const bool has_flag = line->text.size() >= 58 && (line->text[57] == 'I' || line->text[57] == 'P');
    if (has_flag && to_double(trimmed(line->text.substr(7, 8)))) return EopForm::finals2000a;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(EopForm form) {
  switch (form) {
    case EopForm::eop_all:
      return "EOP-All";
    case EopForm::finals2000a:
      return "finals2000A";
    case EopForm::c04:
      return "C04";
  }
  return "C04";
}

bool is_eop(std::string_view text) {
  return form_of(text).has_value();
}

Result<EopTable> read_eop(std::string_view text, std::string_view source) {
  const auto refuse = [&](const char* field, std::string value, const char* expected) {
    return fail(Error{
        .source = std::string(source), .line = 1, .field = field, .value = std::move(value), .expected = expected});
  };
  if (text.size() > max_bytes) return refuse("size", std::to_string(text.size()) + " bytes", "at most 64 MiB");
  const std::optional<EopForm> form = form_of(text);
  if (!form) return refuse("form", printable(text.substr(0, 80)), "EOP-All 1.1, IERS finals2000A or IERS C04");
  return *form == EopForm::finals2000a ? read_finals(text, source) : read_words(text, source, *form);
}

}  // namespace tocsin::formats
