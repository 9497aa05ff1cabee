#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/record.hpp"

namespace tocsin::journal {

/// One record as it is kept: its type, header and payload as text, so that a journal can be read without this program.
struct Entry {
  std::int64_t number = 0;  ///< 1, 2, 3 … without gaps
  Instant journaled;
  int version = message::kWireVersion;
  std::string type;
  std::string header;
  std::string payload;
};

/// State of the hash chain after a record: SHA-256 over (previous hash, number, time, version, type, header, payload).
struct ChainHead {
  std::int64_t count = 0;
  std::string sha256;  ///< hexadecimal; of nothing for an empty journal
  friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

/// Append-only list of everything that a centre received: the only input of the pipeline.
class Journal {
 public:
  virtual ~Journal() = default;

  /// Adds a record at the end and returns its number. It is durable after `flush`. Errors: the store refuses (disk full
  /// …).
  [[nodiscard]] virtual Result<std::int64_t> append(const message::Record& record, Instant journaled) = 0;
  /// Makes everything appended so far durable.
  [[nodiscard]] virtual Status flush() = 0;
  [[nodiscard]] virtual ChainHead head() const = 0;

  /// Calls `use` for each entry from number `first` on, in order, until the end or until it returns false.
  /// Errors: a gap, a wrong hash at the end of a segment, or an entry that cannot be read; entries before it have been
  /// used.
  [[nodiscard]] virtual Status read(std::int64_t first, const std::function<bool(const Entry&)>& use) = 0;
  /// Recomputes the whole chain. Errors name the first record that does not fit.
  [[nodiscard]] virtual Status verify() = 0;
};

/// The record of an entry; errors name the journal's record number and the field.
[[nodiscard]] Result<message::Record> record_of(const Entry& entry, const std::string& source);
/// Gives every record of some types (wire names) to `take`, in order. Errors: those of `read` and of `record_of`.
[[nodiscard]] Status read_records(Journal& journal, const std::string& source,
                                  std::initializer_list<std::string_view> types,
                                  const std::function<void(const message::Record&)>& take);
/// The text forms of a record, as `append` stores them.
[[nodiscard]] Entry entry_of(const message::Record& record, std::int64_t number, Instant journaled);
/// One step of the hash chain.
[[nodiscard]] std::string chain_step(std::string_view previous, const Entry& entry);

enum class OpenMode { create, read, append };

/// A journal in one SQLite file (write-ahead log). `create` refuses an existing file.
/// Errors: not a journal, another schema version, a file that is damaged, no permission.
[[nodiscard]] Result<std::unique_ptr<Journal>> open_sqlite(const std::string& path, OpenMode mode);

}  // namespace tocsin::journal
