// tocsin claims: is a reported flight possible?

#include "tocsin/motion/claims.hpp"

#include <string>

#include "tocsin/app/commands.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app {
namespace {

Result<Geodetic> parse_site(const std::string& text) {
  const std::vector<std::string_view> parts = split(text, ',');
  const std::optional<double> lat_deg = parts.size() == 2 ? to_double(trimmed(parts[0])) : std::nullopt;
  const std::optional<double> lon_deg = parts.size() == 2 ? to_double(trimmed(parts[1])) : std::nullopt;
  if (!lat_deg || !lon_deg || *lat_deg < -90.0 || *lat_deg > 90.0 || *lon_deg < -180.0 || *lon_deg > 360.0) {
    return fail_field("--site", text, "LAT,LON in degrees, latitude -90 to 90, longitude -180 to 360");
  }
  return Geodetic{degrees(*lat_deg).value(), degrees(*lon_deg).value(), 0.0};
}

std::string_view verdict_text(motion::ClaimVerdict verdict) {
  switch (verdict) {
    case motion::ClaimVerdict::no_time:
      return "no_time";
    case motion::ClaimVerdict::plausible:
      return "plausible";
    case motion::ClaimVerdict::unusual:
      return "unusual";
    case motion::ClaimVerdict::impossible:
      return "impossible";
  }
  return "?";
}

Answer answer_of(const ClaimsOptions& options, const motion::ClaimCheck& check) {
  Answer answer{.json = Json::object(), .text = {}, .exit = Exit::done};
  const auto optional_number = [](const std::optional<double>& value) { return value ? Json(*value) : Json(); };
  answer.json.add("verdict", verdict_text(check.verdict))
      .add("shortest_s", check.shortest_s)
      .add("longest_s", check.longest_s);
  answer.json.add("reported_s", optional_number(options.time_s));
  answer.json.add("residual_low_s", optional_number(check.residual_low_s))
      .add("residual_high_s", optional_number(check.residual_high_s));
  answer.json.add("explanation", check.explanation);
  answer.text = "ballistic arc with apogee " + fixed(options.apogee_km, 1) + " km and range " +
                fixed(options.range_km, 1) + " km: ";
  if (check.flight) {
    answer.text += fixed(check.flight->time_s, 0) + " s\n";
    answer.json.add("impact_lat_deg", in_degrees(Radians(check.flight->impact.lat_rad)))
        .add("impact_lon_deg", in_degrees(Radians(check.flight->impact.lon_rad)));
    answer.json.add("speed_mps", check.flight->speed_mps);
    answer.text += "impact " + fixed(in_degrees(Radians(check.flight->impact.lat_rad)), 3) + ", " +
                   fixed(in_degrees(Radians(check.flight->impact.lon_rad)), 3) + "; start speed " +
                   fixed(check.flight->speed_mps, 0) + " m/s\n";
  } else {
    answer.text +=
        fixed(check.shortest_s, 0) + " to " + fixed(check.longest_s, 0) + " s, depending on site and bearing\n";
  }
  if (check.verdict != motion::ClaimVerdict::no_time) answer.text += std::string(verdict_text(check.verdict)) + ": ";
  answer.text += check.explanation + "\n";
  return answer;
}

}  // namespace

Outcome<Answer> claims_command(const ClaimsOptions& options) {
  motion::Claim claim{.apogee_m = options.apogee_km * 1000.0,
                      .range_m = options.range_km * 1000.0,
                      .site = {},
                      .bearing_rad = {},
                      .time_s = options.time_s};
  if (options.site) {
    Result<Geodetic> site = parse_site(*options.site);
    if (!site) return refuse(site.error());
    claim.site = *site;
  }
  if (options.bearing_deg) claim.bearing_rad = degrees(*options.bearing_deg).value();
  Result<motion::ClaimCheck> check = motion::check_claim(claim);
  if (!check) return refuse(check.error());
  return answer_of(options, *check);
}

}  // namespace tocsin::app
