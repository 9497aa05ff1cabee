#include "tocsin/app/report_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "tocsin/app/timeline.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

std::string two_digits(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::string clock_text(Instant t) {
  return format_utc_seconds(t).substr(11, 8);
}

std::string date_text(Instant t) {
  return format_utc_seconds(t).substr(0, 10);
}

std::string without_date(const std::string& text, const std::string& day) {
  constexpr std::size_t kClock = 8;  // hh:mm:ss
  const std::string lead = day + "T";
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(lead); at != std::string::npos; at = text.find(lead, from)) {
    out += text.substr(from, at - from);
    const std::size_t end = at + lead.size() + kClock;
    const bool clock = end < text.size() && text[end] == 'Z';
    out += clock ? text.substr(at + lead.size(), kClock) : lead;
    from = clock ? end + 1 : at + lead.size();
  }
  return out + text.substr(from);
}

std::string span_text(double span_s) {
  const std::string sign = span_s <= -0.5 ? "−" : "";
  const std::int64_t s = std::llround(std::abs(span_s));
  if (s < 120) return sign + std::to_string(s) + " s";
  if (s < 3600) return sign + std::to_string(s / 60) + " min" + (s % 60 == 0 ? "" : " " + two_digits(s % 60) + " s");
  if (s < 48 * 3600)
    return sign + std::to_string(s / 3600) + " h" + (s % 3600 < 60 ? "" : " " + two_digits(s % 3600 / 60) + " min");
  return sign + std::to_string(s / 86400) + " days";
}

std::string t_plus(double after_s) {
  const std::int64_t s = std::llround(std::abs(after_s));
  const std::string sign = after_s <= -0.5 ? "T−" : "T+";
  if (s < 3600) return sign + std::to_string(s / 60) + ":" + two_digits(s % 60);
  return sign + std::to_string(s / 3600) + ":" + two_digits(s % 3600 / 60) + ":" + two_digits(s % 60);
}

std::string grouped(double value, int decimals) {
  std::string text = fixed(value, decimals);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  if (point - first > 4) {
    for (std::size_t i = point; i > first + 3;) text.insert(i -= 3, "\u202F");  // narrow no-break space
  }
  return text;
}

std::string km_text(double km) {
  const double size = std::abs(km);
  return grouped(km, size < 1.0 ? 2 : size < 9.95 ? 1 : 0) + " km";
}

std::string size_text(const message::Ellipse& ellipse) {
  return message::extent_text(ellipse) + " across";
}

std::string percent_text(double share) {
  if (share > 0.0 && share < 0.005) return "under 1 %";
  if (share < 1.0 && share > 0.995) return "over 99 %";
  return fixed(100.0 * share, 0) + " %";
}

std::string place_words(double lat_deg, double lon_deg) {
  std::string text;
  for (const char c : place_text(lat_deg, lon_deg)) text += c == ' ' ? std::string("\u00A0") : std::string(1, c);
  return text;
}

std::string class_text(message::EventClass event_class) {
  std::string text(name_of(event_class));
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string count_text(std::int64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::string window_text(Instant t, double sigma_s) {
  const Duration half = seconds(std::min(kNormal90 * sigma_s, 1e6));
  return clock_text(t - half) + " – " + clock_text(t + half);
}

}  // namespace tocsin::app::report
