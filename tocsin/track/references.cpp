#include "tocsin/track/references.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "tocsin/base/text.hpp"
#include "tocsin/sense/attitude.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/track/intake.hpp"
#include "tocsin/track/pointing_bias.hpp"
#include "tocsin/track/record_bounds.hpp"

namespace tocsin::track {

void take_reference(const message::Header& header, const message::FrameRef& reference, Admission& admission,
                    Work& work) {
  constexpr double kSmallestSigma_rad = 1e-9;
  const PointingOptions& options = work.options.pointing;
  const auto refused = [&](const std::string& reason) { refuse(header.source, header.sequence, reason, work); };
  const sense::InfraredSensor* sensor = work.sensors.infrared(header.source);
  std::string problem = bounds_problem(reference);
  if (problem.empty() && reference.sigma_rad < kSmallestSigma_rad) {
    problem = "sigma_rad: found " + shortest(reference.sigma_rad) + ", expected at least 1e-9";
  }
  const std::string unknown = sensor != nullptr ? "" : "no infrared sensor of this id in the world";
  const double delay_s = sensor != nullptr ? sense::max_delay_s(*sensor) : 0.0;
  if (!is_admitted(header, unknown, problem, delay_s, admission, work)) return;
  const sense::NadirFrame frame = sense::nadir_frame(work.sensors.satellite_state(*sensor, header.measured).position);
  const Result<sense::TangentAngles> shown = sense::pointing_offset(reference, frame, header.measured);
  if (!shown) return refused(shown.error().to_string());
  const std::string off_by = "shows the line of sight off by " + fixed(1e6 * shown->east_rad, 1) +
                             " microradians east and " + fixed(1e6 * shown->north_rad, 1) + " microradians north, ";
  if (std::max(std::abs(shown->east_rad), std::abs(shown->north_rad)) > options.max_offset_rad) {
    return refused(off_by + "at most " + shortest(1e6 * options.max_offset_rad) + " microradians are believed");
  }
  const PointingOffset offset = offset_by_stars(header.measured, *shown, reference.sigma_rad);
  PointingBias& bias = admission.pointing[header.source];
  const double distance = bias.distance_sigmas(offset, options);
  if (bias.take(offset, options) != ReferenceUse::refused) return;
  refused(off_by + fixed(distance, 1) + " sigmas from what is expected, at most " + shortest(options.gate_sigmas) +
          " are used");
}

std::optional<message::Bearing> correct_pointing(Input& input, const Admission& admission,
                                                 const PointingOptions& options) {
  auto* bearing = std::get_if<message::Bearing>(&input.what);
  const auto found = bearing == nullptr ? admission.pointing.end() : admission.pointing.find(input.source);
  if (found == admission.pointing.end()) return std::nullopt;
  const std::optional<PointingOffset> offset = found->second.at(input.measured, options);
  if (!offset) return std::nullopt;
  const message::Bearing corrected = without_offset(*bearing, *offset);
  // at the limits of what a bearing may be it is used as it came
  if (!bounds_problem(corrected).empty()) return std::nullopt;
  *bearing = corrected;
  return corrected;
}

void forget_mistimed(Admission& admission, const Work& work) {
  std::erase_if(admission.pointing,
                [&](const auto& bias) { return !mistimed_problem(bias.first, bias.second.newest(), work).empty(); });
}

}  // namespace tocsin::track
