#include "tocsin/app/session.hpp"

#include <filesystem>
#include <map>
#include <utility>

#include "tocsin/app/summing_up.hpp"
#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/event/launch_count.hpp"
#include "tocsin/message/codec.hpp"
#include "tocsin/version.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kCheckpointVersion = 2;
constexpr std::uint64_t kCheckpointLimitBytes = std::uint64_t{1} << 30U;

std::string path_in(const SessionPlan& plan, const char* name) {
  return (fs::path(plan.folder) / name).string();
}

bool is_configuration(const message::Record& record) {
  return std::holds_alternative<message::Configuration>(record.payload) ||
         std::holds_alternative<message::Epoch>(record.payload);
}

message::Record configuration_record(const SessionPlan& plan, std::int64_t sequence, message::Payload payload) {
  return message::Record{.header = message::Header{.source = "configuration",
                                                   .sequence = sequence,
                                                   .status = plan.status,
                                                   .simulated = plan.simulated,
                                                   .measured = plan.begin,
                                                   .received = plan.begin},
                         .payload = std::move(payload)};
}

message::Configuration configuration(std::string kind, std::string name, const std::string& content) {
  return message::Configuration{
      .kind = std::move(kind), .name = std::move(name), .sha256 = sha256_hex(content), .content = content};
}

struct Offsets {
  std::uint64_t tracks = 0;
  std::uint64_t events = 0;
  std::uint64_t warnings = 0;
  std::uint64_t refused = 0;
};

}  // namespace

Session::Session(SessionPlan plan, Centre centre, LineFile tracks, LineFile events, LineFile warnings, LineFile refused)
    : plan_(std::move(plan)),
      centre_(std::move(centre)),
      pipeline_(centre_),
      tracks_(std::move(tracks)),
      events_(std::move(events)),
      warnings_(std::move(warnings)),
      refused_(std::move(refused)),
      now_(plan_.begin) {}

Result<Session> Session::start(const SessionPlan& plan) {
  TOCSIN_TRY(Centre centre, make_centre(plan.world_text, plan.world_source, plan.begin, plan.region_files));
  TOCSIN_TRY(LineFile tracks, LineFile::open(path_in(plan, kTracksFile), 0));
  TOCSIN_TRY(LineFile events, LineFile::open(path_in(plan, kEventsFile), 0));
  TOCSIN_TRY(LineFile warnings, LineFile::open(path_in(plan, kWarningsFile), 0));
  TOCSIN_TRY(LineFile refused, LineFile::open(path_in(plan, kRefusedFile), 0));
  Session session(plan, std::move(centre), std::move(tracks), std::move(events), std::move(warnings),
                  std::move(refused));
  if (!plan.write_journal) return session;
  TOCSIN_TRY(session.journal_, journal::open_sqlite(path_in(plan, kJournalFile), journal::OpenMode::create));
  if (Status s = session.journal_configuration(); !s) return fail(s.error());
  return session;
}

Status Session::journal_configuration() {
  std::int64_t sequence = 0;
  std::vector<message::Payload> payloads{message::Epoch{.version = std::string(tocsin::version)},
                                         configuration("leap_seconds", "leap-seconds.list", plan_.leap_seconds_text),
                                         configuration("world", plan_.name, plan_.world_text)};
  const RegionFiles& files = plan_.region_files;
  if (files.areas) payloads.push_back(configuration("areas", files.areas->name, files.areas->text));
  if (files.places) payloads.push_back(configuration("places", files.places->name, files.places->text));
  if (files.catalogue) payloads.push_back(configuration("element_sets", files.catalogue->name, files.catalogue->text));
  for (const message::Payload& payload : payloads) {
    Result<std::vector<message::Warning>> fed = feed(configuration_record(plan_, sequence++, payload));
    if (!fed) return fail(fed.error());
  }
  return journal_->flush();
}

