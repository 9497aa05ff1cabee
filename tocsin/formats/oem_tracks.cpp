#include <algorithm>
#include <string>

#include "tocsin/formats/oem.hpp"
#include "tocsin/formats/series.hpp"

namespace tocsin::formats {
namespace {

constexpr double kKmPerM = 1e-3;

OemState state_of(const message::Track& report) {
  OemState out;
  out.time = report.time;
  const Vec3& p = report.position_m;
  const Vec3& v = report.velocity_mps;
  out.value = {p.x, p.y, p.z, v.x, v.y, v.z};
  for (double& value : out.value) value *= kKmPerM;
  return out;
}

OemCovariance covariance_of(const message::Track& report) {
  OemCovariance out;
  out.time = report.time;
  out.frame = "ITRF";
  std::size_t at = 0;
  for (int row = 0; row < 6; ++row) {
    for (int column = 0; column <= row; ++column)
      out.value[at++] = report.covariance(row, column) * (kKmPerM * kKmPerM);
  }
  return out;
}

std::string utc(Instant t) {
  std::string text = format_utc(t);
  text.pop_back();
  return text;
}

OemSegment segment_of(const TrackSeries& series) {
  OemSegment out;
  const std::string number = std::to_string(series.id);
  out.comments = {
      series.event.empty() ? "Track " + number + " of no event" : "Track " + number + " of event " + series.event,
      "Estimates as they were reported, each made from what was known by then"};
  out.metadata = {{"OBJECT_NAME", "TRACK " + number},
                  {"OBJECT_ID", "TRACK-" + number},
                  {"CENTER_NAME", "EARTH"},
                  {"REF_FRAME", "ITRF"},
                  {"TIME_SYSTEM", "UTC"},
                  {"START_TIME", utc(series.reports.front()->time)},
                  {"STOP_TIME", utc(series.reports.back()->time)}};
  for (const message::Track* report : series.reports) {
    out.states.push_back(state_of(*report));
    out.covariances.push_back(covariance_of(*report));
  }
  return out;
}

}  // namespace

Oem tracks_oem(const Products& products) {
  Oem out;
  out.header.comments = {status_comment({products.status, products.simulated}), "Run: " + products.run};
  out.header.created = products.end;
  out.header.originator = products.centre;
  out.header.message_id = products.run;
  for (const TrackSeries& series : tracks_to_draw(products)) {
    if (series.full) out.segments.push_back(segment_of(series));
  }
  return out;
}

}  // namespace tocsin::formats
