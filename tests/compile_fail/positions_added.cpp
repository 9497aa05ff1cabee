// Places cannot be added, only moved by a displacement.
// expect: no match for|invalid operands
#include "tocsin/base/frame.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Position<Itrf> moved(const Position<Itrf>& a, const Displacement<Itrf>& d) {
  return a + d;
}
#else
Position<Itrf> moved(const Position<Itrf>& a, const Position<Itrf>& d) {
  return a + d;
}
#endif
