#include "tocsin/formats/asterix.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/require.hpp"

// Any bytes are read or refused by name, and what was read is written and read again as the same.

namespace {

using tocsin::formats::AsterixRecord;

struct Read {
  tocsin::formats::AsterixSummary summary;
  std::vector<AsterixRecord> records;
};

Read read(std::string_view bytes) {
  Read out;
  out.summary = tocsin::formats::read_asterix(
      bytes, "fuzz", [&](const AsterixRecord& record) { out.records.push_back(record); }, {.max_errors = 4});
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Read found = read(bytes);
  const auto records = static_cast<std::int64_t>(found.records.size());
  TOCSIN_REQUIRE(found.summary.reports + found.summary.tracks == records, "each good record is given once");
  TOCSIN_REQUIRE(found.summary.refused.size() <= 4 && found.summary.refused.size() <= found.summary.refused_count,
                 "refusals are bounded");
  for (const tocsin::Error& e : found.summary.refused) {
    TOCSIN_REQUIRE(!e.field.empty() && !e.value.empty() && !e.expected.empty() && !e.message.empty(),
                   "a refusal names item, value, what was expected, and its place");
  }
  if (tocsin::formats::looks_like_asterix(bytes)) {
    TOCSIN_REQUIRE(found.summary.blocks > 0, "what looks like blocks has some");
  }
  for (const AsterixRecord& record : found.records) {
    tocsin::formats::AsterixLosses losses;
    const std::string written = tocsin::formats::asterix_record(record, losses);
    TOCSIN_REQUIRE(losses.items.empty() && losses.records.empty(), "what was read fits its items");
    const Read again = read(tocsin::formats::asterix_block(tocsin::formats::asterix_category(record), written));
    TOCSIN_REQUIRE(again.summary.refused_count == 0 && again.records.size() == 1, "what was written can be read");
    TOCSIN_REQUIRE(again.records.front() == record, "and is the same");
  }
  return 0;
}
