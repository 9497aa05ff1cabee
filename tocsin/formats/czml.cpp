#include "tocsin/formats/czml.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tocsin/base/json.hpp"
#include "tocsin/formats/czml_packets.hpp"

namespace tocsin::formats {
namespace {

constexpr double kLeadS = 20.0;     // from the start of the clock to the first report
constexpr double kViewingS = 75.0;  // that the rest of the run takes to watch, about

/// Where the clock starts: shortly before anything is seen.
Instant first_moment(const Products& products, const scene::Span& run) {
  Instant first = run.until;
  for (const EventProduct& product : products.events) first = std::min(first, product.event.first_report_time);
  return products.events.empty() ? run.from : std::clamp(first - seconds(kLeadS), run.from, run.until);
}

/// A round factor by which the clock runs faster.
int speed(double length_s) {
  constexpr std::array kFactors{1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200};
  int best = kFactors.front();
  for (const int factor : kFactors) {
    if (factor * kViewingS <= length_s) best = factor;
  }
  return best;
}

Json document(const Products& products, const scene::Span& run) {
  const Instant start = first_moment(products, run);
  Json clock = Json::object();
  clock.add("interval", scene::interval(run)).add("currentTime", format_utc(start));
  clock.add("multiplier", speed(seconds_between(start, run.until)));
  clock.add("range", "CLAMPED").add("step", "SYSTEM_CLOCK_MULTIPLIER");
  const std::string name =
      products.run + " (" + std::string(name_of(products.status)) + (products.simulated ? ", simulated)" : ")");
  return scene::packet("document", name).add("version", "1.0").add("clock", std::move(clock));
}

}  // namespace

std::string czml(const Products& products) {
  const scene::Span run{products.begin, std::max(products.end, products.begin + whole_seconds(1))};
  Json out = Json::array();
  out.push(document(products, run));
  scene::add_sensors(out, products, run);
  scene::add_tracks(out, products, run);
  scene::add_events(out, products, run);
  scene::add_warnings(out, products, run);
  return out.dump() + "\n";
}

}  // namespace tocsin::formats
