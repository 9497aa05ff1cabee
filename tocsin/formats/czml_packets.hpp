#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/json.hpp"
#include "tocsin/formats/products.hpp"
#include "tocsin/formats/rings.hpp"

namespace tocsin::formats::scene {

// Pieces of CZML packets, and the packets of each part of a scene.

using Colour = std::array<int, 3>;  ///< red, green, blue, 0 to 255

// The hues of the map (geojson.cpp), lighter where they stand before blue seas and black space.
inline constexpr Colour kLaunch{230, 159, 0};
inline constexpr Colour kImpact{240, 100, 20};
inline constexpr Colour kWarning{224, 130, 180};
inline constexpr Colour kTrack{240, 228, 66};
inline constexpr Colour kRadar{60, 200, 150};
inline constexpr Colour kSatellite{120, 200, 245};
inline constexpr Colour kThrust{255, 140, 60};
inline constexpr Colour kGround{20, 26, 34};

/// A stretch of time, ends included.
struct Span {
  Instant from;
  Instant until;
  [[nodiscard]] bool empty() const { return until <= from; }
};
/// What two stretches have in common; empty when nothing.
[[nodiscard]] Span common(const Span& a, const Span& b);
/// `2022-10-03T22:22:00Z/2022-10-03T22:47:00Z`
[[nodiscard]] std::string interval(const Span& span);

/// Text of a packet: names come from files and paths and are made printable.
[[nodiscard]] Json shown(const std::string& text);
/// Identifier and name.
[[nodiscard]] Json packet(const std::string& id, const std::string& name);
/// Text for the information box of a viewer, which takes HTML.
[[nodiscard]] std::string html(const std::string& text);
/// Two columns for the information box; the values are plain text.
[[nodiscard]] std::string html_table(const std::vector<std::pair<std::string, std::string>>& rows);

[[nodiscard]] Json rgba(const Colour& c, int opacity);
[[nodiscard]] Json solid(const Colour& c, int opacity);
[[nodiscard]] Json point(const Colour& c, int pixels);
enum class Side { right, left };
/// Text beside its point on a dark plate, so that it can be read before any ground.
[[nodiscard]] Json label(Json text, const Colour& c, Side side = Side::right);
/// Trail behind a moving thing.
[[nodiscard]] Json trail(const Colour& c, int opacity, int width, double seconds);
/// Filled outline on the ground.
[[nodiscard]] Json polygon(const LatLonRing& ring, const Colour& c, int opacity);
/// Straight line between two packets, by their identifiers.
[[nodiscard]] Json sight(const std::string& from, const std::string& to, const Colour& c, int opacity);

[[nodiscard]] Json at_place(double lat_deg, double lon_deg, double height_m);
/// Points in the rotating frame one behind the other, `closed` to the first.
[[nodiscard]] Json cartesian_list(const std::vector<Vec3>& itrf_m, bool closed);

struct Sample {
  Instant time;
  Vec3 itrf_m;
};
/// Sampled position in the rotating frame; one sample stands still. Precondition: not empty, times ascending.
[[nodiscard]] Json sampled(const std::vector<Sample>& samples, const char* algorithm, int degree);

/// Satellites with one revolution of their orbits around the run; radars with the planes of their horizons.
void add_sensors(Json& out, const Products& products, const Span& run);
/// Objects with their trails and their traces on the ground, and the lines of sight of those who see them.
void add_tracks(Json& out, const Products& products, const Span& run);
/// Launch and impact estimates, each for the time in which it was the newest.
void add_events(Json& out, const Products& products, const Span& run);
void add_warnings(Json& out, const Products& products, const Span& run);

}  // namespace tocsin::formats::scene
