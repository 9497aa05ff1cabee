// A rotation turns only vectors of its own frame.
// expect: no match for|invalid operands
#include "tocsin/base/frame.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Position<Itrf> turned(const Rotation<Itrf, Gcrf>& r, const Position<Gcrf>& p) {
  return r * p;
}
#else
Position<Itrf> turned(const Rotation<Itrf, Gcrf>& r, const Position<Itrf>& p) {
  return r * p;
}
#endif
