// Two moments have a difference and no sum.
// expect: no match for|invalid operands
#include "tocsin/base/instant.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Duration between(Instant a, Instant b) {
  return a - b;
}
#else
Duration between(Instant a, Instant b) {
  return a + b;
}
#endif
