#include "tests/warn/timeline.hpp"

#include <map>
#include <sstream>
#include <utility>

namespace tocsin::warn {
namespace {

using message::DecisionAction;
using message::EventClass;
using message::Level;

struct Cell {
  std::string row;
  std::string text;
};

/// What stands in which second.
std::map<int, std::vector<Cell>> cells_of(const std::string& drawing) {
  std::map<std::size_t, int> second_at;  // by column
  std::map<int, std::vector<Cell>> cells;
  std::istringstream lines(drawing);
  for (std::string line; std::getline(lines, line);) {
    std::size_t at = line.find_first_not_of(' ');
    if (at == std::string::npos) continue;
    std::size_t end = line.find(' ', at);
    const std::string row = line.substr(at, end - at);
    while (end != std::string::npos && (at = line.find_first_not_of(' ', end)) != std::string::npos) {
      end = line.find(' ', at);
      const std::string text = line.substr(at, end - at);
      if (row == "seconds") {
        second_at[at] = std::stoi(text);
      } else if (text != ".") {
        cells[second_at.at(at)].push_back({row, text});
      }
    }
  }
  for (const auto& [column, second] : second_at) cells[second];
  return cells;
}

DecisionAction action_of(char letter) {
  switch (letter) {
    case 'r':
      return DecisionAction::release;
    case 'j':
      return DecisionAction::reject;
    case 'c':
      return DecisionAction::cancel;
    default:
      return DecisionAction::acknowledge;
  }
}

message::Decision decision_of(const std::string& person, std::string text) {
  int warning = 1;
  if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
    warning = std::stoi(text.substr(0, colon));
    text = text.substr(colon + 1);
  }
  return {.warning = "W000" + std::to_string(warning),
          .revision = std::stoi(text.substr(1)),
          .action = action_of(text[0]),
          .by = person,
          .reason = ""};
}

std::string drawn(const message::Warning& w) {
  std::string text{"dpruxe"[static_cast<std::size_t>(w.state)], "auc"[static_cast<std::size_t>(w.type)]};
  text += std::to_string(w.revision);
  return w.id == "W0001" ? text : text + "@" + w.id.substr(4);
}

void append(std::string& list, int second, const std::string& text) {
  if (!text.empty()) list += (list.empty() ? "" : " ") + std::to_string(second) + ":" + text;
}

message::ImpactEstimate impact_at(double lon_deg, double semi_major_km, Instant now) {
  return {.time = at_second(1200.0),
          .time_sigma_s = 10.0,
          .lat_deg = 40.0,
          .lon_deg = lon_deg,
          .ellipse90 = {.semi_major_km = semi_major_km, .semi_minor_km = semi_major_km / 2.0, .azimuth_deg = 80.0},
          .made_at = now,
          .apogee_km = 900.0,
          .radar_seconds = 20.0};
}

void set_class(message::Event& e, char letter) {
  const std::map<char, EventClass> classes{{'b', EventClass::ballistic}, {'s', EventClass::space_launch},
                                           {'u', EventClass::unknown},   {'m', EventClass::manoeuvring},
                                           {'f', EventClass::fire},      {'h', EventClass::space_launch}};
  e.event_class = classes.at(letter);
  e.class_probabilities.clear();
  e.class_probabilities[std::string(name_of(e.event_class))] = letter == 'h' ? 0.85 : 0.95;
  e.class_probabilities["ballistic"] += letter == 'h' ? 0.15 : letter == 'b' ? 0.0 : 0.03;
  e.class_probabilities["fireball"] = letter == 'h' ? 0.0 : letter == 'b' ? 0.05 : 0.02;
}

}  // namespace

Instant at_second(double s) {
  return from_utc_parts({.year = 2022, .month = 10, .day = 3, .hour = 22, .minute = 22}).value() + seconds(s);
}

