#include "tocsin/formats/czml_packets.hpp"

#include <algorithm>

#include "tocsin/formats/plain_text.hpp"

namespace tocsin::formats::scene {
namespace {

constexpr int kMetreDecimals = 1;
constexpr std::size_t kTextLimit = 2000;

Json numbers(std::initializer_list<double> values) {
  Json::Array list;
  for (const double v : values) list.emplace_back(v);
  return Json(std::move(list));
}

void append(Json::Array& list, const Vec3& m) {
  for (const double v : {m.x, m.y, m.z}) list.emplace_back(rounded(v, kMetreDecimals));
}

/// Degrees and height as Cesium takes them, without the repeated last point of a ring.
Json degrees_list(const LatLonRing& ring) {
  Json list = Json::array();
  const std::size_t n = ring.size() - (ring.size() > 1 && ring.front() == ring.back() ? 1 : 0);
  for (std::size_t i = 0; i < n; ++i)
    list.push(Json(rounded(ring[i][1], 6))).push(Json(rounded(ring[i][0], 6))).push(Json(0));
  return Json::object().add("cartographicDegrees", std::move(list));
}

}  // namespace

Span common(const Span& a, const Span& b) {
  return {std::max(a.from, b.from), std::min(a.until, b.until)};
}

std::string interval(const Span& span) {
  return format_utc(span.from) + "/" + format_utc(span.until);
}

Json shown(const std::string& text) {
  return Json(plain_text(text, kTextLimit));
}

Json packet(const std::string& id, const std::string& name) {
  return Json::object().add("id", shown(id)).add("name", shown(name));
}

std::string html(const std::string& text) {
  std::string out;
  for (const char c : plain_text(text, kTextLimit)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_table(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string out = "<table>";
  for (const auto& [name, value] : rows) out += "<tr><th>" + html(name) + "</th><td>" + html(value) + "</td></tr>";
  return out + "</table>";
}

Json rgba(const Colour& c, int opacity) {
  return Json::object().add("rgba", Json(Json::Array{Json(c[0]), Json(c[1]), Json(c[2]), Json(opacity)}));
}

Json solid(const Colour& c, int opacity) {
  return Json::object().add("solidColor", Json::object().add("color", rgba(c, opacity)));
}

Json point(const Colour& c, int pixels) {
  return Json::object()
      .add("color", rgba(c, 255))
      .add("pixelSize", pixels)
      .add("outlineColor", rgba({0, 0, 0}, 255))
      .add("outlineWidth", 1);
}

Json label(Json text, const Colour& c, Side side) {
  return Json::object()
      .add("text", std::move(text))
      .add("font", "13px sans-serif")
      .add("fillColor", rgba(c, 255))
      .add("showBackground", true)
      .add("backgroundColor", rgba(kGround, 190))
      .add("backgroundPadding", Json::object().add("cartesian2", numbers({6.0, 4.0})))
      .add("horizontalOrigin", side == Side::right ? "LEFT" : "RIGHT")
      .add("verticalOrigin", "CENTER")
      .add("pixelOffset", Json::object().add("cartesian2", numbers({side == Side::right ? 12.0 : -12.0, 0.0})));
}

Json trail(const Colour& c, int opacity, int width, double seconds) {
  return Json::object()
      .add("material", solid(c, opacity))
      .add("width", width)
      .add("leadTime", 0)
      .add("trailTime", seconds)
      .add("resolution", 60);
}

Json polygon(const LatLonRing& ring, const Colour& c, int opacity) {
  return Json::object()
      .add("positions", degrees_list(ring))
      .add("material", solid(c, opacity))
      .add("height", 0)
      .add("outline", true)
      .add("outlineColor", rgba(c, 255));
}

Json sight(const std::string& from, const std::string& to, const Colour& c, int opacity) {
  Json ends(Json::Array{shown(from + "#position"), shown(to + "#position")});
  return Json::object()
      .add("positions", Json::object().add("references", std::move(ends)))
      .add("arcType", "NONE")
      .add("width", 1)
      .add("material", solid(c, opacity));
}

Json at_place(double lat_deg, double lon_deg, double height_m) {
  return Json::object().add("cartographicDegrees",
                            numbers({rounded(lon_deg, 6), rounded(lat_deg, 6), rounded(height_m, 1)}));
}

Json cartesian_list(const std::vector<Vec3>& itrf_m, bool closed) {
  Json::Array list;
  for (const Vec3& p : itrf_m) append(list, p);
  if (closed && !itrf_m.empty()) append(list, itrf_m.front());
  return Json::object().add("referenceFrame", "FIXED").add("cartesian", Json(std::move(list)));
}

Json sampled(const std::vector<Sample>& samples, const char* algorithm, int degree) {
  Json out = Json::object().add("referenceFrame", "FIXED");
  Json::Array list;
  if (samples.size() == 1) {
    append(list, samples.front().itrf_m);
    return std::move(out.add("cartesian", Json(std::move(list))));
  }
  const Instant epoch = samples.front().time;
  for (const Sample& s : samples) {
    list.emplace_back(seconds_between(epoch, s.time));
    append(list, s.itrf_m);
  }
  out.add("epoch", format_utc(epoch)).add("interpolationAlgorithm", algorithm).add("interpolationDegree", degree);
  out.add("forwardExtrapolationType", "HOLD").add("backwardExtrapolationType", "HOLD");
  return std::move(out.add("cartesian", Json(std::move(list))));
}

}  // namespace tocsin::formats::scene
