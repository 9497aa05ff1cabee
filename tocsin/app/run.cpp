// tocsin run: simulate the sensors of a scenario and run the whole chain on what they give.

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <tuple>
#include <utility>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/file_kind.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/progress.hpp"
#include "tocsin/app/record_queue.hpp"
#include "tocsin/app/session.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/app/timeline.hpp"
#include "tocsin/base/config.hpp"
#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/log.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/state_io.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/ascent_record.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/message/truth_codec.hpp"
#include "tocsin/sim/operators.hpp"
#include "tocsin/sim/scenario.hpp"
#include "tocsin/sim/simulation.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr double kTruthStep_s = 1.0;
constexpr const char* kHowFile = "run.json";

struct Inputs {
  std::string scenario_text;
  sim::Scenario scenario;
  std::string world_path;
  std::string world_text;
  Json named_files = Json::array();  ///< what the scenario names besides its world: name and SHA-256, as read
  RegionFiles region_files;
};

/// Reads a file that the scenario names, and takes note of what it held.
Result<std::string> read_named(Inputs& inputs, const std::string& path, std::uint64_t limit_bytes) {
  TOCSIN_TRY(std::string text, read_file(path, limit_bytes));
  inputs.named_files.push(
      Json::object().add("file", fs::path(path).filename().string()).add("sha256", sha256_hex(text)));
  return text;
}

/// Says when satellites of `[sky]` fly elements so far from their epochs that they are hardly where they were.
void remark_on_epochs(const sim::Scenario& scenario) {
  constexpr double kGoodFor_days = 10.0;  // along-track errors of 1 to 3 km a day (docs/reference/sgp4.md)
  const auto old =
      std::count_if(scenario.sky.satellites.begin(), scenario.sky.satellites.end(), [&](const motion::ElementSet& set) {
        return std::abs(seconds_between(set.epoch, scenario.begin)) > kGoodFor_days * 86400.0;
      });
  if (old == 0) return;
  log(LogLevel::info, std::to_string(old) + " of " + std::to_string(scenario.sky.satellites.size()) +
                          " element sets of sky.satellites are more than " + fixed(kGoodFor_days, 0) +
                          " days from the scenario's begin: their "
                          "satellites fly as the sets say, not where they were");
}

/// Reads the recorded ascents that launches name.
Status read_telemetry(Inputs& inputs) {
  for (sim::LaunchScript& launch : inputs.scenario.launches) {
    if (launch.telemetry.empty()) continue;
    const fs::path folder = launch.telemetry;
    std::array<std::string, 3> texts;
    const std::array names{"analysed.json", "events.json", "stages.json"};
    for (std::size_t k = 0; k < names.size(); ++k) {
      TOCSIN_TRY(texts[k], read_named(inputs, (folder / names[k]).string(), kInputLimitBytes));
    }
    TOCSIN_TRY(launch.record, formats::read_ascent_record({texts[0], texts[1], texts[2]}, folder.string()));
  }
  return {};
}

Result<Inputs> read_inputs(const RunOptions& options) {
  Inputs inputs;
  TOCSIN_TRY(inputs.scenario_text, read_file(options.scenario, kInputLimitBytes));
  std::vector<Override> overrides;
  for (const std::string& text : options.set) {
    TOCSIN_TRY(Override parsed, parse_override(text));
    overrides.push_back(std::move(parsed));
  }
  TOCSIN_TRY(ConfigTable root, parse_config(inputs.scenario_text, options.scenario, overrides));
  if (Status s = expect_kind(root, TomlKind::scenario, options.scenario); !s) return fail(s.error());
  const auto files = [&](const std::string& path, std::uint64_t limit_bytes) {
    return read_named(inputs, path, limit_bytes);
  };
  TOCSIN_TRY(inputs.scenario, sim::read_scenario(root, files));
  if (options.seed) inputs.scenario.seed = *options.seed;
  remark_on_epochs(inputs.scenario);
  if (Status read = read_telemetry(inputs); !read) return fail(read.error());
  inputs.world_path = inputs.scenario.world;
  TOCSIN_TRY(inputs.world_text, read_file(inputs.world_path, kInputLimitBytes));
  TOCSIN_TRY(inputs.region_files, read_region_files(inputs.world_text, inputs.world_path));
  return inputs;
}

/// What makes a simulation what it is, besides the world, which the journal holds.
Json how_flown(const Inputs& inputs, const RunOptions& options) {
  Json sets = Json::array();
  for (const std::string& set : options.set) sets.push(Json(set));
  return Json::object()
      .add("scenario", inputs.scenario.name)
      .add("seed", inputs.scenario.seed)
      .add("set", std::move(sets))
      .add("scenario_sha256", sha256_hex(inputs.scenario_text))
      .add("files", inputs.named_files);
}

