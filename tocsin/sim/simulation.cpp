#include "tocsin/sim/simulation.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/sim/background.hpp"
#include "tocsin/sim/clouds.hpp"
#include "tocsin/sim/faults.hpp"
#include "tocsin/sim/infrared_stream.hpp"
#include "tocsin/sim/radar_stream.hpp"
#include "tocsin/sim/sensor_stream.hpp"
#include "tocsin/sim/sources.hpp"
#include "tocsin/sim/surroundings.hpp"
#include "tocsin/sim/truth.hpp"

namespace tocsin::sim {
namespace {

constexpr double kTailS = 120.0;  // a run without `duration_s` shows the quiet after its last impact
constexpr const char* kClock = "clock";
constexpr std::int64_t kSecond = 1'000'000'000;

Instant next_whole_second(Instant t) {
  const std::int64_t ns = t.tai_ns();
  const std::int64_t past = ((ns % kSecond) + kSecond) % kSecond;
  return past == 0 ? t : Instant::from_tai_ns(ns - past + kSecond);
}

Instant end_of(const Scenario& scenario, const Truth& truth) {
  if (scenario.duration_s > 0.0) return scenario.begin + seconds(scenario.duration_s);
  Instant end = scenario.begin;
  for (const auto& launch : truth.launches()) end = std::max(end, launch->flight.payload().arc.end());
  return next_whole_second(end + seconds(kTailS));
}

/// One sensor and its link to the centre, with its next look already made.
struct Lane {
  std::unique_ptr<SensorStream> stream;
  Faults faults;
  std::optional<LookGroup> head;
  std::int64_t sequence = 0;
  Instant due;     ///< receipt of the newest look, had the link no delay
  Instant newest;  ///< its receipt

  /// A link is a queue: what is delayed holds back what comes behind it, nothing overtakes.
  void fetch() {
    head = stream->next();
    if (!head) return;
    TOCSIN_REQUIRE(head->received >= due, "a sensor's looks come in the order of receipt");
    due = head->received;
    newest = std::max(newest, due + seconds(faults.delay_s(due)));
    head->received = newest;
  }
};

class ScenarioSimulation final : public Simulation {
 public:
  ScenarioSimulation(const Scenario& scenario, std::shared_ptr<const sense::Sensors> sensors, Truth truth,
                     std::vector<SkyBody> sky, std::uint64_t seed)
      : status_(scenario.status),
        sensors_(std::move(sensors)),
        truth_(std::move(truth)),
        sky_(std::move(sky)),
        clouds_(scenario.cloud_top_km, scenario.clouds),
        sources_(make_sources(scenario.sources, seed)),
        background_(clouds_),
        begin_(scenario.begin),
        end_(end_of(scenario, truth_)),
        tick_(next_whole_second(begin_)) {
    for (const Body& body : truth_.bodies()) objects_.push_back(body.describe());
    for (const Source& source : sources_) objects_.push_back(source.describe());
    for (const SkyBody& body : sky_) objects_.push_back(body.describe());
    Surroundings around{sensors_.get(), &truth_, &clouds_, scenario.cloud_top_km * 1e3, begin_, end_, seed};
    around.sources = &sources_;
    around.refraction = scenario.refraction;
    around.sky = &sky_;
    if (scenario.background_by_sun) around.background = &background_;
    for (const sense::InfraredSensor& sensor : sensors_->world().infrared) {
      const Faults faults(scenario.faults, sensor.id);
      lanes_.push_back({std::make_unique<InfraredStream>(sensor, around, faults), faults, {}, 0, begin_, begin_});
    }
    for (const sense::Radar& radar : sensors_->world().radars) {
      const Faults faults(scenario.faults, radar.id);
      lanes_.push_back({std::make_unique<RadarStream>(radar, around, faults), faults, {}, 0, begin_, begin_});
    }
    for (Lane& lane : lanes_) lane.fetch();
  }

  [[nodiscard]] Instant begin() const override { return begin_; }
  [[nodiscard]] Instant end() const override { return end_; }
  [[nodiscard]] const std::vector<message::TruthObject>& objects() const override { return objects_; }
  [[nodiscard]] std::vector<message::TruthOrigin> take_origins() override { return std::exchange(origins_, {}); }

  [[nodiscard]] std::optional<message::Record> next() override {
    if (item_ < group_.items.size()) return next_of_group();
    Lane* first = nullptr;
    for (Lane& lane : lanes_) {
      if (!lane.head || lane.head->received > end_) continue;
      if (first == nullptr || std::forward_as_tuple(lane.head->received, lane.stream->source()) <
                                  std::forward_as_tuple(first->head->received, first->stream->source())) {
        first = &lane;
      }
    }
    // a tick comes after everything received up to its second
    if (tick_ <= end_ && (first == nullptr || tick_ < first->head->received)) return next_tick();
    if (first == nullptr) return std::nullopt;
    open_group(*first);
    return next_of_group();
  }

