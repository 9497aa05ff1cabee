// A Result may not be dropped: the error would be lost.
// expect: nodiscard
#include "tocsin/base/instant.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
bool read() {
  return parse_utc("2022-10-03T22:22:00Z").has_value();
}
#else
bool read() {
  parse_utc("2022-10-03T22:22:00Z");
  return true;
}
#endif
