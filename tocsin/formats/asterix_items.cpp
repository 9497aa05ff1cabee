#include "tocsin/formats/asterix_items.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/formats/big_endian.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kItemsPerOctet = 7;

tl::unexpected<Error> too_short(std::string_view name, std::size_t offset, std::size_t found, std::size_t needed) {
  return fail(Error{.column = static_cast<std::int64_t>(offset) + 1,
                    .field = std::string(name),
                    .value = std::to_string(found) + " bytes",
                    .expected = std::to_string(needed) + " or more"});
}

/// Indices of the items that a field specification names, and its own length.
struct Specification {
  std::vector<std::size_t> items;
  std::size_t size = 0;
};

Result<Specification> read_specification(std::span<const ItemForm> forms, std::string_view bytes) {
  Specification out;
  for (bool more = true; more;) {
    const std::size_t at = out.size;
    if (at == bytes.size()) return too_short("FSPEC", at, bytes.size(), at + 1);
    if (at * kItemsPerOctet >= forms.size()) {
      return fail(Error{.column = static_cast<std::int64_t>(at) + 1,
                        .field = "FSPEC",
                        .value = "an extension into octet " + std::to_string(at + 1),
                        .expected = std::to_string(at) + " octets at most"});
    }
    const unsigned bits = octet(bytes, at);
    for (std::size_t bit = 0; bit < kItemsPerOctet; ++bit) {
      if ((bits & (0x80U >> bit)) == 0) continue;
      const std::size_t index = at * kItemsPerOctet + bit;
      if (index >= forms.size() || forms[index].shape == ItemShape::spare) {
        return fail(Error{.column = static_cast<std::int64_t>(at) + 1,
                          .field = "FSPEC",
                          .value = "field reference number " + std::to_string(index + 1),
                          .expected = "numbers of items"});
      }
      out.items.push_back(index);
    }
    more = (bits & 1U) != 0;
    ++out.size;
  }
  return out;
}

Result<std::size_t> extended_length(const ItemForm& form, std::string_view bytes) {
  for (std::size_t length = form.size;; length += form.size) {
    if (bytes.size() < length) return too_short(form.name, 0, bytes.size(), length);
    if ((octet(bytes, length - 1) & 1U) == 0) return length;
  }
}

}  // namespace

Result<std::size_t> item_length(const ItemForm& form, std::string_view bytes) {
  std::size_t length = form.size;
  switch (form.shape) {
    case ItemShape::spare:
    case ItemShape::fixed:
      break;
    case ItemShape::extended:
      return extended_length(form, bytes);
    case ItemShape::repetitive:
      if (bytes.empty()) return too_short(form.name, 0, 0, 1);
      length = 1 + octet(bytes, 0) * form.size;
      break;
    case ItemShape::explicit_length:
      if (bytes.empty()) return too_short(form.name, 0, 0, 1);
      length = octet(bytes, 0);
      if (length == 0)
        return fail(Error{.column = 1, .field = std::string(form.name), .value = "length 0", .expected = "1 or more"});
      break;
    case ItemShape::compound: {
      Result<SplitItems> parts = split_items(form.parts, bytes);
      if (!parts) return fail(std::move(parts).error().under(std::string(form.name)));
      return parts->size;
    }
  }
  if (bytes.size() < length) return too_short(form.name, 0, bytes.size(), length);
  return length;
}

Result<SplitItems> split_items(std::span<const ItemForm> forms, std::string_view bytes) {
  TOCSIN_TRY(const Specification specification, read_specification(forms, bytes));
  SplitItems out{.items = {}, .size = specification.size};
  for (const std::size_t index : specification.items) {
    Result<std::size_t> length = item_length(forms[index], bytes.substr(out.size));
    if (!length) {
      Error error = std::move(length).error();
      error.column += static_cast<std::int64_t>(out.size);
      return fail(std::move(error));
    }
    out.items.push_back({index, bytes.substr(out.size, *length), out.size});
    out.size += *length;
  }
  return out;
}

void ItemWriter::add(std::size_t number, std::string_view bytes) {
  const std::size_t at = (number - 1) / kItemsPerOctet;
  TOCSIN_REQUIRE(number > 0 && at + 1 >= specification_.size(), "items are added in rising order");
  specification_.resize(at + 1, 0);
  specification_[at] |= static_cast<std::uint8_t>(0x80U >> ((number - 1) % kItemsPerOctet));
  items_ += bytes;
}

std::string ItemWriter::take() const {
  std::string out;
  for (std::size_t i = 0; i < specification_.size(); ++i) {
    out += static_cast<char>(specification_[i] | (i + 1 < specification_.size() ? 1U : 0U));
  }
  return out + items_;
}

std::optional<std::int64_t> steps_of(double value, double step, std::int64_t low, std::int64_t high) {
  const double steps = std::round(value / step);
  // false for NaN too
  if (!(steps >= static_cast<double>(low) && steps <= static_cast<double>(high))) return std::nullopt;
  return static_cast<std::int64_t>(steps);
}

std::optional<std::int64_t> capped_steps_of(double value, double step, std::int64_t high) {
  if (!(value >= 0.0)) return std::nullopt;
  const double steps = std::min(std::round(value / step), static_cast<double>(high));
  return std::max(static_cast<std::int64_t>(steps), std::int64_t{value > 0.0 ? 1 : 0});
}

std::optional<std::int64_t> circle_steps_of(double angle_rad, std::int64_t steps) {
  if (!std::isfinite(angle_rad)) return std::nullopt;
  const double turns = angle_rad / (2.0 * kPi);
  const auto nearest = static_cast<std::int64_t>(std::round((turns - std::floor(turns)) * static_cast<double>(steps)));
  return nearest % steps;
}

std::optional<std::int64_t> time_of_day_steps(double time_s, double end_s) {
  if (!(time_s >= 0.0 && time_s < end_s)) return std::nullopt;
  const auto steps = static_cast<std::int64_t>(std::round(time_s / kTimeStep_s));
  const auto midnight = static_cast<std::int64_t>(kDay_s / kTimeStep_s);
  if (time_s < kDay_s) return steps % midnight;
  // The last 1/256 s of a leap second rounds up to the next midnight too.
  return steps == static_cast<std::int64_t>(end_s / kTimeStep_s) ? 0 : steps;
}

}  // namespace tocsin::formats