  [[nodiscard]] Status each_state(double step_s,
                                  const std::function<Status(const message::TruthState&)>& take) const override {
    const Duration step = seconds(step_s);
    TOCSIN_REQUIRE(step > Duration(), "states need a step");
    const auto at_steps = [&](Instant from, Instant to, const auto& state_of) -> Status {
      const std::int64_t after = std::max<std::int64_t>((from - begin_).nanoseconds(), 0);
      const std::int64_t first = (after + step.nanoseconds() - 1) / step.nanoseconds();
      for (Instant t = begin_ + first * step; t <= std::min(to, end_); t = t + step) {
        const std::optional<message::TruthState> state = state_of(t);
        if (!state) continue;
        if (Status taken = take(*state); !taken) return taken;
      }
      return {};
    };
    using MaybeState = std::optional<message::TruthState>;
    for (const Body& body : truth_.bodies()) {
      const auto state_of = [&](Instant t) -> MaybeState {
        const State<Itrf> state = body.state_at(t);
        return message::TruthState{body.id(), t, state.position.m, state.velocity.mps, body.burning_at(t)};
      };
      if (Status given = at_steps(body.begin(), body.end(), state_of); !given) return given;
    }
    for (const Source& source : sources_) {
      const auto state_of = [&](Instant t) -> MaybeState {
        return message::TruthState{source.id(), t, source.position_at(t).m, source.velocity_at(t).mps, false};
      };
      if (Status given = at_steps(source.begin(), source.end(), state_of); !given) return given;
    }
    for (const SkyBody& body : sky_) {
      const auto state_of = [&](Instant t) -> MaybeState {
        const std::optional<State<Itrf>> state = body.state_at(t);
        if (!state) return std::nullopt;
        return message::TruthState{body.id(), t, state->position.m, state->velocity.mps, false};
      };
      for (const auto& [from, to] : body.spans()) {
        if (Status given = at_steps(from, to, state_of); !given) return given;
      }
    }
    return {};
  }

 private:
  [[nodiscard]] message::Header header(std::string source, std::int64_t sequence, Instant measured,
                                       Instant received) const {
    message::Header made;
    made.source = std::move(source);
    made.sequence = sequence;
    made.status = status_;
    made.simulated = true;
    made.measured = measured;
    made.received = received;
    return made;
  }

  message::Record next_tick() {
    message::Record record{header(kClock, tick_sequence_++, tick_, tick_), message::Tick{tick_}};
    tick_ = tick_ + whole_seconds(1);
    return record;
  }

  /// Takes a lane's look: its records get the next numbers of the source, the look itself the last of them.
  void open_group(Lane& lane) {
    group_ = *std::move(lane.head);
    lane.fetch();
    item_ = 0;
    source_ = lane.stream->source();
    first_sequence_ = lane.sequence;
    lane.sequence += static_cast<std::int64_t>(group_.items.size());
    const std::int64_t look = lane.sequence - 1;
    for (LookItem& item : group_.items) {
      if (auto* bearing = std::get_if<message::Bearing>(&item.payload)) bearing->look = look;
      if (auto* plot = std::get_if<message::Plot>(&item.payload)) plot->look = look;
    }
  }

  message::Record next_of_group() {
    LookItem& item = group_.items[item_];
    const std::int64_t sequence = first_sequence_ + static_cast<std::int64_t>(item_++);
    if (std::holds_alternative<message::Bearing>(item.payload) || std::holds_alternative<message::Plot>(item.payload)) {
      origins_.push_back({source_, sequence, std::move(item.body)});
    }
    return {header(source_, sequence, item.measured, group_.received), std::move(item.payload)};
  }

  message::RecordStatus status_;
  std::shared_ptr<const sense::Sensors> sensors_;
  Truth truth_;
  std::vector<SkyBody> sky_;
  Clouds clouds_;
  std::vector<Source> sources_;
  Background background_;
  Instant begin_;
  Instant end_;
  Instant tick_;
  std::int64_t tick_sequence_ = 0;
  std::vector<message::TruthObject> objects_;
  std::vector<Lane> lanes_;
  LookGroup group_;  ///< being given out
  std::size_t item_ = 0;
  std::string source_;
  std::int64_t first_sequence_ = 0;
  std::vector<message::TruthOrigin> origins_;
};

}  // namespace

Result<std::unique_ptr<Simulation>> Simulation::create(const Scenario& scenario,
                                                       std::shared_ptr<const sense::Sensors> sensors,
                                                       std::uint64_t seed) {
  if (Status fits = check_scenario(scenario, sensors->world()); !fits) return fail(fits.error());
  TOCSIN_TRY(Truth truth, Truth::create(scenario, seed));
  for (const SourceScript& source : scenario.sources) {
    const bool taken = std::any_of(truth.bodies().begin(), truth.bodies().end(),
                                   [&](const Body& body) { return body.id() == source.id; });
    if (taken) return fail_field("source.id", source.id, "an id that no body of a launch has");
  }
  TOCSIN_TRY(std::vector<SkyBody> sky, make_sky(scenario.sky, *sensors, scenario.begin, end_of(scenario, truth)));
  for (const SkyBody& body : sky) {
    const auto has_its_id = [&](const auto& other) { return other.id() == body.id(); };
    const auto is_source = [&](const SourceScript& source) { return source.id == body.id(); };
    if (std::any_of(truth.bodies().begin(), truth.bodies().end(), has_its_id) ||
        std::any_of(scenario.sources.begin(), scenario.sources.end(), is_source)) {
      return fail_field("id", body.id(), "an id that nothing in the sky has");
    }
  }
  return std::unique_ptr<Simulation>(
      std::make_unique<ScenarioSimulation>(scenario, std::move(sensors), std::move(truth), std::move(sky), seed));
}

}  // namespace tocsin::sim
