#include "tocsin/app/products.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "tocsin/app/report.hpp"
#include "tocsin/app/report_view.hpp"
#include "tocsin/app/timeline.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/cap.hpp"
#include "tocsin/formats/czml.hpp"
#include "tocsin/formats/geojson.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/message/codec.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr double kSatelliteSample_s = 60.0;

std::vector<formats::SensorProduct> sensors_of(const Centre& centre, Instant begin, Instant end) {
  std::vector<formats::SensorProduct> sensors;
  for (const sense::Satellite& satellite : centre.sensors->world().satellites) {
    formats::SensorProduct product{.id = satellite.id,
                                   .name = satellite.name,
                                   .kind = message::Phenomenology::infrared,
                                   .site = {},
                                   .sector = {},
                                   .samples = {}};
    for (Instant t = begin; t <= end; t = t + seconds(kSatelliteSample_s)) {
      product.samples.push_back({t, centre.sensors->satellite_state(satellite.id, t).position});
    }
    sensors.push_back(std::move(product));
  }
  for (const sense::Radar& radar : centre.sensors->world().radars) {
    sensors.push_back(
        {.id = radar.id,
         .name = radar.name,
         .kind = message::Phenomenology::radar,
         .site = radar.site,
         .sector = formats::RadarSector{radar.azimuth_start_rad, radar.azimuth_end_rad, radar.range_rcs1_m},
         .samples = {}});
  }
  std::sort(sensors.begin(), sensors.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return sensors;
}

/// A reason for a refusal without what differs from record to record: its subject, and its numbers as `N`.
std::string kind_of_reason(const std::string& reason) {
  const std::size_t colon = reason.find(": ");
  const std::string_view about = std::string_view(reason).substr(colon == std::string::npos ? 0 : colon + 2);
  std::string out;
  bool number = false;
  for (const char c : about) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !number) out += 'N';
    number = digit || (number && c == '.');
    if (!number) out += c;
  }
  return out;
}

std::string state_of_warnings(const RunData& run) {
  std::map<std::string, const message::Warning*> newest;
  for (const message::Warning& warning : run.warnings) newest[warning.id] = &warning;
  std::string text;
  for (const auto& [id, warning] : newest) {
    text += "  " + id + " " + std::string(name_of(warning->type)) + " revision " + std::to_string(warning->revision) +
            " of " + warning->event + ": " + std::string(name_of(warning->state)) + ", level " +
            std::string(name_of(warning->level)) + " – " + warning->headline + "\n";
  }
  return text.empty() ? "  no warning\n" : text;
}

/// What was not used and why, or nothing. Reasons that differ in their numbers are one. A file that cannot be told in
/// short is named: the run is not worse for it.
std::string refused_text(const std::string& folder) {
  constexpr std::uint64_t kLimitBytes = std::uint64_t{1} << 28U;
  constexpr std::size_t kMostKinds = 10;
  const Result<std::string> text = read_file((fs::path(folder) / kRefusedFile).string(), kLimitBytes);
  if (!text) return "  inputs that were not used: " + text.error().to_string() + "\n";
  std::map<std::string, std::int64_t> kinds;
  std::string first;
  std::int64_t count = 0;
  for (const std::string_view line : split(*text, '\n')) {
    if (line.empty()) continue;
    const Result<Json> json = parse_json(line, kRefusedFile);
    const Json* const said = json ? json->find("reason") : nullptr;
    const std::string* const reason = said != nullptr ? said->if_string() : nullptr;
    if (++count == 1) first = reason == nullptr ? "(no reason)" : *reason;
    ++kinds[reason == nullptr ? "(no reason)" : kind_of_reason(*reason)];
  }
  if (count == 0) return {};
  std::vector<std::pair<std::int64_t, std::string>> sorted;
  for (const auto& [kind, times] : kinds) sorted.emplace_back(-times, kind);
  std::sort(sorted.begin(), sorted.end());
  std::string out = std::to_string(count) + (count == 1 ? " input was" : " inputs were") + " not used (" +
                    kRefusedFile + "), the first: " + first + "\n";
  for (std::size_t i = 0; i < std::min(kMostKinds, sorted.size()); ++i)
    out += "  " + std::to_string(-sorted[i].first) + " × " + sorted[i].second + "\n";
  if (sorted.size() > kMostKinds) out += "  and " + std::to_string(sorted.size() - kMostKinds) + " other reasons\n";
  return out;
}

Status write_all(const std::string& folder, const formats::Products& products,
                 const std::vector<formats::CapFile>& alerts) {
  std::error_code error;
  for (const char* part : {"cap", "cap/drafts"}) fs::create_directories(fs::path(folder) / part, error);
  for (const formats::CapFile& file : alerts) {
    if (Status s = write_file((fs::path(folder) / file.path).string(), file.xml); !s) return s;
  }
  if (Status s = write_file((fs::path(folder) / kMapFile).string(), formats::geojson(products)); !s) return s;
  return write_file((fs::path(folder) / kSceneFile).string(), formats::czml(products));
}

}  // namespace

std::string open_text(const RunData& run) {
  std::string open;
  Instant end;
  for (const message::Event& event : newest_events(run.events)) {
    end = std::max(end, event.time);
    if (!event.ended && event.level >= message::Level::probable) open += (open.empty() ? "" : ", ") + event.id;
  }
  if (!run.tracks.empty()) end = std::max(end, run.tracks.back().time);
  if (open.empty()) return {};
  return "  " + format_utc_seconds(end).substr(11, 8) + "  the records end here; still under way: " + open + "\n";
}

