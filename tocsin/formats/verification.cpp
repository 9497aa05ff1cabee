#include "tocsin/formats/verification.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/text.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kMaxStatesPerSet = 1'000'000;

void append_column(double value, int decimals, std::size_t width, std::string& out) {
  const std::string text = fixed(value, decimals);
  if (text.size() < width) out.append(width - text.size(), ' ');
  out += text;
}

/// False: there is no state.
bool append_state(const motion::Sgp4& orbit, double minutes, std::string& out, VerificationCount& count) {
  const motion::Sgp4State state = orbit.propagate(minutes);
  if (state.error != motion::Sgp4Error::None) {
    out += "# no state at " + shortest(minutes) + " min: error " + std::to_string(static_cast<int>(state.error)) +
           ", " + std::string(describe(state.error)) + "\n";
    ++count.failed_sets;
    return false;
  }
  append_column(minutes, 8, 17, out);
  for (const double x : {state.position_km.x, state.position_km.y, state.position_km.z}) append_column(x, 8, 17, out);
  for (const double v : {state.velocity_km_s.x, state.velocity_km_s.y, state.velocity_km_s.z}) {
    out += ' ';
    append_column(v, 9, 12, out);
  }
  out += '\n';
  ++count.states;
  return true;
}

}  // namespace

void append_verification(const motion::ElementSet& set, const TleSpan& span, const motion::Sgp4Options& options,
                         std::string& out, VerificationCount& count) {
  const motion::Sgp4 orbit = motion::Sgp4::from(set, options);
  out += std::to_string(set.catalogue_number) + " xx\n";
  if (!append_state(orbit, 0.0, out, count)) return;
  constexpr double kAtEpoch = 1e-8;
  const bool from_epoch = std::abs(span.start_min) <= kAtEpoch;
  if (!(span.step_min > 0.0) || (from_epoch && span.stop_min <= 0.0)) return;
  std::size_t left = kMaxStatesPerSet;
  for (double t = from_epoch ? span.step_min : span.start_min;; t += span.step_min) {
    if (left-- == 0) {
      out += "# more than " + std::to_string(kMaxStatesPerSet) + " states are asked for: the rest is left out\n";
      return;
    }
    // The published program goes to the stop even where the step does not meet it.
    if (!append_state(orbit, std::min(t, span.stop_min), out, count) || t >= span.stop_min) return;
  }
}

}  // namespace tocsin::formats
