#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::message {

/// Newest revision of an event with every impact estimate that was ever made of it.
struct EventSummary : Event {
  std::vector<ImpactEstimate> impact_history;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    Event::describe(self, v);
    v.field("impact_history", self.impact_history, "every impact estimate, in order of made_at");
  }
};

/// Newest state of one revision of a warning.
struct WarningSummary {
  std::string id;
  std::string event;
  std::int64_t revision = 1;
  WarningType type = WarningType::alert;
  WarningState state = WarningState::draft;
  std::vector<std::string> by;
  Level level = Level::possible;
  Instant time;
  std::optional<Instant> released_time;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "id of the warning");
    v.field("event", self.event, "id of the event");
    v.field("revision", self.revision, "counts up from 1", Range{1, 1e9});
    v.field("type", self.type, "alert, update or cancel");
    v.field("state", self.state, "newest state of this revision");
    v.field("by", self.by, "people who agreed to the release, or the one who cancelled");
    v.field("level", self.level, "level of the evidence");
    v.field("time", self.time, "UTC at which it came into this state");
    v.field("released_time", self.released_time, "UTC of the release; null before");
  }
};

/// How many launches there were, as believed.
struct LaunchCount {
  double expected = 0.0;
  std::int64_t most_probable = 0;
  std::int64_t low90 = 0;  ///< shortest interval that holds 90 %
  std::int64_t high90 = 0;
  std::vector<double> probabilities;  ///< of 0, 1, 2 … launches

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("expected", self.expected, "expected number of launches", Range{0, 1e6});
    v.field("most_probable", self.most_probable, "most probable number", Range{0, 1e6});
    v.field("low90", self.low90, "least number of the shortest interval that holds at least 90 %", Range{0, 1e6});
    v.field("high90", self.high90, "largest number of that interval", Range{0, 1e6});
    v.field("probabilities", self.probabilities, "of 0, 1, 2 and so on launches; sums to 1", Range{0, 1});
  }
};

struct SummaryInputs {
  std::int64_t records = 0;
  std::int64_t refused = 0;
  std::string world_sha256;
  std::string leap_seconds_sha256;
  std::optional<std::string> areas_sha256;
  std::optional<std::string> places_sha256;
  std::optional<std::string> catalogue_sha256;
  std::optional<std::string> journal_sha256;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("records", self.records, "journal records that the pipeline has seen", Range{0, 9e15});
    v.field("refused", self.refused, "records that could not be used (refused.jsonl says why)", Range{0, 9e15});
    v.field("world_sha256", self.world_sha256, "of the world file's text");
    v.field("leap_seconds_sha256", self.leap_seconds_sha256, "of the leap second list");
    v.field("areas_sha256", self.areas_sha256, "of the file of areas; null when the world names none");
    v.field("places_sha256", self.places_sha256, "of the file of places; null when the world names none");
    v.field("catalogue_sha256", self.catalogue_sha256, "of the file of element sets; null when the world names none");
    v.field("journal_sha256", self.journal_sha256, "head of the journal's hash chain; null for a replay");
  }
};

struct SummaryTiming {
  double simulated_s = 0.0;
  double wall_s = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("simulated_s", self.simulated_s, "record time from the first to the last record", Range{0, 1e12});
    v.field("wall_s", self.wall_s, "time that the work took; the only figure here that differs between equal runs",
            Range{0, 1e12});
  }
};

/// summary.json of a run.
struct Summary {
  std::string scenario;
  RecordStatus status = RecordStatus::test;
  bool simulated = false;
  std::int64_t seed = 0;
  std::string version;
  std::optional<LaunchCount> launch_count;  ///< none in runs of programs that did not count yet
  std::vector<EventSummary> events;
  std::vector<WarningSummary> warnings;
  SummaryInputs inputs;
  SummaryTiming timing;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("scenario", self.scenario, "name of the scenario or recording");
    v.field("status", self.status, "actual, exercise or test");
    v.field("simulated", self.simulated, "made from simulated records");
    v.field("seed", self.seed, "of the simulation; 0 for recordings", Range{0, 9.2e18});
    v.field("version", self.version, "version of the software");
    v.field("launch_count", self.launch_count,
            "how many launches all events of the run stand for; launches whose tracks were joined to another event are "
            "not in it");
    v.field("events", self.events, "newest revision of each event, by id");
    v.field("warnings", self.warnings, "newest state of each revision of each warning");
    v.field("inputs", self.inputs, "what went in");
    v.field("timing", self.timing, "how long it took");
  }
};

struct ManifestJournal {
  std::string file;
  std::int64_t records = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("file", self.file, "journal of the run; a replay reads its own run's journal");
    v.field("records", self.records, "number of records", Range{0, 9e15});
  }
};

/// manifest.json of a run: what it was made from and what it is made of.
struct Manifest {
  int manifest_version = 1;
  std::string version;
  SummaryInputs inputs;
  ManifestJournal journal;
  std::map<std::string, std::string> files;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("manifest_version", self.manifest_version, "of this file's format", Range{1, 1});
    v.field("version", self.version, "version of the software");
    v.field("inputs", self.inputs, "what went in");
    v.field("journal", self.journal, "the journal; its hash chain is in inputs.journal_sha256");
    v.field("files", self.files, "SHA-256 of each file of the run but journal, summary, checkpoint and manifest");
  }
};

}  // namespace tocsin::message
