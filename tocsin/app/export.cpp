// tocsin export: products of a run in the field's formats.

#include <filesystem>
#include <utility>
#include <vector>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/recording.hpp"
#include "tocsin/app/surveillance_files.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/app/tdm_measurements.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/cap.hpp"
#include "tocsin/formats/csv.hpp"
#include "tocsin/formats/czml.hpp"
#include "tocsin/formats/geojson.hpp"
#include "tocsin/formats/jsonl.hpp"
#include "tocsin/formats/kml.hpp"
#include "tocsin/formats/oem.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

/// What a run lacks from which nothing can be exported.
std::string nothing_of(const std::string& format) {
  if (format.starts_with("tdm")) return "measurements";
  return format.starts_with("oem") ? "track in space" : "warning";
}

/// The run's inputs without ticks, as `tocsin process` reads them.
Result<std::string> measurements_jsonl(const std::string& run) {
  TOCSIN_TRY(const Recording recording, read_recording({run}));
  std::string text;
  for (const message::Record& record : recording.records) text += formats::json_line(record);
  return text;
}

/// The run's plots and bearings; none when there are none.
Result<std::vector<ExportFile>> measurements_tdm_files(const ExportOptions& options, formats::NdmNotation notation) {
  TOCSIN_TRY(const earth::Orientation orientation, read_orientation(options.eop));
  TOCSIN_TRY(const RecordedRun run, recorded_run(options.run));
  TOCSIN_TRY(const Recording recording, read_recording({options.run}));
  const formats::Tdm message = measurements_tdm(recording.records, run.centre, run.identity, orientation);
  if (message.segments.empty()) return std::vector<ExportFile>();
  TOCSIN_TRY(std::string text, formats::write_tdm(message, notation));
  return std::vector<ExportFile>{
      {notation == formats::NdmNotation::kvn ? "measurements.tdm" : "measurements-tdm.xml", std::move(text)}};
}

Result<std::vector<ExportFile>> tracks_oem_files(const formats::Products& products, formats::NdmNotation notation) {
  const formats::Oem message = formats::tracks_oem(products);
  if (message.segments.empty()) return std::vector<ExportFile>();
  TOCSIN_TRY(std::string text, formats::write_oem(message, notation));
  return std::vector<ExportFile>{
      {notation == formats::NdmNotation::kvn ? "tracks.oem" : "tracks-oem.xml", std::move(text)}};
}

/// Formats of text: files without remarks.
Result<std::vector<ExportFile>> text_files(const ExportOptions& options) {
  if (options.format == "jsonl") {
    TOCSIN_TRY(std::string text, measurements_jsonl(options.run));
    return std::vector<ExportFile>{{"measurements.jsonl", std::move(text)}};
  }
  using enum formats::NdmNotation;
  if (options.format == "tdm") return measurements_tdm_files(options, kvn);
  if (options.format == "tdm-xml") return measurements_tdm_files(options, xml);
  TOCSIN_TRY(const formats::Products products, products_of_folder(options.run));
  if (options.format == "oem") return tracks_oem_files(products, kvn);
  if (options.format == "oem-xml") return tracks_oem_files(products, xml);
  if (options.format == "geojson") return std::vector<ExportFile>{{kMapFile, formats::geojson(products)}};
  if (options.format == "kml") return std::vector<ExportFile>{{"map.kml", formats::kml(products)}};
  if (options.format == "czml") return std::vector<ExportFile>{{kSceneFile, formats::czml(products)}};
  if (options.format == "csv") {
    return std::vector<ExportFile>{{"tracks.csv", formats::tracks_csv(products)},
                                   {"events.csv", formats::events_csv(products)},
                                   {"warnings.csv", formats::warnings_csv(products)}};
  }
  if (options.format == "cap") {
    TOCSIN_TRY(std::vector<formats::CapFile> alerts, formats::cap_files(products));
    std::vector<ExportFile> files;
    for (formats::CapFile& alert : alerts) files.push_back({std::move(alert.path), std::move(alert.xml)});
    return files;
  }
  return fail_field("--format", printable(options.format),
                    "cap, geojson, kml, czml, csv, jsonl, tdm, tdm-xml, oem, oem-xml, asterix or dis");
}

Result<Export> export_of(const ExportOptions& options) {
  if (options.format == "asterix") return asterix_export(options.run);
  if (options.format == "dis") return dis_export(options.run);
  TOCSIN_TRY(std::vector<ExportFile> files, text_files(options));
  return Export{.files = std::move(files), .remarks = {}, .json = Json::object()};
}

}  // namespace

Outcome<Answer> export_command(const ExportOptions& options) {
  Result<Export> made = export_of(options);
  if (!made) return refuse(made.error());
  const fs::path folder = options.out.empty() ? fs::path(options.run) / "export" : fs::path(options.out);
  Answer answer{.json = std::move(made->json), .text = {}, .exit = Exit::done};
  Json names = Json::array();
  for (const ExportFile& file : made->files) {
    const fs::path path = folder / file.name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (Status s = write_file(path.string(), file.bytes); !s) return failed(s.error());
    names.push(Json(path.string()));
    answer.text += path.string() + "\n";
  }
  answer.text += made->remarks;
  if (answer.text.empty()) answer.text = "nothing to export: the run has no " + nothing_of(options.format) + "\n";
  answer.json.add("files", std::move(names));
  return answer;
}

}  // namespace tocsin::app
