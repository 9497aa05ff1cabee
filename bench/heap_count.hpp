#pragma once

#include <cstdint>

namespace tocsin::bench {

/// How often this program has taken memory by `new` so far. Programs with heap_count.cpp only: it replaces `new`.
[[nodiscard]] std::int64_t heap_allocations();

}  // namespace tocsin::bench
