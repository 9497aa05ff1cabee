// tocsin process: the whole chain on recorded measurements.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/progress.hpp"
#include "tocsin/app/recording.hpp"
#include "tocsin/app/session.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/log.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app {
namespace {

Status feed_all(Session& session, const std::vector<message::Record>& records) {
  Progress progress("process");
  std::size_t done = 0;
  for (const message::Record& record : records) {
    if (auto fed = session.feed(record); !fed) return fail(fed.error());
    progress.show(static_cast<double>(++done) / static_cast<double>(records.size()),
                  format_utc_seconds(record.header.received));
  }
  return {};
}

/// Sources of measurements that are no sensor of the world, with how many records each has.
struct Strangers {
  std::map<std::string, std::int64_t> counts;
  std::int64_t used = 0;  ///< measurements and looks of sensors of the world
};

Strangers strangers_of(const std::vector<message::Record>& records, const sense::Sensors& sensors) {
  Strangers out;
  for (const message::Record& record : records) {
    const bool of_infrared = std::holds_alternative<message::Bearing>(record.payload);
    const bool of_radar = std::holds_alternative<message::Plot>(record.payload);
    const bool look = std::holds_alternative<message::Look>(record.payload);
    if (!of_infrared && !of_radar && !look) continue;
    const std::string& id = record.header.source;
    const bool known = (!of_radar && sensors.infrared(id) != nullptr) || (!of_infrared && sensors.radar(id) != nullptr);
    known ? ++out.used : ++out.counts[printable(id)];
  }
  return out;
}

/// "north-ir (31 records)", the first few of them.
std::string names_of(const Strangers& strangers) {
  constexpr std::size_t kShown = 5;
  std::string out;
  std::size_t shown = 0;
  for (const auto& [id, count] : strangers.counts) {
    if (shown++ == kShown) return out + " and " + std::to_string(strangers.counts.size() - kShown) + " more";
    out += (out.empty() ? "" : ", ") + id + " (" + std::to_string(count) + (count == 1 ? " record)" : " records)");
  }
  return out;
}

std::string sensors_of_world(const sense::World& world) {
  std::string out;
  for (const sense::InfraredSensor& sensor : world.infrared) out += (out.empty() ? "" : ", ") + sensor.id;
  for (const sense::Radar& radar : world.radars) out += (out.empty() ? "" : ", ") + radar.id;
  return out;
}

/// What was said about Tracking Data Messages. Errors: a status that is none, a file of Earth orientation that is bad.
Result<TdmReading> tdm_reading(const ProcessOptions& options, const std::string& world_text) {
  TdmReading how{.world_text = world_text,
                 .world_source = options.world,
                 .status = {},
                 .range_is_round_trip = options.tdm_round_trip,
                 .orientation = {}};
  if (!options.status.empty()) {
    const std::optional<message::RecordStatus> status = enum_from_name<message::RecordStatus>(options.status);
    if (!status) return fail_field("--status", options.status, "actual, exercise or test");
    how.status = *status;
  }
  TOCSIN_TRY(how.orientation, read_orientation(options.eop));
  return how;
}

}  // namespace

Outcome<Answer> process_command(const ProcessOptions& options) {
  const double started_s = wall_clock_s();
  Result<std::string> world_text = read_file(options.world, kInputLimitBytes);
  if (!world_text) return refuse(world_text.error());
  Result<RegionFiles> region_files = read_region_files(*world_text, options.world);
  if (!region_files) return refuse(region_files.error());
  const Result<TdmReading> how = tdm_reading(options, *world_text);
  if (!how) return refuse(how.error());
  Result<Recording> recording = read_recording(options.inputs, &*how);
  if (!recording) return refuse(recording.error());
  const std::string name = std::filesystem::path(options.inputs.front()).stem().string();
  const message::Header& first = recording->records.front().header;
  SessionPlan plan{.name = name.empty() ? "recording" : name,
                   .folder = {},
                   .world_text = *world_text,
                   .world_source = options.world,
                   .region_files = *region_files,
                   .leap_seconds_text = system_leap_seconds().text,
                   .status = first.status,
                   .simulated = first.simulated,
                   .seed = 0,
                   .begin = first.received,
                   .write_journal = true};
  const Result<Centre> centre = make_centre(*world_text, options.world, plan.begin, plan.region_files);
  if (!centre) return refuse(centre.error());
  const Strangers strangers = strangers_of(recording->records, *centre->sensors);
  const sense::World& world = centre->sensors->world();
  if (strangers.used == 0 && !strangers.counts.empty())
    return refuse(Error{.source = options.inputs.front(),
                        .field = "source",
                        .value = names_of(strangers),
                        .expected = "a sensor of the world " + options.world + ": " + sensors_of_world(world)});
  Result<std::string> folder = make_run_folder(options.out, plan.name);
  if (!folder) return refuse(folder.error());
  plan.folder = *folder;
  Result<Session> session = Session::start(plan);
  if (!session) return refuse(session.error());
  for (const std::string& remark : session->centre().sensors->remarks()) log(LogLevel::info, remark);
  log_refused(session->centre());
  for (const Error& error : recording->refused) log(LogLevel::warning, "refused " + error.to_string());
  if (Status s = feed_all(*session, recording->records); !s) return failed(s.error());
  const double wall_s = wall_clock_s() - started_s;
  if (Status s = session->finish(wall_s); !s) return failed(s.error());
  Result<Answer> answer = write_products(*session, wall_s);
  if (!answer) return failed(answer.error());
  if (!strangers.counts.empty()) {
    answer->text = "Not used: what comes from no sensor of the world " + world.name + ": " + names_of(strangers) +
                   ". Warnings below are without it.\n" + answer->text;
  }
  if (recording->refused_count > 0) {
    answer->text += std::to_string(recording->refused_count) +
                    " input records were refused; the first: " + recording->refused.front().to_string() + "\n";
  }
  return *answer;
}

}  // namespace tocsin::app
