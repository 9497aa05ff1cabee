// tocsin replay: a recorded run again, from its journal alone.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/progress.hpp"
#include "tocsin/app/session.hpp"
#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/log.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/version.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

/// Sleeps until record time, at `speed` times its pace, reaches `now`.
class Pace {
 public:
  explicit Pace(double speed) : speed_(speed), started_s_(wall_clock_s()) {}
  void wait_for(Instant now) {
    if (speed_ <= 0.0) return;
    if (!begin_) begin_ = now;
    const double due_s = started_s_ + seconds_between(*begin_, now) / speed_;
    if (const double left_s = due_s - wall_clock_s(); left_s > 0.0)
      std::this_thread::sleep_for(std::chrono::duration<double>(left_s));
  }

 private:
  double speed_;
  double started_s_;
  std::optional<Instant> begin_;
};

Status feed_journal(Session& session, journal::Journal& journal, const std::string& path, double speed) {
  Progress progress("replay");
  Pace pace(speed);
  const double total = static_cast<double>(journal.head().count);
  std::optional<Error> error;
  Status read = journal.read(1, [&](const journal::Entry& entry) {
    Result<message::Record> record = journal::record_of(entry, path);
    if (!record) {
      error = record.error();
      return false;
    }
    pace.wait_for(entry.journaled);
    if (auto fed = session.feed(*record); !fed) {
      error = fed.error();
      return false;
    }
    progress.show(static_cast<double>(entry.number) / total, format_utc_seconds(entry.journaled));
    return true;
  });
  if (error) return fail(*error);
  return read;
}

/// First line in which two text files differ; empty if they are the same.
std::string first_difference(const std::string& recorded, const std::string& replayed) {
  std::ifstream a(recorded, std::ios::binary);
  std::ifstream b(replayed, std::ios::binary);
  std::string line_a;
  std::string line_b;
  for (std::int64_t number = 1;; ++number) {
    const bool more_a = static_cast<bool>(std::getline(a, line_a));
    const bool more_b = static_cast<bool>(std::getline(b, line_b));
    if (!more_a && !more_b) return {};
    if (more_a == more_b && line_a == line_b) continue;
    return "line " + std::to_string(number) + "\n  recorded: " + (more_a ? line_a : "(end of file)") +
           "\n  replayed: " + (more_b ? line_b : "(end of file)") + "\n";
  }
}

std::string replay_folder(const std::string& run) {
  const std::string base = (fs::path(run) / "").parent_path().string() + "-replay";
  std::string folder = base;
  for (int i = 2; fs::exists(folder); ++i) folder = base + "-" + std::to_string(i);
  return folder;
}

Answer compare(const std::string& recorded, const std::string& replayed) {
  Answer answer{.json = Json::object().add("folder", replayed), .text = {}, .exit = Exit::done};
  Json differences = Json::array();
  for (const char* name : {kTracksFile, kEventsFile, kWarningsFile}) {
    const std::string difference =
        first_difference((fs::path(recorded) / name).string(), (fs::path(replayed) / name).string());
    answer.text += std::string(name) + ": " + (difference.empty() ? "the same" : "differs at " + difference);
    if (difference.empty()) answer.text += "\n";
    if (!difference.empty()) {
      differences.push(Json::object().add("file", name).add("first_difference", difference));
      answer.exit = Exit::failed;
    }
  }
  answer.json.add("differences", std::move(differences));
  return answer;
}

}  // namespace

Outcome<Answer> replay_command(const ReplayOptions& options) {
  const double started_s = wall_clock_s();
  const std::string path = (fs::path(options.run) / kJournalFile).string();
  Result<std::unique_ptr<journal::Journal>> journal = journal::open_sqlite(path, journal::OpenMode::read);
  if (!journal) return refuse(journal.error());
  if (Status s = (*journal)->verify(); !s) return refuse(s.error());
  Result<JournalConfiguration> config = read_configuration(**journal, path);
  if (!config) return refuse(config.error());
  if (config->version != tocsin::version) {
    log(LogLevel::warning, "recorded by version " + config->version + ", replayed by " + std::string(tocsin::version));
  }
  Result<LeapSeconds> leap_seconds = parse_leap_seconds(config->leap_seconds_text, path);
  if (!leap_seconds) return refuse(leap_seconds.error());
  use_leap_seconds(*leap_seconds);

  Result<std::string> folder =
      make_run_folder(options.out.empty() ? replay_folder(options.run) : options.out, config->run_name);
  if (!folder) return refuse(folder.error());
  Result<Session> session = Session::start(SessionPlan{.name = config->run_name,
                                                       .folder = *folder,
                                                       .world_text = config->world_text,
                                                       .world_source = path,
                                                       .region_files = config->region_files,
                                                       .leap_seconds_text = config->leap_seconds_text,
                                                       .status = config->status,
                                                       .simulated = config->simulated,
                                                       .seed = 0,
                                                       .begin = config->begin,
                                                       .write_journal = false});
  if (!session) return refuse(session.error());
  if (Status s = feed_journal(*session, **journal, path, options.speed); !s) return failed(s.error());
  const double wall_s = wall_clock_s() - started_s;
  if (Status s = session->finish(wall_s); !s) return failed(s.error());
  Result<Answer> answer = write_products(*session, wall_s, path);
  if (!answer) return failed(answer.error());
  if (!options.verify) return *answer;
  return compare(options.run, *folder);
}

}  // namespace tocsin::app
