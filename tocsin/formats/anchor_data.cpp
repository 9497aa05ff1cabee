// Tables of reference data. They are read as streams: memory holds one line and what is kept of it.

#include "tocsin/formats/anchor_data.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <span>
#include <utility>

#include "tocsin/base/open_file.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::formats {
namespace {

constexpr double kSameTime_s = 5e-4;  // times are written in milliseconds
constexpr double kMostFrames = 1e6;
constexpr double kLongest_s = 1e5;             // more than a day: arcs are integrated over it
constexpr double kWhole = 9007199254740992.0;  // 2⁵³: whole numbers are exact up to it
constexpr std::size_t kStateColumns = 9;
constexpr std::size_t kCovarianceColumns = 30;

struct Column {
  std::string_view name;
  double least = 0.0;
  double most = 0.0;
  bool whole = false;
};
constexpr Column kFrame{"frame", 0.0, kMostFrames, true};
constexpr Column kTime{"t_s", 0.0, kLongest_s};
constexpr Column kRadar{"radar_id", 0.0, 1e6, true};
constexpr std::array<Column, 4> kFrameColumns{kFrame, kTime, kRadar, {"n_det", 0.0, 1e6, true}};
constexpr std::array<Column, 8> kPlotColumns{{kFrame,
                                              kTime,
                                              kRadar,
                                              {"det_id", 0.0, kWhole, true},
                                              {"range_m", 1.0, 1e9},
                                              {"az_rad", -2.0 * kPi, 2.0 * kPi},
                                              {"el_rad", -0.5 * kPi, 0.5 * kPi},
                                              {"truth_id", -1.0, 1e6, true}}};
constexpr std::array<Column, 8> kTruthColumns{{kTime,
                                               {"target_id", 0.0, 1e6, true},
                                               {"x_m", -1e9, 1e9},
                                               {"y_m", -1e9, 1e9},
                                               {"z_m", -1e9, 1e9},
                                               {"vx_mps", -1e6, 1e6},
                                               {"vy_mps", -1e6, 1e6},
                                               {"vz_mps", -1e6, 1e6}}};
// a track may have lost its object, and is scored for it
constexpr std::array<Column, 9> kTrackColumns{{kFrame,
                                               kTime,
                                               {"track_id", -kWhole, kWhole, true},
                                               {"x_m", -1e12, 1e12},
                                               {"y_m", -1e12, 1e12},
                                               {"z_m", -1e12, 1e12},
                                               {"vx_mps", -1e9, 1e9},
                                               {"vy_mps", -1e9, 1e9},
                                               {"vz_mps", -1e9, 1e9}}};
constexpr Column kCovariance{"covariance", -1e30, 1e30};

bool is_word(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_letter);
}

/// A table of numbers under a line of titles.
class Table {
 public:
  Table(std::istream& in, const std::string& source, std::span<const Column> columns, const AnchorLimits& limits)
      : in_(in), source_(source), columns_(columns), limits_(limits), line_(limits.max_line_bytes + 1, '\0') {}

  /// Checks the titles: all and no more, or only the first ones. Of those one word may stand for all.
  Status titles(std::optional<std::size_t> first = {});
  /// The next row; false behind the last. `more` numbers behind the named columns may be there, or none.
  Result<bool> next(std::size_t more = 0);

  [[nodiscard]] const std::vector<double>& row() const { return row_; }
  [[nodiscard]] std::int64_t line() const { return number_; }
  [[nodiscard]] std::size_t index(std::size_t column) const { return static_cast<std::size_t>(row_[column]); }
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view field, std::string value, std::string expected) const {
    return fail(Error{.source = source_,
                      .line = number_,
                      .field = std::string(field),
                      .value = std::move(value),
                      .expected = std::move(expected)});
  }
  [[nodiscard]] tl::unexpected<Error> refuse(std::size_t column, std::string expected) const {
    return refuse(column_at(column).name, shortest(row_[column]), std::move(expected));
  }

 private:
  [[nodiscard]] const Column& column_at(std::size_t i) const { return i < columns_.size() ? columns_[i] : kCovariance; }
  Result<bool> read_line();
  Status read_cell(std::string_view cell);

  std::istream& in_;
  const std::string& source_;
  std::span<const Column> columns_;
  const AnchorLimits& limits_;
  std::string line_;
  std::string_view text_;
  std::vector<double> row_;
  std::int64_t number_ = 0;
};

