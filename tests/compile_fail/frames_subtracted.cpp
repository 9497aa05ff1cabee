// The difference of two places needs one frame.
// expect: no match for|invalid operands
#include "tocsin/base/frame.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Displacement<Itrf> between(const Position<Itrf>& a, const Position<Itrf>& b) {
  return a - b;
}
#else
Displacement<Itrf> between(const Position<Itrf>& a, const Position<Gcrf>& b) {
  return a - b;
}
#endif
