#include "tocsin/app/report_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// Bytes of the UTF-8 character at the front; 0 if it is none (RFC 3629: no surrogates, no overlong forms).
std::size_t character_bytes(std::string_view s, std::uint32_t& code) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(s[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) {
    code = lead;
    return 1;
  }
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
  if (size == 0 || size > s.size()) return 0;
  code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool valid = code >= kSmallest[size] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return valid ? size : 0;
}

bool harmless(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool direction = code == 0x200E || code == 0x200F || code == 0x061C || (code >= 0x202A && code <= 0x202E) ||
                         (code >= 0x2066 && code <= 0x2069);
  return !control && !direction && code != 0xFFFE && code != 0xFFFF;
}

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + px(value) + "\"";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::uint32_t code = 0;
    const std::size_t size = character_bytes(text, code);
    if (size == 1 && (code == '\n' || code == '\t')) {
      out += ' ';
    } else if (size == 0 || !harmless(code)) {
      out += kReplacement;
    } else if (code == '&') {
      out += "&amp;";
    } else if (code == '<') {
      out += "&lt;";
    } else if (code == '>') {
      out += "&gt;";
    } else if (code == '"') {
      out += "&quot;";
    } else if (code == '\'') {
      out += "&#39;";
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string px(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fixed(std::fmax(-1e6, std::fmin(1e6, value)), 1);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::size_t length_of(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

double width_of(std::string_view utf8, double font_px) {
  double ems = 0.0;
  for (const char c : utf8) {
    const bool wide = (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w';
    const bool continued = (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
    ems += continued ? 0.0 : wide ? 0.7 : 0.52;
  }
  return ems * font_px;
}

std::string path_of(const std::vector<Point>& points, bool closed, double keep_px) {
  std::string d;
  Point last;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point p = points[i];
    const bool end = i == 0 || i + 1 == points.size();
    if (!end && std::hypot(p.x - last.x, p.y - last.y) < keep_px) continue;
    d += (i == 0 ? "M" : i == 1 ? "L" : " ") + px(p.x) + "," + px(p.y);
    last = p;
  }
  return closed && !d.empty() ? d + "Z" : d;
}

Svg::Svg(std::string id, double width, double height, std::string_view title, std::string_view description)
    : id_(std::move(id)) {
  body_ = "<svg id=\"" + id_ + "\" viewBox=\"0 0 " + px(width) + " " + px(height) +
          "\" role=\"img\" aria-labelledby=\"" + id_ + "-t " + id_ + "-d\"><title id=\"" + id_ + "-t\">" +
          escaped(title) + "</title><desc id=\"" + id_ + "-d\">" + escaped(description) + "</desc>\n";
}

void Svg::element(std::string_view name, const std::string& attributes, std::string_view css, std::string_view tip) {
  body_ += "<" + std::string(name) + attributes;
  if (!css.empty()) body_ += " class=\"" + std::string(css) + "\"";
  body_ += tip.empty() ? "/>\n" : "><title>" + escaped(tip) + "</title></" + std::string(name) + ">\n";
}

Svg& Svg::line(Point a, Point b, std::string_view css) {
  element("line", attribute("x1", a.x) + attribute("y1", a.y) + attribute("x2", b.x) + attribute("y2", b.y), css, {});
  return *this;
}

Svg& Svg::path(std::string_view d, std::string_view css, std::string_view tip) {
  if (!d.empty()) element("path", " d=\"" + std::string(d) + "\"", css, tip);
  return *this;
}

Svg& Svg::polyline(const std::vector<Point>& points, std::string_view css, std::string_view tip) {
  return path(path_of(points, false), css, tip);
}

Svg& Svg::polygon(const std::vector<Point>& points, std::string_view css, std::string_view tip) {
  return path(path_of(points, true), css, tip);
}

Svg& Svg::circle(Point centre, double radius, std::string_view css, std::string_view tip) {
  element("circle", attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius), css, tip);
  return *this;
}

Svg& Svg::rect(const Box& box, std::string_view css, double corner, std::string_view tip) {
  std::string attributes = attribute("x", box.x) + attribute("y", box.y) +
                           attribute("width", std::fmax(0.0, box.width)) +
                           attribute("height", std::fmax(0.0, box.height));
  if (corner > 0.0) attributes += attribute("rx", corner);
  element("rect", attributes, css, tip);
  return *this;
}

Svg& Svg::text(Point at, std::string_view text, std::string_view css, Anchor anchor) {
  body_ += "<text" + attribute("x", at.x) + attribute("y", at.y) + " class=\"" + std::string(css) + "\"";
  if (anchor != Anchor::start) body_ += anchor == Anchor::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
  body_ += ">" + escaped(text) + "</text>\n";
  return *this;
}

Svg& Svg::open_clipped(const Box& box) {
  const std::string id = id_ + "-c" + std::to_string(++clips_);
  body_ += "<clipPath id=\"" + id + "\"><rect" + attribute("x", box.x) + attribute("y", box.y) +
           attribute("width", box.width) + attribute("height", box.height) + "/></clipPath><g clip-path=\"url(#" + id +
           ")\">\n";
  return *this;
}

Svg& Svg::open(std::string_view css) {
  body_ += "<g class=\"" + std::string(css) + "\">\n";
  return *this;
}

Svg& Svg::close() {
  body_ += "</g>\n";
  return *this;
}

std::string Svg::finish() const {
  return body_ + "</svg>\n";
}

void LabelRoom::block_along(const std::vector<Point>& line) {
  constexpr double kStep = 5.0;
  Point last{-1e9, -1e9};
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point a = line[i - 1];
    const Point b = line[i];
    if (!edge_.grown(50.0).holds(a) && !edge_.grown(50.0).holds(b)) continue;
    const int parts = 1 + static_cast<int>(std::fmin(200.0, std::hypot(b.x - a.x, b.y - a.y) / kStep));
    for (int k = 1; k <= parts; ++k) {
      const Point p{a.x + (b.x - a.x) * k / parts, a.y + (b.y - a.y) * k / parts};
      if (std::hypot(p.x - last.x, p.y - last.y) < kStep) continue;
      taken_.push_back({p.x - 1.0, p.y - 1.0, 2.0, 2.0});
      last = p;
    }
  }
}

bool LabelRoom::place(Svg& svg, Point mark, std::string_view text, std::string_view css, double font_px, double gap,
                      Side first, bool must) {
  const double w = width_of(text, font_px);
  const double h = 1.15 * font_px;
  const double left = mark.x - gap - w;
  const double right = mark.x + gap;
  const double high = mark.y - gap - h;
  const double low = mark.y + gap;
  const double centred = mark.x - 0.5 * w;
  const double level = mark.y - 0.5 * h;
  std::array<Point, 8> corners{Point{right, level}, {left, level}, {centred, high}, {centred, low},
                               {right, high},       {right, low},  {left, high},    {left, low}};
  if (first == Side::left) {
    std::swap(corners[0], corners[1]);
  } else if (first == Side::above) {
    corners = {Point{centred, high}, {right, high}, {left, high},   {centred, low},
               {right, low},         {left, low},   {right, level}, {left, level}};
  } else if (first == Side::below) {
    corners = {Point{centred, low}, {right, low},    {left, low},   {right, level},
               {left, level},       {centred, high}, {right, high}, {left, high}};
  }
  const auto draw = [&](Point corner) {
    svg.text({corner.x, corner.y + 0.85 * font_px}, text, css);
    taken_.push_back({corner.x, corner.y, w, h});
  };
  for (const Point& corner : corners) {
    const Box box{corner.x, corner.y, w, h};
    if (!edge_.holds({box.x, box.y}) || !edge_.holds({box.right(), box.bottom()})) continue;
    const bool free = std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) { return other.overlaps(box); });
    if (!free) continue;
    draw(corner);
    return true;
  }
  if (must) draw({std::fmax(edge_.x, std::fmin(corners[0].x, edge_.right() - w)), corners[0].y});
  return must;
}

}  // namespace tocsin::app::report
