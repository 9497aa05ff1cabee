#include "tocsin/event/explain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "tocsin/base/text.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::event {
namespace {

using message::EventClass;

std::string words(EventClass c) {
  std::string out(name_of(c));
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string count(std::int64_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string seen_by(const message::Event& e) {
  std::string out;
  for (const message::Contribution& c : e.contributions) {
    if (c.hits == 0) continue;
    const bool infrared = c.phenomenology == message::Phenomenology::infrared;
    out += (out.empty() ? "Seen by " : ", ") + c.sensor + " (" +
           (infrared ? count(c.hits, "bearing", "bearings") : count(c.hits, "plot", "plots")) + ", " +
           format_utc_seconds(c.first) + " to " + format_utc_seconds(c.last) + ")";
  }
  return out.empty() ? out : out + ".";
}

std::string missed_by(const message::Event& e) {
  std::string out;
  for (const message::Contribution& c : e.contributions) {
    if (c.misses == 0) continue;
    out += (out.empty() ? "Should have been seen and was not: " : ", ") + c.sensor + " in " +
           count(c.misses, "look", "looks") + (c.hits == 0 ? " (never saw it)" : "");
  }
  return out.empty() ? "Every sensor that should have seen it did." : out + ".";
}

/// `4.2`, `120`, `1e+06`: odds need no more than two digits.
std::string odds(double x) {
  if (x >= 1e4) return "more than 10000";
  if (x >= 10.0) return fixed(x, 0);
  return x >= 0.1 ? fixed(x, 1) : (x >= 1e-4 ? shortest(std::round(x * 1e4) / 1e4) : "less than 0.0001");
}

std::string class_sentence(const EventState& event, const Options& options) {
  const ClassPosterior& p = event.posterior;
  std::array<std::size_t, kClasses> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p.probability[a] > p.probability[b]; });
  std::string out = "Weighed:";
  for (std::size_t rank = 0; rank < 3; ++rank) {
    const std::size_t i = order[rank];
    if (rank > 0 && p.probability[i] < 0.01) break;
    const auto c = static_cast<EventClass>(i);
    out += std::string(rank > 0 ? ";" : "") + " " + words(c) + " " + fixed(p.probability[i], 2) + " (prior " +
           fixed(options.classes.prior[i], 2) + ", evidence " + odds(p.evidence_ratio(c, options.classes)) +
           " against all others)";
  }
  out += ".";
  if (p.capped)
    out += " Held below " + fixed(options.classes.ceiling_before_burnout, 2) + " while thrust lasts or may return.";
  return out;
}

std::string launch_sentence(const EventState& event) {
  const auto& launch = event.product.launch;
  if (!launch) return "The launch place is not known.";
  std::string out = "Lifted off at " + format_utc_seconds(launch->time) + " " +
                    message::within_text(launch->time_sigma_s, 0, " s") + ", " +
                    message::region_text(launch->ellipse90);
  out += launch->azimuth_deg ? ", heading " + fixed(*launch->azimuth_deg, 0) + " degrees" : ", heading not known";
  if (launch->azimuth_deg && launch->azimuth_sigma_deg)
    out += " " + message::within_text(*launch->azimuth_sigma_deg, 0, "");
  if (!event.fit) return out + "; carried back from radar alone.";
  return out + "; from " + std::to_string(event.fit->bearings) + " bearings of " +
         (event.fit->stereo ? "satellites that see it from different sides." : "one direction.");
}

/// What the plots say of lift: a flag with its error rate, or nothing.
std::string departure_sentence(const EventState& event, const Options& options) {
  const Departure& d = event.departure;
  if (!d.flagged || !d.settled) return {};
  return "Manoeuvring, settled at " + format_utc_seconds(*d.flagged) +
         ": it left the arc of an unpowered body before " + format_utc_seconds(*d.flagged) + ", with a lift of about " +
         fixed(d.settled->lift_to_drag, 1) + " times its drag; the plots of the " + fixed(d.settled->window_s, 0) +
         " s before then miss every arc without lift (chi-squared " + fixed(d.settled->chi_squared, 0) +
         " of 2, a body without lift is taken for one with a probability below " +
         shortest(options.manoeuvre.false_flag_probability) + " a test).";
}

/// Region of a body that steers, or may.
std::string reach_sentence(const EventState& event, const Options& options) {
  const std::string with = " with a lift-to-drag ratio of up to " + fixed(options.manoeuvre.max_lift_to_drag, 0);
  const auto& impact = event.product.impact;
  if (event.departure.flagged) {
    if (!impact) return "No impact: it steers, and what it may reach is too large to be of use.";
    return "Impact: anywhere it may reach" + with + ", " + message::extent_text(impact->ellipse90) +
           " across, from now on and no later than " + fixed(1.732 * impact->time_sigma_s, 0) + " s after " +
           format_utc_seconds(impact->time) + "; no point in it is more probable than another.";
  }
  const std::string why =
      "It may steer with probability " + fixed(event.steering, 2) + ", since " +
      (event.departure.log_odds > 1.0 ? "its plots show signs of lift" : "its arc is flat for one that nobody steers") +
      ": ";
  if (!impact) return "No impact: " + why + "what it may reach is too large to be of use.";
  return why + "the region " + message::extent_text(impact->ellipse90) + " across is what it may reach" + with +
         "; unpowered it would come down in its middle at " + format_utc_seconds(impact->time) + ", " +
         (event.unpowered ? message::region_text(event.unpowered->ellipse90) : std::string("within it")) + ".";
}

std::string impact_sentence(const EventState& event, const Options& options) {
  const message::Event& e = event.product;
  if (event.wide) return reach_sentence(event, options);
  if (e.impact) {
    const BetaRange& beta = event.arc.beta;
    return "Impact of the unpowered arc with " + fixed(beta.mean, 0) + " kg/m2 (90 %: " + fixed(beta.low, 0) + " to " +
           fixed(beta.high, 0) + "): " + format_utc_seconds(e.impact->time) + ", " +
           message::region_text(e.impact->ellipse90) + ", apogee " + fixed(e.impact->apogee_km, 0) +
           " km. A body that steers can leave this region; this one does with probability " +
           fixed(event.steering, event.steering >= 0.01 ? 2 : 3) + ".";
  }
  if (event.only_direction()) return "No impact: only its direction is known.";
  if (event.arc.orbit.orbit_probability > options.arc.max_orbit_probability) {
    return "No impact: it stays in orbit with probability " + fixed(event.arc.orbit.orbit_probability, 2) + ".";
  }
  return event.posterior.capped ? "No impact is given while thrust lasts or may return."
                                : "No impact: the region would be too large to be of use.";
}

}  // namespace

std::vector<std::string> explain(const EventState& event, const Options& options) {
  std::vector<std::string> out;
  const auto add = [&](std::string sentence) {
    if (!sentence.empty()) out.push_back(std::move(sentence));
  };
  add(event.level_why);
  add(seen_by(event.product));
  add(missed_by(event.product));
  add(event.level_missing);
  add(class_sentence(event, options));
  add(departure_sentence(event, options));
  if (!event.known.moon) {
    add(launch_sentence(event));
    add(impact_sentence(event, options));
  }
  if (event.product.objects.estimate > 1.5) {
    add("About " + fixed(event.product.objects.estimate, 0) + " objects: stages and other pieces count.");
  }
  if (event.unusable > 0)
    add(count(event.unusable, "track report", "track reports") + " had impossible numbers and were not used.");
  for (const std::string& remark : event.remarks) add(remark);
  return out;
}

}  // namespace tocsin::event
