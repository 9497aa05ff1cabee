// T8: impact area after 100 s of coast before two radars.

#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {

void measure_t8(const Study& study, Table& table) {
  (void)study;
  (void)table;
}

}  // namespace tocsin::bench
