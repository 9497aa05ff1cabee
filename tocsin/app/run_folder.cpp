#include "tocsin/app/run_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "tocsin/app/run_lines.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/message/codec.hpp"
#include "tocsin/version.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kProductLimitBytes = std::uint64_t{8} << 30U;

template <class T, class Read>
Result<std::vector<T>> read_lines(const std::string& path, Read read) {
  std::vector<T> values;
  const Status all = each_line<T>(path, read, [&](T value) { values.push_back(std::move(value)); });
  if (!all) return fail(all.error());
  return values;
}

/// Whether the files hold what the summary counted: a file that was deleted, cut or thinned out is no quiet run.
Status complete(const RunData& run, const std::string& events_path, const std::string& warnings_path) {
  std::map<std::string, std::int64_t> revisions;
  for (const message::Event& event : run.events) ++revisions[event.id];
  const auto lines = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  for (const message::EventSummary& event : run.summary->events) {
    if (revisions[event.id] == event.revision) continue;
    return fail(Error{.source = events_path,
                      .line = lines(run.events.size()),
                      .field = event.id,
                      .value = std::to_string(revisions[event.id]) + " revisions up to the end of the file",
                      .expected = std::to_string(event.revision) + ", as " + kSummaryFile + " says"});
  }
  std::map<std::pair<std::string, std::int64_t>, message::WarningState> states;
  for (const message::Warning& warning : run.warnings) states[{warning.id, warning.revision}] = warning.state;
  for (const message::WarningSummary& warning : run.summary->warnings) {
    const auto found = states.find({warning.id, warning.revision});
    if (found != states.end() && found->second == warning.state) continue;
    return fail(Error{.source = warnings_path,
                      .line = lines(run.warnings.size()),
                      .field = warning.id + " revision " + std::to_string(warning.revision),
                      .value = found == states.end() ? "nothing" : std::string(name_of(found->second)),
                      .expected = std::string(name_of(warning.state)) + ", as " + kSummaryFile + " says"});
  }
  return {};
}

bool outside_of_manifest(const std::string& name) {
  return name == kManifestFile || name == kSummaryFile || name == kCheckpointFile ||
         name.starts_with(std::string(kJournalFile) + "-");
}

}  // namespace

LineFile::LineFile(std::ofstream stream, std::string path, std::uint64_t bytes)
    : stream_(std::move(stream)), path_(std::move(path)), bytes_(bytes) {}

Result<LineFile> LineFile::open(const std::string& path, std::uint64_t keep_bytes) {
  std::error_code error;
  if (keep_bytes > 0) {
    const std::uint64_t size = fs::file_size(path, error);
    if (error || size < keep_bytes) {
      return fail(Error{.source = path,
                        .value = std::to_string(error ? 0 : size) + " bytes",
                        .expected = "at least " + std::to_string(keep_bytes) + " bytes, as the checkpoint says"});
    }
    fs::resize_file(path, keep_bytes, error);
    if (error) return fail(Error{.source = path, .message = error.message()});
  }
  std::ofstream stream(path, keep_bytes > 0 ? std::ios::binary | std::ios::app : std::ios::binary | std::ios::trunc);
  if (!stream) return fail(Error{.source = path, .message = "the file cannot be written"});
  return LineFile(std::move(stream), path, keep_bytes);
}

Status LineFile::write(std::string_view line) {
  stream_ << line << '\n';
  bytes_ += line.size() + 1;
  if (!stream_) return fail(Error{.source = path_, .message = "the file cannot be written (disk full?)"});
  return {};
}

Status LineFile::flush() {
  stream_.flush();
  if (!stream_) return fail(Error{.source = path_, .message = "the file cannot be written (disk full?)"});
  return {};
}

