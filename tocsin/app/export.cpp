// tocsin export: products of a run in the field's formats.

#include <filesystem>
#include <utility>
#include <vector>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/products.hpp"
#include "tocsin/app/recording.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/cap.hpp"
#include "tocsin/formats/csv.hpp"
#include "tocsin/formats/czml.hpp"
#include "tocsin/formats/geojson.hpp"
#include "tocsin/formats/jsonl.hpp"
#include "tocsin/formats/kml.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

struct File {
  std::string name;
  std::string bytes;
};

/// The run's inputs without ticks, as `tocsin process` reads them.
Result<std::string> measurements_jsonl(const std::string& run) {
  TOCSIN_TRY(const Recording recording, read_recording({run}));
  std::string text;
  for (const message::Record& record : recording.records) text += formats::json_line(record);
  return text;
}

Result<std::vector<File>> files_of(const ExportOptions& options) {
  if (options.format == "jsonl") {
    TOCSIN_TRY(std::string text, measurements_jsonl(options.run));
    return std::vector<File>{{"measurements.jsonl", std::move(text)}};
  }
  TOCSIN_TRY(const formats::Products products, products_of_folder(options.run));
  if (options.format == "geojson") return std::vector<File>{{kMapFile, formats::geojson(products)}};
  if (options.format == "kml") return std::vector<File>{{"map.kml", formats::kml(products)}};
  if (options.format == "czml") return std::vector<File>{{kSceneFile, formats::czml(products)}};
  if (options.format == "csv") {
    return std::vector<File>{{"tracks.csv", formats::tracks_csv(products)},
                             {"events.csv", formats::events_csv(products)},
                             {"warnings.csv", formats::warnings_csv(products)}};
  }
  if (options.format == "cap") {
    TOCSIN_TRY(std::vector<formats::CapFile> alerts, formats::cap_files(products));
    std::vector<File> files;
    for (formats::CapFile& alert : alerts) files.push_back({std::move(alert.path), std::move(alert.xml)});
    return files;
  }
  return fail_field("--format", printable(options.format), "cap, geojson, kml, czml, csv or jsonl");
}

}  // namespace

Outcome<Answer> export_command(const ExportOptions& options) {
  Result<std::vector<File>> files = files_of(options);
  if (!files) return refuse(files.error());
  const fs::path folder = options.out.empty() ? fs::path(options.run) / "export" : fs::path(options.out);
  Answer answer{.json = Json::object(), .text = {}, .exit = Exit::done};
  Json names = Json::array();
  for (const File& file : *files) {
    const fs::path path = folder / file.name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (Status s = write_file(path.string(), file.bytes); !s) return failed(s.error());
    names.push(Json(path.string()));
    answer.text += path.string() + "\n";
  }
  if (files->empty()) answer.text = "nothing to export: the run has no warning\n";
  answer.json.add("files", std::move(names));
  return answer;
}

}  // namespace tocsin::app
