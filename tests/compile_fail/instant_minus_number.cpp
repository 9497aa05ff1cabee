// A bare number is no span of time: seconds or nanoseconds?
// expect: no match for|invalid operands
#include "tocsin/base/instant.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Instant earlier(Instant t) {
  return t - whole_seconds(37);
}
#else
Instant earlier(Instant t) {
  return t - 37.0;
}
#endif