Result<Session> Session::resume(const SessionPlan& plan) {
  TOCSIN_TRY(Centre centre, make_centre(plan.world_text, plan.world_source, plan.begin, plan.region_files));
  const std::string path = path_in(plan, kCheckpointFile);
  TOCSIN_TRY(const std::string bytes, read_file(path, kCheckpointLimitBytes));
  StateReader in(bytes);
  if (in.u64() != kCheckpointVersion) return fail(Error{.source = path, .message = "not a checkpoint of this version"});
  const Offsets offsets{in.u64(), in.u64(), in.u64(), in.u64()};
  if (!in.ok()) return fail(Error{.source = path, .message = "the checkpoint is cut off"});
  TOCSIN_TRY(LineFile tracks, LineFile::open(path_in(plan, kTracksFile), offsets.tracks));
  TOCSIN_TRY(LineFile events, LineFile::open(path_in(plan, kEventsFile), offsets.events));
  TOCSIN_TRY(LineFile warnings, LineFile::open(path_in(plan, kWarningsFile), offsets.warnings));
  TOCSIN_TRY(LineFile refused, LineFile::open(path_in(plan, kRefusedFile), offsets.refused));
  Session session(plan, std::move(centre), std::move(tracks), std::move(events), std::move(warnings),
                  std::move(refused));
  TOCSIN_TRY(session.journal_, journal::open_sqlite(path_in(plan, kJournalFile), journal::OpenMode::append));
  if (Status s = session.load_checkpoint(in.text()); !s) return fail(s.error().in(path));

  // What was journaled behind the checkpoint is stepped through again: the journal, not the checkpoint, is the truth.
  std::optional<Error> error;
  Status read = session.journal_->read(session.records_ + 1, [&](const journal::Entry& entry) {
    Result<message::Record> record = journal::record_of(entry, path_in(plan, kJournalFile));
    Result<std::vector<message::Warning>> stepped = record ? session.step(*record) : fail(record.error());
    if (!stepped) {
      error = stepped.error();
      return false;
    }
    session.resumed_.replayed.push_back(std::move(*record));
    session.resumed_.replayed_warnings.push_back(std::move(*stepped));
    return true;
  });
  if (error) return fail(*error);
  if (!read) return fail(read.error());
  // what an earlier end of this run was summed up as is no longer so
  for (const char* name : {kSummaryFile, kManifestFile}) {
    std::error_code removal;
    std::filesystem::remove(path_in(plan, name), removal);
    if (removal) return fail(Error{.source = path_in(plan, name), .message = removal.message()});
  }
  return session;
}

Result<std::vector<message::Warning>> Session::feed(const message::Record& record) {
  if (journal_) {
    Result<std::int64_t> number = journal_->append(record, record.header.received);
    if (!number) return fail(number.error());
  }
  return step(record);
}

Result<std::vector<message::Warning>> Session::step(const message::Record& record) {
  ++records_;
  now_ = std::max(now_, record.header.received);
  if (!first_ && !is_configuration(record)) first_ = record.header.received;
  PipelineOutput out = pipeline_.step(record);
  for (const message::Track& track : out.tracks) {
    if (Status s = tracks_.write(message::to_json(track).dump()); !s) return fail(s.error());
  }
  for (const message::Event& event : out.events) {
    if (Status s = events_.write(message::to_json(event).dump()); !s) return fail(s.error());
  }
  for (const message::Warning& warning : out.warnings) {
    if (Status s = warnings_.write(message::to_json(warning).dump()); !s) return fail(s.error());
  }
  for (const std::string& reason : out.refused) {
    ++refused_count_;
    const Json line = Json::object().add("time", format_utc(now_)).add("reason", reason);
    if (Status s = refused_.write(line.dump()); !s) return fail(s.error());
  }
  return std::move(out.warnings);
}

Status Session::checkpoint(std::string_view companion) {
  if (journal_) {
    if (Status s = journal_->flush(); !s) return s;
  }
  for (LineFile* file : {&tracks_, &events_, &warnings_, &refused_}) {
    if (Status s = file->flush(); !s) return s;
  }
  StateWriter state;
  state.text(pipeline_.save());
  state.text(companion);
  state.i64(records_);
  state.i64(refused_count_);
  put_state(state, first_);
  put_state(state, now_);
  StateWriter out;
  out.u64(kCheckpointVersion);
  for (const LineFile* file : {&tracks_, &events_, &warnings_, &refused_}) out.u64(file->bytes());
  out.text(state.bytes());
  return write_file(path_in(plan_, kCheckpointFile), out.bytes());
}

