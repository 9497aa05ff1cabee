// The frames of a chain of rotations must meet: GCRF from TEME, then ITRF from GCRF.
// expect: no match for|invalid operands
#include "tocsin/base/frame.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
Rotation<Itrf, Teme> chain(const Rotation<Itrf, Gcrf>& ig, const Rotation<Gcrf, Teme>& gt) {
  return ig * gt;
}
#else
Rotation<Itrf, Teme> chain(const Rotation<Itrf, Gcrf>& ig, const Rotation<Gcrf, Teme>& gt) {
  return gt * ig;
}
#endif
