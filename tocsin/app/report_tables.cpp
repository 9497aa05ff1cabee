#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

std::string fact(const std::string& name, const std::string& value, const std::string& note = {}) {
  return "<dt>" + name + "</dt><dd>" + value + (note.empty() ? "" : "<small>" + note + "</small>") + "</dd>\n";
}

std::string launch_facts(const EventView& view) {
  const message::LaunchEstimate& launch = *view.event->launch;
  std::string html = fact("Launch", place_words(launch.lat_deg, launch.lon_deg),
                          message::region_text(launch.ellipse90) + ", at " + clock_text(launch.time) + " " +
                              message::within_text(launch.time_sigma_s, 0, " s"));
  if (launch.azimuth_deg) {
    html += fact("Heading", fixed(*launch.azimuth_deg, 0) + "°" +
                                (launch.azimuth_sigma_deg
                                     ? " " + message::within_text(*launch.azimuth_sigma_deg,
                                                                  *launch.azimuth_sigma_deg < 6.0 ? 1 : 0, "°")
                                     : std::string()));
  }
  return html;
}

std::string impact_facts(const EventView& view) {
  const message::ImpactEstimate& impact = *view.event->impact;
  return fact("Impact", place_words(impact.lat_deg, impact.lon_deg),
              message::region_text(impact.ellipse90) + ", between " + window_text(impact.time, impact.time_sigma_s) +
                  " UTC (90 %)") +
         fact("Newest evidence", t_plus(view.after_s(impact.made_at)),
              span_text(impact.radar_seconds) + " of radar behind the impact");
}

std::string objects_text(double estimate) {
  return std::abs(estimate - std::round(estimate)) < 0.05 ? fixed(estimate, 0)
                                                          : fixed(estimate, 1) + " (expected number)";
}

std::string objects_fact(const EventView& view) {
  const double now = view.event->objects.estimate;
  double most = now;
  for (const message::Event* revision : view.revisions) most = std::max(most, revision->objects.estimate);
  Instant until = view.event->time;
  bool holds = false;
  for (const message::Event* revision : view.revisions) {
    const bool held = std::exchange(holds, revision->objects.estimate > most - 0.05);
    if (held && !holds) until = revision->time;
  }
  return fact("Objects", objects_text(now),
              most > now + 0.5 ? objects_text(most) + " until " + t_plus(view.after_s(until)) : "");
}

}  // namespace

std::string fact_list(const EventView& view) {
  const message::Event& event = *view.event;
  std::string html = "<dl>\n";
  if (event.launch) html += launch_facts(view);
  if (event.burnout_time)
    html += fact("Thrust ended", t_plus(view.after_s(*event.burnout_time)), clock_text(*event.burnout_time) + " UTC");
  if (event.apogee_km) {
    html += fact(
        "Highest point",
        km_text(*event.apogee_km) +
            (event.apogee_sigma_km ? " ± " + km_text(kNormal90 * *event.apogee_sigma_km) + " (90 %)" : std::string()));
  }
  if (event.impact) html += impact_facts(view);
  html += objects_fact(view);
  if (event.parent) html += fact("Separated from", escaped(*event.parent));
  if (event.radar_seconds > 0.0) html += fact("Seen by radar for", span_text(event.radar_seconds));
  html += fact("Newest revision", std::to_string(event.revision),
               date_text(event.time) + " " + clock_text(event.time) + " UTC");
  return html + "</dl>\n";
}

std::string class_odds(const message::Event& event) {
  if (event.class_probabilities.empty()) return {};
  std::vector<std::pair<double, std::string>> odds;
  for (const auto& [name, p] : event.class_probabilities) odds.emplace_back(-p, name);
  std::sort(odds.begin(), odds.end());
  std::string html = "<h3>What it may be</h3><ul class=\"odds\">\n";
  double rest = 0.0;
  std::size_t hidden = 0;
  for (const auto& [negative, name] : odds) {
    if (-negative < 0.005) {
      rest -= negative;
      ++hidden;
      continue;
    }
    std::string words = name;
    std::replace(words.begin(), words.end(), '_', ' ');
    html += "<li><span>" + escaped(words) +
            "</span><i><u style=\"width:" + fixed(std::clamp(-100.0 * negative, 0.0, 100.0), 1) + "%\"></u></i><b>" +
            percent_text(-negative) + "</b></li>\n";
  }
  html += "</ul>\n";
  if (hidden > 0)
    html += "<p><small>" + std::to_string(hidden) + (hidden == 1 ? " other class, " : " other classes, together ") +
            percent_text(rest) + "</small></p>\n";
  return html;
}

