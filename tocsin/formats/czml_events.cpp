#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/czml_packets.hpp"
#include "tocsin/formats/series.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::formats::scene {
namespace {

using message::Ellipse;
using message::Event;
using message::ImpactEstimate;
using message::LaunchEstimate;

/// A region and the time from which it was believed.
template <class Estimate>
struct Stated {
  Instant from;
  Estimate estimate;
};

/// Whether a new region shows anything that the one before does not: another size by 5 %, or another place by 5 % of
/// it.
template <class Estimate>
bool differs(const Estimate& now, const Estimate& before) {
  constexpr double kVisible = 0.05;
  const auto place = [](const Estimate& e) {
    return Geodetic{degrees(e.lat_deg).value(), degrees(e.lon_deg).value(), 0.0};
  };
  const double size_km = before.ellipse90.semi_major_km;
  const double moved_km = 1e-3 * earth::inverse(place(now), place(before)).distance_m;
  return std::abs(now.ellipse90.semi_major_km - size_km) > kVisible * size_km || moved_km > kVisible * size_km;
}

/// What is worth showing of a history, its last member always.
template <class Estimate>
std::vector<Stated<Estimate>> worth_showing(const std::vector<Stated<Estimate>>& all) {
  std::vector<Stated<Estimate>> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (out.empty() || i + 1 == all.size() || differs(all[i].estimate, out.back().estimate)) out.push_back(all[i]);
  }
  return out;
}

std::vector<Stated<LaunchEstimate>> launches_of(const Products& products, const Event& event) {
  std::vector<Stated<LaunchEstimate>> all;
  for (const Event& revision : products.revisions) {
    if (revision.id == event.id && revision.launch) all.push_back({revision.time, *revision.launch});
  }
  if (all.empty() && event.launch) all.push_back({event.time, *event.launch});
  return worth_showing(all);
}

std::vector<Stated<ImpactEstimate>> impacts_of(const EventProduct& product) {
  std::vector<Stated<ImpactEstimate>> all;
  for (const ImpactEstimate& impact : product.impact_history) all.push_back({impact.made_at, impact});
  const std::optional<ImpactEstimate>& newest = product.event.impact;
  if (newest && (all.empty() || all.back().from != newest->made_at)) all.push_back({newest->made_at, *newest});
  return worth_showing(all);
}

std::string place_text(double lat_deg, double lon_deg) {
  return fixed(lat_deg, 3) + "° " + fixed(lon_deg, 3) + "°";
}

std::string moment_text(Instant time, double sigma_s) {
  return format_utc_seconds(time) + " " + message::within_text(sigma_s, 1, " s");
}

std::string sentences(const Event& event) {
  std::string out;
  for (const std::string& sentence : event.explanation) out += "<p>" + html(sentence) + "</p>";
  return out;
}

std::string launch_description(const Event& event, const LaunchEstimate& launch) {
  std::vector<std::pair<std::string, std::string>> rows{{"Event", title_of(event)},
                                                        {"Launch", moment_text(launch.time, launch.time_sigma_s)},
                                                        {"Place", place_text(launch.lat_deg, launch.lon_deg)},
                                                        {"Region", message::region_text(launch.ellipse90)}};
  if (launch.azimuth_deg)
    rows.emplace_back(
        "Heading", fixed(*launch.azimuth_deg, 1) + "°" +
                       (launch.azimuth_sigma_deg ? " " + message::within_text(*launch.azimuth_sigma_deg, 1, "°") : ""));
  for (const auto& [name, probability] : event.class_probabilities) {
    if (probability >= 0.005) rows.emplace_back(name, fixed(100.0 * probability, 1) + " %");
  }
  return html_table(rows) + sentences(event);
}

std::string impact_description(const Event& event, const ImpactEstimate& impact) {
  return html_table({{"Event", title_of(event)},
                     {"Impact", moment_text(impact.time, impact.time_sigma_s)},
                     {"Place", place_text(impact.lat_deg, impact.lon_deg)},
                     {"Region", message::region_text(impact.ellipse90)},
                     {"Highest point", fixed(impact.apogee_km, 0) + " km"},
                     {"Radar behind it", fixed(impact.radar_seconds, 0) + " s"},
                     {"Newest evidence", format_utc_seconds(impact.made_at)}}) +
         sentences(event);
}

void add_region(Json& out, Json p, const LatLonRing& ring, const Span& span, const Colour& c, int opacity) {
  if (span.empty() || ring.size() < 4) return;
  out.push(std::move(p.add("availability", interval(span)).add("polygon", polygon(ring, c, opacity))));
}

/// Name of the event and its level, as it rose.
Json level_texts(const Event& event, const Span& span) {
  Json list = Json::array();
  const auto add = [&](const char* level, Instant from, Instant until) {
    const Span during = common({from, until}, span);
    if (during.empty()) return;
    list.push(Json::object().add("interval", interval(during)).add("string", shown(event.id + " " + level)));
  };
  const Instant probable = event.probable_time.value_or(event.confirmed_time.value_or(span.until));
  const Instant confirmed = event.confirmed_time.value_or(span.until);
  add("possible", span.from, probable);
  add("probable", probable, confirmed);
  add("confirmed", confirmed, span.until);
  return list;
}

