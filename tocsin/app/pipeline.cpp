#include "tocsin/app/pipeline.hpp"

#include <utility>

#include "tocsin/app/file_kind.hpp"
#include "tocsin/base/config.hpp"
#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/log.hpp"
#include "tocsin/event/estimation_config.hpp"

namespace tocsin::app {
namespace {

constexpr std::uint64_t kStateVersion = 2;
/// A source that repeats itself does so within its link's buffer; this many records reach back minutes at any sensor's
/// rate.
constexpr std::size_t kRememberedSequences = 1024;

std::string name_of_record(const message::Record& record) {
  return record.header.source + " #" + std::to_string(record.header.sequence) + " (" +
         std::string(message::type_name(record.payload)) + ")";
}

}  // namespace

Result<Centre> make_centre(std::string_view world_text, const std::string& source, Instant reference,
                           const RegionFiles& files) {
  TOCSIN_TRY(ConfigTable root, parse_config(world_text, source));
  if (Status s = expect_kind(root, TomlKind::world, source); !s) return fail(s.error());
  TOCSIN_TRY(const sense::World world, sense::read_world(root));
  if (world.infrared.empty() && world.radars.empty())
    return fail(Error{.source = source,
                      .field = "infrared",
                      .value = "no sensor",
                      .expected = "at least one [[infrared]] or [[radar]]: without one nothing can be seen"});
  Centre centre;
  TOCSIN_TRY(centre.estimation, event::parse_estimation(world_text, source));
  TOCSIN_TRY(centre.policy, warn::parse_policy(world_text, source));
  TOCSIN_TRY(centre.exposure, centre_regions(world_text, source, files));
  TOCSIN_TRY(centre.catalogue, centre_catalogue(centre.estimation.known, source, files));
  auto sensors = sense::Sensors::create(world, reference);
  if (!sensors) return fail(sensors.error().in(source));
  centre.sensors = std::move(*sensors);
  return centre;
}

RefusedInputs refused_inputs(const Centre& centre) {
  RefusedInputs out{centre.exposure.refused, centre.exposure.refused_count + centre.catalogue.refused_count};
  out.errors.insert(out.errors.end(), centre.catalogue.refused.begin(), centre.catalogue.refused.end());
  return out;
}

void log_refused(const Centre& centre) {
  const RefusedInputs refused = refused_inputs(centre);
  for (const Error& error : refused.errors) log(LogLevel::warning, "refused " + error.to_string());
  if (refused.count > refused.errors.size())
    log(LogLevel::warning, std::to_string(refused.count) + " features, rows and element sets were refused in all");
}

Pipeline::Pipeline(const Centre& centre)
    : tracker_(track::Options{}, centre.sensors),
      events_(centre.estimation, centre.sensors, centre.catalogue.satellites),
      warnings_(centre.policy, centre.exposure.regions, centre.exposure.options) {}

std::optional<std::string> Pipeline::refusal(const message::Record& record) {
  const message::Header& header = record.header;
  if (!status_) {
    status_ = header.status;
    simulated_ = header.simulated;
  }
  if (header.status != *status_ || header.simulated != simulated_) {
    return name_of_record(record) + ": status " + std::string(name_of(header.status)) +
           (header.simulated ? " simulated" : "") + " in a stream of status " + std::string(name_of(*status_)) +
           (simulated_ ? " simulated" : "");
  }
  std::set<std::int64_t>& seen = recent_[header.source];
  if (!seen.insert(header.sequence).second) return name_of_record(record) + ": repeated";
  if (seen.size() > kRememberedSequences) seen.erase(seen.begin());
  return std::nullopt;
}

PipelineOutput Pipeline::step(const message::Record& record) {
  PipelineOutput out;
  if (std::optional<std::string> reason = refusal(record)) {
    out.refused.push_back(std::move(*reason));
    return out;
  }
  track::TrackerOutput tracked = tracker_.step(record);
  out.events = events_.step(record, event::TrackInput{.tracks = tracked.tracks,
                                                      .assignments = tracked.assignments,
                                                      .corrected = tracked.corrected ? &*tracked.corrected : nullptr});
  warn::WarningsOutput warned = warnings_.step(record, out.events);
  out.tracks = std::move(tracked.tracks);
  out.assignments = std::move(tracked.assignments);
  out.warnings = std::move(warned.warnings);
  out.refused = std::move(tracked.refused);
  out.refused.insert(out.refused.end(), warned.refused.begin(), warned.refused.end());
  return out;
}

std::string Pipeline::save() const {
  StateWriter out;
  out.u64(kStateVersion);
  out.text(tracker_.save());
  out.text(events_.save());
  out.text(warnings_.save());
  out.u8(status_ ? 1 : 0);
  if (status_) put_state(out, *status_);
  put_state(out, simulated_);
  out.u64(recent_.size());
  for (const auto& [source, sequences] : recent_) {
    out.text(source);
    out.u64(sequences.size());
    for (const std::int64_t sequence : sequences) out.i64(sequence);
  }
  return out.bytes();
}

Status Pipeline::load(std::string_view state) {
  StateReader in(state);
  if (const std::uint64_t version = in.u64(); version != kStateVersion) {
    return fail_field("version", std::to_string(version), std::to_string(kStateVersion));
  }
  if (Status s = tracker_.load(in.text()); !s) return fail(s.error().under("tracker"));
  if (Status s = events_.load(in.text()); !s) return fail(s.error().under("events"));
  if (Status s = warnings_.load(in.text()); !s) return fail(s.error().under("warnings"));
  status_.reset();
  if (in.u8() != 0) get_state(in, status_.emplace());
  get_state(in, simulated_);
  recent_.clear();
  const std::uint64_t sources = in.u64();
  for (std::uint64_t i = 0; i < sources && in.ok(); ++i) {
    std::set<std::int64_t>& sequences = recent_[in.text()];
    const std::uint64_t count = in.u64();
    for (std::uint64_t k = 0; k < count && in.ok(); ++k) sequences.insert(in.i64());
  }
  if (!in.ok() || !in.at_end()) return fail("a saved pipeline state that is cut off or too long");
  return {};
}

}  // namespace tocsin::app
