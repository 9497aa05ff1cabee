#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "tocsin/app/report_axis.hpp"
#include "tocsin/app/report_charts.hpp"
#include "tocsin/app/report_text.hpp"

namespace tocsin::app::report {
namespace {

constexpr double kFont = 12.0;

/// A moment of the flight or of the evidence, named above the lanes.
struct Moment {
  double after_s = 0.0;
  std::string name;
  std::string css;
};

std::vector<Moment> moments_of(const EventView& view) {
  const message::Event& event = *view.event;
  std::vector<Moment> moments;
  const auto add = [&](Instant t, const char* name, const char* css) {
    moments.push_back({view.after_s(t), name, css});
  };
  if (event.launch) add(event.launch->time, "launch", "m-launch");
  add(event.first_report_time, "first report", "m-level");
  if (event.probable_time) add(*event.probable_time, "probable", "m-level");
  if (event.confirmed_time) add(*event.confirmed_time, "confirmed", "m-level");
  if (event.burnout_time) add(*event.burnout_time, "burnout", "m-flight");
  const std::vector<PathPoint> line = whole_path(view);
  const auto top = std::max_element(line.begin(), line.end(), [](const PathPoint& a, const PathPoint& b) {
    return a.place.height_m < b.place.height_m;
  });
  if (top != line.end() && top != line.begin() && top + 1 != line.end()) add(top->time, "apogee", "m-flight");
  if (event.impact) add(event.impact->time, "impact", "m-impact");
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Moment& a, const Moment& b) { return a.after_s < b.after_s; });
  return moments;
}

/// Names above the lanes, each in the first row that has room left of the next; returns the number of rows.
std::vector<std::size_t> rows_of(const std::vector<Moment>& moments, const Axis& x, double edge) {
  std::vector<double> taken;  // how far each row is filled
  std::vector<std::size_t> rows;
  for (const Moment& moment : moments) {
    const double w = width_of(moment.name, kFont) + 12.0;
    const double begin = std::min(x.at(moment.after_s), edge - w);
    std::size_t row = 0;
    while (row < taken.size() && taken[row] > begin) ++row;
    if (row == taken.size()) taken.push_back(0.0);
    taken[row] = begin + w;
    rows.push_back(row);
  }
  return rows;
}

/// Drawing state of one timeline: lanes go down the page.
struct Lanes {
  Svg& svg;
  const EventView& view;
  const Axis& x;
  bool narrow;
  double label_width;
  double y;

  /// Space and label of the next lane; returns the middle of its band.
  double next(const std::string& name, const std::string& note, std::string_view css) {
    if (narrow) {
      svg.text({0.0, y + 13.0}, name, std::string("label ") + std::string(css));
      svg.text({x.to_px, y + 13.0}, note, "label small faint", Anchor::end);
      y += 40.0;
      return y - 11.0;
    }
    svg.text({0.0, y + 14.0}, name, std::string("label ") + std::string(css));
    svg.text({0.0, y + 27.0}, note, "label small faint");
    y += 36.0;
    return y - 18.0;
  }
};

void draw_lane(Lanes& lanes, const SensorLane& lane) {
  const bool infrared = lane.kind == message::Phenomenology::infrared;
  std::string note = count_text(lane.hits, "hit");
  if (lane.misses > 0) note += ", " + std::to_string(lane.misses) + " missed";
  std::string name = lane.name;
  const std::size_t room = static_cast<std::size_t>((lanes.narrow ? lanes.x.to_px - 120.0 : lanes.label_width) / 7.0);
  if (length_of(name) > room && lane.id.size() < name.size()) name = lane.id;
  const double middle = lanes.next(name, note, infrared ? "ir-ink" : "radar-ink");
  lanes.svg.rect({lanes.x.from_px, middle - 9.0, lanes.x.to_px - lanes.x.from_px, 18.0}, "lane", 3.0);
  if (lane.hits == 0) {
    lanes.svg.text({lanes.x.from_px + 8.0, middle + 4.0}, "should have seen it and did not", "label small faint");
    return;
  }
  const double a = lanes.x.at(lanes.view.after_s(lane.first));
  const double b = lanes.x.at(lanes.view.after_s(lane.last));
  lanes.svg.rect({a - 1.0, middle - 9.0, b - a + 2.0, 18.0}, infrared ? "span-ir" : "span-radar", 2.0,
                 lane.name + ": " + clock_text(lane.first) + " to " + clock_text(lane.last) + " UTC, " + note);
  std::set<long> drawn;  // one tick for a pixel
  std::string d;
  for (const Instant t : lane.hit_times) {
    const double at = lanes.x.at(lanes.view.after_s(t));
    if (drawn.insert(std::lround(at)).second) d += "M" + px(at) + "," + px(middle - 7.0) + "v14";
  }
  lanes.svg.path(d, infrared ? "tick-ir" : "tick-radar");
}

