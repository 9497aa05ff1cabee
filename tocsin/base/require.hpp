#pragma once

#include <string_view>

namespace tocsin::inline base {

/// Reports a broken invariant on stderr and ends the program: state that was never meant to exist is not carried on.
[[noreturn]] void broken_invariant(std::string_view condition, std::string_view message, const char* file, int line);

}  // namespace tocsin::inline base

/// Checks an invariant in every build type; bad data is never checked this way (see Result).
#define TOCSIN_REQUIRE(condition, message)                                   \
  do {                                                                       \
    if (!(condition)) [[unlikely]] {                                         \
      ::tocsin::broken_invariant(#condition, (message), __FILE__, __LINE__); \
    }                                                                        \
  } while (false)

/// Checks an invariant in debug builds only, for conditions inside hot kernels.
#ifdef NDEBUG
#define TOCSIN_ASSERT(condition, message) static_cast<void>(0)
#else
#define TOCSIN_ASSERT(condition, message) TOCSIN_REQUIRE(condition, message)
#endif
