// tocsin check: are these files what they should be?

#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/file_kind.hpp"
#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/run_folder.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/config.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/areas.hpp"
#include "tocsin/formats/asterix.hpp"
#include "tocsin/formats/element_sets.hpp"
#include "tocsin/formats/jsonl.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/oem.hpp"
#include "tocsin/formats/tdm.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/message/codec.hpp"
#include "tocsin/motion/vehicle_file.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kElementSetsLimitBytes = std::uint64_t{256} << 20U;
constexpr std::size_t kShownErrors = 20;

/// What one file is, and what is wrong with it.
struct Finding {
  std::string kind;
  std::string detail;
  std::vector<Error> errors;
  std::size_t error_count = 0;
};

Finding bad(std::string kind, Error error) {
  Finding finding{.kind = std::move(kind), .detail = {}, .errors = {}, .error_count = 1};
  finding.errors.push_back(std::move(error));
  return finding;
}

/// A world with the files of areas and places that it names.
Result<Centre> centre_of(const std::string& text, const std::string& path, Instant reference) {
  TOCSIN_TRY(const RegionFiles files, read_region_files(text, path));
  return make_centre(text, path, reference, files);
}

Finding check_scenario(const std::string& path, ConfigTable& root) {
  Result<sim::Scenario> scenario = sim::read_scenario(root);
  if (!scenario) return bad("scenario", scenario.error().in(path));
  const std::string& world = scenario->world;
  Result<std::string> text = read_file(world, kInputLimitBytes);
  if (!text) return bad("scenario", text.error());
  Result<Centre> centre = centre_of(*text, world, scenario->begin);
  if (!centre) return bad("scenario", centre.error());
  RefusedInputs refused = refused_inputs(*centre);
  return {.kind = "scenario",
          .detail = scenario->name + ", " + std::to_string(scenario->launches.size()) + " launches, world " + world,
          .errors = std::move(refused.errors),
          .error_count = refused.count};
}

Finding check_vehicles(const std::string& path, std::string_view text) {
  Result<motion::VehicleSet> vehicles = motion::parse_vehicles(text, path);
  if (!vehicles) return bad("vehicles", vehicles.error());
  return {.kind = "vehicles",
          .detail = std::to_string(vehicles->families.size()) + " families and a launcher",
          .errors = {},
          .error_count = 0};
}

Finding check_toml(const std::string& path) {
  Result<std::string> text = read_file(path, kInputLimitBytes);
  if (!text) return bad("TOML", text.error());
  Result<ConfigTable> root = parse_config(*text, path);
  if (!root) return bad("TOML", root.error());
  const TomlKind kind = toml_kind(*root);
  if (kind == TomlKind::scenario) return check_scenario(path, *root);
  if (kind == TomlKind::vehicles) return check_vehicles(path, *text);
  if (kind == TomlKind::unknown)
    return bad(
        "TOML",
        Error{.source = path, .value = "none of its tables", .expected = "a scenario, world or file of vehicles"});
  Result<Centre> centre = centre_of(*text, path, Instant());
  if (!centre) return bad("world", centre.error());
  const sense::World& world = centre->sensors->world();
  const event::KnownSatellites* satellites = centre->catalogue.satellites.get();
  RefusedInputs refused = refused_inputs(*centre);
  return {.kind = "world",
          .detail = world.name + ", " + std::to_string(world.infrared.size()) + " infrared sensors, " +
                    std::to_string(world.radars.size()) + (world.radars.size() == 1 ? " radar, " : " radars, ") +
                    std::to_string(centre->exposure.regions->areas().size()) + " areas, " +
                    std::to_string(centre->exposure.regions->places().size()) + " places" +
                    (satellites != nullptr ? ", " + std::to_string(satellites->size()) + " catalogued satellites" : ""),
          .errors = std::move(refused.errors),
          .error_count = refused.count};
}

Finding check_records(const std::string& path) {
  Result<formats::RecordReader> reader = formats::RecordReader::open(path);
  if (!reader) return bad("records", reader.error());
  while (reader->next()) {
  }
  Finding finding{.kind = "records",
                  .detail = std::to_string(reader->record_count()) + " good records",
                  .errors = reader->refused(),
                  .error_count = reader->refused_count()};
  if (finding.error_count == 0 && reader->record_count() == 0) {
    return bad("records", Error{.source = path, .value = "no record", .expected = "one JSON record a line"});
  }
  return finding;
}

