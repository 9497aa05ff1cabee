#include "tocsin/formats/jsonl.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <utility>

#include "tocsin/base/open_file.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/message/codec.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 16U;

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

struct JsonLinesReader::State {
  std::unique_ptr<std::ifstream> file;  ///< nothing when the stream is somebody else's
  std::istream* in = nullptr;
  std::string source;
  JsonLinesLimits limits;
  std::string chunk;   ///< bytes read from the stream …
  std::size_t at = 0;  ///< … and how many of them are used
  std::int64_t number = 0;
  std::string line;
  std::uint64_t length = 0;  ///< of the line in the stream, without its end; more than `line` holds when it is too long
  bool ended = false;        ///< whether the line has its end

  bool fill();
  bool read_line();
  [[nodiscard]] Error error(std::string found, std::string expected, std::string message) const;
  [[nodiscard]] Result<Json> parse() const;
};

/// Reads on; false at the end of the stream.
bool JsonLinesReader::State::fill() {
  chunk.resize(kChunkBytes);
  at = 0;
  in->read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
  chunk.resize(static_cast<std::size_t>(std::max<std::streamsize>(in->gcount(), 0)));
  return !chunk.empty();
}

/// The next line, of which no more than the limit is kept; false when there is none.
bool JsonLinesReader::State::read_line() {
  line.clear();
  length = 0;
  ended = false;
  bool any = false;
  while (!ended) {
    if (at >= chunk.size() && !fill()) break;
    any = true;
    const std::string_view rest = std::string_view(chunk).substr(at);
    const std::size_t end = rest.find('\n');
    const std::string_view part = rest.substr(0, end);
    const std::size_t room = limits.max_line_bytes - std::min(line.size(), limits.max_line_bytes);
    line.append(part.substr(0, room));
    length += part.size();
    ended = end != std::string_view::npos;
    at += part.size() + (ended ? 1 : 0);
  }
  if (any) ++number;
  return any;
}

Error JsonLinesReader::State::error(std::string found, std::string expected, std::string message) const {
  return Error{.source = source,
               .line = number,
               .value = std::move(found),
               .expected = std::move(expected),
               .message = std::move(message)};
}

Result<Json> JsonLinesReader::State::parse() const {
  if (length > limits.max_line_bytes) {
    return fail(error("a line of " + std::to_string(length) + " bytes",
                      "at most " + std::to_string(limits.max_line_bytes) + " bytes", ""));
  }
  std::string_view text = number == 1 ? without_byte_order_mark(line) : std::string_view(line);
  if (text.ends_with('\r')) text.remove_suffix(1);
  Result<Json> json = parse_json(text, source, {.max_bytes = limits.max_line_bytes, .max_depth = limits.max_depth});
  if (json) return json;
  Error why = std::move(json).error();
  why.line = number;  // the parser counts within its text, which is one line
  if (!ended) why.message += std::string(why.message.empty() ? "" : "; ") + "the input ends within this line";
  return fail(std::move(why));
}

JsonLinesReader::JsonLinesReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonLinesReader::JsonLinesReader(JsonLinesReader&&) noexcept = default;
JsonLinesReader& JsonLinesReader::operator=(JsonLinesReader&&) noexcept = default;
JsonLinesReader::~JsonLinesReader() = default;

JsonLinesReader::JsonLinesReader(std::istream& in, std::string source, const JsonLinesLimits& limits)
    : state_(std::make_unique<State>()) {
  state_->in = &in;
  state_->source = std::move(source);
  state_->limits = limits;
}

Result<JsonLinesReader> JsonLinesReader::open(const std::string& path, const JsonLinesLimits& limits) {
  TOCSIN_TRY(std::ifstream file, open_file(path));
  auto state = std::make_unique<State>();
  state->file = std::make_unique<std::ifstream>(std::move(file));
  state->in = state->file.get();
  state->source = path;
  state->limits = limits;
  return JsonLinesReader(std::move(state));
}

std::optional<JsonLine> JsonLinesReader::next() {
  while (state_->read_line()) {
    if (state_->length <= state_->limits.max_line_bytes && is_blank(state_->line)) continue;
    return JsonLine{.number = state_->number, .value = state_->parse()};
  }
  if (!state_->in->bad()) return std::nullopt;
  state_->in->clear(std::ios::eofbit);  // said once
  ++state_->number;
  return JsonLine{.number = state_->number, .value = fail(state_->error("", "", "reading failed here"))};
}

const std::string& JsonLinesReader::source() const {
  return state_->source;
}

Result<RecordReader> RecordReader::open(const std::string& path, const JsonLinesLimits& limits) {
  TOCSIN_TRY(JsonLinesReader lines, JsonLinesReader::open(path, limits));
  return RecordReader(std::move(lines), limits);
}

RecordReader::RecordReader(std::istream& in, std::string source, const JsonLinesLimits& limits)
    : RecordReader(JsonLinesReader(in, std::move(source), limits), limits) {}

RecordReader::RecordReader(JsonLinesReader lines, const JsonLinesLimits& limits)
    : lines_(std::move(lines)), max_refused_(limits.max_refused) {}

std::optional<message::Record> RecordReader::next() {
  while (std::optional<JsonLine> line = lines_.next()) {
    Result<message::Record> record =
        line->value ? message::record_from_json(*line->value) : fail(std::move(line->value).error());
    if (record) {
      ++record_count_;
      return std::move(*record);
    }
    ++refused_count_;
    if (refused_.size() < max_refused_)
      refused_.push_back(std::move(record).error().in(lines_.source()).at_line(line->number));
  }
  return std::nullopt;
}

std::string json_line(const Json& value) {
  return value.dump() + "\n";
}

std::string json_line(const message::Record& record) {
  return json_line(message::to_json(record));
}

}  // namespace tocsin::formats
