#pragma once

// One description of a record serves its JSON text, its JSON Schema and a stage's saved state:
//
//     struct Tick {
//       Instant time;
//       template <class Self, class Visitor>
//       static void describe(Self& self, Visitor& v) {
//         v.field("time", self.time, "record time of the tick");
//       }
//     };

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"

namespace tocsin::inline base {

/// Bounds of a number, inclusive.
struct Range {
  double low = -std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::max();
};

/// Specialised for each enumeration that appears in records: `static constexpr std::array kNames{std::pair{Enum::a,
/// std::string_view("a")}, …}`.
template <class E>
struct EnumNames;

template <class E>
[[nodiscard]] constexpr std::string_view name_of(E value) {
  for (const auto& [key, name] : EnumNames<E>::kNames) {
    if (key == value) return name;
  }
  return "?";
}

template <class E>
[[nodiscard]] constexpr std::optional<E> enum_from_name(std::string_view text) {
  for (const auto& [key, name] : EnumNames<E>::kNames) {
    if (name == text) return key;
  }
  return std::nullopt;
}

/// Accepts everything; only used to ask whether a type has a description.
struct NullVisitor {
  template <class T>
  void field(const char*, T&, const char*, Range = {}) {}
};

template <class T>
concept Described = requires(T& value, NullVisitor& visitor) { T::describe(value, visitor); };

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;
template <class T>
inline constexpr bool is_string_map = false;
template <class T>
inline constexpr bool is_string_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr int covariance_size = 0;
template <int N>
inline constexpr int covariance_size<Covariance<N>> = N;

}  // namespace tocsin::inline base
