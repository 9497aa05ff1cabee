#pragma once

// Items of ASTERIX records: their forms, and how records are taken apart and put together. Private to this folder.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/formats/asterix.hpp"

namespace tocsin::formats {

/// How the length of an item is found (EUROCONTROL-SPEC-0149 part 1, section 4.3).
enum class ItemShape : std::uint8_t {
  spare,            ///< not in use
  fixed,            ///< `size` bytes
  extended,         ///< parts of `size` bytes as long as the lowest bit of a part is set
  repetitive,       ///< a count, then so many times `size` bytes
  explicit_length,  ///< the first byte is the length, itself included
  compound,         ///< a field specification, then the parts that it names
};

struct ItemForm {
  std::string_view name;  ///< as in the standard: I048/040
  ItemShape shape = ItemShape::spare;
  std::size_t size = 0;
  std::span<const ItemForm> parts{};
};

/// Items of a category by field reference number, from 1 at index 0; empty if the category is not read.
[[nodiscard]] std::span<const ItemForm> asterix_profile(int category);

/// Items of the Reserved Expansion Field of category 048 up to the Extended Range Report.
[[nodiscard]] std::span<const ItemForm> expansion_048();

/// One item that is there: index in its list of forms and bytes.
struct ItemBytes {
  std::size_t index = 0;
  std::string_view bytes;
  std::size_t offset = 0;  ///< from the start of the record
};

struct SplitItems {
  std::vector<ItemBytes> items;
  std::size_t size = 0;  ///< bytes of all, field specification included
};

/// Takes a record (or a compound item) apart. Errors: bits of no item, or more bytes than there are; `column` is the
/// place from the first byte, 1-based.
[[nodiscard]] Result<SplitItems> split_items(std::span<const ItemForm> forms, std::string_view bytes);

/// Length of the item that begins the bytes. Errors as above.
[[nodiscard]] Result<std::size_t> item_length(const ItemForm& form, std::string_view bytes);

/// Puts a record (or a compound item) together.
class ItemWriter {
 public:
  /// Adds the item of a field reference number, in rising order.
  void add(std::size_t number, std::string_view bytes);
  /// Field specification and items; empty if nothing was added.
  [[nodiscard]] std::string take() const;

 private:
  std::vector<std::uint8_t> specification_;
  std::string items_;
};

/// Nearest number of steps, or nothing if it lies outside or is not finite.
[[nodiscard]] std::optional<std::int64_t> steps_of(double value, double step, std::int64_t low, std::int64_t high);
/// Nearest number of steps of a size that is not negative, `high` for all above; 1 for what is not 0 but rounds to it.
[[nodiscard]] std::optional<std::int64_t> capped_steps_of(double value, double step, std::int64_t high);
/// Steps of a full circle, any angle.
[[nodiscard]] std::optional<std::int64_t> circle_steps_of(double angle_rad, std::int64_t steps);
/// Time of day in 1/128 s; what rounds up to midnight is the next midnight. Nothing outside [0, end_s).
[[nodiscard]] std::optional<std::int64_t> time_of_day_steps(double time_s, double end_s);

inline constexpr double kNauticalMile_m = 1852.0;
inline constexpr double kFoot_m = 0.3048;
inline constexpr double kDay_s = 86400.0;
inline constexpr double kTimeStep_s = 1.0 / 128.0;

// One pair for each category.
[[nodiscard]] std::string encode_048(const MonoradarReport& report, AsterixLosses& losses);
[[nodiscard]] Result<MonoradarReport> decode_048(const SplitItems& items);
[[nodiscard]] std::string encode_062(const SystemTrack& track, AsterixLosses& losses);
[[nodiscard]] Result<SystemTrack> decode_062(const SplitItems& items);
/// Whether an item of that index is interpreted.
[[nodiscard]] bool is_read_048(std::size_t index);
[[nodiscard]] bool is_read_062(std::size_t index);

}  // namespace tocsin::formats
