#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/app/evidence.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/summary.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::app {

// Files of a run; ARCHITECTURE "The command line is a contract".
inline constexpr const char* kJournalFile = "journal.sqlite";
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kTracksFile = "tracks.jsonl";
inline constexpr const char* kEventsFile = "events.jsonl";
inline constexpr const char* kWarningsFile = "warnings.jsonl";
inline constexpr const char* kRefusedFile = "refused.jsonl";
inline constexpr const char* kSummaryFile = "summary.json";
inline constexpr const char* kReportFile = "report.html";
inline constexpr const char* kSceneFile = "scene.czml";
inline constexpr const char* kMapFile = "map.geojson";
inline constexpr const char* kCheckpointFile = "checkpoint.bin";
inline constexpr const char* kTruthFolder = "truth";

/// One growing file of JSON lines whose length is known, so that a resumed run can cut it back to its checkpoint.
class LineFile {
 public:
  /// Creates the file empty, or cuts an existing one to `keep_bytes` and goes on behind them.
  [[nodiscard]] static Result<LineFile> open(const std::string& path, std::uint64_t keep_bytes);
  [[nodiscard]] Status write(std::string_view line);
  [[nodiscard]] Status flush();
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  LineFile(std::ofstream stream, std::string path, std::uint64_t bytes);
  std::ofstream stream_;
  std::string path_;
  std::uint64_t bytes_ = 0;
};

/// A finished (or running) run as its files say.
struct RunData {
  std::string folder;
  std::optional<message::Summary> summary;  ///< none while the run goes on
  std::vector<message::Event> events;       ///< every revision, in order
  std::vector<message::Warning> warnings;   ///< every change of state, in order
  std::vector<message::Track> tracks;       ///< every report, in order
  Evidence evidence;                        ///< readings of the journal; `read_run` leaves it empty
};

/// Reads a run's products. Errors name file, line and field.
[[nodiscard]] Result<RunData> read_run(const std::string& folder);

/// Events by their newest revision, in the order of their ids.
[[nodiscard]] std::vector<message::Event> newest_events(const std::vector<message::Event>& revisions);

/// Creates an empty folder for a run: `wanted` if given (an error when something is in it), otherwise `runs/NAME`,
/// `runs/NAME-2` …
[[nodiscard]] Result<std::string> make_run_folder(const std::string& wanted, const std::string& name);

/// Writes manifest.json: version, inputs and the SHA-256 of every file of the run but the manifest, the summary and the
/// checkpoint.
[[nodiscard]] Status write_manifest(const std::string& folder, const message::SummaryInputs& inputs,
                                    std::int64_t records);

/// Reads a run's manifest. Errors: none there, or one that cannot be read.
[[nodiscard]] Result<message::Manifest> read_manifest(const std::string& folder);

/// Whether the file `name` of a run holds what its manifest says. Errors: it is missing, changed, or not in it.
[[nodiscard]] Status verify_file(const std::string& folder, const message::Manifest& manifest, const std::string& name);

}  // namespace tocsin::app