std::string reasons(const message::Event& event) {
  if (event.explanation.empty()) return {};
  std::string html = "<h3>Why this level, and what is missing</h3><ul class=\"why\">\n";
  const std::string day = date_text(event.first_report_time);
  for (const std::string& sentence : event.explanation)
    html += "<li>" + escaped(without_date(sentence, day)) + "</li>\n";
  return html + "</ul>\n";
}

std::string sensor_table(const EventView& view) {
  if (view.lanes.empty()) return {};
  std::string html =
      "<h3>Evidence by sensor</h3><div class=\"table\"><table><thead><tr><th>Sensor</th><th class=\"n\">Hits</th>"
      "<th class=\"n\">Missed</th><th>First (UTC)</th><th>Last (UTC)</th></tr></thead><tbody>\n";
  for (const SensorLane& lane : view.lanes) {
    const bool saw = lane.hits > 0;
    html += "<tr><td>" + escaped(lane.name) + "<small>" + std::string(name_of(lane.kind)) +
            "</small></td><td class=\"n\">" + std::to_string(lane.hits) + "</td><td class=\"n\">" +
            std::to_string(lane.misses) + "</td><td class=\"t\">" + (saw ? clock_text(lane.first) : "–") +
            "</td><td class=\"t\">" + (saw ? clock_text(lane.last) : "–") + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string impact_history_table(const EventView& view) {
  const auto ellipse = [](const message::ImpactEstimate& impact) { return impact.ellipse90; };
  const auto steps = shrinking(view.product->impact_history, 0.65, ellipse);
  if (steps.empty()) return {};
  std::string html =
      "<details class=\"more\"><summary>Impact estimates as a table</summary><div "
      "class=\"table\"><table><thead><tr><th>Said at</th>"
      "<th>Place</th><th>90 % region</th><th>Time (UTC, 90 %)</th><th class=\"n\">Radar</th></tr></thead><tbody>\n";
  for (const message::ImpactEstimate* impact : steps) {
    html += "<tr><td>" + t_plus(view.after_s(impact->made_at)) + "</td><td>" +
            place_words(impact->lat_deg, impact->lon_deg) + "</td><td>" + size_text(impact->ellipse90) + "</td><td>" +
            window_text(impact->time, impact->time_sigma_s) + "</td><td class=\"n\">" +
            fixed(impact->radar_seconds, 0) + " s</td></tr>\n";
  }
  return html + "</tbody></table></div></details>";
}

std::string other_events(const std::vector<EventView>& views, std::size_t sections) {
  constexpr std::size_t kMost = 100;
  if (views.size() <= sections) return {};
  std::string html =
      "<section><h2>" + std::string(sections == 0 ? "Reports" : "Other reports") + "</h2><p>" +
      count_text(static_cast<std::int64_t>(views.size() - sections), "event") +
      " of which too little is known for a map.</p><div class=\"table\"><table><thead><tr><th>Event</th>"
      "<th>Level</th><th>Most probable</th><th>First report (UTC)</th><th>Sensors</th></tr></thead><tbody>\n";
  for (std::size_t i = sections; i < std::min(views.size(), sections + kMost); ++i) {
    const message::Event& event = *views[i].event;
    std::string sensors;
    for (const message::Contribution& part : event.contributions) {
      if (part.hits > 0)
        sensors += (sensors.empty() ? "" : ", ") + part.sensor + " (" + std::to_string(part.hits) + ")";
    }
    const auto odds = event.class_probabilities.find(std::string(name_of(event.event_class)));
    html += "<tr><td class=\"t\">" + escaped(event.id) + "</td><td>" + std::string(name_of(event.level)) + "</td><td>" +
            class_text(event.event_class) +
            (odds == event.class_probabilities.end() ? "" : " (" + percent_text(odds->second) + ")") +
            "</td><td class=\"t\">" + date_text(event.first_report_time) + " " + clock_text(event.first_report_time) +
            "</td><td class=\"w\">" + escaped(sensors) + "</td></tr>\n";
  }
  html += "</tbody></table></div>\n";
  if (views.size() > sections + kMost)
    html += "<p>And " + std::to_string(views.size() - sections - kMost) + " more in events.jsonl.</p>\n";
  return html + "</section>\n";
}

}  // namespace tocsin::app::report
