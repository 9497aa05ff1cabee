#pragma once

#include <optional>
#include <string>

#include "tocsin/base/instant.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::app::report {

using message::kNormal90;

/// `22:22:04`
[[nodiscard]] std::string clock_text(Instant t);
/// `2022-10-03`
[[nodiscard]] std::string date_text(Instant t);
/// Text in which `2022-10-03T22:22:04Z` is shortened to `22:22:04` wherever the date is `day`.
[[nodiscard]] std::string without_date(const std::string& text, const std::string& day);
/// `48 s`, `3 min 12 s`, `2 h 05 min`, `24 h`, `3 days`; a negative span has a minus sign.
[[nodiscard]] std::string span_text(double span_s);
/// Time after the launch on a clock: `T+0:48`, `T+1:02:03`, `T−0:05`.
[[nodiscard]] std::string t_plus(double after_s);
/// Number with thousands set apart: `4 512`.
[[nodiscard]] std::string grouped(double value, int decimals = 0);
/// Length with two to three significant digits: `0.85 km`, `7.4 km`, `4 512 km`.
[[nodiscard]] std::string km_text(double km);
/// Axes of an ellipse from edge to edge: `24 by 6.1 km across`.
[[nodiscard]] std::string size_text(const message::Ellipse& ellipse);
/// `97 %`, `under 1 %`
[[nodiscard]] std::string percent_text(double share);
/// `40.61° N 126.43° E`
[[nodiscard]] std::string place_words(double lat_deg, double lon_deg);
/// `space launch`
[[nodiscard]] std::string class_text(message::EventClass event_class);
/// `1 look`, `3 looks`
[[nodiscard]] std::string count_text(std::int64_t count, const std::string& one);
/// The 90 % window of a moment known with a standard deviation: `22:43:52 – 22:44:14`.
[[nodiscard]] std::string window_text(Instant t, double sigma_s);

}  // namespace tocsin::app::report