/// `of`: the manifest of the run that the journal should be of.
Finding check_journal(const std::string& path, const message::Manifest* of = nullptr) {
  Result<std::unique_ptr<journal::Journal>> journal = journal::open_sqlite(path, journal::OpenMode::read);
  if (!journal) return bad("journal", journal.error());
  if (Status s = (*journal)->verify(); !s) return bad("journal", s.error());
  const journal::ChainHead head = (*journal)->head();
  if (of != nullptr && head.sha256 != of->inputs.journal_sha256) {
    return bad("run", Error{.source = path,
                            .field = "chain",
                            .value = std::to_string(head.count) + " records, " + head.sha256,
                            .expected = std::to_string(of->journal.records) + " records, " +
                                        of->inputs.journal_sha256.value_or("none") + ", as the manifest says"});
  }
  Finding finding{.kind = "journal",
                  .detail = std::to_string(head.count) + " records, chain " + head.sha256.substr(0, 16) + "…",
                  .errors = {},
                  .error_count = 0};
  Status read = (*journal)->read(1, [&](const journal::Entry& entry) {
    if (Result<message::Record> record = journal::record_of(entry, path); !record) {
      ++finding.error_count;
      if (finding.errors.size() < kShownErrors) finding.errors.push_back(record.error());
    }
    return true;
  });
  return read ? finding : bad("journal", read.error());
}

Finding check_run(const std::string& folder) {
  Result<RunData> run = read_run(folder);
  if (!run) return bad("run", run.error());
  Result<message::Manifest> manifest = read_manifest(folder);
  if (!manifest) return bad("run", manifest.error());
  for (const auto& [name, sha256] : manifest->files) {
    if (Status s = verify_file(folder, *manifest, name); !s) return bad("run", s.error());
  }
  if (manifest->inputs.journal_sha256) {  // a replay has none of its own
    const std::string journal = (fs::path(folder) / kJournalFile).string();
    Finding finding = check_journal(journal, &*manifest);
    if (finding.error_count > 0) return finding;
  }
  return {.kind = "run",
          .detail = std::to_string(manifest->files.size()) + " files as the manifest says",
          .errors = {},
          .error_count = 0};
}

Finding check_asterix(const std::string& path, std::string_view bytes) {
  const formats::AsterixSummary found = formats::read_asterix(bytes, path, [](const formats::AsterixRecord&) {});
  if (found.blocks == 0)
    return bad("ASTERIX", Error{.source = path, .value = "no data block", .expected = "data blocks"});
  std::string detail = std::to_string(found.blocks) + " blocks, " + std::to_string(found.reports) +
                       " plots (category 048), " + std::to_string(found.tracks) + " track reports (category 062)";
  for (const auto& [category, count] : found.other_blocks) {
    detail += ", " + std::to_string(count) + " blocks of category " + std::to_string(category) + " not read";
  }
  for (const auto& [item, count] : found.passed_items) {
    detail += ", " + std::to_string(count) + " " + item + " not interpreted";
  }
  return {.kind = "ASTERIX", .detail = std::move(detail), .errors = found.refused, .error_count = found.refused_count};
}

Finding check_areas(const std::string& path) {
  Result<std::string> text = read_file(path, kElementSetsLimitBytes);
  if (!text) return bad("areas", text.error());
  Result<formats::Areas> areas = formats::read_areas(*text, path);
  if (!areas) return bad("areas", areas.error());
  return {.kind = "areas",
          .detail = std::to_string(areas->areas.size()) + " areas",
          .errors = areas->refused,
          .error_count = areas->refused_count};
}

/// Tables are element sets or places; the titles of the columns tell which.
std::optional<Finding> check_places(const std::string& path) {
  Result<std::string> text = read_file(path, kElementSetsLimitBytes);
  if (!text) return bad("table", text.error());
  Result<formats::Places> places = formats::read_places(*text, path);
  if (!places) return std::nullopt;
  return Finding{.kind = "places",
                 .detail = std::to_string(places->places.size()) + " places",
                 .errors = places->refused,
                 .error_count = places->refused_count};
}

/// What has no name that says what it is: told by its content.
Finding check_content(const std::string& path, bool is_asterix) {
  Result<std::string> text = read_file(path, kElementSetsLimitBytes);
  if (!text) return bad(is_asterix ? "ASTERIX" : "element sets", text.error());
  if (is_asterix || formats::looks_like_asterix(*text)) return check_asterix(path, *text);
  Result<formats::ElementSets> sets = formats::read_element_sets(*text, path);
  if (!sets) return bad("element sets", sets.error());
  if (sets->sets.empty()) {
    Finding finding =
        bad("file", Error{.source = path,
                          .value = "nothing that is known",
                          .expected = "TLE line pairs, OMM, OEM, TDM, ASTERIX, records as .jsonl, areas as "
                                      ".geojson, places as .csv, a journal, TOML, or the folder of a run"});
    if (!sets->refused.empty()) finding.errors.push_back(sets->refused.front());
    finding.error_count = finding.errors.size();
    return finding;
  }
  return {.kind = "element sets",
          .detail = std::to_string(sets->sets.size()) + " element sets (" + std::string(name_of(sets->format)) + ")",
          .errors = sets->refused,
          .error_count = sets->refused_count};
}

