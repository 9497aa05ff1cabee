// Arguments to options; the only file that knows the argument parser.

#include <algorithm>
#include <cstdio>
#include <functional>

#include <CLI/CLI.hpp>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/log.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/version.hpp"

namespace tocsin::app {
namespace {

using Command = std::function<Outcome<Answer>()>;

/// Everything that the arguments fill in.
struct Arguments {
  bool json = false;
  RunOptions run;
  ProcessOptions process;
  ReplayOptions replay;
  std::string replay_speed = "max";
  ScoreOptions score;
  TimelineOptions timeline;
  ExportOptions export_;
  ClaimsOptions claims;
  PropagateOptions propagate;
  CheckOptions check;
  SchemaOptions schema;
  Command command;
};

void example(CLI::App* sub, const std::string& text) {
  sub->footer("Example:\n  " + text);
}

CLI::App* add_command(CLI::App& app, Arguments& arguments, const char* name, const char* what, Command command) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->add_flag("--json", arguments.json, "machine-readable output on stdout");
  sub->callback([&arguments, command = std::move(command)] { arguments.command = command; });
  return sub;
}

void add_run(CLI::App& app, Arguments& a) {
  CLI::App* sub = add_command(app, a, "run", "simulate the sensors of a scenario and run the whole chain",
                              [&a] { return run_command(a.run); });
  sub->add_option("scenario", a.run.scenario, "scenario file (TOML)")->required();
  sub->add_option("--out", a.run.out, "folder of the run (new or empty; default runs/NAME)");
  sub->add_option("--seed", a.run.seed, "instead of the scenario's seed");
  sub->add_option("--set", a.run.set, "key=value instead of the scenario's, e.g. launch.apogee_km=900; may be repeated")
      ->take_all()
      ->expected(1);
  sub->add_option("--threads", a.run.threads, "1 or 2; changes only the time it takes")->check(CLI::Range(1, 2));
  sub->add_flag("--resume", a.run.resume, "go on behind the checkpoint in --out");
  sub->add_option("--checkpoint-s", a.run.checkpoint_s, "record time between checkpoints")
      ->check(CLI::Range(1.0, 86400.0));
  sub->add_option("--stop-after-records", a.run.stop_after_records, "stop as if killed, to try --resume")
      ->check(CLI::NonNegativeNumber);
  example(sub, "tocsin run scenarios/overflight-2022-10-03.toml --out runs/overflight");
}

void add_recordings(CLI::App& app, Arguments& a) {
  CLI::App* process = add_command(app, a, "process", "the whole chain on recorded measurements",
                                  [&a] { return process_command(a.process); });
  process->add_option("input", a.process.inputs, "JSON Lines files, journals, run folders or TDM")->required();
  process->add_option("--world", a.process.world, "world file (TOML)")->required();
  process->add_option("--out", a.process.out, "folder of the run (new or empty)");
  process->add_option("--status", a.process.status,
                      "of TDM that do not state theirs: test (default), exercise or actual");
  process->add_flag("--tdm-round-trip", a.process.tdm_round_trip,
                    "RANGE of TDM is the way there and back (default: half of it)");
  process->add_option("--eop", a.process.eop, "Earth orientation for RADEC of TDM (default: UT1 as UTC)");
  example(process, "tocsin process runs/two/journal.sqlite --world worlds/generic.toml --out runs/processed");

  CLI::App* replay =
      add_command(app, a, "replay", "a recorded run again, from its journal alone", [&a]() -> Outcome<Answer> {
        if (a.replay_speed != "max") {
          double speed = 0.0;
          if (!CLI::detail::lexical_cast(a.replay_speed, speed) || !(speed > 0.0) || !(speed <= 1e6)) {
            return refuse(Error{.field = "--speed", .value = a.replay_speed, .expected = "a number above 0, or max"});
          }
          a.replay.speed = speed;
        }
        return replay_command(a.replay);
      });
  replay->add_option("run", a.replay.run, "folder of the run")->required();
  replay->add_option("--speed", a.replay_speed, "times the pace of record time, or max");
  replay->add_option("--out", a.replay.out, "folder of the replay (default RUN-replay)");
  replay->add_flag("--verify", a.replay.verify,
                   "compare with the recorded products; status 1 and the first difference if they differ");
  example(replay, "tocsin replay runs/overflight --speed max --verify");
}

void add_products(CLI::App& app, Arguments& a) {
  CLI::App* score =
      add_command(app, a, "score", "accuracy, timeliness and calibration of a simulated run against its truth",
                  [&a] { return score_command(a.score); });
  score->add_option("run", a.score.run, "folder of the run, or with --anchor the file of tracks")->required();
  CLI::Option* report =
      score->add_option("--report", a.score.report, "writes the run's report with the errors in it to this file");
  score->add_option("--anchor", a.score.anchor, "folder of reference data: scores a tracker's output against its truth")
      ->excludes(report);
  example(score, "tocsin score runs/overflight");

  CLI::App* timeline =
      add_command(app, a, "timeline", "what was seen, inferred, proposed, decided and withdrawn in a run, and when",
                  [&a] { return timeline_command(a.timeline); });
  timeline->add_option("run", a.timeline.run, "folder of the run")->required();
  timeline->add_flag("--drawn", a.timeline.drawn, "as a table: seconds after lift-off, launches, events, warnings");
  example(timeline, "tocsin timeline runs/overflight --drawn");

  CLI::App* exporter = add_command(app, a, "export", "products of a run in the field's formats",
                                   [&a] { return export_command(a.export_); });
  exporter->add_option("run", a.export_.run, "folder of the run")->required();
  exporter
      ->add_option("--format", a.export_.format,
                   "cap, geojson, kml, czml, csv, jsonl, tdm, tdm-xml, oem, oem-xml, asterix or dis")
      ->required();
  exporter->add_option("--out", a.export_.out, "folder (default RUN/export)");
  exporter->add_option("--eop", a.export_.eop, "Earth orientation for RADEC of TDM (default: UT1 as UTC)");
  example(exporter, "tocsin export runs/overflight --format geojson");
}

void add_propagate(CLI::App& app, Arguments& a) {
  CLI::App* sub = add_command(app, a, "propagate", "ephemerides of element sets by SGP4", [&a] {
    a.propagate.json = a.json;
    return propagate_command(a.propagate);
  });
  PropagateOptions& o = a.propagate;
  sub->add_option("file", o.file, "element sets: TLE or OMM (KVN, XML, JSON, CSV)")->required();
  sub->add_option("--from", o.from, "first time, UTC");
  sub->add_option("--to", o.to, "last time, UTC");
  sub->add_option("--step", o.step_s, "seconds (default 60)");
  sub->add_option("--frame", o.frame, "teme (default), gcrf, itrf or geodetic");
  sub->add_option("--format", o.format, "csv (default), oem, oem-xml or bin");
  sub->add_option("--eop", o.eop, "Earth orientation: EOP-All, IERS finals2000A or C04 (default: UT1 as UTC)");
  sub->add_option("--elements", o.elements,
                  "the element sets themselves, no states, as tle, omm, omm-xml, omm-json or omm-csv");
  sub->add_option("--satellite", o.satellites, "catalogue number; may be repeated (default: all)")
      ->take_all()
      ->expected(1);
  sub->add_option("--mode", o.mode, "i: improved (default); a: as the older operational code");
  sub->add_option("--out", o.out, "file (default: stdout)");
  sub->add_flag("--verify", o.verify,
                "the times that a verification file asks for, in the columns of its published output");
  example(sub,
          "tocsin propagate examples/propagate_catalogue/four_satellites.tle --from 2022-10-03T22:00:00Z "
          "--to 2022-10-03T23:00:00Z --step 600 --frame geodetic");
}

void add_tools(CLI::App& app, Arguments& a) {
  CLI::App* claims =
      add_command(app, a, "claims", "is a reported flight possible?", [&a] { return claims_command(a.claims); });
  claims->add_option("--site", a.claims.site, "LAT,LON in degrees");
  claims->add_option("--bearing", a.claims.bearing_deg, "degrees clockwise from north")
      ->check(CLI::Range(-360.0, 360.0));
  claims->add_option("--apogee-km", a.claims.apogee_km, "height of the highest point")->required();
  claims->add_option("--range-km", a.claims.range_km, "distance on the ground")->required();
  claims->add_option("--time-s", a.claims.time_s, "reported flight time");
  example(claims, "tocsin claims --site 40.611,126.426 --bearing 80 --apogee-km 970 --range-km 4500 --time-s 1320");

  CLI::App* check =
      add_command(app, a, "check", "are these files what they should be?", [&a] { return check_command(a.check); });
  check->add_option("files", a.check.files, "worlds, scenarios, records, journals, run folders, element sets, ASTERIX")
      ->required();
  example(check, "tocsin check worlds/generic.toml scenarios/quiet-day.toml");

  CLI::App* schema =
      add_command(app, a, "schema", "JSON Schemas of records and products", [&a] { return schema_command(a.schema); });
  schema->add_option("name", a.schema.name, "one record or product (default: all)");
  schema->add_option("--out", a.schema.out, "folder to write NAME.schema.json into");
  example(schema, "tocsin schema plot");

  CLI::App* doctor = add_command(app, a, "doctor", "a look at the installation", [] { return doctor_command(); });
  example(doctor, "tocsin doctor");
}

/// An option that stands where another one's value belongs was not meant as that value.
void refuse_options_as_values(CLI::App& app) {
  for (CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    for (CLI::Option* option : sub->get_options()) {
      if (option->get_expected_max() == 0) continue;  // a flag
      option->check([sub](const std::string& value) -> std::string {
        if (sub->get_option_no_throw(value) == nullptr) return {};
        return "found the option " + value + " where its value belongs";
      });
    }
  }
}

void print(const Answer& answer, bool json) {
  const std::string text = json ? answer.json.dump(2) + "\n" : answer.text;
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int execute(const Arguments& arguments) {
  const Outcome<Answer> outcome = arguments.command();
  if (!outcome) {
    std::fprintf(stderr, "tocsin: %s\n", outcome.error().error.to_string().c_str());
    if (arguments.json)
      print(Answer{.json = Json::object().add("error", outcome.error().error.to_string()),
                   .text = {},
                   .exit = outcome.error().exit},
            true);
    return static_cast<int>(outcome.error().exit);
  }
  print(*outcome, arguments.json);
  return static_cast<int>(outcome->exit);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  CLI::App app(
      "Tocsin: launch early warning. Infrared satellites and radars to detections, tracks, events and warnings.",
      "tocsin");
  app.set_version_flag("--version", std::string(tocsin::version));
  app.require_subcommand(1);
  Arguments arguments;
  add_run(app, arguments);
  add_recordings(app, arguments);
  add_products(app, arguments);
  add_propagate(app, arguments);
  add_tools(app, arguments);
  refuse_options_as_values(app);
  if (const std::string_view first = argc > 1 ? argv[1] : ""; !first.empty() && first.front() != '-') {
    std::vector<std::string> known;
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
      known.push_back(sub->get_name());
    if (std::find(known.begin(), known.end(), first) == known.end()) {
      const std::string meant = nearest_word(first, known);
      std::fprintf(stderr, "tocsin: there is no command '%s'%s; tocsin --help lists them\n", std::string(first).c_str(),
                   meant.empty() ? "" : (", did you mean '" + meant + "'?").c_str());
      return static_cast<int>(Exit::refused);
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(Exit::refused);
  }
  const LeapSecondsText leap_seconds = system_leap_seconds();
  if (Result<LeapSeconds> list = parse_leap_seconds(leap_seconds.text, leap_seconds.source)) use_leap_seconds(*list);
  return execute(arguments);
}

}  // namespace tocsin::app
