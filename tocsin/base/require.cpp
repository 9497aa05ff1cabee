#include "tocsin/base/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace tocsin::inline base {

void broken_invariant(std::string_view condition, std::string_view message, const char* file, int line) {
  // stdio without allocation: the heap may be what is broken
  std::fprintf(stderr, "%s:%d: broken invariant: %.*s (%.*s)\n", file, line, static_cast<int>(message.size()),
               message.data(), static_cast<int>(condition.size()), condition.data());
  std::fflush(stderr);
  std::abort();
}

}  // namespace tocsin::inline base
