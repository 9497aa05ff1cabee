#pragma once

#include <vector>

#include "tocsin/app/report_svg.hpp"

namespace tocsin::app::report {

/// Values along one side of a chart.
struct Axis {
  double low = 0.0;
  double high = 1.0;
  double from_px = 0.0;  ///< where `low` is drawn
  double to_px = 1.0;
  bool logarithmic = false;

  [[nodiscard]] double at(double value) const;
};

/// Round values (1, 2, 5 times a power of ten) inside the axis, at most `most`.
[[nodiscard]] std::vector<double> round_ticks(const Axis& axis, int most);
/// Powers of ten inside a logarithmic axis.
[[nodiscard]] std::vector<double> decades(const Axis& axis);
/// Round times in seconds (10 s, 30 s, 1 min, 2 min, 5 min …) inside the axis, at most `most`.
[[nodiscard]] std::vector<double> time_ticks(const Axis& axis, int most);

}  // namespace tocsin::app::report