Result<RunData> read_run(const std::string& folder) {
  if (!fs::is_directory(folder)) return fail(Error{.source = folder, .message = "not a run: there is no such folder"});
  const fs::path root(folder);
  if (!fs::exists(root / kEventsFile) && !fs::exists(root / kJournalFile)) {
    return fail(Error{.source = folder,
                      .value = "a folder without " + std::string(kEventsFile) + " and " + kJournalFile,
                      .expected = "the folder of a run"});
  }
  RunData run;
  run.folder = folder;
  if (fs::exists(root / kSummaryFile)) {
    TOCSIN_TRY(const std::string text, read_file((root / kSummaryFile).string(), kProductLimitBytes));
    TOCSIN_TRY(const Json json, parse_json(text, (root / kSummaryFile).string()));
    Result<message::Summary> summary = message::summary_from_json(json);
    if (!summary) return fail(summary.error().in((root / kSummaryFile).string()));
    run.summary = std::move(*summary);
  }
  TOCSIN_TRY(run.events, read_lines<message::Event>((root / kEventsFile).string(), message::event_from_json));
  TOCSIN_TRY(run.warnings, read_lines<message::Warning>((root / kWarningsFile).string(), message::warning_from_json));
  TOCSIN_TRY(run.tracks, read_lines<message::Track>((root / kTracksFile).string(), message::track_from_json));
  if (run.summary) {
    const Status whole = complete(run, (root / kEventsFile).string(), (root / kWarningsFile).string());
    if (!whole) return fail(whole.error());
  }
  return run;
}

std::vector<message::Event> newest_events(const std::vector<message::Event>& revisions) {
  std::map<std::string, message::Event> newest;
  for (const message::Event& event : revisions) newest[event.id] = event;
  std::vector<message::Event> events;
  for (auto& [id, event] : newest) events.push_back(std::move(event));
  return events;
}

Result<message::Manifest> read_manifest(const std::string& folder) {
  const std::string path = (fs::path(folder) / kManifestFile).string();
  TOCSIN_TRY(const std::string text, read_file(path, kInputLimitBytes));
  TOCSIN_TRY(const Json json, parse_json(text, path));
  Result<message::Manifest> manifest = message::manifest_from_json(json);
  if (!manifest) return fail(manifest.error().in(path));
  return manifest;
}

Status verify_file(const std::string& folder, const message::Manifest& manifest, const std::string& name) {
  const std::string path = (fs::path(folder) / name).string();
  const auto stated = manifest.files.find(name);
  if (stated == manifest.files.end())
    return fail(Error{.source = path, .value = "a file that its run did not write", .expected = "one of its manifest"});
  TOCSIN_TRY(const std::string bytes, read_file(path, kProductLimitBytes));
  const std::string found = sha256_hex(bytes);
  if (found == stated->second) return {};
  return fail(Error{.source = path,
                    .field = "sha256",
                    .value = found,
                    .expected = stated->second + " as the manifest says: the file was changed or cut off"});
}

Result<std::string> make_run_folder(const std::string& wanted, const std::string& name) {
  std::error_code error;
  fs::path folder(wanted);
  if (wanted.empty()) {
    folder = fs::path("runs") / name;
    for (int i = 2; fs::exists(folder); ++i) folder = fs::path("runs") / (name + "-" + std::to_string(i));
  } else if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder, error))) {
    return fail(Error{.source = wanted,
                      .field = "--out",
                      .value = "something is there already",
                      .expected = "a new or empty folder (or --resume)"});
  }
  fs::create_directories(folder, error);
  if (error) return fail(Error{.source = folder.string(), .message = "the folder cannot be made: " + error.message()});
  return folder.string();
}

Status write_manifest(const std::string& folder, const message::SummaryInputs& inputs, std::int64_t records) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(folder, error); !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    if (!it->is_regular_file()) continue;
    const std::string name = fs::relative(it->path(), folder).generic_string();
    if (!outside_of_manifest(name) && name != kJournalFile) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  message::Manifest manifest{
      .version = std::string(tocsin::version), .inputs = inputs, .journal = {.file = kJournalFile, .records = records}};
  for (const std::string& name : names) {
    TOCSIN_TRY(const std::string bytes, read_file((fs::path(folder) / name).string(), kProductLimitBytes));
    manifest.files[name] = sha256_hex(bytes);
  }
  return write_file((fs::path(folder) / kManifestFile).string(), message::to_json(manifest).dump(2) + "\n");
}

}  // namespace tocsin::app