void draw_levels(Lanes& lanes) {
  const message::Event& event = *lanes.view.event;
  const double middle = lanes.next("Level of evidence", "possible, probable, confirmed", "strong");
  const double end = std::max(lanes.view.after_s(event.time), lanes.view.after_s(lanes.view.last_evidence));
  struct Step {
    Instant from;
    message::Level level;
  };
  std::vector<Step> steps{{event.first_report_time, message::Level::possible}};
  if (event.probable_time) steps.push_back({*event.probable_time, message::Level::probable});
  if (event.confirmed_time) steps.push_back({*event.confirmed_time, message::Level::confirmed});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double a = lanes.x.at(lanes.view.after_s(steps[i].from));
    const double b = lanes.x.at(i + 1 < steps.size() ? lanes.view.after_s(steps[i + 1].from) : end);
    const std::string name(name_of(steps[i].level));
    lanes.svg.rect({a, middle - 9.0, std::max(1.5, b - a), 18.0}, "lv-" + name, 2.0, name);
    if (b - a > width_of(name, 11.0) + 10.0) lanes.svg.text({a + 6.0, middle + 4.0}, name, "label-on small on-" + name);
  }
}

/// States of warnings with their words in rows below the lane, each in the first row that has room.
struct WarningMark {
  double at = 0.0;
  const message::Warning* warning = nullptr;
  std::string text;
  double text_at = 0.0;
  std::size_t row = 0;
  bool worded = false;
};

/// A proposal whose release stands beside it needs no words of its own.
bool later_released(const EventView& view, const message::Warning& proposal) {
  return proposal.state == message::WarningState::proposed &&
         std::any_of(view.warnings.begin(), view.warnings.end(), [&](const message::Warning* other) {
           return other->id == proposal.id && other->revision == proposal.revision &&
                  other->state == message::WarningState::released;
         });
}

/// Superseded proposals are not drawn: the newer one stands at the same time.
std::vector<WarningMark> warning_marks(const EventView& view, const Axis& x) {
  std::vector<WarningMark> marks;
  std::vector<double> taken;
  bool several = false;
  for (const message::Warning* warning : view.warnings) several = several || warning->id != view.warnings.front()->id;
  for (const message::Warning* warning : view.warnings) {
    if (warning->state == message::WarningState::updated) continue;
    WarningMark mark{std::min(x.to_px, x.at(view.after_s(warning->time))), warning, {}, 0.0, 0, false};
    mark.text = (several ? warning->id + "." : std::string()) + std::to_string(warning->revision) + " " +
                (warning->type == message::WarningType::cancel ? "cancellation " : "") +
                std::string(name_of(warning->state));
    if (later_released(view, *warning)) {
      marks.push_back(std::move(mark));
      continue;
    }
    mark.worded = true;
    const double w = width_of(mark.text, 11.0) + 10.0;
    mark.text_at = std::min(mark.at - 8.0, x.to_px - w);
    while (mark.row < taken.size() && taken[mark.row] > mark.text_at) ++mark.row;
    if (mark.row == taken.size()) taken.push_back(0.0);
    taken[mark.row] = mark.text_at + w;
    marks.push_back(std::move(mark));
  }
  return marks;
}

