#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/omm_record.hpp"

namespace tocsin::formats::omm {
namespace {

Place place_in(const Line& line, std::string_view part) {
  return {line.number, static_cast<std::int64_t>(part.data() - line.text.data()) + 1};
}

Error not_this_form(const std::string& source, Place place, std::string_view value, const char* expected) {
  return {.source = source,
          .line = place.line,
          .column = place.column,
          .field = "form",
          .value = printable(value),
          .expected = expected};
}

/// A cell of a line of RFC 4180 text; quotes are taken off, doubled ones kept once.
struct Cell {
  std::string text;
  std::int64_t column = 0;
};

/// Cells of a line; nothing if a quote does not end on it.
std::optional<std::vector<Cell>> cells_of(std::string_view line) {
  std::vector<Cell> out;
  std::size_t i = 0;
  for (;;) {
    Cell cell{{}, static_cast<std::int64_t>(i) + 1};
    if (i < line.size() && line[i] == '"') {
      for (++i;; ++i) {
        if (i >= line.size()) return std::nullopt;
        if (line[i] == '"') {
          if (i + 1 >= line.size() || line[i + 1] != '"') break;
          ++i;
        }
        cell.text += line[i];
      }
      ++i;
      if (i < line.size() && line[i] != ',') return std::nullopt;
    } else {
      const std::size_t end = std::min(line.find(',', i), line.size());
      cell.text = std::string(line.substr(i, end - i));
      i = end;
    }
    out.push_back(std::move(cell));
    if (i >= line.size()) return out;
    ++i;
  }
}

/// The text of a JSON value that OMM allows: a text or a number.
std::optional<std::string> scalar_text(const Json& value) {
  if (const std::string* text = value.if_string()) return *text;
  if (const std::int64_t* integer = value.if_integer()) return std::to_string(*integer);
  if (const double* number = value.if_double()) return shortest(*number);
  if (value.is_null()) return std::string();
  return std::nullopt;
}

}  // namespace

Result<ElementSets> read_kvn(std::string_view text, const std::string& source, const ElementOptions& o) {
  Harvest harvest(ElementFormat::omm_kvn, o);
  std::optional<Record> record;
  Lines lines(text);
  while (const std::optional<Line> line = lines.next()) {
    const std::string_view content = trimmed(line->text);
    if (content.empty() || content == "COMMENT" || content.starts_with("COMMENT ")) continue;
    const std::size_t equals = content.find('=');
    if (equals == std::string_view::npos) {
      if (record) record->refuse("keyword", content, "KEYWORD = value", place_in(*line, content));
      continue;
    }
    const std::string_view keyword = trimmed(content.substr(0, equals));
    std::string_view value = trimmed(content.substr(equals + 1));
    if (keyword == "CCSDS_OMM_VERS") {
      if (record) harvest.take(record->finish());
      record.emplace(source, place_in(*line, content));
      continue;
    }
    if (!record) return fail(not_this_form(source, place_in(*line, content), content, "CCSDS_OMM_VERS = … first"));
    std::string_view unit;
    if (const std::size_t bracket = value.rfind(" ["); bracket != std::string_view::npos && value.back() == ']') {
      unit = value.substr(bracket + 2, value.size() - bracket - 3);
      value = trimmed(value.substr(0, bracket));
    }
    record->put(keyword, value, unit, place_in(*line, value.empty() ? content : value));
  }
  if (record) harvest.take(record->finish());
  return harvest.done();
}

Result<ElementSets> read_csv(std::string_view text, const std::string& source, const ElementOptions& o) {
  Harvest harvest(ElementFormat::omm_csv, o);
  Lines lines(text);
  std::optional<Line> line = lines.next();
  std::optional<std::vector<Cell>> header;
  if (line) header = cells_of(line->text);
  if (!header) return fail(not_this_form(source, {1, 1}, text.substr(0, 80), "a line of OMM keywords"));
  while ((line = lines.next())) {
    if (trimmed(line->text).empty()) continue;
    const std::optional<std::vector<Cell>> cells = cells_of(line->text);
    Record record(source, {line->number, 1});
    if (!cells || cells->size() != header->size()) {
      record.refuse("columns", cells ? std::to_string(cells->size()) : "a quote without its end",
                    std::to_string(header->size()) + " columns as in the first line", {line->number, 1});
    } else {
      for (std::size_t i = 0; i < cells->size(); ++i) {
        record.put(trimmed((*header)[i].text), (*cells)[i].text, {}, {line->number, (*cells)[i].column});
      }
    }
    harvest.take(record.finish());
  }
  return harvest.done();
}

Result<ElementSets> read_json(std::string_view text, const std::string& source, const ElementOptions& o) {
  TOCSIN_TRY(const Json document,
             parse_json(text, source, {.max_bytes = o.max_bytes, .max_depth = 8, .max_values = 20'000'000}));
  Harvest harvest(ElementFormat::omm_json, o);
  const auto read_one = [&](const Json& message, std::int64_t number) {
    const Place place{number, 0, true};
    Record record(source, place);
    if (const Json::Object* object = message.if_object()) {
      for (const auto& [keyword, value] : *object) {
        if (const std::optional<std::string> scalar = scalar_text(value)) record.put(keyword, *scalar, {}, place);
      }
    } else {
      record.refuse("message", message.dump().substr(0, 80), "an object of OMM keywords", place);
    }
    harvest.take(record.finish());
  };
  if (const Json::Array* array = document.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) read_one((*array)[i], static_cast<std::int64_t>(i) + 1);
  } else {
    read_one(document, 1);
  }
  return harvest.done();
}

}  // namespace tocsin::formats::omm
