#include "tocsin/app/report_charts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/app/report_text.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::app::report {
namespace {

constexpr double kFont = 12.0;

/// One line of the uncertainty chart: seconds after zero and kilometres.
struct Series {
  std::string name;
  std::string css;
  std::vector<std::pair<double, double>> values;
  bool is_steps = false;  ///< each value holds until the next
};

/// What was known until now is known until something else is.
void add_step(std::vector<std::pair<double, double>>& values, double after_s, double km) {
  if (!values.empty()) values.emplace_back(after_s, values.back().second);
  values.emplace_back(after_s, km);
}

std::vector<Series> series_of(const EventView& view) {
  std::vector<Series> all;
  Series impact{"Impact region", "line-impact", {}, true};
  for (const message::ImpactEstimate& i : view.product->impact_history)
    add_step(impact.values, view.after_s(i.made_at), i.ellipse90.semi_major_km);
  Series launch{"Launch region", "line-launch", {}, true};
  for (const message::Event* revision : view.revisions) {
    if (revision->launch && seconds_between(view.last_evidence, revision->time) < 30.0)
      add_step(launch.values, view.after_s(revision->time), revision->launch->ellipse90.semi_major_km);
  }
  const Path* longest = longest_path(view);
  Series track{"Track (1 σ)", "line-track", {}, false};
  if (longest != nullptr) {
    for (const PathPoint& p : longest->points) track.values.emplace_back(view.after_s(p.time), p.sigma_km);
  }
  for (Series* s : {&impact, &launch, &track}) {
    if (!s->values.empty()) all.push_back(std::move(*s));
  }
  return all;
}

const char* line_of(Flown flown) {
  if (flown == Flown::under_thrust) return "line-burn";
  return flown == Flown::coasting ? "line-track" : "line-guess";
}

std::string decade_text(double km) {
  return km < 1.0 ? grouped(1000.0 * km) + " m" : grouped(km) + " km";
}

/// Moments worth a dashed line through a chart over time.
std::vector<std::pair<double, std::string>> moments_of(const EventView& view) {
  std::vector<std::pair<double, std::string>> moments;
  const message::Event& event = *view.event;
  if (event.burnout_time) moments.emplace_back(view.after_s(*event.burnout_time), "burnout");
  for (const SensorLane& lane : view.lanes) {
    if (lane.kind == message::Phenomenology::radar && lane.hits > 0) {
      moments.emplace_back(view.after_s(lane.first), "radar");
      break;
    }
  }
  return moments;
}

/// Path from the launch on: distance along the ground and height, kilometres.
struct Profile {
  std::vector<std::pair<double, double>> points;
  std::vector<double> after_s;
};

Profile profile_of(const EventView& view, const Geodetic& start, const std::vector<PathPoint>& path) {
  Profile profile;
  for (const PathPoint& p : path) {
    profile.points.emplace_back(1e-3 * earth::inverse(start, p.place).distance_m, 1e-3 * p.place.height_m);
    profile.after_s.push_back(view.after_s(p.time));
  }
  return profile;
}

std::vector<Point> drawn(const std::vector<std::pair<double, double>>& values, const Axis& x, const Axis& y) {
  std::vector<Point> points;
  for (const auto& [a, b] : values) points.push_back({x.at(a), y.at(b)});
  return points;
}

/// Marks the highest point; returns where it is drawn.
Point draw_highest(Svg& svg, const Profile& path, const Axis& x, const Axis& y) {
  std::size_t top = 0;
  for (std::size_t i = 0; i < path.points.size(); ++i) {
    if (path.points[i].second > path.points[top].second) top = i;
  }
  const Point at{x.at(path.points[top].first), y.at(path.points[top].second)};
  svg.circle(at, 3.5, "apogee-mark");
  svg.text({at.x, at.y - 9.0}, km_text(path.points[top].second) + " at " + t_plus(path.after_s[top]), "label strong",
           Anchor::middle);
  return at;
}

}  // namespace

double draw_key(Svg& svg, const std::vector<std::pair<std::string, std::string>>& entries, double left, double right) {
  double x = left;
  double y = 12.0;
  for (const auto& [name, css] : entries) {
    const double w = 26.0 + width_of(name, kFont) + 10.0;
    if (x + w > right && x > left) {
      x = left;
      y += 18.0;
    }
    svg.line({x, y - 4.0}, {x + 20.0, y - 4.0}, css);
    svg.text({x + 26.0, y}, name, "label");
    x += w;
  }
  return y + 8.0;
}