/// A line that has no end was cut: so may its last number have been.
Result<bool> Table::read_line() {
  in_.getline(line_.data(), static_cast<std::streamsize>(line_.size()));
  const auto length = static_cast<std::size_t>(in_.gcount());
  if (in_.bad()) return refuse("", "an error of reading", "a file that can be read to its end");
  if (length == 0 && in_.eof()) return false;
  ++number_;
  if (in_.eof()) return refuse("", "the end of the file within a line", "a line with its end");
  if (in_.fail())
    return refuse("", "a line of more than " + std::to_string(limits_.max_line_bytes) + " bytes", "a shorter line");
  if (static_cast<std::size_t>(number_) > limits_.max_rows)
    return refuse("", "more lines", "at most " + std::to_string(limits_.max_rows));
  text_ = trimmed(std::string_view(line_).substr(0, length - 1));
  return true;
}

Status Table::titles(std::optional<std::size_t> first) {
  std::string expected;
  for (const Column& column : columns_) expected += (expected.empty() ? "" : ",") + std::string(column.name);
  TOCSIN_TRY(const bool any, read_line());
  if (!any) return refuse("", "nothing", "the titles " + expected);
  const std::vector<std::string_view> found = split(text_, ',');
  const std::size_t count = first.value_or(columns_.size());
  if (first && is_word(text_)) return {};
  bool good = first ? found.size() >= count : found.size() == count;
  for (std::size_t i = 0; good && i < count; ++i) good = trimmed(found[i]) == columns_[i].name;
  if (!good) return refuse("", printable(text_), "the titles " + expected);
  return {};
}

Status Table::read_cell(std::string_view cell) {
  const Column& column = column_at(row_.size());
  const std::optional<double> value = to_double(trimmed(cell));
  const bool good = value && *value >= column.least && *value <= column.most;
  if (!good || (column.whole && *value != std::floor(*value))) {
    return refuse(column.name, trimmed(cell).empty() ? "nothing" : printable(cell),
                  std::string(column.whole ? "a whole number" : "a number") + " from " + shortest(column.least) +
                      " to " + shortest(column.most));
  }
  row_.push_back(*value);
  return {};
}

Result<bool> Table::next(std::size_t more) {
  do {
    TOCSIN_TRY(const bool any, read_line());
    if (!any) return false;
  } while (text_.empty());
  row_.clear();
  const std::size_t most = columns_.size() + more;
  std::string_view rest = text_;
  std::size_t cells = static_cast<std::size_t>(std::count(rest.begin(), rest.end(), ',')) + 1;
  if (cells != columns_.size() && cells != most) {
    return refuse("", std::to_string(cells) + " columns",
                  std::to_string(columns_.size()) + (more > 0 ? " or " + std::to_string(most) : ""));
  }
  for (; cells > 0; --cells) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (Status s = read_cell(rest.substr(0, comma)); !s) return fail(s.error());
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return true;
}

/// Whether a row's frame, and what it says of it, is one of frames.csv.
Status known_frame(const Table& table, const std::vector<AnchorScan>& scans, bool with_radar) {
  const std::size_t frame = table.index(0);
  if (frame >= scans.size()) return table.refuse(0, "one of frames.csv");
  if (!(std::abs(table.row()[1] - scans[frame].t_s) < kSameTime_s))
    return table.refuse(1, shortest(scans[frame].t_s) + ", the time of the frame");
  if (with_radar && table.index(2) != scans[frame].radar)
    return table.refuse(2, std::to_string(scans[frame].radar) + ", the radar of the frame");
  return {};
}

AnchorState state_of(const std::vector<double>& row, std::size_t at) {
  return {{row[at], row[at + 1], row[at + 2]}, {row[at + 3], row[at + 4], row[at + 5]}};
}

