#include "tocsin/sim/faults.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::sim {

Faults::Faults(const std::vector<FaultScript>& scripts, std::string_view sensor) {
  total_.sensor = sensor;
  for (const FaultScript& fault : scripts) {
    if (fault.sensor != sensor) continue;
    own_.push_back(fault);
    total_.los_bias_east_rad += fault.los_bias_east_rad;
    total_.los_bias_north_rad += fault.los_bias_north_rad;
    total_.los_drift_rad_rt_s = std::hypot(total_.los_drift_rad_rt_s, fault.los_drift_rad_rt_s);
    total_.range_bias_m += fault.range_bias_m;
    total_.azimuth_bias_rad += fault.azimuth_bias_rad;
    total_.elevation_bias_rad += fault.elevation_bias_rad;
    total_.clock_bias_s += fault.clock_bias_s;
    if (fault.ambiguous_range_m > 0.0) total_.ambiguous_range_m = fault.ambiguous_range_m;
    total_.missed_look_probability =
        1.0 - (1.0 - total_.missed_look_probability) * (1.0 - fault.missed_look_probability);
    total_.clutter_scale *= fault.clutter_scale;
  }
}

bool Faults::is_off(Instant t) const {
  return std::any_of(own_.begin(), own_.end(), [&](const FaultScript& fault) {
    if (fault.off) return true;
    if (!fault.off_from && !fault.off_until) return false;
    return (!fault.off_from || t >= *fault.off_from) && (!fault.off_until || t < *fault.off_until);
  });
}

double Faults::delay_s(Instant t) const {
  double sum_s = 0.0;
  for (const FaultScript& fault : own_) {
    const bool now = (!fault.delay_from || t >= *fault.delay_from) && (!fault.delay_until || t < *fault.delay_until);
    if (now) sum_s += fault.delay_s;
  }
  return sum_s;
}

}  // namespace tocsin::sim
