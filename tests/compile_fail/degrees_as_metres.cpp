// An angle is no length.
// expect: could not convert|cannot convert|no viable conversion|no matching function
#include "tocsin/base/quantity.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
void climb(Metres);
void use() {
  climb(kilometres(1.0));
}
#else
void climb(Metres);
void use() {
  climb(degrees(1.0));
}
#endif
