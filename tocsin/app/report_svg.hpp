#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::app::report {

/// Place on a drawing, pixels from its upper left corner.
struct Point {
  double x = 0.0;
  double y = 0.0;
};

struct Box {
  double x = 0.0;
  double y = 0.0;
  double width = 0.0;
  double height = 0.0;
  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
  [[nodiscard]] bool holds(Point p) const { return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom(); }
  [[nodiscard]] bool overlaps(const Box& o) const {
    return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
  }
  [[nodiscard]] Box grown(double by) const { return {x - by, y - by, width + 2.0 * by, height + 2.0 * by}; }
};

/// Text that is safe in HTML content and attributes, whatever a name holds: markup is escaped; control characters,
/// marks that reverse the direction of text, and bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// Number of a drawing with at most one decimal; never an exponent, "-0" or "nan".
[[nodiscard]] std::string px(double value);

/// Characters, not bytes.
[[nodiscard]] std::size_t length_of(std::string_view utf8);
/// Roughly how wide a text will be, pixels: fonts differ, so the estimate is on the wide side.
[[nodiscard]] double width_of(std::string_view utf8, double font_px);

/// Points as the `d` of a path, one pixel-decimal each; points nearer than `keep_px` to the last one kept are left out.
[[nodiscard]] std::string path_of(const std::vector<Point>& points, bool closed, double keep_px = 0.4);

enum class Anchor { start, middle, end };

/// One drawing: elements are appended in drawing order, styled by the classes of the page's style sheet.
class Svg {
 public:
  /// `id` is unique in the page; title and description are what a screen reader says.
  Svg(std::string id, double width, double height, std::string_view title, std::string_view description);

  Svg& line(Point a, Point b, std::string_view css);
  Svg& path(std::string_view d, std::string_view css, std::string_view tip = {});
  Svg& polyline(const std::vector<Point>& points, std::string_view css, std::string_view tip = {});
  Svg& polygon(const std::vector<Point>& points, std::string_view css, std::string_view tip = {});
  Svg& circle(Point centre, double radius, std::string_view css, std::string_view tip = {});
  Svg& rect(const Box& box, std::string_view css, double corner = 0.0, std::string_view tip = {});
  Svg& text(Point at, std::string_view text, std::string_view css, Anchor anchor = Anchor::start);
  /// What follows, up to `close`, is cut at the edges of `box`.
  Svg& open_clipped(const Box& box);
  Svg& open(std::string_view css);
  Svg& close();

  [[nodiscard]] std::string finish() const;

 private:
  void element(std::string_view name, const std::string& attributes, std::string_view css, std::string_view tip);

  std::string id_;
  std::string body_;
  int clips_ = 0;
};

/// Finds room for labels: the first of several places around a mark that hits neither an earlier label nor the edge.
class LabelRoom {
 public:
  explicit LabelRoom(const Box& edge) : edge_(edge) {}
  void block(const Box& box) { taken_.push_back(box); }
  /// Keeps labels off a line.
  void block_along(const std::vector<Point>& line);
  /// Where a label is tried first; the other sides follow.
  enum class Side { beside, left, above, below };
  /// Draws the text at a side of `mark` where there is room, or at the first one if it `must` be there.
  bool place(Svg& svg, Point mark, std::string_view text, std::string_view css, double font_px, double gap,
             Side first = Side::beside, bool must = false);

 private:
  Box edge_;
  std::vector<Box> taken_;
};

}  // namespace tocsin::app::report
