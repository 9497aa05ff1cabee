#pragma once

#include "tocsin/app/commands.hpp"
#include "tocsin/app/run_folder.hpp"
#include "tocsin/app/session.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::app {

/// What a run is called and when it was, in record time.
struct RunIdentity {
  std::string name;
  message::RecordStatus status = message::RecordStatus::test;
  bool simulated = false;
  Instant begin;
  Instant end;
};

/// A line about what was still under way when the records of a finished run ended: its story breaks off there, it does
/// not end. Empty: nothing was.
[[nodiscard]] std::string open_text(const RunData& run);

/// What the writers of `formats` need, from a run's files and its centre.
[[nodiscard]] formats::Products products_of(const RunData& run, const Centre& centre, const RunIdentity& identity);

/// A run as its journal tells: when it was and what its centre knew.
struct RecordedRun {
  RunIdentity identity;
  Centre centre;
};
[[nodiscard]] Result<RecordedRun> recorded_run(const std::string& folder);

/// The same from the folder alone: world and status come from the run's journal.
[[nodiscard]] Result<formats::Products> products_of_folder(const std::string& folder);

/// The same of a run whose files have been read, and adds the readings that its report shows.
[[nodiscard]] Result<formats::Products> products_with_evidence(RunData& run);

/// Readings of a run's journal, for the events that its report tells of.
[[nodiscard]] Result<Evidence> evidence_of_run(const RunData& run, const std::string& journal_path,
                                               const Centre& centre);

/// Writes CAP files, map, scene, report and manifest of a finished session and says what happened in it. The readings
/// come from `replayed_journal`; empty: from the session's own.
[[nodiscard]] Result<Answer> write_products(const Session& session, double wall_s,
                                            const std::string& replayed_journal = {});

}  // namespace tocsin::app