Covariance<6> covariance_of(const std::vector<double>& row) {
  Covariance<6> out;
  std::size_t at = kStateColumns;
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) out(i, j) = out(j, i) = row[at++];
  }
  return out;
}

}  // namespace

Result<std::vector<AnchorScan>> read_anchor_frames(std::istream& in, const std::string& source,
                                                   const AnchorScenario& scenario, const AnchorLimits& limits) {
  Table table(in, source, kFrameColumns, limits);
  if (Status s = table.titles(); !s) return fail(s.error());
  std::vector<AnchorScan> out;
  for (;;) {
    TOCSIN_TRY(const bool any, table.next());
    if (!any) break;
    if (table.index(0) != out.size()) return table.refuse(0, "the next frame, " + std::to_string(out.size()));
    if (!out.empty() && !(table.row()[1] > out.back().t_s)) return table.refuse(1, "a time after the one before");
    if (table.index(2) >= scenario.radars.size()) return table.refuse(2, "a radar of the scenario");
    out.push_back({table.row()[1], table.index(2), {}, table.index(3), table.line()});
  }
  if (out.empty()) return table.refuse("frame", "no frame", "one a line, under the titles");
  if (scenario.frames && *scenario.frames != out.size()) {
    return table.refuse("frame", std::to_string(out.size()) + " frames",
                        std::to_string(*scenario.frames) + ", as the scenario says");
  }
  return out;
}

Status read_anchor_plots(std::istream& in, const std::string& source, std::vector<AnchorScan>& scans,
                         const AnchorLimits& limits) {
  Table table(in, source, kPlotColumns, limits);
  if (Status s = table.titles(); !s) return s;
  std::vector<std::int64_t> last(scans.size(), 0);  // line of each frame's last plot
  for (;;) {
    TOCSIN_TRY(const bool any, table.next());
    if (!any) break;
    if (Status s = known_frame(table, scans, true); !s) return s;
    last[table.index(0)] = table.line();
    scans[table.index(0)].plots.push_back({table.row()[4], table.row()[5], table.row()[6]});
  }
  for (std::size_t k = 0; k < scans.size(); ++k) {
    if (scans[k].plots.size() == scans[k].stated_plots) continue;
    return fail(Error{.source = source,
                      .line = last[k],
                      .field = "frame",
                      .value = std::to_string(scans[k].plots.size()) + " plots of frame " + std::to_string(k),
                      .expected = std::to_string(scans[k].stated_plots) +
                                  ", as n_det of frames.csv:" + std::to_string(scans[k].line) + " says"});
  }
  return {};
}

Result<AnchorOrigins> read_anchor_origins(std::istream& in, const std::string& source,
                                          const std::vector<AnchorScan>& scans, std::size_t objects,
                                          const AnchorLimits& limits) {
  Table table(in, source, kPlotColumns, limits);
  if (Status s = table.titles(); !s) return fail(s.error());
  AnchorOrigins out(scans.size());
  std::vector<std::set<std::int64_t>> seen(scans.size());
  for (;;) {
    TOCSIN_TRY(const bool any, table.next());
    if (!any) break;
    if (Status s = known_frame(table, scans, true); !s) return fail(s.error());
    const auto object = static_cast<std::int64_t>(table.row()[7]);
    if (object >= static_cast<std::int64_t>(objects)) return table.refuse(7, "an object below N, or -1");
    const std::size_t frame = table.index(0);
    if (object >= 0 && !seen[frame].insert(object).second) return table.refuse(7, "an object once a scan");
    out[frame].push_back(object);
  }
  return out;
}

