#include "tocsin/formats/asterix.hpp"

#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/formats/asterix_items.hpp"
#include "tocsin/formats/big_endian.hpp"

namespace tocsin::formats {
namespace {

constexpr std::uint8_t kReports = 48;
constexpr std::uint8_t kTracks = 62;
constexpr std::size_t kBlockHeaderBytes = 3;
constexpr std::size_t kMaxBlockBytes = 65535;

std::size_t block_length(std::string_view rest) {
  return static_cast<std::size_t>(unsigned_big_endian(rest.substr(1, 2)));
}

/// Walks through blocks and records and keeps the books.
class Reading {
 public:
  Reading(std::string_view bytes, const std::string& source, const std::function<void(const AsterixRecord&)>& use,
          const AsterixReadOptions& options)
      : bytes_(bytes), source_(source), use_(use), options_(options) {}

  AsterixSummary run() {
    for (std::size_t at = 0; at < bytes_.size();) {
      const std::string_view rest = bytes_.substr(at);
      ++summary_.blocks;
      const std::size_t length = rest.size() < kBlockHeaderBytes ? 0 : block_length(rest);
      if (length <= kBlockHeaderBytes || length > rest.size()) {
        refuse(Error{.field = "block length",
                     .value = rest.size() < kBlockHeaderBytes ? "no end of the header" : std::to_string(length),
                     .expected = "more than the 3 bytes of the header, and not more than the " +
                                 std::to_string(rest.size()) + " that are there"},
               at);
        break;
      }
      read_block(at, length);
      at += length;
    }
    return std::move(summary_);
  }

 private:
  void read_block(std::size_t at, std::size_t length) {
    const int category = static_cast<unsigned char>(bytes_[at]);
    const std::span<const ItemForm> profile = asterix_profile(category);
    if (profile.empty()) {
      ++summary_.other_blocks[category];
      return;
    }
    const std::size_t end = at + length;
    for (std::size_t record = at + kBlockHeaderBytes; record < end;) {
      ++records_;
      Result<SplitItems> items = split_items(profile, bytes_.substr(record, end - record));
      if (!items) return refuse(std::move(items).error(), record);
      if (Result<AsterixRecord> read = read_record(category, *items); read) {
        keep(category, profile, *items, *read);
      } else {
        refuse(placed(std::move(read).error(), profile, *items), record);
      }
      record += items->size;
    }
  }

  static Result<AsterixRecord> read_record(int category, const SplitItems& items) {
    if (category == kReports) {
      TOCSIN_TRY(AsterixRecord report, decode_048(items));
      return report;
    }
    TOCSIN_TRY(AsterixRecord track, decode_062(items));
    return track;
  }

  void keep(int category, std::span<const ItemForm> profile, const SplitItems& items, const AsterixRecord& record) {
    ++(category == kReports ? summary_.reports : summary_.tracks);
    for (const ItemBytes& item : items.items) {
      const bool is_read = category == kReports ? is_read_048(item.index) : is_read_062(item.index);
      if (!is_read) ++summary_.passed_items[std::string(profile[item.index].name)];
    }
    use_(record);
  }

  /// The place of the item whose value was refused.
  static Error placed(Error error, std::span<const ItemForm> profile, const SplitItems& items) {
    for (const ItemBytes& item : items.items) {
      if (error.field.starts_with(profile[item.index].name)) error.column = static_cast<std::int64_t>(item.offset) + 1;
    }
    return error;
  }

  /// `column` of an error is a place in the record; people are told the place in the whole.
  void refuse(Error error, std::size_t at) {
    ++summary_.refused_count;
    if (summary_.refused.size() >= options_.max_errors) return;
    const std::size_t inside = error.column > 0 ? static_cast<std::size_t>(error.column) - 1 : 0;
    error.message = "block " + std::to_string(summary_.blocks) + ", byte " + std::to_string(at + inside);
    error.column = 0;
    error.source = source_;
    if (error.field != "block length") {
      error.line = records_;
      error.is_record = true;
    }
    summary_.refused.push_back(std::move(error));
  }

  std::string_view bytes_;
  const std::string& source_;
  const std::function<void(const AsterixRecord&)>& use_;
  AsterixReadOptions options_;
  AsterixSummary summary_;
  std::int64_t records_ = 0;
};

}  // namespace

std::string asterix_record(const AsterixRecord& record, AsterixLosses& losses) {
  if (const auto* report = std::get_if<MonoradarReport>(&record)) return encode_048(*report, losses);
  return encode_062(std::get<SystemTrack>(record), losses);
}

std::uint8_t asterix_category(const AsterixRecord& record) {
  return std::holds_alternative<MonoradarReport>(record) ? kReports : kTracks;
}

std::string asterix_block(std::uint8_t category, std::string_view records) {
  TOCSIN_REQUIRE(!records.empty() && records.size() <= kMaxBlockBytes - kBlockHeaderBytes,
                 "a block holds 1 to 65532 bytes");
  std::string out(1, static_cast<char>(category));
  put_big_endian(static_cast<std::int64_t>(records.size() + kBlockHeaderBytes), 2, out);
  return out += records;
}

AsterixSummary read_asterix(std::string_view bytes, const std::string& source,
                            const std::function<void(const AsterixRecord&)>& use, const AsterixReadOptions& options) {
  return Reading(bytes, source, use, options).run();
}

bool looks_like_asterix(std::string_view bytes) {
  if (bytes.empty() || asterix_profile(static_cast<unsigned char>(bytes[0])).empty()) return false;
  while (!bytes.empty()) {
    if (bytes.size() <= kBlockHeaderBytes) return false;
    const std::size_t length = block_length(bytes);
    if (length <= kBlockHeaderBytes || length > bytes.size()) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace tocsin::formats
