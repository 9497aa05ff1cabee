// Quantities of two kinds cannot be added.
// expect: no match for|invalid operands
#include "tocsin/base/quantity.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Metres sum(Metres a, Metres b) {
  return a + b;
}
#else
Metres sum(Metres a, Radians b) {
  return a + b;
}
#endif
