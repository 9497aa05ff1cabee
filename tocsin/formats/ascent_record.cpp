#include "tocsin/formats/ascent_record.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kMostSamples = 7200;
constexpr double kMostS = 1e5;
const JsonLimits kLimits{.max_bytes = 16U << 20U, .max_depth = 8, .max_values = 500'000};

/// Burns of a returning stage: key of begin, key of end, share of the engines that work (three of nine, then one), and
/// how long it lasts where its end was not shown.
struct ReturnBurn {
  std::string_view begin;
  std::string_view end;
  double share;
  double usual_s;
};
constexpr std::array kReturnBurns{ReturnBurn{"boostback_start", "boostback_end", 3.0 / 9.0, 40.0},
                                  ReturnBurn{"entry_start", "entry_end", 3.0 / 9.0, 20.0},
                                  ReturnBurn{"landing_start", "landing_end", 1.0 / 9.0, 30.0}};

tl::unexpected<Error> wrong(const std::string& source, std::string field, const Json* found, std::string expected) {
  return fail(Error{.source = source,
                    .field = std::move(field),
                    .value = found == nullptr ? "nothing" : printable(found->dump()),
                    .expected = std::move(expected)});
}

Result<Json> object_of(std::string_view text, const std::string& source) {
  TOCSIN_TRY(Json json, parse_json(text, source, kLimits));
  if (json.if_object() == nullptr) return wrong(source, {}, &json, "an object");
  return json;
}

Result<std::vector<double>> series(const Json& json, const std::string& source, const std::string& key, double low,
                                   double high, double scale) {
  const Json* found = json.find(key);
  const Json::Array* values = found == nullptr ? nullptr : found->if_array();
  if (values == nullptr) return wrong(source, key, found, "an array of numbers");
  if (values->size() > kMostSamples)
    return fail(Error{.source = source,
                      .field = key,
                      .value = std::to_string(values->size()) + " samples",
                      .expected = "at most " + std::to_string(kMostSamples)});
  std::vector<double> out;
  out.reserve(values->size());
  for (std::size_t i = 0; i < values->size(); ++i) {
    const Json& value = (*values)[i];
    if (!value.is_number() || !(value.number() >= low && value.number() <= high))
      return wrong(source, key + "[" + std::to_string(i) + "]", &value,
                   "a number from " + shortest(low) + " to " + shortest(high));
    out.push_back(scale * value.number());
  }
  return out;
}

/// A moment, or nothing where it is null or missing.
Result<std::optional<double>> moment(const Json& json, const std::string& source, std::string_view key) {
  const Json* found = json.find(key);
  if (found == nullptr || found->is_null()) return std::optional<double>{};
  if (!found->is_number() || !(found->number() >= 0.0 && found->number() <= kMostS))
    return wrong(source, std::string(key), found, "seconds after lift-off, or null");
  return std::optional<double>(found->number());
}

/// Whether the first stage is the one that was shown last before `at_s`.
Result<bool> follows_first(const Json& json, const std::string& source, double at_s) {
  std::array<std::optional<double>, 2> since;
  for (const auto& [stage, times] : *json.if_object()) {
    if (stage != "1" && stage != "2") return wrong(source, stage, &times, "stage 1 or 2");
    if (times.if_array() == nullptr) return wrong(source, stage, &times, "an array of seconds");
    for (const Json& time : *times.if_array()) {
      if (!time.is_number()) return wrong(source, stage, &time, "seconds after lift-off");
      std::optional<double>& newest = since[stage == "1" ? 0 : 1];
      if (time.number() <= at_s && (!newest || time.number() > *newest)) newest = time.number();
    }
  }
  if (!since[0]) return false;
  return !since[1] || *since[0] >= *since[1];
}

}  // namespace

Result<motion::AscentRecord> read_ascent_record(const AscentTexts& texts, const std::string& source) {
  const std::string data_file = source + "/analysed.json";
  const std::string events_file = source + "/events.json";
  const std::string stages_file = source + "/stages.json";
  TOCSIN_TRY(const Json data, object_of(texts.analysed, data_file));
  TOCSIN_TRY(const Json events, object_of(texts.events, events_file));
  TOCSIN_TRY(const Json stages, object_of(texts.stages, stages_file));

  motion::AscentRecord record;
  record.name = source;
  TOCSIN_TRY(record.time_s, series(data, data_file, "time", 0.0, kMostS, 1.0));
  TOCSIN_TRY(record.height_m, series(data, data_file, "altitude", -1.0, 2000.0, 1e3));
  TOCSIN_TRY(record.forward_mps, series(data, data_file, "velocity_x", -12e3, 12e3, 1.0));
  TOCSIN_TRY(record.climb_mps, series(data, data_file, "velocity_y", -12e3, 12e3, 1.0));
  const std::size_t n = record.time_s.size();
  for (const std::size_t size : {record.height_m.size(), record.forward_mps.size(), record.climb_mps.size()}) {
    if (size == n) continue;
    return fail(Error{.source = data_file,
                      .field = "time",
                      .value = std::to_string(n) + " samples",
                      .expected = "as many as the other series have, " + std::to_string(size)});
  }
  TOCSIN_TRY(const std::optional<double> burnout, moment(events, events_file, "meco"));
  if (!burnout) return wrong(events_file, "meco", events.find("meco"), "seconds after lift-off");
  record.first_burnout_s = *burnout;
  TOCSIN_TRY(record.second_ignition_s, moment(events, events_file, "ses1"));
  TOCSIN_TRY(record.second_burnout_s, moment(events, events_file, "seco1"));
  TOCSIN_TRY(record.follows_first_stage, follows_first(stages, stages_file, *burnout + 1.0));
  if (!record.follows_first_stage) return record;
  for (const ReturnBurn& burn : kReturnBurns) {
    TOCSIN_TRY(const std::optional<double> begin, moment(events, events_file, burn.begin));
    TOCSIN_TRY(const std::optional<double> end, moment(events, events_file, burn.end));
    if (begin) record.first_stage_burns.push_back({*begin, end.value_or(*begin + burn.usual_s), burn.share});
  }
  return record;
}

}  // namespace tocsin::formats
