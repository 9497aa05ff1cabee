#include <algorithm>

#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_text.hpp"

namespace tocsin::app::report {
namespace {

std::string row(const EventView& view, bool linked) {
  const message::Event& event = *view.event;
  const std::string id = escaped(event.id);
  const auto odds = event.class_probabilities.find(std::string(name_of(event.event_class)));
  std::string what = class_text(event.event_class);
  if (odds != event.class_probabilities.end()) what += ", " + percent_text(odds->second);
  std::string html = "<tr><td class=\"t\">" + (linked ? "<a href=\"#" + view.anchor + "\">" + id + "</a>" : id) +
                     "</td><td>" + level_badge(event.level) + "</td><td>" + what + "</td><td class=\"t\">" +
                     date_text(event.first_report_time) + " " + clock_text(event.first_report_time) + "</td><td>";
  if (event.launch) {
    html += clock_text(event.launch->time) + "<small>" + place_words(event.launch->lat_deg, event.launch->lon_deg) +
            "</small>";
  } else {
    html += "–";
  }
  html += "</td><td>";
  if (event.impact) {
    html += clock_text(event.impact->time) + "<small>" + place_words(event.impact->lat_deg, event.impact->lon_deg) +
            ", " + size_text(event.impact->ellipse90) + "</small>";
  } else {
    html += "–";
  }
  html += "</td><td>";
  html += view.warnings.empty()
              ? std::string("none")
              : escaped(view.warnings.back()->id) + " " + std::string(name_of(view.warnings.back()->state));
  return html + "</td></tr>\n";
}

}  // namespace

std::string event_index(const std::vector<EventView>& views, std::size_t sections) {
  constexpr std::size_t kMost = 200;
  std::size_t worth = 0;
  while (worth < views.size() && worth_a_section(*views[worth].event)) ++worth;
  if (worth < 2) return {};
  std::string html =
      "<section id=\"events\"><h2>Events</h2><div class=\"table\"><table><thead><tr><th>Event</th><th>Level</th>"
      "<th>Most probable</th><th>First report (UTC)</th><th>Launch (UTC)</th><th>Impact (UTC)</th><th>Warning</th></tr>"
      "</thead><tbody>\n";
  for (std::size_t i = 0; i < std::min(worth, kMost); ++i) html += row(views[i], i < sections);
  html += "</tbody></table></div>\n";
  if (worth > kMost) html += "<p>And " + std::to_string(worth - kMost) + " more in events.jsonl.</p>\n";
  if (worth > sections)
    html += "<p><small>The first " + std::to_string(sections) +
            " have a section each; all revisions are in events.jsonl.</small></p>\n";
  return html + "</section>\n";
}

}  // namespace tocsin::app::report
