#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/app/outcome.hpp"
#include "tocsin/base/json.hpp"

namespace tocsin::app {

// One options struct and one function for each subcommand. The functions do the work and return what `--json` prints
// together with the text for people; main prints one of the two.

/// What a finished command says.
struct Answer {
  Json json;               ///< for --json
  std::string text;        ///< for people, ends with a newline
  Exit exit = Exit::done;  ///< some commands finish and still say no (check, replay --verify)
};

struct RunOptions {
  std::string scenario;
  std::string out;                      ///< empty: runs/NAME
  std::optional<std::uint64_t> seed;    ///< instead of the scenario's
  std::vector<std::string> set;         ///< key=value
  int threads = 2;                      ///< 2: sensors are simulated beside the pipeline
  bool resume = false;                  ///< go on behind the checkpoint in `out`
  double checkpoint_s = 60.0;           ///< record time between checkpoints
  std::int64_t stop_after_records = 0;  ///< for tests of resuming: stop as if killed; 0 = never
};
[[nodiscard]] Outcome<Answer> run_command(const RunOptions& options);

struct ProcessOptions {
  std::vector<std::string> inputs;
  std::string world;
  std::string out;
  std::string status;           ///< actual, exercise or test: of TDM that do not state theirs; empty: test
  bool tdm_round_trip = false;  ///< RANGE of TDM is the round trip, not half of it
  std::string eop;              ///< file of Earth orientation parameters, for RADEC of TDM
};
[[nodiscard]] Outcome<Answer> process_command(const ProcessOptions& options);

struct ReplayOptions {
  std::string run;
  std::string out;      ///< empty: RUN-replay, RUN-replay-2 …
  double speed = 0.0;   ///< times record time; 0 = as fast as it goes
  bool verify = false;  ///< compare with the recorded products and print the first difference
};
[[nodiscard]] Outcome<Answer> replay_command(const ReplayOptions& options);

struct ScoreOptions {
  std::string run;     ///< folder; with `anchor` the file of a tracker's output
  std::string report;  ///< file for the report with the errors in it; empty: none
  std::string anchor;  ///< folder of reference data whose truth is compared with; empty: none, `run` is a run
};
[[nodiscard]] Outcome<Answer> score_command(const ScoreOptions& options);

struct TimelineOptions {
  std::string run;
  bool drawn = false;  ///< as a table of seconds instead of sentences
};
[[nodiscard]] Outcome<Answer> timeline_command(const TimelineOptions& options);

struct ExportOptions {
  std::string run;
  std::string format;  ///< cap, geojson, kml, czml, csv, jsonl, tdm, tdm-xml, oem, oem-xml, asterix, dis
  std::string out;     ///< folder; empty: RUN/export
  std::string eop;     ///< file of Earth orientation parameters, for RADEC of TDM
};
[[nodiscard]] Outcome<Answer> export_command(const ExportOptions& options);

struct ClaimsOptions {
  std::optional<std::string> site;  ///< LAT,LON in degrees
  std::optional<double> bearing_deg;
  double apogee_km = 0.0;
  double range_km = 0.0;
  std::optional<double> time_s;
};
[[nodiscard]] Outcome<Answer> claims_command(const ClaimsOptions& options);

struct PropagateOptions {
  std::string file;  ///< element sets
  std::string from;  ///< UTC
  std::string to;    ///< UTC
  double step_s = 60.0;
  std::string frame = "teme";            ///< teme, gcrf, itrf, geodetic
  std::string format = "csv";            ///< csv, oem, oem-xml, bin
  std::vector<std::int64_t> satellites;  ///< catalogue numbers; empty: all
  std::string out;                       ///< file; empty: stdout
  std::string eop;                       ///< file of Earth orientation parameters; empty: UT1 as UTC, pole fixed
  std::string elements;                  ///< tle, omm, omm-xml, omm-json, omm-csv: the sets themselves, no states
  bool verify = false;                   ///< the times that a verification file asks for, in its columns
  std::string mode = "i";                ///< i (improved) or a (as the older operational code)
  bool json = false;                     ///< the summary, not the states, goes to stdout
};
[[nodiscard]] Outcome<Answer> propagate_command(const PropagateOptions& options);

struct CheckOptions {
  std::vector<std::string> files;
};
[[nodiscard]] Outcome<Answer> check_command(const CheckOptions& options);

struct SchemaOptions {
  std::string name;  ///< empty with `out`: all of them
  std::string out;   ///< folder to write NAME.schema.json into
};
[[nodiscard]] Outcome<Answer> schema_command(const SchemaOptions& options);

[[nodiscard]] Outcome<Answer> doctor_command();

/// Parses arguments, runs the command, prints, and returns the exit status.
[[nodiscard]] int run_command_line(int argc, const char* const* argv);

}  // namespace tocsin::app