void draw_time_axis(Svg& svg, const Axis& x, double top, double bottom, int most) {
  for (const double t : time_ticks(x, most)) {
    svg.line({x.at(t), top}, {x.at(t), bottom}, "grid");
    svg.text({x.at(t), bottom + 16.0}, t_plus(t), "label tick", Anchor::middle);
  }
}

void draw_moments(Svg& svg, const EventView& view, const Axis& x, const Box& plot, bool above) {
  double moment_y = (above ? plot.y : plot.bottom()) - 6.0;
  for (const auto& [t, name] : moments_of(view)) {
    if (t < x.low || t > x.high) continue;
    svg.line({x.at(t), plot.y}, {x.at(t), plot.bottom()}, "moment");
    const bool at_edge = x.at(t) + 4.0 + width_of(name, 11.0) > plot.right();
    svg.text({x.at(t) + (at_edge ? -4.0 : 4.0), moment_y}, name, "label small", at_edge ? Anchor::end : Anchor::start);
    moment_y -= 14.0;
  }
}

std::string uncertainty_chart(const EventView& view, const Form& form) {
  std::vector<Series> all = series_of(view);
  double low = 1e9;
  double high = 0.0;
  double first = 1e12;
  double last = -1e12;
  for (const Series& s : all) {
    for (const auto& [t, km] : s.values) {
      first = std::min(first, t);
      last = std::max(last, t);
      if (km > 0.0) low = std::min(low, km);
      high = std::max(high, km);
    }
  }
  if (all.empty() || high <= 0.0 || last - first < 1.0) return {};
  for (Series& s : all) {
    if (s.is_steps) s.values.emplace_back(last, s.values.back().second);
  }
  Svg svg("uncertainty-" + view.anchor + form.suffix, form.width, form.height, "Uncertainty against time",
          "Sizes of the launch region, the impact region and the track's error, on a logarithmic scale.");
  std::vector<std::pair<std::string, std::string>> key;
  for (const Series& s : all) key.emplace_back(s.name, s.css);
  const double top = draw_key(svg, key, 0.0, form.width) + 14.0;
  const Box plot{62.0, top, form.width - 62.0 - 58.0, form.height - top - 26.0};
  const Axis x{std::min(0.0, first), last, plot.x, plot.right(), false};
  const Axis y{std::pow(10.0, std::floor(std::log10(std::max(low, 1e-3)))),
               std::pow(10.0, std::ceil(std::log10(std::min(std::max(high, 1e-2), 1e5)) + 1e-9)), plot.bottom(), plot.y,
               true};
  for (const double km : decades(y)) {
    svg.line({plot.x, y.at(km)}, {plot.right(), y.at(km)}, "grid");
    svg.text({plot.x - 7.0, y.at(km) + 4.0}, decade_text(km), "label tick", Anchor::end);
  }
  draw_time_axis(svg, x, plot.y, plot.bottom(), static_cast<int>(plot.width / 62.0));
  draw_moments(svg, view, x, plot);
  svg.open_clipped(plot.grown(1.0));
  for (const Series& s : all) svg.polyline(drawn(s.values, x, y), s.css, s.name);
  svg.close();
  std::vector<std::pair<double, std::string>> ends;
  for (const Series& s : all) {
    const auto& [t, km] = s.values.back();
    svg.circle({x.at(t), y.at(km)}, 3.0, s.css + " dot");
    ends.emplace_back(y.at(km), s.css + "|" + (km < 1.0 ? grouped(1000.0 * km) + " m" : km_text(km)));
  }
  std::sort(ends.begin(), ends.end());
  double free_from = 0.0;
  for (const auto& [at, words] : ends) {  // newest values in the margin, in the colours of their lines
    const std::size_t bar = words.find('|');
    const double level = std::max(at + 4.0, free_from);
    svg.text({plot.right() + 8.0, level}, words.substr(bar + 1), "label strong ink-" + words.substr(0, bar));
    free_from = level + 14.0;
  }
  return svg.finish();
}

