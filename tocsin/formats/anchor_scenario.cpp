// scenario.json of reference data.

#include <cmath>
#include <utility>

#include "tocsin/base/json.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/anchor_data.hpp"

namespace tocsin::formats {
namespace {

constexpr double kLongest_m = 1e9;  // well beyond the Moon
constexpr double kMostFrames = 1e6;
constexpr double kMostObjects = 1e5;
constexpr double kSquare = 1e-6;  // axes are written with 16 digits

struct Between {
  double least = 0.0;
  double most = 0.0;
};
constexpr Between kLength_m{-kLongest_m, kLongest_m};
constexpr Between kSpread_m{1e-6, 1e6};
constexpr Between kSpread_rad{1e-9, 1.0};
constexpr Between kTurn_rad{-2.0 * kPi, 2.0 * kPi};
constexpr Between kQuarter_rad{-0.5 * kPi, 0.5 * kPi};

std::string found(const Json* json) {
  if (json == nullptr) return "nothing";
  return json->is_number() ? shortest(json->number()) : std::string(json->kind());
}

Result<double> number_of(const Json* json, const std::string& field, const Between& allowed) {
  if (json == nullptr || !json->is_number() || !(json->number() >= allowed.least && json->number() <= allowed.most)) {
    return fail(Error{.field = field,
                      .value = found(json),
                      .expected = "a number from " + shortest(allowed.least) + " to " + shortest(allowed.most)});
  }
  return json->number();
}

Result<std::int64_t> whole_of(const Json* json, const std::string& field, const Between& allowed) {
  TOCSIN_TRY(const double value, number_of(json, field, allowed));
  if (value != std::floor(value))
    return fail(Error{.field = field, .value = shortest(value), .expected = "a whole number"});
  return static_cast<std::int64_t>(value);
}

template <std::size_t N>
Result<std::array<double, N>> numbers_of(const Json* json, const std::string& field, const Between& allowed) {
  const Json::Array* array = json == nullptr ? nullptr : json->if_array();
  if (array == nullptr || array->size() != N) {
    return fail(Error{.field = field,
                      .value = array == nullptr ? found(json) : "a list of " + std::to_string(array->size()),
                      .expected = std::to_string(N) + " numbers"});
  }
  std::array<double, N> out{};
  for (std::size_t i = 0; i < N; ++i) {
    TOCSIN_TRY(out[i], number_of(&(*array)[i], field + "[" + std::to_string(i) + "]", allowed));
  }
  return out;
}

Result<std::array<double, 2>> limits_of(const Json* view, const char* key, const Between& allowed) {
  const std::string field = std::string("fov.") + key;
  TOCSIN_TRY(const auto out, numbers_of<2>(view->find(key), field, allowed));
  if (!(out[0] < out[1])) {
    return fail(Error{.field = field,
                      .value = shortest(out[0]) + " to " + shortest(out[1]),
                      .expected = "the lower limit before the higher one"});
  }
  return out;
}

/// Rows north, east, up of the file; ours are east, north, up.
Result<Mat3> axes_of(const Json* json) {
  const Json::Array* array = json == nullptr ? nullptr : json->if_array();
  if (array == nullptr || array->size() != 3)
    return fail(Error{.field = "rot_neu", .value = found(json), .expected = "3 rows"});
  Mat3 out;
  constexpr std::size_t kOurs[] = {1, 0, 2};
  for (std::size_t i = 0; i < 3; ++i) {
    TOCSIN_TRY(const auto row,
               numbers_of<3>(&(*array)[i], "rot_neu[" + std::to_string(i) + "]", {-1.0 - kSquare, 1.0 + kSquare}));
    out.rows[kOurs[i]] = {row[0], row[1], row[2]};
  }
  const Vec3 miss = cross(out.rows[0], out.rows[1]) - out.rows[2];
  const double shape = std::abs(dot(out.rows[0], out.rows[1]));
  const double length = std::max(std::abs(norm(out.rows[0]) - 1.0), std::abs(norm(out.rows[1]) - 1.0));
  if (!(norm(miss) < kSquare && shape < kSquare && length < kSquare)) {
    return fail(Error{.field = "rot_neu",
                      .value = "rows that are no north, east and up",
                      .expected = "three unit vectors at right angles, up the cross product of east and north"});
  }
  return out;
}

Result<AnchorRadar> radar_of(const Json& json) {
  AnchorRadar radar;
  TOCSIN_TRY(radar.id, whole_of(json.find("id"), "id", {0.0, 1e6}));
  TOCSIN_TRY(radar.lat_rad, number_of(json.find("lat_rad"), "lat_rad", kQuarter_rad));
  TOCSIN_TRY(radar.lon_rad, number_of(json.find("lon_rad"), "lon_rad", kTurn_rad));
  TOCSIN_TRY(const auto place, numbers_of<3>(json.find("pos_ecf_m"), "pos_ecf_m", kLength_m));
  radar.position_m = {place[0], place[1], place[2]};
  TOCSIN_TRY(radar.axes, axes_of(json.find("rot_neu")));
  TOCSIN_TRY(radar.range_sigma_m, number_of(json.find("sigma_range_m"), "sigma_range_m", kSpread_m));
  TOCSIN_TRY(radar.azimuth_sigma_rad, number_of(json.find("sigma_az_rad"), "sigma_az_rad", kSpread_rad));
  TOCSIN_TRY(radar.elevation_sigma_rad, number_of(json.find("sigma_el_rad"), "sigma_el_rad", kSpread_rad));
  TOCSIN_TRY(radar.detection_probability, number_of(json.find("pd"), "pd", {1e-3, 1.0}));
  TOCSIN_TRY(radar.false_plots, number_of(json.find("clutter_mean"), "clutter_mean", {0.0, 1e6}));
  TOCSIN_TRY(radar.period_s, number_of(json.find("period_s"), "period_s", {1e-3, 1e5}));
  const Json* view = json.find("fov");
  if (view == nullptr || view->if_object() == nullptr)
    return fail(Error{.field = "fov", .value = found(view), .expected = "range_m, az_rad and el_rad"});
  TOCSIN_TRY(radar.range_m, limits_of(view, "range_m", {0.0, kLongest_m}));
  TOCSIN_TRY(radar.azimuth_rad, limits_of(view, "az_rad", kTurn_rad));
  TOCSIN_TRY(radar.elevation_rad, limits_of(view, "el_rad", kQuarter_rad));
  return radar;
}

Result<Json> parse(std::string_view text, const std::string& source, const AnchorLimits& limits) {
  return parse_json(text, source, {.max_bytes = limits.max_scenario_bytes, .max_depth = limits.max_depth});
}

constexpr Between kMu_m3ps2{1e12, 1e17};

Status check_rotation(const Json* json) {
  constexpr const char* kField = "earth_rotation_rad_s";
  TOCSIN_TRY(const double turns, number_of(json, kField, {-1.0, 1.0}));
  if (turns != 0.0) return fail(Error{.field = kField, .value = shortest(turns), .expected = "0: no rotation"});
  return {};
}

/// Where it is stated.
Result<std::optional<double>> mu_of(const Json& json) {
  const Json* mu = json.find("mu");
  if (mu == nullptr) return std::optional<double>{};
  TOCSIN_TRY(const double value, number_of(mu, "mu", kMu_m3ps2));
  return std::optional(value);
}

Result<AnchorWorld> world_of(const Json& json) {
  AnchorWorld out;
  TOCSIN_TRY(const std::int64_t objects, whole_of(json.find("N"), "N", {1.0, kMostObjects}));
  out.objects = static_cast<std::size_t>(objects);
  TOCSIN_TRY(out.mu_m3ps2, number_of(json.find("mu"), "mu", kMu_m3ps2));
  TOCSIN_TRY(out.radius_m, number_of(json.find("earth_radius_m"), "earth_radius_m", {1e6, 1e8}));
  if (Status s = check_rotation(json.find("earth_rotation_rad_s")); !s) return fail(std::move(s).error());
  return out;
}

}  // namespace

Result<AnchorScenario> read_anchor_scenario(std::string_view text, const std::string& source,
                                            const AnchorLimits& limits) {
  TOCSIN_TRY(const Json json, parse(text, source, limits));
  const Json* radars = json.find("radars");
  const Json::Array* list = radars == nullptr ? nullptr : radars->if_array();
  if (list == nullptr || list->empty() || list->size() > limits.max_radars) {
    return fail(Error{.source = source,
                      .field = "radars",
                      .value = list == nullptr ? found(radars) : "a list of " + std::to_string(list->size()),
                      .expected = "a list of 1 to " + std::to_string(limits.max_radars) + " radars"});
  }
  AnchorScenario out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    Result<AnchorRadar> radar = radar_of((*list)[i]);
    if (!radar) return fail(radar.error().under("radars[" + std::to_string(i) + "]").in(source));
    for (const AnchorRadar& other : out.radars) {
      if (other.id != radar->id) continue;
      return fail(Error{.source = source,
                        .field = "radars[" + std::to_string(i) + "].id",
                        .value = std::to_string(radar->id) + " again",
                        .expected = "another number for each radar"});
    }
    out.radars.push_back(*radar);
  }
  if (const Json* frames = json.find("frames")) {
    const Result<std::int64_t> count = whole_of(frames, "frames", {1.0, kMostFrames});
    if (!count) return fail(count.error().in(source));
    out.frames = static_cast<std::size_t>(*count);
  }
  if (const Json* turns = json.find("earth_rotation_rad_s")) {
    if (Status s = check_rotation(turns); !s) return fail(std::move(s).error().in(source));
  }
  const auto mu = mu_of(json);
  if (!mu) return fail(mu.error().in(source));
  out.mu_m3ps2 = *mu;
  return out;
}

Result<AnchorWorld> read_anchor_world(std::string_view text, const std::string& source, const AnchorLimits& limits) {
  TOCSIN_TRY(const Json json, parse(text, source, limits));
  Result<AnchorWorld> out = world_of(json);
  if (!out) return fail(out.error().in(source));
  return out;
}

}  // namespace tocsin::formats
