// Where is every satellite of a file at one time? Usage: propagate_catalogue FILE TIME

#include <cstdio>
#include <string>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/formats/tle.hpp"
#include "tocsin/motion/catalogue.hpp"

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

  const auto catalogue = motion::Catalogue::from(read->sets);
  std::vector<motion::Catalogue::State> states(catalogue.size());
  std::vector<motion::Sgp4Error> errors(catalogue.size());
  catalogue.propagate({&*time, 1}, motion::Catalogue::Order::TimeSatellite, states, errors);

  // One attitude of the Earth serves every satellite of the moment.
  const earth::Attitude attitude = earth::Orientation().at(*time);
  int found = 0;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const int number = read->sets[i].catalogue_number;
    if (errors[i] != motion::Sgp4Error::None) {  // decayed, or elements that the theory cannot carry: never a place
      std::fprintf(stderr, "%d: %s\n", number, std::string(motion::describe(errors[i])).c_str());
      continue;
    }
    const State<Teme> state = motion::Catalogue::in_metres(states[i]);
    const Geodetic place = earth::to_geodetic(attitude.to_itrf(state).position);
    std::printf("%6d %8.3f %9.3f %10.3f km\n", number, in_degrees(Radians(place.lat_rad)),
                in_degrees(Radians(place.lon_rad)), place.height_m / 1000.0);
    ++found;
  }
  std::printf("%d of %zu\n", found, states.size());
}
