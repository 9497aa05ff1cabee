#pragma once

// Binary saved state of described types (describe.hpp): the same description that gives the JSON, with doubles by their
// bits.

#include "tocsin/base/describe.hpp"
#include "tocsin/base/state_io.hpp"

namespace tocsin::inline base {

template <class T>
void put_state(StateWriter& out, const T& value);

class StateFieldWriter {
 public:
  explicit StateFieldWriter(StateWriter& out) : out_(out) {}
  template <class T>
  void field(const char*, const T& value, const char*, Range = {}) {
    put_state(out_, value);
  }

 private:
  StateWriter& out_;
};

template <class T>
void put_state(StateWriter& out, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    out.text(value);
  } else if constexpr (std::floating_point<T>) {
    out.f64(value);
  } else if constexpr (std::integral<T> || std::is_enum_v<T>) {
    out.i64(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_same_v<T, Instant>) {
    out.i64(value.tai_ns());
  } else if constexpr (std::is_same_v<T, Duration>) {
    out.i64(value.nanoseconds());
  } else if constexpr (std::is_same_v<T, Vec3>) {
    out.f64(value.x);
    out.f64(value.y);
    out.f64(value.z);
  } else if constexpr (is_optional<T>) {
    out.u8(value ? 1 : 0);
    if (value) put_state(out, *value);
  } else if constexpr (is_vector<T>) {
    out.u64(value.size());
    for (const auto& element : value) put_state(out, element);
  } else if constexpr (is_std_array<T>) {
    for (const auto& element : value) put_state(out, element);
  } else if constexpr (is_string_map<T>) {
    out.u64(value.size());
    for (const auto& [key, element] : value) {
      out.text(key);
      put_state(out, element);
    }
  } else if constexpr (covariance_size<T> > 0) {
    for (const double element : value.a) out.f64(element);
  } else {
    static_assert(Described<const T>, "describe() is missing");
    StateFieldWriter writer(out);
    T::describe(value, writer);
  }
}

template <class T>
void get_state(StateReader& in, T& value);

class StateFieldReader {
 public:
  explicit StateFieldReader(StateReader& in) : in_(in) {}
  template <class T>
  void field(const char*, T& value, const char*, Range = {}) {
    get_state(in_, value);
  }

 private:
  StateReader& in_;
};

template <class T>
void get_state(StateReader& in, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    value = in.text();
  } else if constexpr (std::floating_point<T>) {
    value = in.f64();
  } else if constexpr (std::is_enum_v<T>) {
    const std::int64_t number = in.i64();
    bool known = false;
    for (const auto& entry : EnumNames<T>::kNames) {
      if (static_cast<std::int64_t>(entry.first) != number) continue;
      value = entry.first;
      known = true;
    }
    if (!known) in.refuse();
  } else if constexpr (std::integral<T>) {
    const std::int64_t number = in.i64();
    if constexpr (std::is_same_v<T, std::uint64_t>) {
      value = static_cast<T>(number);
    } else {
      const bool fits = number >= static_cast<std::int64_t>(std::numeric_limits<T>::min()) &&
                        number <= static_cast<std::int64_t>(std::numeric_limits<T>::max());
      if (!fits) in.refuse();
      value = fits ? static_cast<T>(number) : T{};
    }
  } else if constexpr (std::is_same_v<T, Instant>) {
    // differences of any two fit into a number then: 146 years about the epoch
    constexpr std::int64_t kFarthest_ns = std::int64_t{1} << 62U;
    const std::int64_t ns = in.i64();
    const bool fits = ns > -kFarthest_ns && ns < kFarthest_ns;
    if (!fits) in.refuse();
    value = Instant::from_tai_ns(fits ? ns : 0);
  } else if constexpr (std::is_same_v<T, Duration>) {
    value = Duration(in.i64());
  } else if constexpr (std::is_same_v<T, Vec3>) {
    value.x = in.f64();
    value.y = in.f64();
    value.z = in.f64();
  } else if constexpr (is_optional<T>) {
    value.reset();
    if (in.u8() != 0) get_state(in, value.emplace());
  } else if constexpr (is_vector<T>) {
    const std::uint64_t n = in.u64();
    value.clear();
    if (n > in.remaining()) in.refuse();  // every element takes at least a byte
    for (std::uint64_t i = 0; i < n && in.ok(); ++i) {
      typename T::value_type element{};
      get_state(in, element);
      value.push_back(std::move(element));
    }
  } else if constexpr (is_std_array<T>) {
    for (auto& element : value) get_state(in, element);
  } else if constexpr (is_string_map<T>) {
    const std::uint64_t n = in.u64();
    value.clear();
    if (n > in.remaining()) in.refuse();
    for (std::uint64_t i = 0; i < n && in.ok(); ++i) {
      std::string key = in.text();
      get_state(in, value[key]);
    }
  } else if constexpr (covariance_size<T> > 0) {
    for (double& element : value.a) element = in.f64();
  } else {
    StateFieldReader reader(in);
    T::describe(value, reader);
  }
}

}  // namespace tocsin::inline base