void draw_warnings(Lanes& lanes, const std::vector<WarningMark>& marks) {
  if (marks.empty()) return;
  const double middle = lanes.next("Warning " + marks.front().warning->id, "revision and what became of it", "strong");
  lanes.svg.rect({lanes.x.from_px, middle - 9.0, lanes.x.to_px - lanes.x.from_px, 18.0}, "lane", 3.0);
  for (const WarningMark& mark : marks) {
    const message::WarningState state = mark.warning->state;
    const bool open = state == message::WarningState::proposed || state == message::WarningState::draft;
    const double at = mark.at;
    lanes.svg.polygon({{at, middle - 8.0}, {at + 8.0, middle}, {at, middle + 8.0}, {at - 8.0, middle}},
                      open ? "warn-open" : "warn-done", mark.text + " " + clock_text(mark.warning->time) + " UTC");
    if (!mark.worded) continue;
    lanes.svg.text({mark.text_at, middle + 21.0 + 13.0 * static_cast<double>(mark.row)}, mark.text, "label small");
    lanes.y = std::max(lanes.y, middle + 28.0 + 13.0 * static_cast<double>(mark.row));
  }
}

}  // namespace

std::string sensor_timeline(const EventView& view, double width, bool narrow) {
  const std::vector<Moment> moments = moments_of(view);
  double first = -10.0;
  double last = std::max(view.after_s(view.last_evidence), view.after_s(view.event->time));
  for (const Moment& moment : moments) {
    first = std::min(first, moment.after_s - 10.0);
    last = std::max(last, moment.after_s);
  }
  last = std::max(last, first + 60.0);
  const double label_width = narrow ? 0.0 : 190.0;
  const Axis x{first, last + 0.03 * (last - first), label_width, width - 2.0, false};
  const std::vector<std::size_t> rows = rows_of(moments, x, width);
  const std::size_t row_count = rows.empty() ? 0 : *std::max_element(rows.begin(), rows.end()) + 1;
  const double top = 15.0 * static_cast<double>(row_count) + 8.0;
  const std::vector<WarningMark> marks = warning_marks(view, x);
  const std::size_t lane_count = view.lanes.size() + 1 + (marks.empty() ? 0 : 1);
  std::size_t warning_rows = 0;
  for (const WarningMark& mark : marks) warning_rows = std::max(warning_rows, mark.worded ? mark.row + 1 : 0);
  const double bottom =
      top + (narrow ? 40.0 : 36.0) * static_cast<double>(lane_count) + 8.0 + 13.0 * static_cast<double>(warning_rows);

  Svg svg("timeline-" + view.anchor + (narrow ? "n" : "w"), width, bottom + 40.0, "Timeline by sensor",
          "When each sensor measured " + view.event->id + ", how the level of evidence rose, and the warnings.");
  for (const double t : time_ticks(x, static_cast<int>((x.to_px - x.from_px) / (narrow ? 56.0 : 70.0)))) {
    svg.line({x.at(t), top}, {x.at(t), bottom}, "grid");
    const bool fits = (x.at(t) > label_width + 12.0 || !narrow) && x.at(t) < width - 16.0;
    if (!fits) continue;
    svg.text({x.at(t), bottom + 15.0}, t_plus(t), "label tick", Anchor::middle);
    svg.text({x.at(t), bottom + 30.0}, clock_text(view.zero + seconds(t)), "label tiny faint", Anchor::middle);
  }
  if (view.event->impact) {
    const double half = kNormal90 * view.event->impact->time_sigma_s;
    const double at = view.after_s(view.event->impact->time);
    svg.rect({x.at(at - half), top, x.at(at + half) - x.at(at - half), bottom - top}, "impact-window");
  }
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const double at = x.at(moments[i].after_s);
    const double y = 12.0 + 15.0 * static_cast<double>(rows[i]);
    svg.line({at, y + 3.0}, {at, bottom}, "moment " + moments[i].css);
    const double w = width_of(moments[i].name, kFont);
    const bool at_edge = at + w + 4.0 > width;
    svg.text({at_edge ? width : at, y}, moments[i].name, "label strong " + moments[i].css,
             at_edge ? Anchor::end : Anchor::start);
  }
  Lanes lanes{svg, view, x, narrow, label_width, top};
  for (const SensorLane& lane : view.lanes) draw_lane(lanes, lane);
  draw_levels(lanes);
  draw_warnings(lanes, marks);
  svg.line({x.from_px, bottom}, {x.to_px, bottom}, "axis");
  return svg.finish();
}

}  // namespace tocsin::app::report
