// Where is every satellite of a file at one time? Usage: propagate_catalogue FILE TIME

#include <cstdio>
#include <string>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/formats/tle.hpp"
#include "tocsin/motion/sgp4.hpp"

int main(int argc, char** argv) {
  using namespace tocsin;
  if (argc != 3) {
    std::fprintf(stderr, "usage: propagate_catalogue FILE TIME\n");
    return 2;
  }
  const auto fail = [](const Error& error) {
    std::fprintf(stderr, "%s\n", error.to_string().c_str());
    return 2;
  };
  const Result<Instant> time = parse_utc(argv[2]);
  if (!time) return fail(time.error());
  const Result<std::string> text = read_file(argv[1], 256U << 20U);
  if (!text) return fail(text.error());
  const Result<formats::TleSets> read = formats::read_tle(*text, argv[1]);
  if (!read) return fail(read.error());
  for (const Error& refused : read->refused) std::fprintf(stderr, "%s\n", refused.to_string().c_str());

  // One attitude of the Earth serves every satellite of the moment.
  const earth::Attitude attitude = earth::Orientation().at(*time);
  int found = 0;
  for (const motion::ElementSet& set : read->sets) {
    const Result<State<Teme>> state = motion::Sgp4::from(set).state_at(*time);
    if (!state) {
      std::fprintf(stderr, "%d: %s\n", set.catalogue_number, state.error().to_string().c_str());
      continue;
    }
    const Geodetic place = earth::to_geodetic(attitude.to_itrf(*state).position);
    std::printf("%6d %8.3f %9.3f %10.3f km\n", set.catalogue_number, in_degrees(Radians(place.lat_rad)),
                in_degrees(Radians(place.lon_rad)), place.height_m / 1000.0);
    ++found;
  }
  std::printf("%d of %zu\n", found, read->sets.size());
}
