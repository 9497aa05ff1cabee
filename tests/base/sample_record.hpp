#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/json.hpp"

namespace tocsin {

enum class Weather { clear, cloudy };
template <>
struct EnumNames<Weather> {
  static constexpr std::array kNames{std::pair{Weather::clear, std::string_view("clear")},
                                     std::pair{Weather::cloudy, std::string_view("cloudy")}};
};

struct SampleHit {
  double range_m = 0.0;
  std::optional<double> speed_mps;
  friend bool operator==(const SampleHit&, const SampleHit&) = default;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("range_m", self.range_m, "slant range", Range{0.0, 1e9});
    v.field("speed_mps", self.speed_mps, "range rate", Range{-1e5, 1e5});
  }
};

/// One member of every kind that a record may have.
struct SampleRecord {
  Instant time;
  std::vector<SampleHit> hits;
  Weather weather = Weather::clear;
  std::string name;
  bool is_day = false;
  int count = 0;
  std::array<double, 2> pair{};
  std::map<std::string, double> by_sensor;
  Vec3 place;
  Covariance<3> covariance;
  std::optional<std::string> note;
  friend bool operator==(const SampleRecord&, const SampleRecord&) = default;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "time of the look");
    v.field("hits", self.hits, "what was seen");
    v.field("weather", self.weather, "over the site");
    v.field("name", self.name, "of the sensor");
    v.field("is_day", self.is_day, "whether the Sun is up");
    v.field("count", self.count, "looks so far", Range{0, 1000});
    v.field("pair", self.pair, "two numbers", Range{-1, 1});
    v.field("by_sensor", self.by_sensor, "weights");
    v.field("place", self.place, "metres");
    v.field("covariance", self.covariance, "square metres");
    v.field("note", self.note, "of the operator");
  }
};

inline SampleRecord sample_record() {
  SampleRecord r;
  r.time = Instant::from_tai_ns(123'456'789'012'345'678);
  r.hits = {{0.1, std::nullopt}, {1.0 / 3.0, -0.0}, {1e9, 5e-324}};
  r.weather = Weather::cloudy;
  r.name = "north \"7\" \n";
  r.is_day = true;
  r.count = 12;
  r.pair = {-1.0, 0x1.fffffffffffffp-1};
  r.by_sensor = {{"a", 1e22}, {"b", 123456789012345678.0}};
  r.place = {1e-310, -7e6, 0.1 + 0.2};
  for (int i = 0; i < 3; ++i) {
    for (int j = i; j < 3; ++j) r.covariance(i, j) = r.covariance(j, i) = 1.0 / (1.0 + i + 10.0 * j);
  }
  return r;
}

}  // namespace tocsin
