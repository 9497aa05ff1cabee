#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/motion/catalogue.hpp"
#include "tocsin/motion/element_set.hpp"

namespace tocsin::event {

/// A catalogued satellite that is where a track is.
struct SatelliteMatch {
  std::int64_t number = 0;  ///< in the catalogue
  std::string name;         ///< may be empty
  double distance_m = 0.0;  ///< between the track and the prediction
  double speed_mps = 0.0;   ///< the same of the velocities
  double age_days = 0.0;    ///< of its element set
  double squared = 0.0;     ///< squared distance in sigmas, six degrees of freedom

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("number", self.number, "in the catalogue");
    v.field("name", self.name, "may be empty");
    v.field("distance_m", self.distance_m, "from the prediction");
    v.field("speed_mps", self.speed_mps, "from the predicted velocity");
    v.field("age_days", self.age_days, "of the element set");
    v.field("squared", self.squared, "distance in sigmas");
  }
};

/// Where all of a catalogue are at one time: kept by the caller, since events ask at the same moments. Holds nothing
/// that could not be computed again.
struct CataloguePlaces {
  std::optional<Instant> time;
  std::vector<motion::Catalogue::State> states;
  std::vector<motion::Sgp4Error> errors;
};

/// The satellites that a centre knows, by their element sets. Immutable: threads may share it.
class KnownSatellites {
 public:
  explicit KnownSatellites(std::vector<motion::ElementSet> sets);

  [[nodiscard]] std::size_t size() const { return sets_.size(); }

  /// The satellite whose SGP4 prediction agrees best with a state at `t`, within the state's covariance and the error
  /// of a set of its age (`KnownOptions`); nothing if none does. All are looked at by vector instructions, whose last
  /// bits depend on the machine; who is near enough to be weighed is propagated again without them, so that the answer
  /// does not.
  [[nodiscard]] std::optional<SatelliteMatch> match(const GaussianState<Itrf>& state, Instant t,
                                                    const KnownOptions& options, CataloguePlaces& places) const;

 private:
  std::vector<motion::ElementSet> sets_;
  motion::Catalogue catalogue_;
};

}  // namespace tocsin::event
