#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/czml_packets.hpp"
#include "tocsin/formats/series.hpp"

namespace tocsin::formats::scene {
namespace {

constexpr double kPoweredFrom = 0.5;  // boost probability

std::string id_of(const TrackSeries& series) {
  return "track/" + std::to_string(series.id);
}

Span span_of(const TrackSeries& series) {
  return {series.reports.front()->time, series.reports.back()->time};
}

std::string description(const TrackSeries& series) {
  const message::Track& last = *series.reports.back();
  const auto& p = last.covariance;
  const double sigma_m = std::sqrt(std::max(0.0, p(0, 0) + p(1, 1) + p(2, 2)));
  std::string sensors;
  for (const auto& [sensor, hits] : last.hits_by_sensor)
    sensors += (sensors.empty() ? "" : ", ") + sensor + " (" + std::to_string(hits) + ")";
  std::vector<std::pair<std::string, std::string>> rows{{"Track", std::to_string(series.id)}};
  if (!series.event.empty()) rows.emplace_back("Event", series.event);
  rows.emplace_back("Reports", std::to_string(series.reports.size()));
  rows.emplace_back("From", format_utc_seconds(series.reports.front()->time));
  rows.emplace_back("Until", format_utc_seconds(last.time));
  rows.emplace_back("Newest measurement", format_utc_seconds(last.last_hit));
  if (!sensors.empty()) rows.emplace_back("Measurements", sensors);
  if (series.full) {
    rows.emplace_back("Height at the end",
                      fixed(1e-3 * earth::to_geodetic(Position<Itrf>{last.position_m}).height_m, 0) + " km");
    rows.emplace_back("Speed at the end, over ground", fixed(norm(last.velocity_mps), 0) + " m/s");
    rows.emplace_back("Error of place at the end (1 σ)", fixed(1e-3 * sigma_m, 2) + " km");
  } else {
    rows.emplace_back("Known", "a direction only; drawn at the height that was assumed");
  }
  return html_table(rows);
}

/// Colour of the point: under thrust or not, as believed at each time.
Json thrust_colours(const TrackSeries& series) {
  Json list = Json::array();
  const Span all = span_of(series);
  Instant from = all.from;
  const auto powered = [](const message::Track& t) { return t.boost_probability >= kPoweredFrom; };
  for (std::size_t i = 1; i <= series.reports.size(); ++i) {
    const bool end = i == series.reports.size();
    if (!end && powered(*series.reports[i]) == powered(*series.reports[i - 1])) continue;
    const Instant until = end ? all.until : series.reports[i]->time;
    if (from < until)
      list.push(Json::object()
                    .add("interval", interval({from, until}))
                    .add("rgba", *rgba(powered(*series.reports[i - 1]) ? kThrust : kTrack, 255).find("rgba")));
    from = until;
  }
  return list;
}

void add_track(Json& out, const TrackSeries& series) {
  std::vector<Sample> samples;
  std::vector<Sample> below;
  for (const message::Track* report : series.reports) {
    samples.push_back({report->time, report->position_m});
    Geodetic place = earth::to_geodetic(Position<Itrf>{report->position_m});
    place.height_m = 0.0;
    below.push_back({report->time, earth::to_itrf(place).m});
  }
  const Span span = span_of(series);
  const double length_s = seconds_between(span.from, span.until);
  const std::string name = "T" + std::to_string(series.id) + (series.event.empty() ? "" : " " + series.event);
  Json dot = Json::object().add("color", thrust_colours(series)).add("pixelSize", 10);
  dot.add("outlineColor", rgba({0, 0, 0}, 255)).add("outlineWidth", 1);
  Json p = packet(id_of(series), name);
  p.add("availability", interval(span)).add("description", description(series));
  p.add("position", sampled(samples, "LINEAR", 1))
      .add("point", std::move(dot))
      .add("label", label(shown(name), kTrack))
      .add("path", trail(kTrack, 255, 3, length_s));
  out.push(std::move(p));
  Json trace = packet(id_of(series) + "/ground", name + ": place below it");
  trace.add("availability", interval(span))
      .add("position", sampled(below, "LINEAR", 1))
      .add("path", trail(kTrack, 110, 1, length_s))
      .add("polyline", sight(id_of(series), id_of(series) + "/ground", kTrack, 90));
  out.push(std::move(trace));
}

/// The packet of the satellite or radar that a sensor belongs to (`GEO-A-scanner` on `GEO-A`); empty for none.
std::string carrier_of(const Products& products, const std::string& sensor) {
  const SensorProduct* best = nullptr;
  for (const SensorProduct& product : products.sensors) {
    const bool fits = sensor == product.id || sensor.starts_with(product.id + "-");
    const bool drawn = product.site.has_value() || !product.samples.empty();
    if (fits && drawn && (best == nullptr || product.id.size() > best->id.size())) best = &product;
  }
  return best == nullptr ? std::string() : (best->site ? "radar/" : "satellite/") + best->id;
}

/// Lines from each sensor of an event to its object, from the sensor's first to its newest measurement of it.
void add_sights(Json& out, const Products& products, const message::Event& event, const TrackSeries& series,
                const Span& run) {
  for (const message::Contribution& part : event.contributions) {
    const std::string carrier = carrier_of(products, part.sensor);
    const Span seen = common(common(run, span_of(series)), {part.first, part.last});
    if (part.hits == 0 || carrier.empty() || seen.empty()) continue;
    const bool radar = part.phenomenology == message::Phenomenology::radar;
    Json p = packet("sight/" + event.id + "/" + part.sensor, part.sensor + " sees " + event.id);
    p.add("availability", interval(seen)).add("polyline", sight(carrier, id_of(series), radar ? kRadar : kThrust, 150));
    out.push(std::move(p));
  }
}

}  // namespace

void add_tracks(Json& out, const Products& products, const Span& run) {
  const std::vector<TrackSeries> all = tracks_to_draw(products);
  std::map<std::string, const TrackSeries*> longest;
  for (const TrackSeries& series : all) {
    add_track(out, series);
    const TrackSeries*& best = longest[series.event];
    if (best == nullptr || best->full < series.full ||
        (best->full == series.full && best->reports.size() < series.reports.size()))
      best = &series;
  }
  for (const EventProduct& product : products.events) {
    const auto found = longest.find(product.event.id);
    if (found != longest.end()) add_sights(out, products, product.event, *found->second, run);
  }
}

}  // namespace tocsin::formats::scene