message::Event event_of(const std::string& id, const std::string& letters, Instant now, std::int64_t revision) {
  message::Event e;
  e.id = id;
  e.revision = revision;
  e.time = now;
  set_class(e, letters.at(0));
  e.level = static_cast<Level>(letters.at(1) - '1');
  e.tracks = {id == "E0001" ? 1 : 2};
  e.first_report_time = at_second(-30.0);
  e.launch = message::LaunchEstimate{.time = at_second(-80.0),
                                     .time_sigma_s = 2.0,
                                     .lat_deg = 40.61,
                                     .lon_deg = 126.43,
                                     .ellipse90 = {.semi_major_km = 5.0, .semi_minor_km = 3.0, .azimuth_deg = 20.0},
                                     .azimuth_deg = 80.0,
                                     .azimuth_sigma_deg = 0.5};
  for (const char letter : letters.substr(2)) {
    if (letter == 'I') e.impact = impact_at(170.0, 200.0, now);
    if (letter == 'i') e.impact = impact_at(170.1, 50.0, now);
    if (letter == 'w') e.impact = impact_at(170.0, 1600.0, now);
    if (letter == 'J') e.impact = impact_at(160.0, 200.0, now);
    if (letter == '+') e.tracks = {1, 2};
    if (letter == '<') e.parent = "E0001";
    if (letter == '.' || letter == '!') e.ended = true;
    if (letter == '!') e.objects.estimate = 0.0;
  }
  const Instant first = e.first_report_time;
  e.contributions.push_back({.sensor = "GEO-A",
                             .phenomenology = message::Phenomenology::infrared,
                             .hits = 6,
                             .misses = 0,
                             .first = first,
                             .last = now});
  if (e.level == Level::confirmed) {
    e.contributions.push_back({.sensor = "RADAR-1",
                               .phenomenology = message::Phenomenology::radar,
                               .hits = 20,
                               .misses = 1,
                               .first = first,
                               .last = now});
  }
  return e;
}

message::Record tick_at(double s, message::RecordStatus status, bool simulated) {
  const Instant t = at_second(s);
  return {
      .header =
          {.source = "clock", .sequence = 0, .status = status, .simulated = simulated, .measured = t, .received = t},
      .payload = message::Tick{.time = t}};
}

message::Record decision_at(double s, const message::Decision& decision, message::RecordStatus status) {
  const Instant t = at_second(s);
  return {
      .header =
          {.source = decision.by, .sequence = 0, .status = status, .simulated = false, .measured = t, .received = t},
      .payload = decision};
}

Played play(const std::string& drawing, const Policy& policy, const Stage& stage) {
  Played out;
  Warnings warnings(policy);
  int records = 0;
  std::map<std::string, std::int64_t> revisions;
  std::string drawn_now;
  std::vector<std::string> refused_now;
  const auto step = [&](const message::Record& record, const std::vector<message::Event>& events) {
    WarningsOutput given = warnings.step(record, events);
    for (const message::Warning& w : given.warnings) drawn_now += (drawn_now.empty() ? "" : ",") + drawn(w);
    out.warnings.insert(out.warnings.end(), given.warnings.begin(), given.warnings.end());
    out.accepted.insert(out.accepted.end(), given.accepted.begin(), given.accepted.end());
    refused_now.insert(refused_now.end(), given.refused.begin(), given.refused.end());
    if (stage.save_every > 0 && ++records % stage.save_every == 0) {
      Warnings restored(policy);
      if (const Status s = restored.load(warnings.save()); !s) out.missing += "load: " + s.error().to_string();
      warnings = std::move(restored);
    }
  };
  const auto cells = cells_of(drawing);
  for (int second = cells.begin()->first; second <= cells.rbegin()->first; ++second) {
    drawn_now.clear();
    refused_now.clear();
    std::vector<message::Event> events;
    std::vector<Cell> rest;
    std::string expected;
    std::vector<std::string> words;
    const auto here = cells.find(second);
    for (const Cell& cell : here == cells.end() ? std::vector<Cell>() : here->second) {
      if (cell.row == "out")
        expected += (expected.empty() ? "" : ",") + cell.text;
      else if (cell.row == "refused")
        words.push_back(cell.text);
      else if (cell.row[0] == 'E')
        events.push_back(event_of(cell.row, cell.text, at_second(second), ++revisions[cell.row]));
      else
        rest.push_back(cell);
    }
    step(tick_at(second, stage.status, stage.simulated), events);
    for (const Cell& cell : rest) step(decision_at(second, decision_of(cell.row, cell.text), stage.status), {});
    append(out.drawn, second, drawn_now);
    append(out.expected, second, expected);
    if (words.size() != refused_now.size())
      out.missing += "second " + std::to_string(second) + ": " + std::to_string(refused_now.size()) + " refusals; ";
    for (std::size_t i = 0; i < std::min(words.size(), refused_now.size()); ++i) {
      std::string word = words[i];
      for (char& c : word) c = c == '_' ? ' ' : c;
      if (refused_now[i].find(word) == std::string::npos)
        out.missing += "'" + word + "' is not in: " + refused_now[i] + "; ";
    }
    out.refused.insert(out.refused.end(), refused_now.begin(), refused_now.end());
  }
  return out;
}

testing::AssertionResult as_drawn(const Played& played) {
  if (played.drawn == played.expected && played.missing.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "\n  drawn:    " << played.expected << "\n  happened: " << played.drawn
                                     << "\n  " << played.missing;
}

}  // namespace tocsin::warn
