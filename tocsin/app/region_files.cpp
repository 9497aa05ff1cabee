#include "tocsin/app/region_files.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "tocsin/app/countries.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/event/estimation_config.hpp"
#include "tocsin/formats/areas.hpp"
#include "tocsin/formats/cap_texts.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRegionLimitBytes = std::uint64_t{48} << 20U;  // a journal record holds 64 MB

Result<std::optional<RegionFile>> read_beside(const std::string& world_path, const std::string& name) {
  if (name.empty()) return std::nullopt;
  const fs::path path = fs::path(name).is_absolute() ? fs::path(name) : fs::path(world_path).parent_path() / name;
  TOCSIN_TRY(std::string text, read_file(path.lexically_normal().string(), kRegionLimitBytes));
  return RegionFile{name, std::move(text)};
}

Error missing(const std::string& source, const char* key, const std::string& name) {
  return Error{.source = source,
               .field = std::string("exposure.") + key,
               .value = "no text of " + printable(name),
               .expected = std::string("a record of kind ") + key + " with its content"};
}

void take_refused(CentreRegions& out, std::vector<Error> refused, std::size_t count) {
  out.refused.insert(out.refused.end(), refused.begin(), refused.end());
  out.refused_count += count;
}

Status check_languages(const warn::ExposureOptions& options, const std::string& source) {
  const std::vector<std::string>& known = formats::cap_languages();
  for (const std::string& language : options.languages) {
    if (std::find(known.begin(), known.end(), language) != known.end()) continue;
    std::string all;
    for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
    return fail(Error{
        .source = source, .field = "exposure.languages", .value = printable(language), .expected = "some of " + all});
  }
  return {};
}

/// The countries alone, prepared once.
const std::shared_ptr<const warn::Regions>& country_regions() {
  static const auto kRegions = std::make_shared<const warn::Regions>(countries(), std::vector<message::Place>());
  return kRegions;
}

}  // namespace

Result<RegionFiles> read_region_files(std::string_view world_text, const std::string& world_path) {
  TOCSIN_TRY(const warn::ExposureOptions options, warn::parse_exposure_options(world_text, world_path));
  RegionFiles files;
  TOCSIN_TRY(files.areas, read_beside(world_path, options.areas));
  TOCSIN_TRY(files.places, read_beside(world_path, options.places));
  TOCSIN_TRY(const event::Options estimation, event::parse_estimation(world_text, world_path));
  TOCSIN_TRY(files.catalogue, read_beside(world_path, estimation.known.elements));
  return files;
}

Result<CentreRegions> centre_regions(std::string_view world_text, const std::string& source, const RegionFiles& files) {
  CentreRegions out;
  TOCSIN_TRY(out.options, warn::parse_exposure_options(world_text, source));
  if (Status s = check_languages(out.options, source); !s) return fail(std::move(s).error());
  if (!out.options.areas.empty() && !files.areas) return fail(missing(source, "areas", out.options.areas));
  if (!out.options.places.empty() && !files.places) return fail(missing(source, "places", out.options.places));
  if (out.options.areas.empty() && out.options.places.empty()) {
    out.regions = country_regions();
    return out;
  }
  std::vector<message::NamedArea> areas;
  if (out.options.areas.empty()) {
    areas = countries();
  } else {
    TOCSIN_TRY(formats::Areas read,
               formats::read_areas(files.areas->text, files.areas->name, {.name_property = out.options.area_name}));
    areas = std::move(read.areas);
    take_refused(out, std::move(read.refused), read.refused_count);
  }
  std::vector<message::Place> places;
  if (!out.options.places.empty()) {
    TOCSIN_TRY(formats::Places read, formats::read_places(files.places->text, files.places->name));
    places = std::move(read.places);
    take_refused(out, std::move(read.refused), read.refused_count);
  }
  out.regions = std::make_shared<const warn::Regions>(std::move(areas), std::move(places));
  return out;
}

}  // namespace tocsin::app