std::string height_chart(const EventView& view, const Form& form) {
  const Path* longest = longest_path(view);
  if (longest == nullptr) return {};
  std::vector<PathPoint> told_points = longest->points;
  if (!view.predicted.empty())
    std::erase_if(told_points, [&](const PathPoint& p) { return p.time > view.predicted.front().time; });
  const Geodetic start = view.event->launch ? place_of(view.event->launch->lat_deg, view.event->launch->lon_deg)
                                            : longest->points.front().place;
  const Profile told = profile_of(view, start, told_points);
  const Profile ahead = profile_of(view, start, view.predicted);
  double far = 1.0;
  double tall = 1.0;
  for (const Profile* profile : {&told, &ahead}) {
    for (const auto& [d, h] : profile->points) {
      far = std::max(far, d);
      tall = std::max(tall, h);
    }
  }
  Svg svg(
      "height-" + view.anchor + form.suffix, form.width, form.height, "Height against distance on the ground",
      "Estimated path, powered and coasting, and the prediction to the ground; highest point " + km_text(tall) + ".");
  std::vector<std::pair<std::string, std::string>> key{{"Under thrust", "line-burn"}, {"Coasting", "line-track"}};
  const bool guessed =
      std::any_of(told_points.begin(), told_points.end(), [](const PathPoint& p) { return p.flown == Flown::unseen; });
  if (guessed || !ahead.points.empty()) key.emplace_back("Predicted", "line-guess");
  const double top = draw_key(svg, key, 0.0, form.width) + 26.0;
  const Box plot{62.0, top, form.width - 62.0 - 18.0, form.height - top - 26.0};
  const Axis x{0.0, 1.01 * far, plot.x, plot.right(), false};
  const Axis y{0.0, 1.04 * tall, plot.bottom(), plot.y, false};
  for (const double km : round_ticks(y, 6)) {
    svg.line({plot.x, y.at(km)}, {plot.right(), y.at(km)}, "grid");
    svg.text({plot.x - 7.0, y.at(km) + 4.0}, grouped(km) + (km == 0.0 ? "" : " km"), "label tick", Anchor::end);
  }
  for (const double km : round_ticks(x, static_cast<int>(plot.width / 80.0)))
    svg.text({x.at(km), plot.bottom() + 16.0}, grouped(km) + (km == 0.0 ? "" : " km"), "label tick", Anchor::middle);
  svg.line({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, "axis");
  if (view.event->launch && !told.points.empty())
    svg.line({x.at(0.0), y.at(0.0)}, {x.at(told.points.front().first), y.at(told.points.front().second)}, "line-guess");
  svg.polyline(drawn(ahead.points, x, y), "line-guess", "Predicted");
  std::vector<std::pair<double, double>> stretch;
  for (std::size_t i = 0; i < told.points.size(); ++i) {
    stretch.push_back(told.points[i]);
    const bool last = i + 1 == told.points.size();
    if (!last && told_points[i + 1].flown == told_points[i].flown) continue;
    if (!last) stretch.push_back(told.points[i + 1]);
    svg.polyline(drawn(stretch, x, y), line_of(told_points[i].flown));
    stretch.clear();
  }
  const std::vector<PathPoint> line = whole_path(view);
  const Profile whole = profile_of(view, start, line);
  LabelRoom room({plot.x - 4.0, plot.y - 24.0, plot.width + 22.0, plot.height + 20.0});
  const Point top_mark = draw_highest(svg, whole, x, y);
  room.block({top_mark.x - 60.0, top_mark.y - 24.0, 120.0, 28.0});
  room.block_along(drawn(whole.points, x, y));
  for (const bool words : {false, true}) {  // all dots first, so that no word covers one
    for (const MinuteMark& mark : minute_marks(view, line)) {
      const auto& [d0, h0] = whole.points[mark.index - 1];
      const auto& [d1, h1] = whole.points[mark.index];
      const Point at{x.at(d0 + mark.share * (d1 - d0)), y.at(h0 + mark.share * (h1 - h0))};
      if (words) {
        room.place(svg, at, t_plus(mark.after_s), "label small", 11.0, 6.0,
                   at.x < top_mark.x ? LabelRoom::Side::left : LabelRoom::Side::beside);
      } else {
        svg.circle(at, 2.6, "minute", clock_text(view.zero + seconds(mark.after_s)) + " UTC");
        room.block({at.x - 3.0, at.y - 3.0, 6.0, 6.0});
      }
    }
  }
  return svg.finish();
}

}  // namespace tocsin::app::report