Result<AnchorTruth> read_anchor_truth(std::istream& in, const std::string& source, const std::vector<AnchorScan>& scans,
                                      std::size_t objects, const AnchorLimits& limits) {
  Table table(in, source, kTruthColumns, limits);
  if (Status s = table.titles(); !s) return fail(s.error());
  AnchorTruth out;
  std::size_t count = 0;
  for (;; ++count) {
    TOCSIN_TRY(const bool any, table.next());
    if (!any) break;
    const std::size_t frame = count / objects;
    if (table.index(1) != count % objects)
      return table.refuse(1, std::to_string(count % objects) + ", the next object of this moment");
    if (frame >= scans.size()) continue;
    if (!(std::abs(table.row()[0] - scans[frame].t_s) < kSameTime_s))
      return table.refuse(0, shortest(scans[frame].t_s) + ", the time of frame " + std::to_string(frame));
    if (frame == out.size()) out.emplace_back();
    out.back().push_back(state_of(table.row(), 2));
  }
  if (count % objects != 0 || count < scans.size() * objects) {
    return table.refuse(
        "", std::to_string(count) + " rows",
        "all " + std::to_string(objects) + " objects at all " + std::to_string(scans.size()) + " frames");
  }
  return out;
}

Result<AnchorTracks> read_anchor_tracks(std::istream& in, const std::string& source,
                                        const std::vector<AnchorScan>& scans, const AnchorLimits& limits) {
  Table table(in, source, kTrackColumns, limits);
  if (Status s = table.titles(3); !s) return fail(s.error());
  AnchorTracks out;
  out.frames.resize(scans.size());
  std::vector<std::set<std::int64_t>> seen(scans.size());
  std::size_t width = 0;
  for (;;) {
    TOCSIN_TRY(const bool any, table.next(kCovarianceColumns - kStateColumns));
    if (!any) break;
    if (Status s = known_frame(table, scans, false); !s) return fail(s.error());
    if (width != 0 && table.row().size() != width)
      return table.refuse("", std::to_string(table.row().size()) + " columns", std::to_string(width) + ", as above");
    width = table.row().size();
    const std::size_t frame = table.index(0);
    const auto id = static_cast<std::int64_t>(table.row()[2]);
    if (!seen[frame].insert(id).second) return table.refuse(2, "a track once a frame");
    out.frames[frame].push_back({id, state_of(table.row(), 3)});
    if (frame + 1 == scans.size() && width == kCovarianceColumns) out.last.push_back(covariance_of(table.row()));
  }
  return out;
}

Result<AnchorPlots> read_anchor_plots(const std::string& folder) {
  const AnchorLimits limits;
  const std::string scenario = folder + "/scenario.json";
  TOCSIN_TRY(const std::string text, read_file(scenario, limits.max_scenario_bytes));
  AnchorPlots out;
  TOCSIN_TRY(out.scenario, read_anchor_scenario(text, scenario, limits));
  TOCSIN_TRY(std::ifstream frames, open_file(folder + "/frames.csv"));
  TOCSIN_TRY(out.scans, read_anchor_frames(frames, folder + "/frames.csv", out.scenario, limits));
  TOCSIN_TRY(std::ifstream plots, open_file(folder + "/meas.csv"));
  if (Status s = read_anchor_plots(plots, folder + "/meas.csv", out.scans, limits); !s) return fail(s.error());
  return out;
}

Result<AnchorReference> read_anchor_reference(const std::string& folder) {
  const AnchorLimits limits;
  AnchorReference out;
  TOCSIN_TRY(out.plots, read_anchor_plots(folder));
  const std::string scenario = folder + "/scenario.json";
  TOCSIN_TRY(const std::string text, read_file(scenario, limits.max_scenario_bytes));
  TOCSIN_TRY(out.world, read_anchor_world(text, scenario, limits));
  TOCSIN_TRY(std::ifstream plots, open_file(folder + "/meas.csv"));
  TOCSIN_TRY(out.origins, read_anchor_origins(plots, folder + "/meas.csv", out.plots.scans, out.world.objects, limits));
  TOCSIN_TRY(std::ifstream truth, open_file(folder + "/truth.csv"));
  TOCSIN_TRY(out.truth, read_anchor_truth(truth, folder + "/truth.csv", out.plots.scans, out.world.objects, limits));
  return out;
}

Result<AnchorTracks> read_anchor_tracks(const std::string& path, const std::vector<AnchorScan>& scans) {
  TOCSIN_TRY(std::ifstream file, open_file(path));
  return read_anchor_tracks(file, path, scans);
}

}  // namespace tocsin::formats
