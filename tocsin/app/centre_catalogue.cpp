#include "tocsin/app/centre_catalogue.hpp"

#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/element_sets.hpp"

namespace tocsin::app {
namespace {

constexpr std::size_t kMaxSatellites = 100'000;  // three times what is catalogued

Error at_elements(const std::string& source, std::string value, std::string expected) {
  return Error{
      .source = source, .field = "catalogue.elements", .value = std::move(value), .expected = std::move(expected)};
}

}  // namespace

Result<CentreCatalogue> centre_catalogue(const event::KnownOptions& known, const std::string& source,
                                         const RegionFiles& files) {
  CentreCatalogue out;
  if (known.elements.empty()) return out;
  if (!files.catalogue) {
    return fail(at_elements(source, "no text of " + printable(known.elements),
                            "a record of kind element_sets with its content"));
  }
  TOCSIN_TRY(formats::ElementSets read, formats::read_element_sets(files.catalogue->text, files.catalogue->name));
  if (read.sets.empty() || read.sets.size() > kMaxSatellites) {
    return fail(at_elements(source, std::to_string(read.sets.size()) + " element sets in " + printable(known.elements),
                            "1 to " + std::to_string(kMaxSatellites)));
  }
  out.refused = std::move(read.refused);
  out.refused_count = read.refused_count;
  out.satellites = std::make_shared<const event::KnownSatellites>(std::move(read.sets));
  return out;
}

}  // namespace tocsin::app
