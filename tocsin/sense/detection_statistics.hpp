#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::sense {

/// How the cross-section of a target varies (Swerling, Probability of Detection for Fluctuating Targets, IRE Trans.
/// IT-6, 1960). 1 and 3: from dwell to dwell; 2 and 4: from pulse to pulse. 1 and 2: many scatterers (exponential);
/// 3 and 4: one large one among small ones (χ² of 4 degrees of freedom).
enum class Swerling { steady, case_1, case_2, case_3, case_4 };
/// 0 to 4.
[[nodiscard]] Swerling swerling_from_number(int number);

/// A square-law detector that adds the powers of `pulses` pulses, in units of the mean noise power of one pulse: noise
/// alone gives a sum with Q(pulses, t) for its probability to exceed t.
///
/// Threshold with this false alarm probability. Preconditions: pulses >= 1, 0 < false_alarm <= 1.
[[nodiscard]] double detection_threshold(double false_alarm, int pulses);
[[nodiscard]] double false_alarm_probability(double threshold, int pulses);

/// Probability that signal and noise together exceed the threshold; exact, absolute error below 1e-12. `snr` is the
/// mean power ratio of one pulse. Case 0 is Marcum's Q_N(√(2 N snr), √(2 threshold)) (Marcum 1947).
/// Preconditions: pulses 1 to 100,000, snr >= 0, threshold >= 0.
[[nodiscard]] double detection_probability(Swerling target, double snr, double threshold, int pulses);

/// Mean power ratio of one pulse that gives this probability.
/// Precondition: the probability lies between that of noise alone and 1, both excluded.
[[nodiscard]] double snr_for_detection(Swerling target, double probability, double threshold, int pulses);

}  // namespace tocsin::sense
