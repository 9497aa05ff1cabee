#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/areas.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kNameLimit = 200;
constexpr std::size_t kColumns = 1000;
constexpr std::size_t kLanguageLimit = 11;  // longest tag in use, such as zh-hant-hk
constexpr double kMostPeople = 1e10;        // more than live on Earth
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

struct Cell {
  std::string text;
  std::int64_t column = 0;
};

/// Cells of a line, without quotes and the spaces around; nothing if a quote does not end on it.
std::optional<std::vector<Cell>> cells_of(std::string_view line, char separator) {
  std::vector<Cell> cells;
  for (std::size_t i = 0;; ++i) {
    Cell cell{{}, static_cast<std::int64_t>(i) + 1};
    if (i < line.size() && line[i] == '"') {
      for (++i;; ++i) {
        if (i >= line.size()) return std::nullopt;
        if (line[i] == '"' && (i + 1 >= line.size() || line[i + 1] != '"')) break;
        if (line[i] == '"') ++i;
        cell.text += line[i];
      }
      if (++i < line.size() && line[i] != separator) return std::nullopt;
    } else {
      const std::size_t end = std::min(line.find(separator, i), line.size());
      cell.text = std::string(trimmed(line.substr(i, end - i)));
      i = end;
    }
    cells.push_back(std::move(cell));
    if (i >= line.size()) return cells;
  }
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// Which column holds what.
struct Header {
  char separator = ',';
  std::size_t count = 0;
  std::size_t name = kNone;
  std::size_t lat = kNone;
  std::size_t lon = kNone;
  std::size_t population = kNone;
  std::size_t country = kNone;
  std::vector<std::pair<std::size_t, std::string>> languages;
};

/// The column with the first of these titles that there is.
std::size_t column_of(const std::vector<std::string>& titles, std::initializer_list<std::string_view> wanted) {
  for (const std::string_view title : wanted) {
    if (const auto found = std::find(titles.begin(), titles.end(), title); found != titles.end())
      return static_cast<std::size_t>(found - titles.begin());
  }
  return kNone;
}

/// The separator that makes the most columns; a comma when there is no other.
char separator_of(std::string_view line) {
  char best = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), candidate) > std::count(line.begin(), line.end(), best)) best = candidate;
  }
  return best;
}

Result<Header> read_header(const Line& line, const std::string& source) {
  Header header{.separator = separator_of(line.text)};
  const std::optional<std::vector<Cell>> cells = cells_of(line.text, header.separator);
  const auto refuse = [&](std::int64_t column, std::string field, std::string value, std::string expected) {
    return fail(Error{.source = source,
                      .line = line.number,
                      .column = column,
                      .field = std::move(field),
                      .value = std::move(value),
                      .expected = std::move(expected)});
  };
  if (!cells) return refuse(1, "header", "a quote without its end", "titles of columns");
  if (cells->size() > kColumns)
    return refuse(1, "header", std::to_string(cells->size()) + " columns", "at most " + std::to_string(kColumns));
  header.count = cells->size();
  std::vector<std::string> titles;
  for (const Cell& cell : *cells) titles.push_back(lowered(trimmed(cell.text)));
  header.name = column_of(titles, {"name", "city", "place", "town", "label"});
  header.lat = column_of(titles, {"lat", "latitude", "lat_deg", "y"});
  header.lon = column_of(titles, {"lon", "lng", "long", "longitude", "lon_deg", "x"});
  header.population = column_of(titles, {"population", "pop", "inhabitants"});
  header.country = column_of(titles, {"country", "country_name"});
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::string& title = titles[i];
    if (i != header.name && (title.starts_with("name_") || title.starts_with("name:")) && title.size() > 5 &&
        title.size() <= 5 + kLanguageLimit)
      header.languages.emplace_back(i, title.substr(5));
  }
  const std::array<std::pair<std::size_t, const char*>, 3> required{
      {{header.name, "name"}, {header.lat, "lat"}, {header.lon, "lon"}}};
  for (const auto& [column, title] : required) {
    if (column == kNone)
      return refuse(1, title, printable(line.text), "a header line with the column " + std::string(title));
  }
  return header;
}

/// One row. Errors carry column and field.
Result<message::Place> read_row(const std::vector<Cell>& cells, const Header& header) {
  message::Place place;
  const auto wrong = [&](std::size_t column, const char* field, std::string expected) {
    const std::string& value = cells[column].text;
    return fail(Error{.column = cells[column].column,
                      .field = field,
                      .value = value.empty() ? "nothing" : printable(value),
                      .expected = std::move(expected)});
  };
  place.name = plain_text(trimmed(cells[header.name].text), kNameLimit);
  if (place.name.empty()) return wrong(header.name, "name", "a name that is not empty");
  const std::optional<double> lat = to_double(trimmed(cells[header.lat].text));
  if (!lat || std::abs(*lat) > 90.0) return wrong(header.lat, "lat", "degrees from -90 to 90");
  const std::optional<double> lon = to_double(trimmed(cells[header.lon].text));
  if (!lon || std::abs(*lon) > 180.0) return wrong(header.lon, "lon", "degrees from -180 to 180");
  place.lat_deg = *lat;
  place.lon_deg = *lon;
  if (header.population != kNone && !cells[header.population].text.empty()) {
    const std::optional<double> people = to_double(trimmed(cells[header.population].text));
    if (!people || *people < 0.0 || *people > kMostPeople)
      return wrong(header.population, "population", "a number of people, digits only, or nothing");
    place.population = std::llround(*people);
  }
  if (header.country != kNone) place.country = plain_text(trimmed(cells[header.country].text), kNameLimit);
  for (const auto& [column, language] : header.languages) {
    std::string name = plain_text(trimmed(cells[column].text), kNameLimit);
    if (!name.empty()) place.names.emplace(language, std::move(name));
  }
  return place;
}

}  // namespace

Result<Places> read_places(std::string_view text, const std::string& source, const PlacesOptions& options) {
  if (text.size() > options.max_bytes)
    return fail(Error{.source = source,
                      .value = std::to_string(text.size()) + " bytes",
                      .expected = "at most " + std::to_string(options.max_bytes)});
  Lines lines(without_byte_order_mark(text));
  std::optional<Line> line = lines.next();
  while (line && trimmed(line->text).empty()) line = lines.next();
  if (!line)
    return fail(Error{.source = source, .line = 1, .field = "header", .value = "nothing", .expected = "a header line"});
  TOCSIN_TRY(const Header header, read_header(*line, source));
  Places out;
  while ((line = lines.next())) {
    if (trimmed(line->text).empty()) continue;
    std::optional<std::vector<Cell>> cells = cells_of(line->text, header.separator);
    while (cells && header.separator == '\t' && cells->size() < header.count)  // empty ones at the end of a line
      cells->push_back({{}, static_cast<std::int64_t>(line->text.size()) + 1});
    Result<message::Place> place =
        cells && cells->size() == header.count
            ? read_row(*cells, header)
            : fail(Error{.column = 1,
                         .field = "columns",
                         .value = cells ? std::to_string(cells->size()) : "a quote without its end on the line",
                         .expected = std::to_string(header.count) + " as in the header"});
    if (!place) {
      ++out.refused_count;
      if (out.refused.size() < options.max_errors)
        out.refused.push_back(place.error().in(source).at_line(line->number));
      continue;
    }
    if (out.places.size() >= options.max_places)
      return fail(Error{.source = source,
                        .line = line->number,
                        .field = "rows",
                        .value = "more places",
                        .expected = "at most " + std::to_string(options.max_places)});
    out.places.push_back(std::move(*place));
  }
  return out;
}

}  // namespace tocsin::formats
