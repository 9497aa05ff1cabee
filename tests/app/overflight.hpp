#pragma once

#include "tocsin/app/run_folder.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::app {

/// Products as a run of the flight reported for 2022-10-03, 22:22 UTC, might give them, made without running anything:
/// three satellites in geostationary orbit from T+58 s, burnout at T+150 s, a radar from T+170 to T+520 s, an impact
/// region that shrinks from 1800 to 9 km, and a warning that is proposed, renewed and released.
struct Overflight {
  formats::Products products;
  RunData run;
};
[[nodiscard]] Overflight overflight();

/// The same sensors on a day without a launch: `reports` single-satellite reports that stayed possible.
[[nodiscard]] Overflight quiet_watch(int reports);

}  // namespace tocsin::app
