#include "tocsin/sense/detection_statistics.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"

#include "tests/sense/detection_oracle.hpp"

namespace tocsin::sense {
namespace {

constexpr int kPulses[] = {1, 2, 4, 10, 30, 100};

double ratio(double decibels) {
  return std::pow(10.0, 0.1 * decibels);
}

struct Reference {
  int pulses;
  double false_alarm;
  int snr_db;
  double threshold;
  double detection[5];  ///< cases 0 to 4
};

/// Worked out with 40 digits: case 0 by quadrature of the Bessel density, the others by their series or closed forms.
constexpr Reference kReferences[] = {
    {1,
     1e-2,
     -10,
     4.60517018598809137,
     {0.0149044413774044023, 0.0151991108295293372, 0.0151991108295293372, 0.0150525805935186099,
      0.0150525805935186099}},
    {1,
     1e-2,
     3,
     4.60517018598809137,
     {0.203311822978877302, 0.214920998291723208, 0.214920998291723208, 0.214542491563309912, 0.214542491563309912}},
    {1,
     1e-2,
     13,
     4.60517018598809137,
     {0.999656799568994474, 0.802687607260870943, 0.802687607260870943, 0.908003216738090933, 0.908003216738090933}},
    {1,
     1e-6,
     -10,
     13.8155105579642741,
     {2.83538299274753843e-6, 3.51119173421513132e-6, 3.51119173421513132e-6, 3.14038366346938116e-6,
      3.14038366346938116e-6}},
    {1,
     1e-6,
     3,
     13.8155105579642741,
     {0.000940741632782664788, 0.00992742346323073726, 0.00992742346323073726, 0.00441753837267743057,
      0.00441753837267743057}},
    {1,
     1e-6,
     13,
     13.8155105579642741,
     {0.874440727541365542, 0.517177561112777947, 0.517177561112777947, 0.608964584239682816, 0.608964584239682816}},
    {1,
     1e-12,
     -10,
     27.6310211159285482,
     {6.06382702921630025e-12, 1.23284673944206614e-11, 1.23284673944206614e-11, 8.39866949344985022e-12,
      8.39866949344985022e-12}},
    {1,
     1e-12,
     3,
     27.6310211159285482,
     {5.35535252542703159e-8, 0.0000985537366183041653, 0.0000985537366183041653, 7.77925007338085365e-6,
      7.77925007338085365e-6}},
    {1,
     1e-12,
     13,
     27.6310211159285482,
     {0.148324763585141964, 0.267472629718561168, 0.267472629718561168, 0.265257111945797941, 0.265257111945797941}},
    {4,
     1e-2,
     -10,
     10.0451175148316166,
     {0.018913457649450954, 0.02062228857844976, 0.0193330545870769379, 0.019759636517278659, 0.0191221946026153251}},
    {4,
     1e-2,
     3,
     10.0451175148316166,
     {0.635096160695605116, 0.465232855171922808, 0.568512574169091033, 0.524877291196733067, 0.597408180117256719}},
    {4,
     1e-2,
     13,
     10.0451175148316166,
     {0.999999999999999996, 0.916683661996414046, 0.998495281233204294, 0.982608115042315593, 0.9999597942997088}},
    {4,
     1e-6,
     -10,
     21.3504569632721358,
     {4.50439253726196283e-6, 9.75610125049069499e-6, 5.3103455494460553e-6, 6.39343391743150408e-6,
      4.87755757699523666e-6}},
    {4,
     1e-6,
     3,
     21.3504569632721358,
     {0.0314979996111864683, 0.132239800761792747, 0.0753284274366436265, 0.103607345591899051, 0.0552587581389441455}},
    {4,
     1e-6,
     13,
     21.3504569632721358,
     {0.999999999953834687, 0.7970415090952622, 0.979825496895630733, 0.917648119635369443, 0.997558104475958631}},
    {4,
     1e-12,
     -10,
     36.73300953308175,
     {1.29227849266168659e-11, 1.72442331850188447e-10, 2.13662795918923205e-11, 3.96619996627420458e-11,
      1.63695182598770655e-11}},
    {4,
     1e-12,
     3,
     36.73300953308175,
     {0.0000328366814570336009, 0.0238512848247122061, 0.00186850219918571292, 0.00781579641118433421,
      0.000446465380970255663}},
    {4,
     1e-12,
     13,
     36.73300953308175,
     {0.999994532279151773, 0.658887861005163175, 0.89870076447062742, 0.790997614622871799, 0.964924672123495076}},
    {30,
     1e-2,
     -10,
     44.1897094507246614,
     {0.0402557261649422988, 0.0588854012895479185, 0.040896183293177386, 0.0500773147961403899,
      0.0405751012276695784}},
    {30,
     1e-2,
     3,
     44.1897094507246614,
     {0.999995633331881525, 0.781956555960425862, 0.999678922185583428, 0.898037092477999323, 0.999931002189130172}},
    {30, 1e-2, 13, 44.1897094507246614, {1.0, 0.974998949245920347, 1.0, 0.998458211082532289, 1.0}},
    {30,
     1e-6,
     -10,
     63.5481801248680689,
     {0.0000199436582705088043, 0.000528807204222817051, 0.0000220213783982704039, 0.000115914770465684938,
      0.0000209450973078176855}},
    {30,
     1e-6,
     3,
     63.5481801248680689,
     {0.989837643420691406, 0.56908361882288123, 0.958312059839543873, 0.68154062723196955, 0.975154774353248062}},
    {30, 1e-6, 13, 63.5481801248680689, {1.0, 0.944046002876319543, 1.0, 0.993400101555602228, 1.0}},
    {30,
     1e-12,
     -10,
     85.9295092134438305,
     {1.24193485840033778e-10, 1.96582746645718377e-6, 1.63576505183661135e-10, 3.21464345226246077e-8,
      1.42093100094374736e-10}},
    {30,
     1e-12,
     3,
     85.9295092134438305,
     {0.612761914207825684, 0.393965552799353821, 0.572170047833010737, 0.443409766222427501, 0.589201402239623053}},
    {30, 1e-12, 13, 85.9295092134438305, {1.0, 0.909455866626444684, 0.999999999999999825, 0.98351708299935341, 1.0}},
    {100,
     1e-2,
     -10,
     124.722561490720808,
     {0.0932070317861532788, 0.145128760864133716, 0.0940945068545987588, 0.128173291901290097, 0.093651223903785129}},
    {100,
     1e-2,
     3,
     124.722561490720808,
     {1.0, 0.880546060728649335, 0.99999999999998664, 0.967694834182011593, 0.999999999999999984}},
    {100,
     1e-6,
     -10,
     154.919045995038985,
     {0.000115960209276988386, 0.00958206845551010205, 0.000124320402733621237, 0.00254043407161887928,
      0.000120052901853882687}},
    {100,
     1e-6,
     3,
     154.919045995038985,
     {0.999999999999991376, 0.75757980743523498, 0.999999998254396366, 0.888285729751564235, 0.999999999977394469}},
    {100,
     1e-12,
     -10,
     187.247955363566451,
     {1.81823753281429119e-9, 0.000507084147727717802, 2.20771374263946224e-9, 0.0000202744507495713719,
      2.0017104672507112e-9}},
    {100,
     1e-12,
     3,
     187.247955363566451,
     {0.999999993061937689, 0.644779596984924785, 0.99999228397314519, 0.777450320020446427, 0.999999374239761008}},
};

TEST(DetectionStatistics, AreThoseOfFortyDigits) {
  for (const Reference& r : kReferences) {
    const double threshold = detection_threshold(r.false_alarm, r.pulses);
    EXPECT_NEAR(threshold, r.threshold, 1e-13 * r.threshold) << r.pulses << " " << r.false_alarm;
    for (int c = 0; c < 5; ++c) {
      const double p = detection_probability(swerling_from_number(c), ratio(r.snr_db), r.threshold, r.pulses);
      EXPECT_NEAR(p, r.detection[c], 1e-13 + 1e-11 * r.detection[c]) << c << " " << r.pulses << " " << r.snr_db;
      const DetectionOracle oracle(c, std::pow(10.0L, 0.1L * r.snr_db), r.threshold, r.pulses);
      EXPECT_NEAR(static_cast<double>(oracle.detection()), r.detection[c], 1e-14) << c << " " << r.pulses;
    }
  }
}

TEST(DetectionStatistics, AreExactOverTheWholeFieldOfUse) {
  double worst = 0.0;
  for (const int pulses : kPulses) {
    for (const double exponent : {-2.0, -4.0, -6.0, -9.0, -12.0}) {
      const double threshold = detection_threshold(std::pow(10.0, exponent), pulses);
      for (double db = -20.0; db <= 40.0; db += 2.0) {
        const double snr = ratio(db);
        for (int c = 0; c < 5; ++c) {
          const double p = detection_probability(swerling_from_number(c), snr, threshold, pulses);
          const auto exact = static_cast<double>(DetectionOracle(c, snr, threshold, pulses).detection());
          EXPECT_NEAR(p, exact, 1e-12) << c << " " << pulses << " " << exponent << " " << db;
          worst = std::max(worst, std::abs(p - exact));
        }
      }
    }
  }
  RecordProperty("worst_error", std::to_string(worst));
}

TEST(DetectionStatistics, NeedThePublishedSignal) {
  // Pd 0.9 at Pfa 1e-6 with one pulse
  const double threshold = detection_threshold(1e-6, 1);
  EXPECT_NEAR(10.0 * std::log10(snr_for_detection(Swerling::steady, 0.9, threshold, 1)), 13.2, 0.05);
  EXPECT_NEAR(10.0 * std::log10(snr_for_detection(Swerling::case_1, 0.9, threshold, 1)), 21.1, 0.05);
}

TEST(DetectionStatistics, SignalAndThresholdAreFoundAgain) {
  for (const int pulses : kPulses) {
    for (const double false_alarm : {1e-2, 1e-6, 1e-12}) {
      const double threshold = detection_threshold(false_alarm, pulses);
      EXPECT_NEAR(false_alarm_probability(threshold, pulses), false_alarm, 1e-12 * false_alarm);
      for (int c = 0; c < 5; ++c) {
        for (const double probability : {0.1, 0.5, 0.9, 0.999}) {
          const Swerling target = swerling_from_number(c);
          const double snr = snr_for_detection(target, probability, threshold, pulses);
          EXPECT_NEAR(detection_probability(target, snr, threshold, pulses), probability, 1e-12);
        }
      }
    }
  }
}

TEST(DetectionStatistics, StayWithinNoiseAndCertaintyForAnyNumberOfPulses) {
  for (const int pulses : {1, 1000, 100'000}) {
    const double threshold = detection_threshold(1e-6, pulses);
    for (int c = 0; c < 5; ++c) {
      double before = 1e-6;
      for (double db = -60.0; db <= 60.0; db += 3.0) {
        const double p = detection_probability(swerling_from_number(c), ratio(db), threshold, pulses);
        EXPECT_GE(p, before * (1.0 - 1e-9)) << c << " " << pulses << " " << db;
        EXPECT_LE(p, 1.0);
        before = p;
      }
      EXPECT_GT(before, 0.99);
    }
  }
}

/// Mean power of one dwell over the dwell's mean; the sum of `scatterers` complex Gaussian amplitudes' powers.
double drawn_power(int scatterers, Random& random) {
  double power = 0.0;
  for (int i = 0; i < scatterers; ++i) power += random.exponential();
  return power / scatterers;
}

TEST(DetectionStatistics, AreThoseOfDrawnPulses) {
  Random random(11, "pulses");
  const int pulses = 6;
  const double threshold = detection_threshold(1e-2, pulses);
  const double snr = 1.5;
  for (int c = 0; c < 5; ++c) {
    const int n = 20000;
    int hits = 0;
    for (int i = 0; i < n; ++i) {
      const int scatterers = c >= 3 ? 2 : 1;
      const double dwell = c == 0 ? 1.0 : drawn_power(scatterers, random);
      double sum = 0.0;
      for (int k = 0; k < pulses; ++k) {
        const double power = c == 2 || c == 4 ? drawn_power(scatterers, random) : dwell;
        const double re = std::sqrt(snr * power) + std::sqrt(0.5) * random.normal();
        const double im = std::sqrt(0.5) * random.normal();
        sum += re * re + im * im;
      }
      hits += sum > threshold ? 1 : 0;
    }
    const double p = detection_probability(swerling_from_number(c), snr, threshold, pulses);
    EXPECT_NEAR(static_cast<double>(hits) / n, p, 3.5 * std::sqrt(p * (1.0 - p) / n)) << c;
  }
}

}  // namespace
}  // namespace tocsin::sense
