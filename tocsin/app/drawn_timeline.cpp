#include "tocsin/app/drawn_timeline.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/score/run_score.hpp"

namespace tocsin::app {
namespace {

constexpr std::size_t kWidestTable = 150;  // characters
constexpr std::size_t kSecondsWidth = 7;
constexpr std::size_t kGap = 2;

/// All that is known of one launch, or of one event without a launch.
struct Group {
  std::string name;
  const message::TruthObject* payload = nullptr;
  std::vector<const message::Event*> revisions;
  std::map<std::string, std::vector<const message::Warning*>> warnings;  ///< by id
};

/// Collects marks of one row.
class Row {
 public:
  Row(DrawnTimeline& drawn, std::string group, std::string row)
      : drawn_(drawn), group_(std::move(group)), row_(std::move(row)) {}
  void mark(Instant time, std::string_view what) {
    drawn_.marks.push_back({group_, row_, seconds_between(drawn_.zero, time), std::string(what)});
  }

 private:
  DrawnTimeline& drawn_;
  std::string group_;
  std::string row_;
};

/// Launch, event, then its warnings in the order of their ids.
std::pair<int, std::string> place_of(const std::string& row) {
  return {row == "launch" ? 0 : row == "event" ? 1 : 2, row};
}

void mark_launch(const message::TruthObject& payload, Row row) {
  if (payload.launch_time) row.mark(*payload.launch_time, "lift-off");
  if (payload.impact_time) row.mark(*payload.impact_time, "impact");
}

void mark_event(const std::vector<const message::Event*>& revisions, Row row) {
  const message::Event& newest = *revisions.back();
  row.mark(newest.first_report_time, "first-report");
  std::optional<message::Level> level;
  bool ended = false;
  for (const message::Event* event : revisions) {
    if (event->level != level) row.mark(event->time, name_of(event->level));
    if (event->ended && !ended) row.mark(event->time, "ended");
    level = event->level;
    ended = event->ended;
  }
  const auto other = std::find_if(revisions.rbegin(), revisions.rend(), [&](const message::Event* event) {
    return event->event_class != newest.event_class;
  });
  if (newest.event_class != message::EventClass::unknown) {
    const message::Event& since = other == revisions.rend() ? *revisions.front() : **(other - 1);
    row.mark(since.time, name_of(newest.event_class));
  }
  if (newest.impact) row.mark(newest.impact->time, "impact");
}

void mark_warning(const std::vector<const message::Warning*>& changes, Row row) {
  using message::WarningState;
  using message::WarningType;
  std::set<std::string> said;
  const auto once = [&](const message::Warning& warning, const char* what) {
    if (said.insert(what).second) row.mark(warning.time, what);
  };
  for (const message::Warning* w : changes) {
    const bool is_cancel = w->type == WarningType::cancel;
    if (w->state == WarningState::proposed && w->type == WarningType::alert) once(*w, "proposed");
    if (w->state == WarningState::proposed && is_cancel) once(*w, "cancel-proposed");
    if (w->state == WarningState::released) {
      once(*w, is_cancel ? "cancelled" : w->type == WarningType::alert ? "released" : "updated");
    }
    // after a release only a cancellation takes a warning back, and it has its own mark
    if (w->state == WarningState::cancelled && !said.contains("released"))
      once(*w, w->by.empty() ? "taken-back" : "rejected");
    if (w->state == WarningState::expired) once(*w, "expired");
  }
}

std::vector<Group> groups_of(const RunData& run, const std::vector<message::TruthObject>& truth) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> group_of;  // by event
  const score::RunScore score = score::score_run(truth, run.events);
  for (const score::LaunchScore& launch : score.launches) {
    if (launch.event) group_of[*launch.event] = groups.size();
    const auto payload = std::find_if(truth.begin(), truth.end(), [&](const message::TruthObject& object) {
      return object.kind == "payload" && object.launch == launch.launch;
    });
    groups.push_back({launch.launch, payload == truth.end() ? nullptr : &*payload, {}, {}});
  }
  for (const message::Event& event : newest_events(run.events)) {
    if (group_of.try_emplace(event.id, groups.size()).second) groups.push_back({event.id, nullptr, {}, {}});
  }
  for (const message::Event& event : run.events) groups[group_of.at(event.id)].revisions.push_back(&event);
  for (const message::Warning& warning : run.warnings) {
    const auto group = group_of.find(warning.event);
    if (group != group_of.end()) groups[group->second].warnings[warning.id].push_back(&warning);
  }
  return groups;
}

void set_zero(DrawnTimeline& drawn, const std::vector<Group>& groups) {
  bool found = false;
  const auto earlier = [&](Instant time, const std::string& what) {
    if (found && time >= drawn.zero) return;
    drawn.zero = time;
    drawn.zero_is = what;
    found = true;
  };
  for (const Group& group : groups) {
    if (group.payload != nullptr && group.payload->launch_time)
      earlier(*group.payload->launch_time, "lift-off of " + group.name);
  }
  if (found) return;
  for (const Group& group : groups) {
    if (!group.revisions.empty()) earlier(group.revisions.back()->first_report_time, "first report of " + group.name);
  }
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

struct Column {
  std::string title;
  std::map<std::int64_t, std::string> cells;  ///< by second
  std::size_t width = 0;
  bool begins_group = false;
};

/// One column for each row of marks. A group is named once, over its first column.
std::vector<Column> columns_of(const DrawnTimeline& drawn) {
  std::vector<Column> columns;
  const TimelineMark* before = nullptr;
  for (const TimelineMark& mark : drawn.marks) {
    const bool same_group = before != nullptr && before->group == mark.group;
    if (!same_group || before->row != mark.row) {
      const std::string& title = same_group ? mark.row : mark.group;
      columns.push_back({title, {}, title.size(), !same_group});
    }
    std::string& cell = columns.back().cells[std::llround(mark.second)];
    cell += (cell.empty() ? "" : ",") + mark.what;
    columns.back().width = std::max(columns.back().width, cell.size());
    before = &mark;
  }
  return columns;
}

using ColumnIterator = std::vector<Column>::const_iterator;

/// As many whole groups as stand side by side on a wide screen, but at least one.
ColumnIterator end_of_table(ColumnIterator first, ColumnIterator end) {
  std::size_t width = kSecondsWidth;
  ColumnIterator whole = first;  // end of the groups that fit
  for (ColumnIterator at = first; at != end; ++at) {
    if (at->begins_group && at != first) whole = at;
    width += kGap + at->width;
    if (width > kWidestTable && whole != first) return whole;
  }
  return end;
}

std::string table_of(std::span<const Column> columns) {
  std::string text;
  std::string line = padded("seconds", kSecondsWidth);
  const auto end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  for (const Column& column : columns) line += std::string(kGap, ' ') + padded(column.title, column.width);
  end_line();
  std::set<std::int64_t> seconds;
  for (const Column& column : columns) {
    for (const auto& [second, cell] : column.cells) seconds.insert(second);
  }
  for (const std::int64_t second : seconds) {
    line = padded(std::to_string(second), kSecondsWidth);
    for (const Column& column : columns) {
      const auto cell = column.cells.find(second);
      line += std::string(kGap, ' ') + padded(cell == column.cells.end() ? "." : cell->second, column.width);
    }
    end_line();
  }
  return text;
}

}  // namespace

DrawnTimeline drawn_timeline(const RunData& run, const std::vector<message::TruthObject>& truth) {
  const std::vector<Group> groups = groups_of(run, truth);
  DrawnTimeline drawn;
  set_zero(drawn, groups);
  for (const Group& group : groups) {
    const std::size_t first = drawn.marks.size();
    if (group.payload != nullptr) mark_launch(*group.payload, Row(drawn, group.name, "launch"));
    if (!group.revisions.empty()) mark_event(group.revisions, Row(drawn, group.name, "event"));
    std::size_t number = 0;
    for (const auto& [id, changes] : group.warnings) {
      const std::string row = ++number == 1 ? "warning" : "warning-" + std::to_string(number);
      mark_warning(changes, Row(drawn, group.name, row));
    }
    std::stable_sort(drawn.marks.begin() + static_cast<std::ptrdiff_t>(first), drawn.marks.end(),
                     [](const TimelineMark& a, const TimelineMark& b) {
                       return std::forward_as_tuple(place_of(a.row), a.second) <
                              std::forward_as_tuple(place_of(b.row), b.second);
                     });
  }
  return drawn;
}

std::string to_text(const DrawnTimeline& drawn) {
  if (drawn.marks.empty()) return "nothing\n";
  std::string text = "seconds after " + drawn.zero_is + ", " + format_utc_seconds(drawn.zero) + "\n";
  const std::vector<Column> columns = columns_of(drawn);
  for (auto first = columns.begin(); first != columns.end();) {
    const auto last = end_of_table(first, columns.end());
    text += "\n" + table_of({first, last});
    first = last;
  }
  return text;
}

Json to_json(const DrawnTimeline& drawn) {
  Json marks = Json::array();
  for (const TimelineMark& mark : drawn.marks) {
    marks.push(
        Json::object().add("group", mark.group).add("row", mark.row).add("second", mark.second).add("what", mark.what));
  }
  Json out = Json::object();
  if (!drawn.zero_is.empty()) out.add("zero", format_utc(drawn.zero)).add("zero_is", drawn.zero_is);
  return out.add("marks", std::move(marks));
}

}  // namespace tocsin::app
