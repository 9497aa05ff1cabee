#include "tocsin/formats/csv.hpp"

#include <cmath>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::formats {
namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r";

/// One table: a header, then rows of as many cells.
class Table {
 public:
  Table(std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) raw(name);
    end_row();
  }
  Table& text(std::string_view value) { return raw(csv_cell(value)); }
  Table& number(double value) { return raw(std::isfinite(value) ? shortest(value) : std::string()); }
  Table& number(std::optional<double> value) { return value ? number(*value) : raw(""); }
  Table& count(std::int64_t value) { return raw(std::to_string(value)); }
  Table& time(Instant value) { return raw(format_utc(value)); }
  Table& time(const std::optional<Instant>& value) { return value ? time(*value) : raw(""); }
  Table& list(const std::vector<std::string>& values) {
    std::string joined;
    for (const std::string& value : values) joined += (joined.empty() ? "" : "; ") + value;
    return text(joined);
  }
  void end_row() {
    out_ += "\r\n";
    first_ = true;
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  Table& raw(std::string_view cell) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += cell;
    return *this;
  }

  std::string out_;
  bool first_ = true;
};

void put_ellipse(Table& table, const message::Ellipse* e) {
  for (const double message::Ellipse::*member :
       {&message::Ellipse::semi_major_km, &message::Ellipse::semi_minor_km, &message::Ellipse::azimuth_deg}) {
    table.number(e != nullptr ? std::optional(e->*member) : std::nullopt);
  }
}

template <class Estimate>
void put_place(Table& table, const std::optional<Estimate>& estimate) {
  table.time(estimate ? std::optional(estimate->time) : std::nullopt);
  for (const double Estimate::*member : {&Estimate::time_sigma_s, &Estimate::lat_deg, &Estimate::lon_deg}) {
    table.number(estimate ? std::optional((*estimate).*member) : std::nullopt);
  }
  put_ellipse(table, estimate ? &estimate->ellipse90 : nullptr);
}

}  // namespace

