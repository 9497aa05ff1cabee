#include <algorithm>
#include <optional>

#include "tocsin/base/text.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/message/codec.hpp"

namespace tocsin::journal {

Result<message::Record> record_of(const Entry& entry, const std::string& source) {
  const auto place = [&](Error error) {
    Error placed = error.in(source);
    placed.line = entry.number;
    placed.is_record = true;
    return fail(placed);
  };
  if (entry.version != message::kWireVersion) {
    return place(Error{
        .field = "version", .value = std::to_string(entry.version), .expected = std::to_string(message::kWireVersion)});
  }
  Result<message::Record> record = message::record_from_texts(entry.type, entry.header, entry.payload);
  if (!record) return place(record.error());
  return record;
}

Status read_records(Journal& journal, const std::string& source, std::initializer_list<std::string_view> types,
                    const std::function<void(const message::Record&)>& take) {
  std::optional<Error> bad;
  const Status status = journal.read(1, [&](const Entry& entry) {
    if (std::find(types.begin(), types.end(), entry.type) == types.end()) return true;
    const Result<message::Record> record = record_of(entry, source);
    if (!record) {
      bad = record.error();
      return false;
    }
    take(*record);
    return true;
  });
  if (bad) return fail(*bad);
  return status;
}

Entry entry_of(const message::Record& record, std::int64_t number, Instant journaled) {
  return Entry{.number = number,
               .journaled = journaled,
               .version = message::kWireVersion,
               .type = std::string(message::type_name(record.payload)),
               .header = message::header_text(record.header),
               .payload = message::payload_text(record.payload)};
}

std::string chain_step(std::string_view previous, const Entry& entry) {
  // Lengths stand before the texts, so that no two different entries give the same bytes.
  std::string bytes(previous);
  bytes += '\n' + std::to_string(entry.number) + '\n' + std::to_string(entry.journaled.tai_ns()) + '\n' +
           std::to_string(entry.version);
  for (const std::string* part : {&entry.type, &entry.header, &entry.payload}) {
    bytes += '\n' + std::to_string(part->size()) + '\n' + *part;
  }
  return sha256_hex(bytes);
}

}  // namespace tocsin::journal
