// tocsin timeline: what happened in a run, told line by line or drawn as a table.

#include <filesystem>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/drawn_timeline.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/run_folder.hpp"
#include "tocsin/app/timeline.hpp"
#include "tocsin/score/truth_files.hpp"

namespace tocsin::app {

Outcome<Answer> timeline_command(const TimelineOptions& options) {
  Result<RunData> run = read_run(options.run);
  if (!run) return refuse(run.error());
  std::vector<message::TruthObject> truth;
  const std::string path = (std::filesystem::path(options.run) / kTruthFolder / "objects.jsonl").string();
  if (std::filesystem::exists(path)) {
    Result<std::vector<message::TruthObject>> read = score::read_truth_objects(path);
    if (!read) return refuse(read.error());
    truth = std::move(*read);
  }
  const DrawnTimeline drawn = drawn_timeline(*run, truth);
  const std::vector<TimelineEntry> told = timeline(run->events, run->warnings);
  Json entries = Json::array();
  for (const TimelineEntry& entry : told) {
    entries.push(Json::object()
                     .add("time", format_utc(entry.time))
                     .add("kind", std::string(name_of_kind(entry.kind)))
                     .add("subject", entry.subject)
                     .add("text", entry.text));
  }
  return Answer{.json = to_json(drawn).add("entries", std::move(entries)),
                .text = options.drawn  ? to_text(drawn)
                        : told.empty() ? "nothing\n"
                                       : timeline_text(told) + (run->summary ? open_text(*run) : ""),
                .exit = Exit::done};
}

}  // namespace tocsin::app
