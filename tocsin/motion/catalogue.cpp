#include "tocsin/motion/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/motion/sgp4_lanes.hpp"
#include "tocsin/motion/sgp4_theory.hpp"

namespace tocsin::motion {
namespace {

/// Groups of a table that one piece of work takes: small enough to share out, large enough not to notice.
constexpr std::size_t groups_per_piece = 16;

/// Satellites whose lanes take the same way have the same key: low inclinations in deep space, those that drag soon
/// brings down by how soon, small eccentricities, others by steps. Within a key they keep the caller's order, and with
/// it neighbouring places in memory.
auto sort_key(const Sgp4& orbit) {
  const sgp4::MeanElements& m = orbit.mean_elements();
  constexpr double small_eccentricity = 0.035;
  constexpr double eccentricity_steps = 100.0;
  constexpr double month_min = 30.0 * 1440.0;
  constexpr double strong_drag = 0.02;  // part of the semi-major axis' root that is lost in a month
  const bool is_lyddane = orbit.is_deep_space() && m.inclination_rad < sgp4::lyddane_below_rad;
  const double lost = std::abs(orbit.near_earth().c1) * month_min;
  const int drag = lost > strong_drag ? 1 + static_cast<int>(4.0 * std::log2(std::min(lost / strong_drag, 1e6))) : 0;
  const int eccentricity =
      m.eccentricity < small_eccentricity ? 0 : 1 + static_cast<int>(eccentricity_steps * m.eccentricity);
  return std::tuple(is_lyddane, drag, eccentricity);
}

std::vector<std::int64_t> tai_ns(std::span<const Instant> times) {
  std::vector<std::int64_t> out;
  out.reserve(times.size());
  for (const Instant t : times) out.push_back(t.tai_ns());
  return out;
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr Catalogue::State no_state{nan, nan, nan, nan, nan, nan};

/// Results larger than this are not in the caches any more when somebody looks at them.
constexpr std::size_t more_than_caches = std::size_t{32} << 20U;

/// Whether each satellite's row begins and ends with a cache line.
bool are_whole_lines(std::span<const Catalogue::State> states, std::size_t row) {
  constexpr std::size_t line = 64;
  return reinterpret_cast<std::uintptr_t>(states.data()) % line == 0 && row * sizeof(Catalogue::State) % line == 0;
}

double* numbers_of(std::span<Catalogue::State> states) {
  return states.empty() ? nullptr : states.front().data();
}

}  // namespace

Catalogue::Catalogue(Catalogue&& other) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&& other) noexcept = default;
Catalogue::~Catalogue() = default;

Catalogue Catalogue::from(std::span<const ElementSet> sets, const Sgp4Options& options) {
  TOCSIN_REQUIRE(sets.size() < sgp4::LaneTable::kNobody, "too many element sets");
  Catalogue out;
  out.orbits_.reserve(sets.size());
  using Member = std::pair<decltype(sort_key(std::declval<const Sgp4&>())), std::uint32_t>;
  std::array<std::vector<Member>, sgp4::kLaneTheories> members;
  for (const ElementSet& set : sets) {
    const auto place = static_cast<std::uint32_t>(out.orbits_.size());
    const Sgp4& orbit = out.orbits_.emplace_back(Sgp4::from(set, options));
    if (orbit.initial_error() != Sgp4Error::None) {
      out.unusable_.push_back(place);
    } else {
      members[static_cast<std::size_t>(sgp4::lane_theory(orbit))].emplace_back(sort_key(orbit), place);
    }
  }
  for (std::size_t theory = 0; theory < members.size(); ++theory) {
    if (members[theory].empty()) continue;
    std::sort(members[theory].begin(), members[theory].end());
    std::vector<std::uint32_t> who;
    for (const Member& member : members[theory]) who.push_back(member.second);
    out.tables_.push_back(std::make_unique<const sgp4::LaneTable>(
        sgp4::lane_table(out.orbits_, who, static_cast<sgp4::LaneTheory>(theory))));
  }
  return out;
}

void Catalogue::propagate(std::span<const Instant> times, Order order, std::span<State> states,
                          std::span<Sgp4Error> errors, Executor& executor) const {
  TOCSIN_REQUIRE(states.size() == size() * times.size() && errors.size() == states.size(), "memory for all states");
  if (states.empty()) return;
  const std::vector<std::int64_t> times_ns = tai_ns(times);
  const bool side_by_side = order == Order::SatelliteTime;
  const sgp4::StateGrid grid{
      .states = numbers_of(states),
      .errors = errors.data(),
      .by_satellite = side_by_side ? times.size() : 1,
      .by_time = side_by_side ? 1 : size(),
      .past_caches = side_by_side && are_whole_lines(states, times.size()) && states.size_bytes() > more_than_caches};
  for (const std::uint32_t who : unusable_) {
    for (std::size_t k = 0; k < times.size(); ++k) {
      const std::size_t place = who * grid.by_satellite + k * grid.by_time;
      states[place] = no_state;
      errors[place] = orbits_[who].initial_error();
    }
  }
  struct Piece {
    const sgp4::LaneTable* table;
    std::size_t first;
  };
  std::vector<Piece> pieces;
  for (const auto& table : tables_) {
    for (std::size_t g = 0; g < table->groups(); g += groups_per_piece) pieces.push_back({table.get(), g});
  }
  executor.run(pieces.size(), [&](std::size_t i) {
    const Piece& piece = pieces[i];
    const std::size_t last = std::min(piece.first + groups_per_piece, piece.table->groups());
    sgp4::propagate_groups(*piece.table, piece.first, last, orbits_, times_ns, grid);
  });
}

void Catalogue::propagate(std::span<const Instant> times, Order order, std::span<State> states,
                          std::span<Sgp4Error> errors) const {
  SerialExecutor serial;
  propagate(times, order, states, errors, serial);
}

void Catalogue::propagate_one(std::size_t satellite, std::span<const Instant> times, std::span<State> states,
                              std::span<Sgp4Error> errors) const {
  TOCSIN_REQUIRE(satellite < size(), "no such satellite");
  TOCSIN_REQUIRE(states.size() == times.size() && errors.size() == times.size(), "memory for all times");
  const Sgp4& orbit = orbits_[satellite];
  if (orbit.initial_error() != Sgp4Error::None) {
    std::fill(states.begin(), states.end(), no_state);
    std::fill(errors.begin(), errors.end(), orbit.initial_error());
    return;
  }
  sgp4::propagate_epochs(orbit, tai_ns(times), {numbers_of(states), errors.data(), 0, 1});
}

}  // namespace tocsin::motion