formats::Products products_of(const RunData& run, const Centre& centre, const RunIdentity& identity) {
  formats::Products products;
  products.run = identity.name;
  products.centre = centre.policy.centre;
  products.languages = centre.exposure.options.languages;
  products.status = identity.status;
  products.simulated = identity.simulated;
  products.begin = identity.begin;
  products.end = identity.end;
  products.sensors = sensors_of(centre, products.begin, products.end);
  products.tracks = run.tracks;
  products.revisions = run.events;
  products.warnings = run.warnings;
  for (message::Event& event : newest_events(run.events)) {
    formats::EventProduct product{.event = event, .impact_history = {}};
    for (const message::Event& revision : run.events) {
      const bool news =
          revision.id == event.id && revision.impact &&
          (product.impact_history.empty() || product.impact_history.back().made_at != revision.impact->made_at);
      if (news) product.impact_history.push_back(*revision.impact);
    }
    // a later revision may rest on another track, whose impact was worked out before
    std::stable_sort(product.impact_history.begin(), product.impact_history.end(),
                     [](const auto& a, const auto& b) { return a.made_at < b.made_at; });
    products.events.push_back(std::move(product));
  }
  return products;
}

Result<RecordedRun> recorded_run(const std::string& folder) {
  const std::string path = (fs::path(folder) / kJournalFile).string();
  TOCSIN_TRY(const std::unique_ptr<journal::Journal> journal, journal::open_sqlite(path, journal::OpenMode::read));
  TOCSIN_TRY(const JournalConfiguration config, read_configuration(*journal, path));
  TOCSIN_TRY(Centre centre, make_centre(config.world_text, path, config.begin, config.region_files));
  Instant end = config.begin;
  const Status last = journal->read(journal->head().count, [&](const journal::Entry& entry) {
    end = std::max(end, entry.journaled);
    return true;
  });
  if (!last) return fail(last.error());
  return RecordedRun{{config.run_name, config.status, config.simulated, config.begin, end}, std::move(centre)};
}

Result<Evidence> evidence_of_run(const RunData& run, const std::string& journal_path, const Centre& centre) {
  std::set<std::string> told;  // events with a section of their own in the report
  for (const message::Event& event : newest_events(run.events)) {
    if (report::worth_a_section(event)) told.insert(event.id);
  }
  std::vector<message::Event> revisions;
  std::copy_if(run.events.begin(), run.events.end(), std::back_inserter(revisions),
               [&](const message::Event& event) { return told.contains(event.id); });
  TOCSIN_TRY(const std::unique_ptr<journal::Journal> journal,
             journal::open_sqlite(journal_path, journal::OpenMode::read));
  return evidence_of(*journal, journal_path, centre, revisions, run.tracks);
}

Result<formats::Products> products_of_folder(const std::string& folder) {
  TOCSIN_TRY(const RunData run, read_run(folder));
  TOCSIN_TRY(const RecordedRun recorded, recorded_run(folder));
  return products_of(run, recorded.centre, recorded.identity);
}

Result<formats::Products> products_with_evidence(RunData& run) {
  TOCSIN_TRY(const RecordedRun recorded, recorded_run(run.folder));
  const std::string journal = (fs::path(run.folder) / kJournalFile).string();
  TOCSIN_TRY(run.evidence, evidence_of_run(run, journal, recorded.centre));
  return products_of(run, recorded.centre, recorded.identity);
}

Result<Answer> write_products(const Session& session, double wall_s, const std::string& replayed_journal) {
  const SessionPlan& plan = session.plan();
  TOCSIN_TRY(RunData run, read_run(plan.folder));
  const std::string own = (fs::path(plan.folder) / kJournalFile).string();
  TOCSIN_TRY(run.evidence, evidence_of_run(run, replayed_journal.empty() ? own : replayed_journal, session.centre()));
  const formats::Products products =
      products_of(run, session.centre(), {plan.name, plan.status, plan.simulated, plan.begin, session.now()});
  TOCSIN_TRY(const std::vector<formats::CapFile> alerts, formats::cap_files(products));
  if (Status s = write_all(plan.folder, products, alerts); !s) return fail(s.error());
  const std::string report = (fs::path(plan.folder) / kReportFile).string();
  if (Status s = write_file(report, report_html(products, run)); !s) return fail(s.error());
  TOCSIN_REQUIRE(run.summary.has_value(), "a finished session has written its summary");
  if (Status s = write_manifest(plan.folder, run.summary->inputs, session.records()); !s) return fail(s.error());

  Answer answer{.json = message::to_json(*run.summary), .text = {}, .exit = Exit::done};
  const double simulated_s = run.summary->timing.simulated_s;
  answer.text = timeline_text(timeline(run.events, run.warnings));
  answer.text += open_text(run);
  answer.text += "Warnings (" + std::string(name_of(plan.status)) + (plan.simulated ? ", simulated" : "") + "):\n" +
                 state_of_warnings(run);
  if (const auto& count = run.summary->launch_count) {
    answer.text += "Launches: expected " + fixed(count->expected, 1) + ", most probably " +
                   std::to_string(count->most_probable) + ", 90 % " + std::to_string(count->low90) + " to " +
                   std::to_string(count->high90) + "\n";
  }
  answer.text += refused_text(plan.folder);
  answer.text += fixed(simulated_s, 0) + " s of record time in " + fixed(wall_s, 1) + " s (" +
                 fixed(simulated_s / std::max(wall_s, 1e-3), 0) + " times faster)\n";
  answer.text += "Run:    " + plan.folder + "\nReport: " + report + "\n";
  return answer;
}

}  // namespace tocsin::app
