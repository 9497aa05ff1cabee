#include "tocsin/track/radar_contact.hpp"

#include <algorithm>

namespace tocsin::track {
namespace {

double gap_between(Instant earlier, Instant later) {
  const double apart_s = seconds_between(earlier, later);
  return apart_s > RadarContact::kLost_s ? apart_s : 0.0;
}

}  // namespace

void RadarContact::see(Instant plot) {
  if (!any_) {
    any_ = true;
    first_ = last_ = plot;
  } else if (plot > last_) {
    gap_s_ += gap_between(last_, plot);
    last_ = plot;
  } else if (plot < first_) {
    gap_s_ += gap_between(plot, first_);
    first_ = plot;
  }
}

void RadarContact::join(const RadarContact& other) {
  if (!other.any_) return;
  if (!any_) {
    *this = other;
    return;
  }
  const bool apart = other.first_ > last_ || other.last_ < first_;
  if (apart) {
    gap_s_ +=
        other.gap_s_ + (other.first_ > last_ ? gap_between(last_, other.first_) : gap_between(other.last_, first_));
  } else {
    // only lengths are kept: the least that both can have missed
    gap_s_ = std::max({std::min(gap_s_, other.gap_s_), gap_s_ - other.seconds(), other.gap_s_ - seconds()});
  }
  first_ = std::min(first_, other.first_);
  last_ = std::max(last_, other.last_);
}

double RadarContact::seconds() const {
  return any_ ? std::max(0.0, seconds_between(first_, last_) - gap_s_) : 0.0;
}

}  // namespace tocsin::track
