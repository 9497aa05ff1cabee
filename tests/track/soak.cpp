#include "tests/track/soak.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "tocsin/base/text.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

constexpr double kPiece_s = 600.0;
constexpr double kLongestFlight_s = 1500.0;
constexpr double kQuietEnd_s = 1800.0;
constexpr double kRemembered_s = 7200.0;  // more than the options let a track stay unseen

/// Plans of all launches, by time.
std::vector<SyntheticLaunch> launches(const SoakPlan& plan) {
  Random random(plan.seed, "soak launches");
  const double last_s = 3600.0 * plan.hours - kQuietEnd_s;
  std::vector<SyntheticLaunch> out;
  while (out.size() < static_cast<std::size_t>(plan.launches)) {
    SyntheticLaunch next;
    next.site = {random.uniform(0.67, 0.73), random.uniform(2.22, 2.36), 100.0};
    next.azimuth_rad = random.uniform(0.8, 1.6);
    next.launch_s = random.uniform(0.0, last_s);
    next.kick_rad = random.uniform(0.06, 0.12);
    if (random.uniform() < 0.3) next.stages = {{60.0, 18.0, 0.35, 2.0}, {55.0, 16.0, 0.35, 0.0}};
    next.intensity_w_sr = random.uniform(1e5, 6e5);
    out.push_back(next);
    if (out.size() % 5 != 0 || out.size() == static_cast<std::size_t>(plan.launches)) continue;
    next.launch_s += random.uniform(2.0, 30.0);
    next.site.lat_rad += random.uniform(-1e-3, 1e-3);
    next.azimuth_rad += random.uniform(-0.05, 0.05);
    out.push_back(next);
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.launch_s < b.launch_s; });
  return out;
}

/// The records of the whole time, a piece at a time: bodies come and go, sources count on.
class Sky {
 public:
  Sky(const SoakPlan& plan, std::shared_ptr<const sense::Sensors> sensors)
      : plan_(plan), sensors_(std::move(sensors)), launches_(launches(plan)) {}

  std::vector<message::Record> next() {
    const double end_s = begin_s_ + kPiece_s;
    std::erase_if(bodies_, [&](const SyntheticBody& body) { return !body.exists(begin_s_); });
    for (; next_ < launches_.size() && launches_[next_].launch_s < end_s; ++next_) {
      bodies_.push_back(launch(launches_[next_], launches_[next_].launch_s + kLongestFlight_s));
    }
    StreamOptions options;
    options.begin_s = begin_s_;
    options.end_s = end_s;
    options.infrared = {"GEO-1", "GEO-2", "GEO-3", "HEO-1"};
    options.radars = {"RAD-1", "RAD-2"};
    options.clutter_factor = plan_.clutter_factor;
    std::vector<message::Record> made =
        stream(bodies_, *sensors_, options, plan_.seed + static_cast<std::uint64_t>(end_s));
    for (message::Record& record : made) count_on(record);
    for (const auto& [source, newest] : newest_) counted_[source] = newest;
    made.insert(made.begin(), late_.begin(), late_.end());
    std::stable_sort(made.begin(), made.end(), [](const message::Record& a, const message::Record& b) {
      return a.header.received < b.header.received;
    });
    // what the last looks of a piece saw arrives in the next one
    const auto later = std::find_if(made.begin(), made.end(),
                                    [&](const message::Record& record) { return record.header.received > at(end_s); });
    late_.assign(later, made.end());
    made.erase(later, made.end());
    begin_s_ = end_s;
    return made;
  }

 private:
  /// A piece numbers its records from 1.
  void count_on(message::Record& record) {
    if (std::holds_alternative<message::Tick>(record.payload)) return;
    const std::int64_t before = counted_[record.header.source];
    record.header.sequence += before;
    newest_[record.header.source] = std::max(newest_[record.header.source], record.header.sequence);
    if (auto* bearing = std::get_if<message::Bearing>(&record.payload)) bearing->look += before;
    if (auto* plot = std::get_if<message::Plot>(&record.payload)) plot->look += before;
  }

  const SoakPlan& plan_;
  std::shared_ptr<const sense::Sensors> sensors_;
  std::vector<SyntheticLaunch> launches_;
  std::size_t next_ = 0;
  std::vector<SyntheticBody> bodies_;
  std::vector<message::Record> late_;
  std::map<std::string, std::int64_t> counted_;
  std::map<std::string, std::int64_t> newest_;
  double begin_s_ = 0.0;
};