/// Whether an interrupted run was of this simulation: going on with another one would join two worlds in one journal.
Status same_simulation(const std::string& run_folder, const Json& how) {
  const std::string path = (fs::path(run_folder) / kTruthFolder / kHowFile).string();
  TOCSIN_TRY(const std::string text, read_file(path, kInputLimitBytes));
  TOCSIN_TRY(const Json before, parse_json(text, path));
  for (const char* name : {"scenario", "seed", "set", "scenario_sha256", "files"}) {
    const Json* was = before.find(name);
    const std::string now = how.find(name)->dump();
    if (was != nullptr && was->dump() == now) continue;
    return fail(Error{.source = path,
                      .field = name,
                      .value = was == nullptr ? "nothing" : was->dump(),
                      .expected = now + ", as the run that is to go on: the same scenario, files, --set and --seed"});
  }
  return {};
}

/// Truth and the scenario it came from, beside the run; the pipeline never opens this folder.
class TruthFolder {
 public:
  static Result<TruthFolder> create(const std::string& run_folder, const Inputs& inputs, const Json& how,
                                    const sim::Simulation& simulation) {
    const fs::path folder = fs::path(run_folder) / kTruthFolder;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return fail(Error{.source = folder.string(), .message = error.message()});
    if (Status s = write_file((folder / "scenario.toml").string(), inputs.scenario_text); !s) return fail(s.error());
    if (Status s = write_file((folder / kHowFile).string(), how.dump(2) + "\n"); !s) return fail(s.error());
    std::string objects;
    for (const message::TruthObject& object : simulation.objects()) objects += message::to_json(object).dump() + "\n";
    if (Status s = write_file((folder / "objects.jsonl").string(), objects); !s) return fail(s.error());
    TOCSIN_TRY(LineFile states, LineFile::open((folder / "states.jsonl").string(), 0));
    const auto write = [&](const message::TruthState& state) { return states.write(message::to_json(state).dump()); };
    if (Status s = simulation.each_state(kTruthStep_s, write); !s) return fail(s.error());
    if (Status s = states.flush(); !s) return fail(s.error());
    TOCSIN_TRY(LineFile origins, LineFile::open((folder / "origins.jsonl").string(), 0));
    return TruthFolder(std::move(origins));
  }

  Status write(const std::vector<message::TruthOrigin>& origins) {
    for (const message::TruthOrigin& origin : origins) {
      if (Status s = origins_.write(message::to_json(origin).dump()); !s) return s;
    }
    return {};
  }
  Status flush() { return origins_.flush(); }

 private:
  explicit TruthFolder(LineFile origins) : origins_(std::move(origins)) {}
  LineFile origins_;
};

bool before(const message::Record& a, const message::Record& b) {
  return std::tie(a.header.received, a.header.source, a.header.sequence) <
         std::tie(b.header.received, b.header.source, b.header.sequence);
}

/// Simulated records and people's decisions in one order, into the session.
class Conductor {
 public:
  Conductor(Session& session, const Inputs& inputs, const RunOptions& options)
      : session_(session),
        options_(options),
        operators_(inputs.scenario.operators, inputs.scenario.status),
        end_(inputs.scenario.begin + seconds(inputs.scenario.duration_s)) {}

  /// Takes over what a resumed session knows: the people, and how many simulated records were journaled before.
  Status resume() {
    const Session::Resumed& resumed = session_.resumed();
    StateReader in(resumed.companion);
    simulated_before_ = in.i64();
    if (Status s = operators_.load(in.text()); !s) return s;
    for (std::size_t i = 0; i < resumed.replayed.size(); ++i) {
      const message::Record& record = resumed.replayed[i];
      if (std::holds_alternative<message::Decision>(record.payload)) {
        static_cast<void>(take_decisions(record.header.received));
        std::erase_if(waiting_, [&](const message::Record& w) {
          return w.header.source == record.header.source && w.header.sequence == record.header.sequence;
        });
      } else if (record.header.source != "configuration") {
        ++simulated_before_;
      }
      operators_.see(resumed.replayed_warnings[i]);
    }
    return {};
  }

  /// Feeds everything. Returns false when stopped early on purpose.
  Result<bool> run(RecordQueue& queue, Progress& progress) {
    Instant next_checkpoint = session_.plan().begin + seconds(options_.checkpoint_s);
    while (std::optional<message::Record> record = queue.next()) {
      ++simulated_;
      if (simulated_ <= simulated_before_) continue;  // journaled before the run was interrupted
      if (Status s = feed_decisions(*record); !s) return fail(s.error());
      const bool tick = std::holds_alternative<message::Tick>(record->payload);
      if (Status s = feed(*record); !s) return fail(s.error());
      if (options_.stop_after_records > 0 && session_.records() >= options_.stop_after_records) return false;
      if (!tick) continue;
      const Instant now = record->header.received;
      progress.show(seconds_between(session_.plan().begin, now) / seconds_between(session_.plan().begin, end_),
                    format_utc_seconds(now));
      if (now >= next_checkpoint) {
        next_checkpoint = now + seconds(options_.checkpoint_s);
        if (Status s = checkpoint(); !s) return fail(s.error());
      }
    }
    return true;
  }

