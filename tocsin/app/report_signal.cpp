#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "tocsin/app/report_charts.hpp"
#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

constexpr std::size_t kMostSensors = 8;  // as many as there are colours and shapes; the table has all
constexpr std::size_t kMostRadars = 3;   // of them
constexpr double kApart_px = 6.0;        // marks of one sensor, so that each can be told

/// Measurements of one sensor as a chart shows them: seconds after zero and a value.
struct Run {
  std::string name;
  std::string css;  // s0 … s7
  std::vector<std::pair<double, double>> values;
};

std::vector<Run> runs_of(const EventView& view, const std::function<double(const Reading&)>& value_of,
                         bool infrared_only) {
  const auto is_radar = [](const SensorLane& lane) { return lane.kind == message::Phenomenology::radar; };
  const auto radars = std::min(kMostRadars, static_cast<std::size_t>(std::count_if(
                                                view.lanes.begin(), view.lanes.end(), [&](const SensorLane& lane) {
                                                  return is_radar(lane) && !lane.readings.empty();
                                                })));
  std::vector<Run> runs;
  std::size_t eyes = 0;    // infrared sensors from the first style on, radars from the last one down:
  std::size_t echoes = 0;  // a sensor looks the same in both charts
  for (const SensorLane& lane : view.lanes) {
    if (lane.readings.empty()) continue;
    const bool full = is_radar(lane) ? echoes == radars : eyes == kMostSensors - radars;
    if (full) continue;
    const std::size_t style = is_radar(lane) ? kMostSensors - ++echoes : eyes++;
    if (infrared_only && is_radar(lane)) continue;
    Run run{lane.name, "s" + std::to_string(style), {}};
    for (const Reading& reading : lane.readings) {
      const double value = value_of(reading);
      if (std::isfinite(value)) run.values.emplace_back(view.after_s(reading.time), value);
    }
    if (!run.values.empty()) runs.push_back(std::move(run));
  }
  return runs;
}

/// A mark by its number: disc, square, triangle, diamond, triangle upside down, cross, hourglass, bar. Told apart
/// without colour.
std::string mark_path(std::size_t shape, Point p) {
  const auto at = [&](double dx, double dy) { return px(p.x + dx) + "," + px(p.y + dy); };
  switch (shape) {
    case 1:
      return "M" + at(-2.8, -2.8) + "h5.6v5.6h-5.6Z";
    case 2:
      return "M" + at(0.0, -3.6) + "L" + at(3.4, 2.6) + "L" + at(-3.4, 2.6) + "Z";
    case 3:
      return "M" + at(0.0, -3.9) + "L" + at(3.9, 0.0) + "L" + at(0.0, 3.9) + "L" + at(-3.9, 0.0) + "Z";
    case 4:
      return "M" + at(0.0, 3.6) + "L" + at(3.4, -2.6) + "L" + at(-3.4, -2.6) + "Z";
    case 5:
      return "M" + at(-3.4, -1.2) + "h2.2v-2.2h2.4v2.2h2.2v2.4h-2.2v2.2h-2.4v-2.2h-2.2Z";
    case 6:
      return "M" + at(-3.2, -3.2) + "h6.4L" + at(-3.2, 3.2) + "h6.4Z";
    case 7:
      return "M" + at(-1.3, -3.8) + "h2.6v7.6h-2.6Z";
    default:
      return "M" + at(-3.0, 0.0) + "a3,3 0 1 0 6,0a3,3 0 1 0 -6,0Z";
  }
}

std::size_t shape_of(const Run& run) {
  return static_cast<std::size_t>(run.css.back() - '0');
}

/// Names and marks of the sensors, in as many rows as needed; returns the height it took.
double draw_marks_key(Svg& svg, const std::vector<Run>& runs, double right) {
  double x = 0.0;
  double y = 12.0;
  for (const Run& run : runs) {
    const double w = 16.0 + width_of(run.name, 12.0) + 12.0;
    if (x + w > right && x > 0.0) {
      x = 0.0;
      y += 18.0;
    }
    svg.path(mark_path(shape_of(run), {x + 5.0, y - 4.0}), "mark " + run.css);
    svg.text({x + 16.0, y}, run.name, "label");
    x += w;
  }
  return y + 8.0;
}

void draw_run(Svg& svg, const Run& run, const Axis& x, const Axis& y) {
  std::vector<Point> line;
  std::string marks;
  Point last{-1e9, -1e9};
  for (const auto& [t, value] : run.values) {
    const Point p{x.at(t), y.at(value)};
    line.push_back(p);
    if (std::hypot(p.x - last.x, p.y - last.y) < kApart_px) continue;
    marks += mark_path(shape_of(run), p);
    last = p;
  }
  svg.polyline(line, "thread " + run.css);
  svg.path(marks, "mark " + run.css, run.name);
}

struct Extent {
  double first = 1e12;
  double last = -1e12;
  double low = 1e12;
  double high = -1e12;
};

Extent extent_of(const std::vector<Run>& runs) {
  Extent e;
  for (const Run& run : runs) {
    for (const auto& [t, value] : run.values) {
      e = {std::min(e.first, t), std::max(e.last, t), std::min(e.low, value), std::max(e.high, value)};
    }
  }
  if (e.last - e.first < 10.0) {
    e.first -= 5.0;
    e.last += 5.0;
  }
  return e;
}

