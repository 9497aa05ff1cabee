#pragma once

#include <array>

#include "bench/accuracy/study.hpp"

namespace tocsin::bench {

void measure_t1(const Study& study, Table& table);
void measure_t3(const Study& study, Table& table);
void measure_t4(const Study& study, Table& table);
void measure_t5(const Study& study, Table& table);
void measure_t6(const Study& study, Table& table);
void measure_t7(const Study& study, Table& table);
void measure_t8(const Study& study, Table& table);
void measure_t9(const Study& study, Table& table);
void measure_t10(const Study& study, Table& table);
void measure_t10_late(const Study& study, Table& table);

/// In the order in which they are printed.
inline constexpr std::array kTargets{
    Target{"T1", measure_t1},   Target{"T3", measure_t3},
    Target{"T4", measure_t4},   Target{"T5", measure_t5},
    Target{"T6", measure_t6},   Target{"T7", measure_t7},
    Target{"T8", measure_t8},   Target{"T9", measure_t9},
    Target{"T10", measure_t10}, Target{"T10-late", measure_t10_late},
};

}  // namespace tocsin::bench
