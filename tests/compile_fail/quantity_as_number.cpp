// A quantity becomes a number only by value(), where the reader sees it.
// expect: could not convert|cannot convert|no viable conversion|no matching function
#include "tocsin/base/quantity.hpp"

using namespace tocsin;

#ifdef TOCSIN_OK
double raw(Metres a) {
  return a.value();
}
#else
double raw(Metres a) {
  return a;
}
#endif
