// A bare number has no unit and becomes no quantity by itself.
// expect: could not convert|cannot convert|no viable conversion|no matching function
#include "tocsin/base/quantity.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
void climb(Metres);
void use() {
  climb(Metres(100.0));
}
#else
void climb(Metres);
void use() {
  climb(100.0);
}
#endif