/// The run that wrote a file, by the manifest above it: a product is checked against what its run says of it.
std::optional<Finding> check_product(const std::string& path) {
  constexpr int kDeepest = 3;  // cap/drafts/W0001-1.xml
  const fs::path file(path);
  fs::path folder = file.parent_path();
  for (int up = 0; up < kDeepest; ++up, folder = folder / "..") {
    if (!fs::exists(folder / kManifestFile)) continue;
    const Result<message::Manifest> manifest = read_manifest(folder.string());
    std::error_code error;
    const std::string name = fs::relative(file, folder, error).generic_string();
    if (name == kManifestFile || name == kSummaryFile) return check_run(folder.string());
    if (error || !manifest || !manifest->files.contains(name)) return std::nullopt;
    if (Status s = verify_file(folder.string(), *manifest, name); !s) return bad("product of a run", s.error());
    return Finding{.kind = "product of a run", .detail = "as its manifest says", .errors = {}, .error_count = 0};
  }
  return std::nullopt;
}

/// The first characters of a file.
std::string head_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return head;
}

template <class Message>
Finding finding_of(std::string kind, std::string detail, const formats::NdmReading<Message>& read) {
  if (read.warning_count > 0)
    detail += ", " + std::to_string(read.warning_count) + " doubts, the first: " + read.warnings.front().to_string();
  return {
      .kind = std::move(kind), .detail = std::move(detail), .errors = read.refused, .error_count = read.refused_count};
}

Finding check_tdm(const std::string& path) {
  Result<std::string> text = read_file(path, formats::NdmOptions{}.max_bytes);
  if (!text) return bad("TDM", text.error());
  Result<formats::NdmReading<formats::Tdm>> read = formats::read_tdm(*text, path);
  if (!read) return bad("TDM", read.error());
  std::size_t segments = 0;
  std::size_t observations = 0;
  for (const formats::Tdm& message : read->messages) {
    segments += message.segments.size();
    for (const formats::TdmSegment& segment : message.segments) observations += segment.observations.size();
  }
  return finding_of("TDM", std::to_string(observations) + " observations in " + std::to_string(segments) + " segments",
                    *read);
}

Finding check_oem(const std::string& path) {
  Result<std::string> text = read_file(path, kElementSetsLimitBytes);
  if (!text) return bad("OEM", text.error());
  Result<formats::NdmReading<formats::Oem>> read =
      formats::read_oem(*text, path, {.max_bytes = kElementSetsLimitBytes});
  if (!read) return bad("OEM", read.error());
  std::size_t segments = 0;
  std::size_t states = 0;
  std::size_t covariances = 0;
  for (const formats::Oem& message : read->messages) {
    segments += message.segments.size();
    for (const formats::OemSegment& segment : message.segments) {
      states += segment.states.size();
      covariances += segment.covariances.size();
    }
  }
  return finding_of("OEM",
                    std::to_string(states) + " states and " + std::to_string(covariances) + " covariances in " +
                        std::to_string(segments) + " segments",
                    *read);
}

/// Element sets in JSON are an array; records are objects.
bool begins_with_bracket(std::string_view head) {
  return trimmed(formats::without_byte_order_mark(head)).starts_with('[');
}

Finding check_file(const std::string& path) {
  if (!fs::exists(path)) return bad("file", Error{.source = path, .message = "there is no such file"});
  if (fs::is_directory(path)) return check_run(path);
  if (std::optional<Finding> product = check_product(path)) return *product;
  const std::string head = head_of(path);
  const formats::NdmKind kind = formats::ndm_form(head).kind;
  if (kind == formats::NdmKind::tdm) return check_tdm(path);
  if (kind == formats::NdmKind::oem) return check_oem(path);
  const std::string extension = fs::path(path).extension().string();
  if (extension == ".toml") return check_toml(path);
  if (extension == ".jsonl" || (extension == ".json" && !begins_with_bracket(head))) return check_records(path);
  if (extension == ".sqlite" || extension == ".db") return check_journal(path);
  if (extension == ".geojson") return check_areas(path);
  if (extension == ".csv") {
    if (std::optional<Finding> places = check_places(path)) return *places;
  }
  return check_content(path, extension == ".ast");
}

}  // namespace

Outcome<Answer> check_command(const CheckOptions& options) {
  Answer answer{.json = Json::object(), .text = {}, .exit = Exit::done};
  Json files = Json::array();
  for (const std::string& path : options.files) {
    const Finding finding = check_file(path);
    const bool good = finding.error_count == 0;
    if (!good) answer.exit = Exit::refused;
    answer.text += path + ": " + (good ? "good " : "bad ") + finding.kind +
                   (finding.detail.empty() ? "" : ", " + finding.detail) + "\n";
    Json errors = Json::array();
    for (std::size_t i = 0; i < finding.errors.size() && i < kShownErrors; ++i) {
      answer.text += "  " + finding.errors[i].to_string() + "\n";
      errors.push(Json(finding.errors[i].to_string()));
    }
    if (finding.error_count > kShownErrors) answer.text += "  … " + std::to_string(finding.error_count) + " in all\n";
    files.push(Json::object()
                   .add("file", path)
                   .add("good", good)
                   .add("kind", finding.kind)
                   .add("detail", finding.detail)
                   .add("errors", std::move(errors))
                   .add("error_count", finding.error_count));
  }
  answer.json.add("files", std::move(files));
  return answer;
}

}  // namespace tocsin::app
