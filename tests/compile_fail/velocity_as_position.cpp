// A velocity is no place, though both are three numbers.
// expect: invalid initialization of reference|no known conversion|no matching function
#include "tocsin/base/frame.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
void place(const Position<Itrf>&);
void use(const State<Itrf>& s) {
  place(s.position);
}
#else
void place(const Position<Itrf>&);
void use(const State<Itrf>& s) {
  place(s.velocity);
}
#endif
