#pragma once

#include <utility>

#include "tocsin/base/result.hpp"

namespace tocsin::app {

/// Exit statuses of the program: part of the command line's contract.
enum class Exit { done = 0, failed = 1, refused = 2 };

/// Why a command did not finish: bad input (2) or work that failed (1).
struct Failure {
  Exit exit = Exit::refused;
  Error error;
};

template <class T>
using Outcome = tl::expected<T, Failure>;

/// Bad input or wrong usage: exit status 2.
[[nodiscard]] inline tl::unexpected<Failure> refuse(Error error) {
  return tl::unexpected<Failure>(Failure{Exit::refused, std::move(error)});
}
/// The input is good but the work cannot be done: exit status 1.
[[nodiscard]] inline tl::unexpected<Failure> failed(Error error) {
  return tl::unexpected<Failure>(Failure{Exit::failed, std::move(error)});
}

}  // namespace tocsin::app