std::string csv_cell(std::string_view text) {
  // Spreadsheets run text that looks like a formula; an apostrophe makes it text again (OWASP, CSV injection).
  std::string cell;
  if (!text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos) cell = "'";
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string tracks_csv(const Products& products) {
  Table table{"track",
              "time_utc",
              "kind",
              "state",
              "lat_deg",
              "lon_deg",
              "height_m",
              "x_itrf_m",
              "y_itrf_m",
              "z_itrf_m",
              "vx_itrf_mps",
              "vy_itrf_mps",
              "vz_itrf_mps",
              "speed_mps",
              "position_sigma_m",
              "velocity_sigma_mps",
              "boost_probability",
              "existence",
              "infrared_hits",
              "radar_hits",
              "misses",
              "radar_seconds_s",
              "burnout_time_utc",
              "sensors",
              "parent_track"};
  for (const message::Track& t : products.tracks) {
    const Geodetic p = earth::to_geodetic(Position<Itrf>{t.position_m});
    table.count(t.id).time(t.time).text(name_of(t.kind)).text(name_of(t.state));
    table.number(in_degrees(Radians(p.lat_rad))).number(in_degrees(Radians(p.lon_rad))).number(p.height_m);
    for (const Vec3& v : {t.position_m, t.velocity_mps}) table.number(v.x).number(v.y).number(v.z);
    table.number(norm(t.velocity_mps));
    const auto sigma = [&](int i) {
      return std::sqrt(t.covariance(i, i) + t.covariance(i + 1, i + 1) + t.covariance(i + 2, i + 2));
    };
    table.number(sigma(0)).number(sigma(3)).number(t.boost_probability).number(t.existence);
    table.count(t.infrared_hits)
        .count(t.radar_hits)
        .count(t.misses)
        .number(t.radar_seconds)
        .time(t.burnout_time)
        .list(t.sensors);
    table.text(t.parent ? std::to_string(*t.parent) : "");
    table.end_row();
  }
  return table.take();
}

std::string events_csv(const Products& products) {
  Table table{"event",
              "parent_event",
              "revision",
              "time_utc",
              "class",
              "class_probability",
              "level",
              "phenomenologies",
              "objects",
              "first_report_utc",
              "probable_utc",
              "confirmed_utc",
              "launch_time_utc",
              "launch_time_sigma_s",
              "launch_lat_deg",
              "launch_lon_deg",
              "launch_semi_major90_km",
              "launch_semi_minor90_km",
              "launch_ellipse_azimuth_deg",
              "launch_azimuth_deg",
              "launch_azimuth_sigma_deg",
              "burnout_time_utc",
              "apogee_km",
              "apogee_sigma_km",
              "impact_time_utc",
              "impact_time_sigma_s",
              "impact_lat_deg",
              "impact_lon_deg",
              "impact_semi_major90_km",
              "impact_semi_minor90_km",
              "impact_ellipse_azimuth_deg",
              "impact_made_at_utc",
              "radar_seconds_s",
              "sensors",
              "ended"};
  for (const EventProduct& product : products.events) {
    const message::Event& e = product.event;
    const auto p = e.class_probabilities.find(std::string(name_of(e.event_class)));
    std::vector<std::string> kinds;
    for (const message::Phenomenology kind : e.phenomenologies) kinds.emplace_back(name_of(kind));
    std::vector<std::string> sensors;
    for (const message::Contribution& c : e.contributions) {
      if (c.hits > 0) sensors.push_back(c.sensor);
    }
    table.text(e.id).text(e.parent.value_or("")).count(e.revision).time(e.time).text(name_of(e.event_class));
    table.number(p != e.class_probabilities.end() ? std::optional(p->second) : std::nullopt)
        .text(name_of(e.level))
        .list(kinds);
    table.number(e.objects.estimate).time(e.first_report_time).time(e.probable_time).time(e.confirmed_time);
    put_place(table, e.launch);
    table.number(e.launch ? e.launch->azimuth_deg : std::nullopt)
        .number(e.launch ? e.launch->azimuth_sigma_deg : std::nullopt);
    table.time(e.burnout_time).number(e.apogee_km).number(e.apogee_sigma_km);
    put_place(table, e.impact);
    table.time(e.impact ? std::optional(e.impact->made_at) : std::nullopt);
    table.number(e.radar_seconds).list(sensors).text(e.ended ? "true" : "false");
    table.end_row();
  }
  return table.take();
}

std::string warnings_csv(const Products& products) {
  Table table{"warning",
              "revision",
              "event",
              "event_revision",
              "type",
              "state",
              "status",
              "simulated",
              "level",
              "time_utc",
              "proposed_utc",
              "released_utc",
              "expires_utc",
              "by",
              "references",
              "areas",
              "earliest_impact_utc",
              "latest_impact_utc",
              "headline"};
  for (const message::Warning& w : products.warnings) {
    std::vector<std::string> references;
    for (const std::int64_t r : w.references) references.push_back(std::to_string(r));
    std::optional<Instant> earliest;
    std::optional<Instant> latest;
    for (const message::WarningArea& area : w.areas) {
      if (area.earliest && (!earliest || *area.earliest < *earliest)) earliest = area.earliest;
      if (area.latest && (!latest || *area.latest > *latest)) latest = area.latest;
    }
    table.text(w.id)
        .count(w.revision)
        .text(w.event)
        .count(w.event_revision)
        .text(name_of(w.type))
        .text(name_of(w.state));
    table.text(name_of(w.status))
        .text(w.simulated ? "true" : "false")
        .text(name_of(w.level))
        .time(w.time)
        .time(w.proposed_time);
    table.time(w.released_time)
        .time(w.expires)
        .list(w.by)
        .list(references)
        .count(static_cast<std::int64_t>(w.areas.size()));
    table.time(earliest).time(latest).text(w.headline);
    table.end_row();
  }
  return table.take();
}

}  // namespace tocsin::formats
