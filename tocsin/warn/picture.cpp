#include "tocsin/warn/picture.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/message/wording.hpp"
#include "tocsin/warn/areas.hpp"

namespace tocsin::warn {
namespace {

using message::Event;
using message::EventClass;
using message::ImpactEstimate;

constexpr double kObjectExists = 0.5;         // expected number of objects below which an ended event is called nothing
constexpr double kMarginShare = 0.25;         // of the margin: what stays within it changes no decision
constexpr double kTimeShiftSigmas = 3.0;      // beyond this the impact time is another one …
constexpr double kSmallestTimeShiftS = 30.0;  // … and people notice it
constexpr double kSizeFactor = 2.0;           // a region shrunk or grown by this in area is news

message::Ellipse widened(message::Ellipse ellipse, double by_km) {
  ellipse.semi_major_km += by_km;
  ellipse.semi_minor_km += by_km;
  return ellipse;
}

double area_of(const message::Ellipse& ellipse) {
  return ellipse.semi_major_km * ellipse.semi_minor_km;
}

/// Whether a region says nothing that the other does not say: its centre lies in it and it is not longer.
bool covered(const ImpactEstimate& region, const ImpactEstimate& by, double margin_km) {
  return region.ellipse90.semi_major_km <= by.ellipse90.semi_major_km + margin_km &&
         inside(widened(by.ellipse90, margin_km), by.lat_deg, by.lon_deg, region.lat_deg, region.lon_deg);
}

const ImpactEstimate* impact_of(const Picture& picture, const std::string& event) {
  for (const ObjectImpact& object : picture.impacts) {
    if (object.event == event) return &object.impact;
  }
  return nullptr;
}

void compare_impact(const ImpactEstimate& from, const ImpactEstimate& to, double floor_km, Changes& out) {
  if (!inside(widened(from.ellipse90, floor_km), from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg)) {
    out.words.push_back("the impact region moved " +
                        fixed(ground_distance_km(from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg), 0) + " km");
    out.different = true;
    out.elsewhere = true;
  }
  const double shift_s = seconds_between(from.time, to.time);
  if (std::abs(shift_s) > std::max(kTimeShiftSigmas * from.time_sigma_s, kSmallestTimeShiftS)) {
    out.words.push_back("the time of impact moved " + fixed(std::abs(shift_s), 0) + " s " +
                        (shift_s > 0.0 ? "later" : "earlier"));
    out.different = true;
  }
  const double before = area_of(widened(from.ellipse90, floor_km));
  const double after = area_of(widened(to.ellipse90, floor_km));
  const std::string sizes =
      " from " + message::extent_text(from.ellipse90) + " to " + message::extent_text(to.ellipse90);
  if (after * kSizeFactor <= before) out.words.push_back("the impact region shrank" + sizes);
  if (after >= before * kSizeFactor) {
    out.words.push_back("the impact region grew" + sizes);
    out.different = true;
  }
}

void compare_impacts(const Picture& from, const Picture& to, const Policy& policy, Changes& out) {
  if (from.impacts.empty() != to.impacts.empty()) {
    out.words.emplace_back(to.impacts.empty() ? "where it comes down is no longer known"
                                              : "where it comes down is now known");
    out.different = true;
    out.elsewhere = !to.impacts.empty();
    return;
  }
  for (const ObjectImpact& object : to.impacts) {
    if (const ImpactEstimate* known = impact_of(from, object.event)) {
      compare_impact(*known, object.impact, kMarginShare * policy.area_margin_km, out);
      continue;
    }
    const bool news = std::none_of(from.impacts.begin(), from.impacts.end(), [&](const ObjectImpact& old) {
      return covered(object.impact, old.impact, policy.area_margin_km);
    });
    if (!news) continue;
    out.words.push_back(object.event + " comes down in another region");
    out.different = true;
    out.elsewhere = true;
  }
}

void compare_launch(const Picture& from, const Picture& to, const Policy& policy, Changes& out) {
  if (!to.launch) return;  // that it is no longer known where it started changes nothing for those it flies to
  if (!from.launch) {
    out.words.emplace_back("where it started is now known");
    return;
  }
  const double floor_km = kMarginShare * policy.area_margin_km;
  if (inside(widened(from.launch->ellipse90, floor_km), from.launch->lat_deg, from.launch->lon_deg, to.launch->lat_deg,
             to.launch->lon_deg)) {
    return;
  }
  const double km =
      ground_distance_km(from.launch->lat_deg, from.launch->lon_deg, to.launch->lat_deg, to.launch->lon_deg);
  out.words.push_back("the launch place moved " + fixed(km, 0) + " km");
  out.different = true;
}

Picture picture_led_by(const Event& lead) {
  Picture picture{.event = lead.id,
                  .event_revision = lead.revision,
                  .event_class = lead.event_class,
                  .level = lead.level,
                  .concern = concern(lead),
                  .launch = lead.launch,
                  .impacts = {}};
  if (lead.impact) picture.impacts.push_back({lead.id, *lead.impact});
  return picture;
}

bool goes_up_with_stages(EventClass c) {
  return c == EventClass::space_launch || c == EventClass::sounding_rocket;
}

}  // namespace

double concern(const Event& event) {
  double sum = 0.0;
  for (const EventClass c : {EventClass::ballistic, EventClass::manoeuvring, EventClass::unknown}) {
    const auto found = event.class_probabilities.find(std::string(name_of(c)));
    if (found != event.class_probabilities.end()) sum += found->second;
  }
  return std::min(sum, 1.0);
}

Assessment assess(const Event& event, const Policy& policy) {
  const double p = concern(event);
  const bool nothing = event.ended && event.objects.estimate < kObjectExists;
  if (nothing || event.level < policy.propose_at || p < policy.withdraw_ballistic_probability)
    return Assessment::dissolved;
  return p >= policy.propose_ballistic_probability ? Assessment::threat : Assessment::undecided;
}

std::string family_of(const Event& event, const EventsById& events) {
  std::string id = event.id;
  std::optional<std::string> parent = event.parent;
  std::set<std::string> seen{id};
  while (parent && seen.insert(*parent).second) {  // a circle of parents is bad data, not a reason to hang
    id = *parent;
    const auto found = events.find(id);
    parent = found != events.end() ? found->second.parent : std::nullopt;
  }
  return id;
}

const Event* absorber_of(const Event& event, const EventsById& events) {
  if (!event.ended || event.tracks.empty()) return nullptr;
  for (const auto& [id, other] : events) {
    const auto has = [&other](std::int64_t track) {
      return std::find(other.tracks.begin(), other.tracks.end(), track) != other.tracks.end();
    };
    // two with the same tracks do not absorb each other
    const bool larger =
        other.tracks.size() > event.tracks.size() || (other.tracks.size() == event.tracks.size() && id < event.id);
    if (larger && std::all_of(event.tracks.begin(), event.tracks.end(), has)) return &other;
  }
  return nullptr;
}

std::optional<FamilyPicture> picture_of(const std::string& family, const EventsById& events, const Policy& policy) {
  const auto root = events.find(family);
  const bool parts_may_lead = root == events.end() || !goes_up_with_stages(root->second.event_class);
  const Event* lead = root != events.end() ? &root->second : nullptr;
  std::vector<const Event*> parts;
  for (const auto& [id, event] : events) {
    if (id == family || !event.parent || family_of(event, events) != family) continue;
    if (lead == nullptr || (parts_may_lead && assess(*lead, policy) == Assessment::dissolved &&
                            assess(event, policy) == Assessment::threat)) {
      lead = &event;
    }
    parts.push_back(&event);
  }
  if (lead == nullptr) return std::nullopt;
  FamilyPicture out{.picture = picture_led_by(*lead), .assessment = assess(*lead, policy), .ended = lead->ended};
  for (const Event* part : parts) {
    if (part == lead || !part->impact || assess(*part, policy) != Assessment::threat) continue;
    const bool known = std::any_of(
        out.picture.impacts.begin(), out.picture.impacts.end(),
        [&](const ObjectImpact& other) { return covered(*part->impact, other.impact, policy.area_margin_km); });
    if (!known) out.picture.impacts.push_back({part->id, *part->impact});
  }
  return out;
}

bool is_over(const Picture& picture, Instant now) {
  return !picture.impacts.empty() &&
         std::all_of(picture.impacts.begin(), picture.impacts.end(), [&](const ObjectImpact& object) {
           return now > object.impact.time + seconds(message::kNormal90 * object.impact.time_sigma_s);
         });
}

Changes changes(const Picture& from, const Picture& to, const Policy& policy) {
  Changes out;
  if (from.level != to.level) {
    out.level_fell = to.level < from.level;
    out.level_rose = to.level > from.level;
    out.words.push_back("the level " + std::string(out.level_fell ? "fell" : "rose") + " from " +
                        std::string(name_of(from.level)) + " to " + std::string(name_of(to.level)));
    out.different = true;
  }
  if (from.event_class != to.event_class) {
    out.words.push_back("the class changed from " + std::string(name_of(from.event_class)) + " to " +
                        std::string(name_of(to.event_class)));
    out.different = true;
  }
  if (from.event != to.event) {
    out.words.push_back("it is about " + to.event + " instead of " + from.event);
    out.different = true;
  }
  compare_impacts(from, to, policy, out);
  compare_launch(from, to, policy, out);
  return out;
}

}  // namespace tocsin::warn
