#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/run_folder.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/message/summary.hpp"

namespace tocsin::app {

/// What a run is, for its summary and its first journal records.
struct SessionPlan {
  std::string name;  ///< scenario, or the world of a recording
  std::string folder;
  std::string world_text;
  std::string world_source;  ///< file name, for messages
  RegionFiles region_files;  ///< that the world names
  std::string leap_seconds_text;
  message::RecordStatus status = message::RecordStatus::test;
  bool simulated = false;
  std::uint64_t seed = 0;
  Instant begin;              ///< decides which orbits are young enough
  bool write_journal = true;  ///< false for a replay, which reads one
};

/// Pipeline, journal and output files of one run. Every way to run (run, process, replay) feeds its records through
/// here.
class Session {
 public:
  /// A new run: opens the files and journals the configuration (epoch, leap seconds, world).
  [[nodiscard]] static Result<Session> start(const SessionPlan& plan);
  /// Goes on behind the folder's checkpoint; what the journal holds beyond it has been stepped through again when this
  /// returns.
  [[nodiscard]] static Result<Session> resume(const SessionPlan& plan);
  Session(Session&&) noexcept = default;

  /// Journals a record, steps the pipeline and writes what it gave. Returns the warnings that changed, for the people
  /// who decide.
  [[nodiscard]] Result<std::vector<message::Warning>> feed(const message::Record& record);

  /// Writes a checkpoint; `companion` is state of the caller that belongs to it (scripted operators).
  [[nodiscard]] Status checkpoint(std::string_view companion);
  /// What `companion` was in the checkpoint that this session resumed from, with the warnings seen since.
  struct Resumed {
    std::string companion;
    std::vector<message::Record> replayed;                         ///< records of the journal beyond the checkpoint
    std::vector<std::vector<message::Warning>> replayed_warnings;  ///< what each of them gave
  };
  [[nodiscard]] const Resumed& resumed() const { return resumed_; }

  /// Closes the journal and writes summary.json. `wall_s` enters only the summary.
  [[nodiscard]] Status finish(double wall_s);

  [[nodiscard]] const SessionPlan& plan() const { return plan_; }
  [[nodiscard]] const Centre& centre() const { return centre_; }
  [[nodiscard]] std::int64_t records() const { return records_; }
  [[nodiscard]] Instant now() const { return now_; }

 private:
  Session(SessionPlan plan, Centre centre, LineFile tracks, LineFile events, LineFile warnings, LineFile refused);
  [[nodiscard]] Status journal_configuration();
  [[nodiscard]] Result<std::vector<message::Warning>> step(const message::Record& record);
  [[nodiscard]] Status load_checkpoint(std::string_view bytes);
  /// From the files: what was said of events that are over is not kept in memory.
  [[nodiscard]] Result<message::Summary> summary(double wall_s) const;

  SessionPlan plan_;
  Centre centre_;
  Pipeline pipeline_;
  std::unique_ptr<journal::Journal> journal_;
  LineFile tracks_;
  LineFile events_;
  LineFile warnings_;
  LineFile refused_;
  std::int64_t records_ = 0;  ///< journal records that the pipeline has seen
  std::int64_t refused_count_ = 0;
  std::optional<Instant> first_;  ///< time of the first record that is not configuration
  Instant now_;
  Resumed resumed_;
};

/// Reads a journal's configuration back: what a replay needs before the first record. Errors name a missing or changed
/// one.
struct JournalConfiguration {
  std::string version;
  std::string leap_seconds_text;
  std::string world_name;
  std::string world_text;
  RegionFiles region_files;
  std::string run_name;
  message::RecordStatus status = message::RecordStatus::test;
  bool simulated = false;
  Instant begin;
};
[[nodiscard]] Result<JournalConfiguration> read_configuration(journal::Journal& journal, const std::string& source);

}  // namespace tocsin::app
