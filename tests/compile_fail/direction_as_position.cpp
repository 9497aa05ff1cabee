// A direction is no place.
// expect: invalid initialization of reference|no known conversion|no matching function
#include "tocsin/base/frame.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
void place(const Position<Itrf>&);
void use(const Position<Itrf>& p) {
  place(p);
}
#else
void place(const Position<Itrf>&);
void use(const Direction<Itrf>& p) {
  place(p);
}
#endif
