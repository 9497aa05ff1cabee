#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/app/timeline.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

constexpr std::size_t kMostWarnings = 20;
constexpr std::size_t kMostEntries = 250;

std::string people_text(const std::vector<std::string>& people) {
  std::string text;
  for (const std::string& person : people) text += (text.empty() ? " by " : ", ") + person;
  return text;
}

std::string areas_table(const message::Warning& warning) {
  if (warning.areas.empty()) return "<p>No area is named yet.</p>\n";
  std::string html =
      "<div class=\"table\"><table><thead><tr><th>Area</th><th>Expected (UTC, 90 %)</th><th class=\"n\">After the "
      "proposal"
      "</th></tr></thead><tbody>\n";
  for (const message::WarningArea& area : warning.areas) {
    std::string window = "not known";
    std::string left = "–";
    if (area.earliest && area.latest) window = clock_text(*area.earliest) + " – " + clock_text(*area.latest);
    if (area.earliest) left = span_text(seconds_between(warning.proposed_time, *area.earliest));
    html += "<tr><td class=\"w\">" + escaped(area.name) + "</td><td class=\"t\">" + window + "</td><td class=\"n\">" +
            left + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string warning_article(const std::vector<const message::Warning*>& states) {
  const message::Warning& now = *states.back();
  std::string html = "<div class=\"sub\"><h3>" + escaped(now.id) + " about " + escaped(now.event) + ", " +
                     std::string(name_of(now.type)) + " " + std::to_string(now.revision) + level_badge(now.level) +
                     "<span class=\"badge plain\">" + std::string(name_of(now.state)) + escaped(people_text(now.by)) +
                     "</span></h3>\n<p><b>" + escaped(now.headline) + "</b></p>\n<p>" + escaped(now.description) +
                     "</p>\n";
  html += areas_table(now);
  if (!now.explanation.empty()) {
    html += "<details><summary>Reasons given with it</summary><ul class=\"why\">\n";
    for (const std::string& sentence : now.explanation)
      html += "<li>" + escaped(without_date(sentence, date_text(now.time))) + "</li>\n";
    html += "</ul></details>\n";
  }
  html += "<details><summary>How it came to this state</summary><ul class=\"why\">\n";
  for (const message::Warning* state : states) {
    html += "<li>" + clock_text(state->time) + " " + std::string(name_of(state->type)) + " " +
            std::to_string(state->revision) + " " + std::string(name_of(state->state)) +
            escaped(people_text(state->by)) + "</li>\n";
  }
  html += "</ul></details>\n<p><small>Valid until " + date_text(now.expires) + " " + clock_text(now.expires) +
          " UTC.</small></p></div>\n";
  return html;
}

std::string status_words(const formats::Products& products) {
  switch (products.status) {
    case message::RecordStatus::actual:
      return products.simulated ? "ACTUAL <span>with simulated data: this must not happen</span>"
                                : "ACTUAL <span>real data of real sensors</span>";
    case message::RecordStatus::exercise:
      return products.simulated ? "EXERCISE <span>simulated data; nothing of this happened</span>" : "EXERCISE";
    case message::RecordStatus::test:
      return products.simulated ? "TEST <span>simulated data; nothing of this happened</span>" : "TEST";
  }
  return {};
}

std::string period_text(const formats::Products& products) {
  const std::string begin = format_utc_seconds(products.begin);
  const std::string end = format_utc_seconds(products.end);
  const bool same_day = begin.substr(0, 10) == end.substr(0, 10);
  return begin.substr(0, 10) + " " + begin.substr(11, 8) + " – " + (same_day ? "" : end.substr(0, 10) + " ") +
         end.substr(11, 8) + " UTC";
}

std::string watch_text(const formats::Products& products) {
  std::int64_t satellites = 0;
  std::int64_t radars = 0;
  for (const formats::SensorProduct& sensor : products.sensors) {
    (sensor.kind == message::Phenomenology::infrared ? satellites : radars) += 1;
  }
  return count_text(satellites, "satellite") + " and " + count_text(radars, "radar");
}

/// What people, or time, made of an event's warnings: the first release, and the newest end.
std::string decisions_text(const EventView& view) {
  using message::WarningState;
  const message::Warning* released = nullptr;
  const message::Warning* ended = nullptr;
  for (const message::Warning* warning : view.warnings) {
    const bool out = warning->state == WarningState::released;
    const bool cancel = warning->type == message::WarningType::cancel;
    if (out && !cancel && released == nullptr) released = warning;
    if ((out && cancel) || warning->state == WarningState::cancelled || warning->state == WarningState::expired)
      ended = warning;
  }
  const auto when = [](const message::Warning& warning) {
    return " at " + clock_text(warning.time) + " UTC" + escaped(people_text(warning.by));
  };
  std::string text;
  if (released != nullptr) text += ", and released" + when(*released);
  if (ended != nullptr)
    text += std::string(released == nullptr ? ", and " : "; it was ") +
            (ended->state == WarningState::expired ? "expired" : "withdrawn") + when(*ended);
  return text;
}

std::string event_sentence(const EventView& view) {
  const message::Event& event = *view.event;
  std::string text = "<b>" + std::string(name_of(event.level)) + "</b>: ";
  text += event.event_class == message::EventClass::unknown ? "an object of unknown class"
                                                            : "class " + class_text(event.event_class);
  if (event.launch)
    text += ", launched at " + clock_text(event.launch->time) + " UTC near " +
            place_words(event.launch->lat_deg, event.launch->lon_deg);
  if (event.impact)
    text += ", comes down at " + clock_text(event.impact->time) + " UTC near " +
            place_words(event.impact->lat_deg, event.impact->lon_deg) + ", " +
            message::region_text(event.impact->ellipse90);
  text += ". ";
  if (view.warnings.empty()) return text + "No warning was proposed.";
  const message::Warning& first = *view.warnings.front();
  text += "A warning was proposed " + span_text(view.after_s(first.proposed_time)) + " after the " +
          (event.launch ? "launch" : "first report");
  if (event.impact && event.impact->time > first.proposed_time)
    text += ", " + span_text(seconds_between(first.proposed_time, event.impact->time)) + " before the impact";
  const std::string decided = decisions_text(view);
  return text + (decided.empty() ? "; nobody decided on it." : decided + ".");
}

std::string launches_text(const message::LaunchCount& count) {
  const std::string span = count.low90 == count.high90
                               ? std::to_string(count.low90)
                               : std::to_string(count.low90) + " to " + std::to_string(count.high90);
  return "Launches: " + std::to_string(count.most_probable) + " most probable, 90 % " + span;
}

}  // namespace

std::string page_head(const formats::Products& products, const RunData& run) {
  const std::string status(name_of(products.status));
  std::string html = "<div class=\"status " + status + "\"><div class=\"in\">" + status_words(products) +
                     "</div></div>\n<header><div class=\"in\"><div class=\"brand\">Tocsin · run report</div><h1>" +
                     escaped(products.run) + "</h1><ul>";
  if (!run.events.empty() || !products.warnings.empty()) html += "<li><b>" + period_text(products) + "</b></li>";
  html += "<li>" + watch_text(products) + "</li><li>Centre " + escaped(products.centre) + "</li>";
  if (run.summary) {
    if (!run.events.empty() && run.summary->launch_count)
      html += "<li>" + launches_text(*run.summary->launch_count) + "</li>";
    if (products.simulated) html += "<li>Seed " + std::to_string(run.summary->seed) + "</li>";
    html += "<li>" + grouped(static_cast<double>(run.summary->inputs.records)) + " records";
    if (run.summary->inputs.refused > 0) html += ", " + std::to_string(run.summary->inputs.refused) + " refused";
    html += "</li><li>Version " + escaped(run.summary->version) + "</li>";
  }
  return html + "</ul></div></header>\n";
}

std::string lead_sentence(const std::vector<EventView>& views, const formats::Products& products, const RunData& run) {
  std::vector<const EventView*> main;
  for (const EventView& view : views) {
    if (worth_a_section(*view.event)) main.push_back(&view);
  }
  if (!main.empty()) {
    std::string text = main.size() == 1 ? "One event, "
                                        : std::to_string(main.size()) + " events. " + escaped(main.front()->event->id) +
                                              ", the first of them, is ";
    return "<p class=\"lead\">" + text + event_sentence(*main.front()) + "</p>\n";
  }
  std::string text = "Nothing to warn of: ";
  text += views.empty() ? "no event" : count_text(static_cast<std::int64_t>(views.size()), "report");
  if (run.summary && run.summary->timing.simulated_s > 0.0)
    text += " in " + span_text(run.summary->timing.simulated_s) + " of records";
  if (!views.empty()) text += ", none above possible";
  text += products.warnings.empty() ? ", and no warning was proposed." : ".";
  return "<p class=\"lead\">" + text + "</p>\n";
}

std::string warnings_section(const formats::Products& products) {
  std::map<std::string, std::vector<const message::Warning*>> by_id;
  for (const message::Warning& warning : products.warnings) by_id[warning.id].push_back(&warning);
  std::string html = "<section><h2>Warnings</h2>\n";
  if (by_id.empty()) return html + "<p>None was proposed.</p></section>\n";
  std::size_t shown = 0;
  for (const auto& [id, states] : by_id) {
    if (++shown <= kMostWarnings) html += warning_article(states);
  }
  if (by_id.size() > kMostWarnings)
    html += "<p>And " + std::to_string(by_id.size() - kMostWarnings) + " more in warnings.jsonl.</p>\n";
  return html + "</section>\n";
}

std::string story_section(const std::vector<EventView>& views, std::size_t sections, const formats::Products& products,
                          const RunData& run) {
  std::vector<TimelineEntry> entries = timeline(run.events, products.warnings);
  if (entries.empty()) return {};
  if (entries.size() > kMostEntries) {  // what concerns the events on this page comes first
    std::set<std::string> told;
    for (std::size_t i = 0; i < sections; ++i) told.insert(views[i].event->id);
    for (const message::Warning& warning : products.warnings) told.insert(warning.id);
    std::erase_if(entries, [&](const TimelineEntry& entry) { return !told.contains(entry.subject); });
  }
  const std::size_t shown = std::min(entries.size(), kMostEntries);
  if (shown == 0) return {};
  std::string html =
      "<section><h2>What was seen, inferred, proposed, decided and withdrawn</h2><table "
      "class=\"story\"><thead><tr><th>Time "
      "(UTC)</th>"
      "<th>What</th><th>About</th><th>In words</th></tr></thead><tbody>\n";
  std::string day;
  for (std::size_t i = 0; i < shown; ++i) {
    const TimelineEntry& entry = entries[i];
    const std::string kind(name_of_kind(entry.kind));
    const std::string today = date_text(entry.time);
    html += "<tr><td class=\"t i\">" + (today == day ? "" : today + " ") + clock_text(entry.time) +
            "</td><td class=\"i\"><span class=\"kind k-" + kind + "\">" + kind + "</span></td><td class=\"t i\">" +
            escaped(entry.subject) + "</td><td class=\"w\">" + escaped(without_date(entry.text, today)) +
            "</td></tr>\n";
    day = today;
  }
  html += "</tbody></table>\n";
  if (entries.size() > shown) html += "<p>And " + std::to_string(entries.size() - shown) + " more lines.</p>\n";
  return html + "</section>\n";
}

std::string quiet_section(const formats::Products& products) {
  if (products.sensors.empty()) return {};
  return "<section><h2>The watch</h2>\n" +
         figure("", "Sensors of this run", "Radars with their reach for 1 m², and places below the satellites.",
                sensor_map(products, {"w", 1136.0, 568.0}), sensor_map(products, {"n", 340.0, 200.0})) +
         "</section>\n";
}

std::string page_foot(const RunData& run) {
  std::string html =
      "<footer><h3>How to read this</h3><dl>"
      "<dt>Possible</dt><dd>one sensor has reported it</dd>"
      "<dt>Probable</dt><dd>two independent sensors, or one with many consistent looks</dd>"
      "<dt>Confirmed</dt><dd>two kinds of evidence, infrared and radar</dd>"
      "<dt>90 %</dt><dd>regions, windows and ± hold the true value in nine of ten cases; a region is given from "
      "edge to edge, its length by its width</dd>"
      "<dt>T+</dt><dd>minutes and seconds after the estimated launch, or after the first report where no launch is "
      "known</dd>"
      "<dt>Maps</dt><dd>equal-area, centred on the event; coast: Natural Earth (public domain), to about 10 km</dd>";
  if (run.summary)
    html += "<dt>Inputs</dt><dd>world SHA-256 " + escaped(run.summary->inputs.world_sha256.substr(0, 16)) + "…</dd>";
  return html + "</dl></footer>\n";
}

}  // namespace tocsin::app::report