 private:
  Status feed(const message::Record& record) {
    Result<std::vector<message::Warning>> warnings = session_.feed(record);
    if (!warnings) return fail(warnings.error());
    operators_.see(*warnings);
    return {};
  }

  Status take_decisions(Instant now) {
    std::vector<message::Record> due = operators_.due(now);
    waiting_.insert(waiting_.end(), due.begin(), due.end());
    std::sort(waiting_.begin(), waiting_.end(), before);
    return {};
  }

  /// Decisions that come before `record` in the order of receipt. A tick closes its second: everything received in it
  /// comes first.
  Status feed_decisions(const message::Record& record) {
    static_cast<void>(take_decisions(record.header.received));
    const bool tick = std::holds_alternative<message::Tick>(record.payload);
    while (!waiting_.empty() && (tick || before(waiting_.front(), record))) {
      const message::Record decision = waiting_.front();
      waiting_.erase(waiting_.begin());
      if (Status s = feed(decision); !s) return s;
    }
    return {};
  }

  Status checkpoint() {
    // Decisions that wait here have a time behind the last record; at a tick there are none.
    TOCSIN_REQUIRE(waiting_.empty(), "a tick closes its second");
    StateWriter out;
    out.i64(simulated_);
    out.text(operators_.save());
    return session_.checkpoint(out.bytes());
  }

  Session& session_;
  const RunOptions& options_;
  sim::Operators operators_;
  Instant end_;
  std::vector<message::Record> waiting_;
  std::int64_t simulated_ = 0;
  std::int64_t simulated_before_ = 0;
};

SessionPlan plan_of(const Inputs& inputs, const std::string& folder, const std::string& leap_seconds_text,
                    Instant begin) {
  return SessionPlan{.name = inputs.scenario.name,
                     .folder = folder,
                     .world_text = inputs.world_text,
                     .world_source = inputs.world_path,
                     .region_files = inputs.region_files,
                     .leap_seconds_text = leap_seconds_text,
                     .status = inputs.scenario.status,
                     .simulated = true,
                     .seed = inputs.scenario.seed,
                     .begin = begin,
                     .write_journal = true};
}

}  // namespace

Outcome<Answer> run_command(const RunOptions& options) {
  const double started_s = wall_clock_s();
  Result<Inputs> inputs = read_inputs(options);
  if (!inputs) return refuse(inputs.error());
  if (options.resume && options.out.empty())
    return refuse(Error{.field = "--resume", .value = "no folder", .expected = "--out DIR of the run to go on with"});

  Result<Centre> centre =
      make_centre(inputs->world_text, inputs->world_path, inputs->scenario.begin, inputs->region_files);
  if (!centre) return refuse(centre.error());
  log_refused(*centre);
  for (const std::string& remark : centre->sensors->remarks()) log(LogLevel::info, remark);
  if (const std::string warning = leap_seconds_warning(inputs->scenario.begin); !warning.empty())
    log(LogLevel::warning, warning);
  Result<std::unique_ptr<sim::Simulation>> simulation =
      sim::Simulation::create(inputs->scenario, centre->sensors, inputs->scenario.seed);
  if (!simulation) return failed(simulation.error().in(options.scenario));

  Result<std::string> folder =
      options.resume ? Result<std::string>(options.out) : make_run_folder(options.out, inputs->scenario.name);
  if (!folder) return refuse(folder.error());
  const Json how = how_flown(*inputs, options);
  if (options.resume) {
    if (Status same = same_simulation(*folder, how); !same) return refuse(same.error());
  }
  const SessionPlan plan = plan_of(*inputs, *folder, system_leap_seconds().text, inputs->scenario.begin);
  Result<Session> session = options.resume ? Session::resume(plan) : Session::start(plan);
  if (!session) return refuse(session.error());
  Result<TruthFolder> truth = TruthFolder::create(*folder, *inputs, how, **simulation);
  if (!truth) return failed(truth.error());

  Conductor conductor(*session, *inputs, options);
  if (options.resume) {
    if (Status s = conductor.resume(); !s) return refuse(s.error().in(options.out));
  }
  {
    Progress progress(inputs->scenario.name);
    RecordQueue queue(**simulation, options.threads > 1);
    Result<bool> ran = conductor.run(queue, progress);
    if (!ran) return failed(ran.error());
    if (!*ran)
      return Answer{.json = Json::object().add("folder", *folder).add("stopped", true),
                    .text = "stopped on purpose; go on with --resume --out " + *folder + "\n",
                    .exit = Exit::done};
  }
  if (Status s = truth->write((*simulation)->take_origins()); !s) return failed(s.error());
  if (Status s = truth->flush(); !s) return failed(s.error());
  const double wall_s = wall_clock_s() - started_s;
  if (Status s = session->finish(wall_s); !s) return failed(s.error());
  Result<Answer> answer = write_products(*session, wall_s);
  if (!answer) return failed(answer.error());
  return *answer;
}

}  // namespace tocsin::app
