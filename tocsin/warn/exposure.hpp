#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/exposure.hpp"
#include "tocsin/warn/regions.hpp"

namespace tocsin::warn {

/// Whom a centre warns by name: table `[exposure]` of the world file. Files are named relative to it; their text enters
/// a run as a record of its own.
struct ExposureOptions {
  std::string areas;      ///< GeoJSON file; empty: the countries that come with the program
  std::string places;     ///< table of places; empty: none
  std::string area_name;  ///< property of an area that holds its name; empty: the usual ones
  /// Languages of messages, by tag, the first one first.
  std::vector<std::string> languages{"en"};
  /// An area outside the warned region is named from this probability on: below it nobody would do anything.
  double smallest_probability = 0.01;
  /// Places that a warning lists; all are counted.
  std::size_t most_places = 20;
};

/// Reads `[exposure]` of a world file (defaults where there is none). Errors name the place.
[[nodiscard]] Result<ExposureOptions> read_exposure_options(ConfigTable& root);
[[nodiscard]] Result<ExposureOptions> parse_exposure_options(std::string_view world_text, const std::string& source);

/// What the question about one object needs.
struct ExposureQuestion {
  const message::ImpactEstimate& impact;
  double margin_km = 0.0;                                ///< around the 90 % region: all within is warned
  Instant now;                                           ///< minutes are counted from here
  const std::optional<message::LaunchEstimate>& launch;  ///< begin of the path over the ground, if known
};

/// Who lies under the region of an impact.
///
/// The place of impact is a Gaussian in distance and azimuth from its centre whose 90 % ellipse is the estimate's.
/// Probabilities of areas come from 4096 points that all stand for the same probability (a spiral by the golden angle,
/// Vogel, Mathematical Biosciences 44, 1979), so that those of areas that do not overlap and `elsewhere` sum to one;
/// the error is about 0.002 for any area. An area is named when it touches the region with its margin, or has
/// `smallest_probability`. Places within the region and margin are counted; listed are those with the largest product
/// of population and probability of an impact within 10 km. The window of time is that of the impact for all of them:
/// the estimate does not say how place and time go together. Overflown are areas under the geodesic from launch to
/// impact.
[[nodiscard]] message::Exposure exposure(const ExposureQuestion& question, const Regions& regions,
                                         const ExposureOptions& options);

/// Probability that a Gaussian impact comes down within `radius_km` of a point at (`along`, `across`) km from its
/// centre on the axes of its standard deviations, to 1e-6. Preconditions: standard deviations and radius positive.
[[nodiscard]] double probability_within_km(double along_km, double across_km, double sigma_along_km,
                                           double sigma_across_km, double radius_km);

/// "Under the region: Japan 62 % and sea 38 %, in 6 to 8 minutes; 3 places with 412,000 people, first Aomori …" Empty
/// without areas and places.
[[nodiscard]] std::string exposure_sentence(const message::Exposure& exposure);

}  // namespace tocsin::warn
