#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/app/report_charts.hpp"
#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

std::string tile(std::string_view css, const std::string& what, const std::string& value, const std::string& note) {
  return "<div class=\"" + std::string(css) + "\"><small>" + what + "</small><strong>" + value + "</strong><small>" +
         note + "</small></div>";
}

std::string first_seen_by(const EventView& view) {
  const SensorLane* first = nullptr;
  for (const SensorLane& lane : view.lanes) {
    if (lane.hits > 0 && (first == nullptr || lane.first < first->first)) first = &lane;
  }
  return first == nullptr ? std::string() : "by " + escaped(first->name);
}

std::string kinds_text(const message::Event& event) {
  std::string text;
  for (const message::Phenomenology kind : event.phenomenologies)
    text += (text.empty() ? "" : " and ") + std::string(name_of(kind));
  return text;
}

std::string level_tile(const EventView& view) {
  const message::Event& event = *view.event;
  if (event.confirmed_time)
    return tile("", "Confirmed", t_plus(view.after_s(*event.confirmed_time)), "by " + kinds_text(event));
  if (event.probable_time)
    return tile("", "Probable, not confirmed", t_plus(view.after_s(*event.probable_time)), "by " + kinds_text(event));
  return tile("", "Level", "possible", "not probable, not confirmed");
}

std::string warning_tile(const EventView& view) {
  if (view.warnings.empty()) return tile("", "Warning", "none", "was proposed");
  const message::Warning& first = *view.warnings.front();
  std::string note = escaped(first.id);
  if (view.event->impact && view.event->impact->time > first.proposed_time)
    note = span_text(seconds_between(first.proposed_time, view.event->impact->time)) + " before impact";
  return tile("", "Warning proposed", t_plus(view.after_s(first.proposed_time)), note);
}

std::string tiles(const EventView& view) {
  const message::Event& event = *view.event;
  std::string html = "<div class=\"tiles\">";
  if (event.launch) {
    html += tile("launch", "Launch (UTC)", clock_text(event.launch->time),
                 message::within_text(event.launch->time_sigma_s, 0, " s"));
  } else {
    html += tile("launch", "Launch", "not known", "from this evidence");
  }
  html += tile("", "First report", t_plus(view.after_s(event.first_report_time)), first_seen_by(view));
  html += level_tile(view) + warning_tile(view);
  if (event.impact) {
    html += tile("impact", "Impact (UTC)", clock_text(event.impact->time),
                 window_text(event.impact->time, event.impact->time_sigma_s) + " (90 %)");
  } else {
    html += tile("impact", "Impact", "not known", "or there is none");
  }
  return html + "</div>\n";
}

std::string map_key() {
  const auto swatch = [](std::string_view inner, std::string_view text) {
    return "<li><svg viewBox=\"0 0 26 12\" aria-hidden=\"true\">" + std::string(inner) + "</svg>" + std::string(text) +
           "</li>";
  };
  return "<ul class=\"key\">" + swatch(R"(<path d="M1,6H25" class="path-burn"/>)", "under thrust") +
         swatch(R"(<path d="M1,6H25" class="path-coast"/>)", "coasting") +
         swatch(R"(<path d="M1,6H25" class="path-guess"/>)", "predicted") +
         swatch(R"(<ellipse cx="13" cy="6" rx="11" ry="5" class="impact-now"/>)", "impact region, earlier ones paler") +
         swatch(R"(<path d="M1,1H25V11H1Z" class="area"/>)", "area of the warning") +
         swatch(R"(<path d="M1,1H25V11H1Z" class="sector"/>)", "reach of a radar (1 m²)") + "</ul>";
}

std::string title_of(const EventView& view) {
  const message::Event& event = *view.event;
  std::string text = escaped(event.id) + " · ";
  if (event.event_class != message::EventClass::unknown) {
    text += class_text(event.event_class);
    const auto odds = event.class_probabilities.find(std::string(name_of(event.event_class)));
    if (odds != event.class_probabilities.end()) text += ", " + percent_text(odds->second);
  } else {
    text += "kind not known";
  }
  return text;
}