std::string power_text(double w_sr) {
  if (w_sr >= 1e6) return grouped(1e-6 * w_sr) + " MW/sr";
  return w_sr >= 1e3 ? grouped(1e-3 * w_sr) + " kW/sr" : grouped(w_sr) + " W/sr";
}

/// Frame of a chart of measurements: key, time axis, moments; returns where the lines go.
Box begin_chart(Svg& svg, const EventView& view, const std::vector<Run>& runs, const Form& form, double left, Axis& x) {
  const double top = draw_marks_key(svg, runs, form.width) + 12.0;
  const Box plot{left, top, form.width - left - 16.0, form.height - top - 26.0};
  const Extent e = extent_of(runs);
  const double margin = 0.02 * (e.last - e.first);
  x = {e.first - margin, e.last + margin, plot.x, plot.right(), false};
  draw_time_axis(svg, x, plot.y, plot.bottom(), static_cast<int>(plot.width / 62.0));
  draw_moments(svg, view, x, plot);
  return plot;
}

std::vector<double> sorted_snr(const SensorLane& lane) {
  std::vector<double> values;
  for (const Reading& reading : lane.readings) values.push_back(reading.snr_db);
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

std::string signal_chart(const EventView& view, const Form& form) {
  const std::vector<Run> runs = runs_of(
      view, [](const Reading& r) { return r.snr_db; }, false);
  if (runs.empty()) return {};
  Svg svg("signal-" + view.anchor + form.suffix, form.width, form.height, "Signal-to-noise ratio against time",
          "Signal-to-noise ratio in decibels of each measurement of " + view.event->id + ", by sensor.");
  Axis x;
  const Box plot = begin_chart(svg, view, runs, form, 46.0, x);
  const Extent e = extent_of(runs);
  const Axis y{5.0 * std::floor(std::min(0.0, e.low - 1.0) / 5.0), 5.0 * std::ceil((e.high + 1.0) / 5.0), plot.bottom(),
               plot.y, false};
  for (const double db : round_ticks(y, 7)) {
    svg.line({plot.x, y.at(db)}, {plot.right(), y.at(db)}, "grid");
    svg.text({plot.x - 7.0, y.at(db) + 4.0}, grouped(db) + " dB", "label tick", Anchor::end);
  }
  for (const Run& run : runs) draw_run(svg, run, x, y);
  return svg.finish();
}

std::string brightness_chart(const EventView& view, const Form& form) {
  const auto brightness = [](const Reading& r) { return r.intensity_w_sr > 0.0 ? r.intensity_w_sr : std::nan(""); };
  const std::vector<Run> runs = runs_of(view, brightness, true);
  if (runs.empty()) return {};
  Svg svg("brightness-" + view.anchor + form.suffix, form.width, form.height, "Brightness against time",
          "Apparent radiant intensity of " + view.event->id + " in the infrared, on a logarithmic scale, by sensor.");
  Axis x;
  const Box plot = begin_chart(svg, view, runs, form, 78.0, x);
  const Extent e = extent_of(runs);
  const Axis y{std::pow(10.0, std::floor(std::log10(std::max(e.low, 1.0)))),
               std::pow(10.0, std::floor(std::log10(std::max(e.high, 1.0))) + 1.0), plot.bottom(), plot.y, true};
  for (const double w_sr : decades(y)) {
    svg.line({plot.x, y.at(w_sr)}, {plot.right(), y.at(w_sr)}, "grid");
    svg.text({plot.x - 7.0, y.at(w_sr) + 4.0}, power_text(w_sr), "label tick", Anchor::end);
  }
  for (const Run& run : runs) draw_run(svg, run, x, y);
  return svg.finish();
}

std::string signal_table(const EventView& view) {
  std::string rows;
  for (const SensorLane& lane : view.lanes) {
    if (lane.readings.empty()) continue;
    const std::vector<double> snr = sorted_snr(lane);
    const auto brightest =
        std::max_element(lane.readings.begin(), lane.readings.end(), [](const Reading& a, const Reading& b) {
          return std::pair(a.intensity_w_sr, a.snr_db) < std::pair(b.intensity_w_sr, b.snr_db);
        });
    const bool infrared = lane.kind == message::Phenomenology::infrared && brightest->intensity_w_sr > 0.0;
    rows += "<tr><td>" + escaped(lane.name) + "</td><td class=\"n\">" + std::to_string(lane.readings.size()) +
            "</td><td class=\"n\">" + fixed(snr.front(), 1) + " dB</td><td class=\"n\">" +
            fixed(snr[snr.size() / 2], 1) + " dB</td><td class=\"n\">" + fixed(snr.back(), 1) +
            " dB</td><td class=\"n\">" +
            (infrared ? power_text(brightest->intensity_w_sr) + " at " + t_plus(view.after_s(brightest->time)) : "–") +
            "</td></tr>\n";
  }
  if (rows.empty()) return {};
  return "<details class=\"more\"><summary>Signals as a table</summary><div "
         "class=\"table\"><table><thead><tr><th>Sensor</th>"
         "<th class=\"n\">Measurements</th><th class=\"n\">Least SNR</th><th class=\"n\">Median</th><th "
         "class=\"n\">Highest</th>"
         "<th class=\"n\">Brightest</th></tr></thead><tbody>\n" +
         rows + "</tbody></table></div></details>\n";
}

}  // namespace tocsin::app::report