/// What each track was made of, by what was sent and by what was assigned, and not by what the track says.
class EvidenceBook {
 public:
  void sent(const message::Record& record) {
    if (std::holds_alternative<message::Bearing>(record.payload) ||
        std::holds_alternative<message::Plot>(record.payload))
      measured_[{record.header.source, record.header.sequence}] = record.header.measured;
  }
  void taken(const message::Assignment& assignment) {
    const auto found = measured_.find({assignment.source, assignment.sequence});
    if (found == measured_.end()) return;
    Instant& newest = newest_.try_emplace(assignment.track, found->second).first->second;
    newest = std::max(newest, found->second);
  }
  void ended(std::int64_t track) { newest_.erase(track); }
  void forget_before(Instant t) {
    std::erase_if(measured_, [&](const auto& entry) { return entry.second < t; });
  }
  [[nodiscard]] std::optional<Instant> newest(std::int64_t track) const {
    const auto found = newest_.find(track);
    return found == newest_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<std::pair<std::string, std::int64_t>, Instant> measured_;
  std::map<std::int64_t, Instant> newest_;
};

double resident_mb() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (!line.starts_with("VmRSS:")) continue;
    double kb = 0.0;
    std::istringstream(line.substr(6)) >> kb;
    return kb / 1024.0;
  }
  return 0.0;
}

/// How long the options let a track stay without evidence.
double patience_s(const message::Track& track, const sense::Sensors& sensors, const Options& options) {
  if (track.state == message::TrackState::confirmed) return options.existence.max_unseen_s;
  double revisit_s = 0.0;
  for (const std::string& id : track.sensors) {
    if (const auto* infrared = sensors.infrared(id)) revisit_s = std::max(revisit_s, infrared->revisit_s);
    if (const auto* radar = sensors.radar(id)) revisit_s = std::max(revisit_s, radar->fence_revisit_s);
  }
  return std::max(track.radar_hits > 0 ? options.radar.patience_s : 0.0,
                  track.infrared_hits > 0 ? options.infrared.patience_revisits * revisit_s : 0.0);
}

class Watch {
 public:
  Watch(const sense::Sensors& sensors, Soak& out) : sensors_(sensors), out_(out) {}

  void look(const message::Record& record, const TrackerOutput& said) {
    book_.sent(record);
    for (const message::Assignment& assignment : said.assignments) book_.taken(assignment);
    out_.refused += said.refused.size();
    if (!std::holds_alternative<message::Tick>(record.payload)) return;
    live_ = 0;
    for (const message::Track& track : said.tracks) {
      if (track.state == message::TrackState::confirmed) confirmed_.insert(track.id);
      if (track.state == message::TrackState::ended) {
        book_.ended(track.id);
        continue;
      }
      ++live_;
      judge(track);
    }
    most_live_ = std::max(most_live_, live_);
  }
  void forget_before(Instant t) { book_.forget_before(t); }
  void put(SoakPoint& point) const {
    point.live = live_;
    point.most_live = most_live_;
    point.confirmed = confirmed_.size();
  }

 private:
  void judge(const message::Track& track) {
    const std::optional<Instant> newest = book_.newest(track.id);
    const double unseen_s = newest ? seconds_between(*newest, track.time) : HUGE_VAL;
    double& oldest = track.state == message::TrackState::confirmed ? out_.oldest_confirmed_s : out_.oldest_tentative_s;
    oldest = std::max(oldest, unseen_s);
    if (!(unseen_s <= patience_s(track, sensors_, options_)))
      complain(track, "was last seen " + fixed(unseen_s, 1) + " s ago");
    if (newest && *newest != track.last_hit) {
      complain(track, "says that it was seen " + fixed(seconds_between(track.last_hit, track.time), 1) +
                          " s ago, and was " + fixed(unseen_s, 1) + " s ago");
    }
    const double variance = track.covariance(0, 0) + track.covariance(1, 1) + track.covariance(2, 2);
    if (!(std::sqrt(variance) <= options_.existence.max_position_sigma_m))
      complain(track, "is somewhere within " + fixed(1e-3 * std::sqrt(variance), 0) + " km");
  }
  void complain(const message::Track& track, const std::string& what) {
    if (complained_.insert(track.id).second)
      out_.complaints.push_back("track " + std::to_string(track.id) + " at " + format_utc(track.time) + " " + what);
  }

  const sense::Sensors& sensors_;
  Soak& out_;
  const Options options_;
  EvidenceBook book_;
  std::set<std::int64_t> confirmed_;
  std::set<std::int64_t> complained_;
  std::size_t live_ = 0;
  std::size_t most_live_ = 0;
};

}  // namespace

Soak soak(const SoakPlan& plan, const std::function<void(const SoakPoint&)>& told) {
  const auto sensors = synthetic_sensors(synthetic_world());
  Sky sky(plan, sensors);
  Tracker tracker({}, sensors);
  Soak out;
  Watch watch(*sensors, out);
  const auto pieces = static_cast<int>(std::lround(3600.0 * plan.hours / kPiece_s));
  std::size_t records = 0;
  for (int piece = 1; piece <= pieces; ++piece) {
    const double now_s = kPiece_s * piece;
    for (const message::Record& record : sky.next()) {
      watch.look(record, tracker.step(record));
      ++records;
    }
    watch.forget_before(at(now_s - kRemembered_s));
    if (piece % std::max(1, pieces / 4) != 0) continue;
    SoakPoint point{.hours = now_s / 3600.0, .records = records};
    watch.put(point);
    point.state_bytes = tracker.save().size();
    point.resident_mb = resident_mb();
    out.points.push_back(point);
    if (told) told(point);
  }
  return out;
}

}  // namespace tocsin::track::test
