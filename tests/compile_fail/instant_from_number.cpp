// A number of unknown scale (UTC, TAI, GPS) becomes no moment by itself.
// expect: is private within|private constructor
#include "tocsin/base/instant.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Instant made() {
  return Instant::from_tai_ns(0);
}
#else
Instant made() {
  return Instant(0);
}
#endif
