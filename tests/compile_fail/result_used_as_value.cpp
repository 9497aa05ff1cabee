// UTC text becomes a moment only through a Result that somebody looked at.
// expect: could not convert|cannot convert|no viable conversion|no matching function
#include "tocsin/base/instant.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Instant read() {
  return parse_utc("2022-10-03T22:22:00Z").value_or(Instant{});
}
#else
Instant read() {
  return parse_utc("2022-10-03T22:22:00Z");
}
#endif
