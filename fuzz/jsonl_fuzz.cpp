#include "tocsin/formats/jsonl.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "tocsin/message/codec.hpp"

/// Records from any bytes: no crash, every line counted once, and what was read is written and read back as the same
/// bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream in(text);
  tocsin::formats::RecordReader reader(in, "fuzz", {.max_line_bytes = 4096, .max_depth = 16, .max_refused = 10});
  std::string written;
  while (const auto record = reader.next()) written += tocsin::formats::json_line(*record);
  for (const tocsin::Error& error : reader.refused()) (void)error.to_string();
  if (reader.refused().size() > 10) __builtin_trap();

  std::istringstream again(written);
  tocsin::formats::RecordReader second(again, "again");
  std::string twice;
  while (const auto record = second.next()) twice += tocsin::formats::json_line(*record);
  if (second.refused_count() != 0 || second.record_count() != reader.record_count() || twice != written)
    __builtin_trap();
  return 0;
}