Status Session::load_checkpoint(std::string_view bytes) {
  StateReader in(bytes);
  if (Status s = pipeline_.load(in.text()); !s) return s;
  resumed_.companion = in.text();
  records_ = in.i64();
  refused_count_ = in.i64();
  get_state(in, first_);
  get_state(in, now_);
  if (!in.ok() || !in.at_end()) return fail("the checkpoint is cut off or damaged");
  if (records_ > journal_->head().count) return fail("the checkpoint knows records that the journal does not hold");
  return {};
}

Result<message::Summary> Session::summary(double wall_s) const {
  message::Summary out{.scenario = plan_.name,
                       .status = plan_.status,
                       .simulated = plan_.simulated,
                       .seed = static_cast<std::int64_t>(plan_.seed),
                       .version = std::string(tocsin::version)};
  TOCSIN_TRY(out.events, event_summaries(path_in(plan_, kEventsFile)));
  std::map<std::string, message::Event> newest;
  for (const message::EventSummary& event : out.events) newest.emplace(event.id, event);
  out.launch_count = event::count_launches(newest);
  TOCSIN_TRY(out.warnings, warning_summaries(path_in(plan_, kWarningsFile)));
  out.inputs = {.records = records_,
                .refused = refused_count_,
                .world_sha256 = sha256_hex(plan_.world_text),
                .leap_seconds_sha256 = sha256_hex(plan_.leap_seconds_text)};
  const RegionFiles& files = plan_.region_files;
  if (files.areas) out.inputs.areas_sha256 = sha256_hex(files.areas->text);
  if (files.places) out.inputs.places_sha256 = sha256_hex(files.places->text);
  if (files.catalogue) out.inputs.catalogue_sha256 = sha256_hex(files.catalogue->text);
  if (journal_) out.inputs.journal_sha256 = journal_->head().sha256;
  out.timing = {.simulated_s = first_ ? seconds_between(*first_, now_) : 0.0, .wall_s = wall_s};
  return out;
}

Status Session::finish(double wall_s) {
  for (LineFile* file : {&tracks_, &events_, &warnings_, &refused_}) {
    if (Status s = file->flush(); !s) return s;
  }
  if (journal_) {
    if (Status s = journal_->flush(); !s) return s;
  }
  TOCSIN_TRY(const message::Summary result, summary(wall_s));
  // The journal's own write-ahead files are folded in when it closes.
  journal_.reset();
  return write_file(path_in(plan_, kSummaryFile), message::to_json(result).dump(2) + "\n");
}

Result<JournalConfiguration> read_configuration(journal::Journal& journal, const std::string& source) {
  JournalConfiguration found;
  std::optional<Error> error;
  bool world = false;
  bool leap_seconds = false;
  Status read = journal.read(1, [&](const journal::Entry& entry) {
    if (entry.type != "configuration" && entry.type != "epoch") return false;
    Result<message::Record> record = journal::record_of(entry, source);
    if (!record) {
      error = record.error();
      return false;
    }
    found.status = record->header.status;
    found.simulated = record->header.simulated;
    found.begin = record->header.received;
    if (const auto* epoch = std::get_if<message::Epoch>(&record->payload)) found.version = epoch->version;
    if (const auto* config = std::get_if<message::Configuration>(&record->payload)) {
      if (sha256_hex(config->content) != config->sha256) {
        error = Error{.source = source,
                      .line = entry.number,
                      .is_record = true,
                      .field = "sha256",
                      .value = config->kind + " with another content",
                      .expected = config->sha256};
        return false;
      }
      if (config->kind == "world") {
        world = true;
        found.world_text = config->content;
        found.run_name = found.world_name = config->name;
      } else if (config->kind == "leap_seconds") {
        leap_seconds = true;
        found.leap_seconds_text = config->content;
      } else if (config->kind == "areas") {
        found.region_files.areas = RegionFile{config->name, config->content};
      } else if (config->kind == "places") {
        found.region_files.places = RegionFile{config->name, config->content};
      } else if (config->kind == "element_sets") {
        found.region_files.catalogue = RegionFile{config->name, config->content};
      }
    }
    return true;
  });
  if (error) return fail(*error);
  if (!read) return fail(read.error());
  if (!world)
    return fail(Error{.source = source,
                      .field = "configuration",
                      .value = "nothing",
                      .expected = "a world record at the journal's begin"});
  if (!leap_seconds)
    return fail(Error{.source = source,
                      .field = "configuration",
                      .value = "nothing",
                      .expected = "a leap_seconds record at the journal's begin"});
  return found;
}

}  // namespace tocsin::app
