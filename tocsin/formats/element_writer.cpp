#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/csv.hpp"
#include "tocsin/formats/element_sets.hpp"
#include "tocsin/formats/ephemeris.hpp"
#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats {
namespace {

using motion::ElementSet;

constexpr double degree = std::numbers::pi / 180.0;
constexpr double per_day = 2.0 * std::numbers::pi / 1440.0;
constexpr double per_day2 = per_day / 1440.0;
constexpr double per_day3 = per_day2 / 1440.0;

template <class... Args>
std::string printed(const char* format, Args... args) {
  std::array<char, 128> buffer{};
  const int count = std::snprintf(buffer.data(), buffer.size(), format, args...);
  return {buffer.data(), static_cast<std::size_t>(std::clamp(count, 0, 127))};
}

/// A number whose last digits are rounding of units: 15 digits, shortest.
std::string decimal(double value) {
  return shortest(to_double(printed("%.15g", value)).value_or(0.0));
}

// ---- Orbit Mean-Elements Messages

/// One keyword of a message. Numbers are texts already.
struct Entry {
  std::string_view keyword;
  std::string value;
  std::string_view unit;
  bool is_number = true;
};

struct Message {
  std::array<Entry, 6> metadata;
  std::array<Entry, 7> mean;
  std::array<Entry, 8> parameters;
};

std::string utc_without_z(Instant t) {
  std::string text = format_utc(t);
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

Message message_of(const ElementSet& s) {
  const std::string name = plain_text(s.name, 80);
  const auto number = [](std::int64_t n) { return std::to_string(n); };
  const char classification = s.classification == ' ' ? 'U' : s.classification;
  return {.metadata = {{{"OBJECT_NAME", name.empty() ? number(s.catalogue_number) : name, "", false},
                        {"OBJECT_ID", object_id(s), "", false},
                        {"CENTER_NAME", "EARTH", "", false},
                        {"REF_FRAME", "TEME", "", false},
                        {"TIME_SYSTEM", "UTC", "", false},
                        {"MEAN_ELEMENT_THEORY", "SGP4", "", false}}},
          .mean = {{{"EPOCH", utc_without_z(s.epoch), "", false},
                    {"MEAN_MOTION", decimal(s.mean_motion_rad_min / per_day), "rev/day"},
                    {"ECCENTRICITY", decimal(s.eccentricity), ""},
                    {"INCLINATION", decimal(s.inclination_rad / degree), "deg"},
                    {"RA_OF_ASC_NODE", decimal(s.node_rad / degree), "deg"},
                    {"ARG_OF_PERICENTER", decimal(s.perigee_rad / degree), "deg"},
                    {"MEAN_ANOMALY", decimal(s.mean_anomaly_rad / degree), "deg"}}},
          .parameters = {{{"EPHEMERIS_TYPE", number(s.ephemeris_type), ""},
                          {"CLASSIFICATION_TYPE", std::string(1, classification), "", false},
                          {"NORAD_CAT_ID", number(s.catalogue_number), ""},
                          {"ELEMENT_SET_NO", number(s.element_number), ""},
                          {"REV_AT_EPOCH", number(s.revolution_at_epoch), ""},
                          {"BSTAR", decimal(s.bstar_per_earth_radius), "1/ER"},
                          {"MEAN_MOTION_DOT", decimal(s.mean_motion_dot_rad_min2 / per_day2), "rev/day**2"},
                          {"MEAN_MOTION_DDOT", decimal(s.mean_motion_ddot_rad_min3 / per_day3), "rev/day**3"}}}};
}

std::string kvn(std::span<const ElementSet> sets, const ElementHeader& header) {
  std::string out;
  for (const ElementSet& set : sets) {
    const Message m = message_of(set);
    out += "CCSDS_OMM_VERS = 3.0\nCREATION_DATE = " + utc_without_z(header.created) +
           "\nORIGINATOR = " + plain_text(header.originator, 80) + "\n";
    const auto put = [&](const auto& entries) {
      for (const Entry& e : entries) {
        out.append(e.keyword).append(" = ").append(e.value);
        if (!e.unit.empty()) out.append(" [").append(e.unit).append("]");
        out += '\n';
      }
    };
    put(m.metadata);
    put(m.mean);
    put(m.parameters);
    out += '\n';
  }
  return out;
}

std::string xml(std::span<const ElementSet> sets, const ElementHeader& header) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ndm xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:noNamespaceSchemaLocation=\"https://sanaregistry.org/r/ndmxml_unqualified/ndmxml-4.0.0-master-4.0.xsd\">\n";
  for (const ElementSet& set : sets) {
    const Message m = message_of(set);
    const auto put = [&](const auto& entries) {
      for (const Entry& e : entries) {
        out.append("<").append(e.keyword);
        if (!e.unit.empty()) out.append(" units=\"").append(e.unit).append("\"");
        out.append(">").append(xml_escaped(e.value)).append("</").append(e.keyword).append(">");
      }
    };
    out += "<omm id=\"CCSDS_OMM_VERS\" version=\"3.0\">\n<header><CREATION_DATE>" + utc_without_z(header.created) +
           "</CREATION_DATE><ORIGINATOR>" + xml_escaped(plain_text(header.originator, 80)) +
           "</ORIGINATOR></header>\n<body><segment>\n<metadata>";
    put(m.metadata);
    out += "</metadata>\n<data><meanElements>";
    put(m.mean);
    out += "</meanElements>\n<tleParameters>";
    put(m.parameters);
    out += "</tleParameters></data>\n</segment></body>\n</omm>\n";
  }
  return out + "</ndm>\n";
}

/// The keywords that differ from set to set, as the public catalogues have them in tables.
std::vector<Entry> row_of(const ElementSet& set) {
  const Message m = message_of(set);
  std::vector<Entry> row{m.metadata[0], m.metadata[1]};
  row.insert(row.end(), m.mean.begin(), m.mean.end());
  row.insert(row.end(), m.parameters.begin(), m.parameters.end());
  return row;
}

std::string json(std::span<const ElementSet> sets) {
  std::string out = "[";
  for (const ElementSet& set : sets) {
    out += out.size() == 1 ? "\n{" : ",\n{";
    bool is_first = true;
    for (const Entry& e : row_of(set)) {
      if (!is_first) out += ',';
      is_first = false;
      out.append("\"").append(e.keyword).append("\":").append(e.is_number ? e.value : Json(e.value).dump());
    }
    out += '}';
  }
  return out + "\n]\n";
}

std::string csv(std::span<const ElementSet> sets) {
  std::string out;
  const auto line = [&](const std::vector<Entry>& row, auto cell) {
    for (std::size_t i = 0; i < row.size(); ++i) out.append(i > 0 ? "," : "").append(cell(row[i]));
    out += "\r\n";
  };
  line(row_of({}), [](const Entry& e) { return std::string(e.keyword); });
  for (const ElementSet& set : sets) {
    // Numbers go as they are: a minus in front of them is no formula.
    line(row_of(set), [](const Entry& e) { return e.is_number ? e.value : csv_cell(e.value); });
  }
  return out;
}

// ---- Two-line element sets

/// Failure of one field of the n-th set.
Error cannot_hold(std::size_t record, std::string_view field, const std::string& value, const char* expected) {
  return {.source = "element sets",
          .line = static_cast<std::int64_t>(record) + 1,
          .is_record = true,
          .field = std::string(field),
          .value = value,
          .expected = expected};
}

/// Five columns: digits, or Alpha-5 above 99999.
std::string alpha5(std::int32_t number) {
  constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  if (number < 100000) return printed("%05d", number);
  return letters[static_cast<std::size_t>(number / 10000 - 10)] + printed("%04d", number % 10000);
}

/// Sign, five digits after an implied point, and a power of ten; nothing if the power has two digits.
std::optional<std::string> implied_exponent(double value) {
  if (value == 0.0) return " 00000-0";
  int power = 0;
  std::string digits = printed("%.4e", std::abs(value));  // d.dddde±pp
  power = static_cast<int>(
              to_integer(digits.substr(digits.find('e') + (digits[digits.find('e') + 1] == '+' ? 2 : 1))).value_or(0)) +
          1;
  if (power < -9) return " 00000-0";
  if (power > 9) return std::nullopt;
  return (value < 0.0 ? "-" : " ") + digits.substr(0, 1) + digits.substr(2, 4) + (power < 0 ? "-" : "+") +
         std::to_string(std::abs(power));
}

struct TleEpoch {
  int year = 2000;
  int day = 1;
  std::int64_t fraction_e8 = 0;
};

TleEpoch epoch_of(const ElementSet& s) {
  constexpr double jd_of_1970 = 2440587.5;
  auto days = static_cast<std::int64_t>(std::llround(s.epoch_jd_midnight - jd_of_1970));
  std::int64_t fraction = std::llround(s.epoch_day_fraction * 1e8);
  if (fraction >= 100'000'000) {
    ++days;
    fraction = 0;
  }
  const int year = civil_from_days(days).year;
  return {year, static_cast<int>(days - days_from_civil(year, 1, 1)) + 1, fraction};
}

std::string with_checksum(std::string line) {
  return line + static_cast<char>('0' + tle_checksum(line)) + "\n";
}

Result<std::string> two_lines(const ElementSet& s, std::size_t record) {
  const auto refuse = [&](std::string_view field, const std::string& value, const char* expected) {
    return fail(cannot_hold(record, field, value, expected));
  };
  if (s.catalogue_number < 0 || s.catalogue_number > 339999) {
    return refuse("catalogue_number", std::to_string(s.catalogue_number),
                  "up to 339999 (Alpha-5) in a TLE: use an OMM");
  }
  const TleEpoch epoch = epoch_of(s);
  if (epoch.year < 1957 || epoch.year > 2056) return refuse("epoch", format_utc(s.epoch), "1957 to 2056 in a TLE");
  const double motion = s.mean_motion_rad_min / per_day;
  if (!(motion > 0.0 && motion < 99.999999995)) {
    return refuse("mean_motion", decimal(motion), "above 0, below 100 revolutions a day in a TLE");
  }
  if (!(s.eccentricity >= 0.0 && s.eccentricity < 0.99999995)) {
    return refuse("eccentricity", decimal(s.eccentricity), "0 to 0.9999999 in a TLE");
  }
  const double dot = s.mean_motion_dot_rad_min2 / per_day2;
  if (!(std::abs(dot) < 0.999999995)) return refuse("mean_motion_dot", decimal(dot), "below 1 in a TLE");
  const std::optional<std::string> ddot = implied_exponent(s.mean_motion_ddot_rad_min3 / per_day3);
  const std::optional<std::string> bstar = implied_exponent(s.bstar_per_earth_radius);
  if (!ddot || !bstar) return refuse(ddot ? "bstar" : "mean_motion_ddot", "", "below 1e9 in a TLE");

  const std::string number = alpha5(s.catalogue_number);
  std::string designator(s.designator());
  designator.resize(8, ' ');
  const std::string dot_digits = printed("%.8f", std::abs(dot)).substr(1);  // .dddddddd
  const std::string line_1 =
      "1 " + number + (s.classification == '\0' ? 'U' : s.classification) + " " + designator + " " +
      printed("%02d%03d.%08lld ", epoch.year % 100, epoch.day, static_cast<long long>(epoch.fraction_e8)) +
      (dot < 0.0 ? "-" : " ") + dot_digits + " " + *ddot + " " + *bstar + " " + std::to_string(s.ephemeris_type % 10) +
      " " + printed("%4d", s.element_number % 10000);
  const std::string line_2 = "2 " + number +
                             printed(" %8.4f %8.4f %07lld %8.4f %8.4f %11.8f%5d", s.inclination_rad / degree,
                                     s.node_rad / degree, std::llround(s.eccentricity * 1e7), s.perigee_rad / degree,
                                     s.mean_anomaly_rad / degree, motion, s.revolution_at_epoch % 100000);
  const std::string name = plain_text(s.name, 24);
  return (name.empty() ? "" : "0 " + name + "\n") + with_checksum(line_1) + with_checksum(line_2);
}

}  // namespace

Result<std::string> write_element_sets(std::span<const ElementSet> sets, ElementFormat format,
                                       const ElementHeader& header) {
  switch (format) {
    case ElementFormat::omm_kvn:
      return kvn(sets, header);
    case ElementFormat::omm_xml:
      return xml(sets, header);
    case ElementFormat::omm_json:
      return json(sets);
    case ElementFormat::omm_csv:
      return csv(sets);
    case ElementFormat::tle:
      break;
  }
  std::string out;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    TOCSIN_TRY(const std::string lines, two_lines(sets[i], i));
    out += lines;
  }
  return out;
}

}  // namespace tocsin::formats