std::string drawings(const EventView& view) {
  std::string html =
      figure("", "Who saw it, when",
             "One tick for each report with new measurements; hover over a mark for its time. Times count "
             "from the estimated launch, with UTC below.",
             sensor_timeline(view, 1136.0, false), sensor_timeline(view, 340.0, true));
  const std::string uncertainty =
      figure("", "How surely", "Half length of the 90 % regions and error of the track, each on what was known then.",
             uncertainty_chart(view, {"w", 556.0, 340.0}), uncertainty_chart(view, {"n", 340.0, 300.0}));
  const std::string height =
      figure("", "How high and how far", "Height above the ellipsoid against distance on the ground.",
             height_chart(view, {"w", 556.0, 340.0}), height_chart(view, {"n", 340.0, 270.0}));
  if (!uncertainty.empty() || !height.empty()) html += "<div class=\"two\">" + uncertainty + height + "</div>\n";
  return html + impact_history_table(view);
}

/// Charts over time of what was measured and what it was taken for.
std::string histories(const EventView& view) {
  const std::string signal =
      figure("", "How clearly",
             "Signal-to-noise ratio of each measurement: infrared by amplitude, radar by power, both in decibels.",
             signal_chart(view, {"w", 556.0, 320.0}), signal_chart(view, {"n", 340.0, 290.0}));
  const std::string brightness =
      figure("", "How bright", "Apparent radiant intensity in the sensor's band, not corrected for the air between.",
             brightness_chart(view, {"w", 556.0, 320.0}), brightness_chart(view, {"n", 340.0, 290.0}));
  const std::string odds =
      figure("", "What it was taken for", "Odds of the classes as they changed; a band's height is its share.",
             odds_chart(view, {"w", 1136.0, 230.0}), odds_chart(view, {"n", 340.0, 270.0}));
  std::string html;
  if (!signal.empty() || !brightness.empty()) html += "<div class=\"two\">" + signal + brightness + "</div>\n";
  html += signal_table(view) + odds;
  return html.empty() ? html : "<div id=\"histories-" + view.anchor + "\">" + html + "</div>\n";
}

std::string close_ups(const EventView& view, const formats::Products& products) {
  const Form square{"s", 360.0, 330.0};
  const std::string launch =
      figure("", "Launch region, closer", "90 % regions as they shrank, marked with when they were said.",
             launch_close_up(view, square));
  const std::string impact =
      figure("", "Impact region, closer", "The same for the place where it comes down.", impact_close_up(view, square));
  const std::string globe =
      figure("", "Satellites with a view",
             "Places below the satellites in the half of the Earth around the event; dotted lines "
             "lead to those that saw it.",
             hemisphere_map(view, products, square));
  if (launch.empty() && impact.empty() && globe.empty()) return {};
  return "<div class=\"three\">" + launch + impact + globe + "</div>\n";
}

}  // namespace

std::string level_badge(message::Level level) {
  const std::string name(name_of(level));
  return "<span class=\"badge lv-" + name + "\">" + name + "</span>";
}

std::string figure(std::string_view css, std::string_view title, std::string_view caption, const std::string& wide,
                   const std::string& narrow) {
  if (wide.empty()) return {};
  std::string html = "<figure" + (css.empty() ? std::string() : " class=\"" + std::string(css) + "\"") +
                     "><figcaption><b>" + std::string(title) + "</b> " + std::string(caption) + "</figcaption>\n";
  html += narrow.empty() ? wide : "<div class=\"wide\">" + wide + "</div><div class=\"narrow\">" + narrow + "</div>\n";
  return html + "</figure>\n";
}

std::string event_section(const EventView& view, const formats::Products& products) {
  const message::Event& event = *view.event;
  std::string html = "<section id=\"" + view.anchor + "\"><h2>" + title_of(view) + level_badge(event.level);
  if (event.ended) html += "<span class=\"badge plain\">ended</span>";
  html += "</h2>\n" + tiles(view);
  const bool placed = event.launch || event.impact || !view.paths.empty();
  html += "<div class=\"" + std::string(placed ? "hero" : "two") + "\"><div>" + fact_list(view) +
          (placed ? class_odds(event) : std::string()) + "</div>\n";
  if (placed) {
    html += "<figure><div class=\"wide\">" + event_map(view, products, {"w", 690.0, 540.0}) +
            "</div><div class=\"narrow\">" + event_map(view, products, {"n", 340.0, 380.0}) + "</div><figcaption>" +
            map_key() + "</figcaption></figure>";
  } else {
    html += "<div>" + class_odds(event) + "</div>";
  }
  html += "</div>\n" + drawings(view) + close_ups(view, products) + histories(view);
  html += "<div class=\"two last\"><div>" + reasons(event) + "</div><div>" + sensor_table(view) + "</div></div>\n";
  return html + "</section>\n";
}

}  // namespace tocsin::app::report