void add_launch(Json& out, const Products& products, const Event& event, const Span& run) {
  const std::vector<Stated<LaunchEstimate>> all = launches_of(products, event);
  if (all.empty()) return;
  const std::string name = "Launch " + title_of(event);
  const Span known = common({all.front().from, run.until}, run);
  if (known.empty()) return;
  Json places = Json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Span span = common({all[i].from, i + 1 < all.size() ? all[i + 1].from : run.until}, known);
    if (span.empty()) continue;
    const LaunchEstimate& launch = all[i].estimate;
    Json place = Json::object().add("interval", interval(span));
    places.push(std::move(
        place.add("cartographicDegrees", *at_place(launch.lat_deg, launch.lon_deg, 0.0).find("cartographicDegrees"))));
    add_region(out,
               packet("event/" + event.id + "/launch-" + std::to_string(i + 1) + "/region",
                      name + ": 90 % region as of " + format_utc_seconds(all[i].from)),
               ellipse_ring(launch.ellipse90, launch.lat_deg, launch.lon_deg), span, kLaunch, 70);
  }
  Json p = packet("event/" + event.id + "/launch", name);
  p.add("availability", interval(known)).add("description", launch_description(event, all.back().estimate));
  const bool eastward =
      all.back().estimate.azimuth_deg.value_or(270.0) < 180.0;  // the trail is not drawn over the words
  p.add("position", std::move(places))
      .add("point", point(kLaunch, 10))
      .add("label", label(level_texts(event, known), kLaunch, eastward ? Side::left : Side::right));
  out.push(std::move(p));
}

void add_impacts(Json& out, const EventProduct& product, const Span& run) {
  const Event& event = product.event;
  const std::vector<Stated<ImpactEstimate>> all = impacts_of(product);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const ImpactEstimate& impact = all[i].estimate;
    const Span span = common({all[i].from, i + 1 < all.size() ? all[i + 1].from : run.until}, run);
    if (span.empty()) continue;
    const std::string id = "event/" + event.id + "/impact-" + std::to_string(i + 1);
    add_region(
        out, packet(id + "/region", "Impact " + event.id + ", 90 % region as of " + format_utc_seconds(impact.made_at)),
        ellipse_ring(impact.ellipse90, impact.lat_deg, impact.lon_deg), span, kImpact, 80);
    Json p = packet(id, "Impact " + event.id + " about " + format_utc_seconds(impact.time));
    p.add("availability", interval(span)).add("description", impact_description(event, impact));
    p.add("position", at_place(impact.lat_deg, impact.lon_deg, 0.0)).add("point", point(kImpact, 8));
    p.add("label", label(shown("Impact " + event.id + " " + format_utc_seconds(impact.time).substr(11)), kImpact));
    out.push(std::move(p));
  }
}

std::string warning_description(const message::Warning& w, const message::WarningArea& area) {
  std::string by;
  for (const std::string& person : w.by) by += (by.empty() ? "" : ", ") + person;
  std::vector<std::pair<std::string, std::string>> rows{
      {"Warning", w.id + " revision " + std::to_string(w.revision)},
      {"Event", w.event},
      {"State", std::string(name_of(w.state)) + (by.empty() ? "" : " by " + by)},
      {"Level", std::string(name_of(w.level))},
      {"Proposed", format_utc_seconds(w.proposed_time)},
      {"Valid until", format_utc_seconds(w.expires)}};
  if (area.earliest && area.latest)
    rows.emplace_back("Expected between",
                      format_utc_seconds(*area.earliest) + " and " + format_utc_seconds(*area.latest));
  return "<p>" + html(w.headline) + "</p>" + html_table(rows) + "<p>" + html(w.description) + "</p>";
}

}  // namespace

void add_events(Json& out, const Products& products, const Span& run) {
  for (const EventProduct& product : products.events) {
    add_launch(out, products, product.event, run);
    add_impacts(out, product, run);
  }
}

void add_warnings(Json& out, const Products& products, const Span& run) {
  for (const WarningSpan& span : warning_spans(products)) {
    const message::Warning& w = *span.warning;
    const std::string name = w.id + " revision " + std::to_string(w.revision);
    for (std::size_t i = 0; i < w.areas.size(); ++i) {
      Json p = packet("warning/" + w.id + "/" + std::to_string(w.revision) + "/" + std::to_string(i + 1),
                      name + ": " + w.areas[i].name);
      p.add("description", warning_description(w, w.areas[i]));
      add_region(out, std::move(p), w.areas[i].ring_deg, common({span.from, span.until}, run), kWarning,
                 w.released_time ? 90 : 40);
    }
  }
}

}  // namespace tocsin::formats::scene
