#pragma once

#include <cmath>
#include <concepts>
#include <string>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::track {

/// Finds the first number of a record that is not finite or outside its bounds.
class BoundsCheck {
 public:
  template <class T>
  void field(const char* name, const T& value, const char*, Range range = {}) {
    if (!problem_.empty()) return;
    if constexpr (std::floating_point<T> || std::integral<T>) {
      check(name, static_cast<double>(value), range);
    } else if constexpr (is_optional<T>) {
      if (value) field(name, *value, "", range);
    } else if constexpr (is_std_array<T>) {
      for (const auto& element : value) field(name, element, "", range);
    } else if constexpr (Described<const T>) {
      T::describe(value, *this);
    }
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void check(const char* name, double value, Range range) {
    if (std::isfinite(value) && value >= range.low && value <= range.high) [[likely]]
      return;
    say(name, value, range);
  }
  void say(const char* name, double value, Range range) {
    problem_ = std::string(name) + ": found " + shortest(value) + ", expected " + shortest(range.low) + " to " +
               shortest(range.high);
  }
  std::string problem_;
};

/// The first number of a record that is not finite or outside its bounds, in words; empty when there is none.
template <class T>
std::string bounds_problem(const T& record) {
  BoundsCheck check;
  T::describe(record, check);
  return check.problem();
}

}  // namespace tocsin::track
