#include "tocsin/sim/debris.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::sim {
namespace {

double even_in_logarithm(Random& random, double low, double high) {
  return low * std::pow(high / low, random.uniform());
}

Vec3 any_direction(Random& random) {
  const double up = random.uniform(-1.0, 1.0);
  const double turn = random.uniform(0.0, 2.0 * kPi);
  const double across = std::sqrt(1.0 - up * up);
  return {across * std::cos(turn), across * std::sin(turn), up};
}

std::optional<motion::FlightEvent> last_separation(const motion::Flight& flight) {
  std::optional<motion::FlightEvent> last;
  for (const motion::FlightEvent& event : flight.events()) {
    if (event.kind == motion::FlightEventKind::separation) last = event;
  }
  return last;
}

}  // namespace

Result<std::vector<Debris>> make_debris(int count, const std::string& launch, const motion::Flight& flight,
                                        std::uint64_t seed, const DebrisOptions& options) {
  std::vector<Debris> pieces;
  if (count == 0) return pieces;
  const std::optional<motion::FlightEvent> separation = last_separation(flight);
  if (!separation) return fail_field("debris", std::to_string(count), "0 for a flight whose stages do not separate");
  const motion::FlightBody& payload = flight.payload();
  const Instant limit = payload.reaches_ground ? separation->time + seconds(options.max_flight_s) : payload.arc.end();
  const Random stream(seed, "debris/" + launch);
  for (int number = 1; number <= count; ++number) {
    Random random = stream.substream(static_cast<std::uint64_t>(number));
    Debris piece;
    piece.number = number;
    piece.rcs_m2 = even_in_logarithm(random, options.least_rcs_m2, options.largest_rcs_m2);
    const double beta_kg_m2 = even_in_logarithm(random, options.least_beta_kg_m2, options.largest_beta_kg_m2);
    const double speed_mps = random.uniform(options.least_speed_mps, options.largest_speed_mps);
    State<Itrf> state = flight.state_at(separation->time);
    state.velocity.mps = state.velocity.mps + speed_mps * any_direction(random);
    motion::PropagationOptions unpowered;
    unpowered.forces.beta_kg_m2 = beta_kg_m2;
    unpowered.tolerance_m = 1e-2;
    unpowered.stop_at_height_m = 0.0;
    TOCSIN_TRY(motion::Arc arc, motion::propagate(state, separation->time, limit, unpowered));
    const bool lands = arc.end() < limit;
    piece.flown = {motion::BodyKind::stage, separation->stage, std::move(arc), lands, beta_kg_m2, {}};
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace tocsin::sim
