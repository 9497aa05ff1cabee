// A body that coasts before two radars: what the chain says of its impact, beside the truth and the bound.

#include "bench/accuracy/coast_runs.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/motion/impact.hpp"
#include "tocsin/score/impact_bound.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/accuracy/falling_body.hpp"

namespace tocsin::bench {
namespace {

const Instant kBegin = Instant::from_tai_ns(700'000'000'000'000'000);
constexpr double kCoast_s = 100.0;
constexpr double kSeen = 0.9;
constexpr double kFalse = 5.0;  // false plots a look, as in the reference data
constexpr double kSnr_db = 22.0;
// Nothing is stated of the biases of radars; a tenth of the noise of one measurement is what calibration leaves.
constexpr double kStatedBias = 0.1;
constexpr double kBetaMedian = 5000.0;
constexpr double kBetaSigmaLog = 0.42;
constexpr int kCourse_s = 10;  // between moments that are kept

sense::Radar radar_at(const std::string& id, const Geodetic& site) {
  sense::Radar out;
  out.id = id;
  out.site = site;
  out.placed = earth::SiteFrame(site);
  out.range_sigma_m = 100.0;
  out.azimuth_sigma_rad = out.elevation_sigma_rad = 0.05 * kRadiansPerDegree;
  out.false_per_look = kFalse;
  out.fence_revisit_s = 1.0;
  out.fence_parts = 1;
  out.azimuth_start_rad = 0.0;
  out.azimuth_end_rad = 2.0 * kPi;
  out.elevation_min_rad = 2.0 * kRadiansPerDegree;
  out.elevation_max_rad = 85.0 * kRadiansPerDegree;
  out.range_rcs1_m = 1500e3;
  out.range_max_m = 2000e3;
  out.latency_s = 0.0;
  return out;
}

struct Drawn {
  sense::World world;
  State<Itrf> start;
};

/// Two radars 300 km apart, and a body that flies towards them, 350 to 550 km high and still climbing: the geometry of
/// the reference data, anywhere on the Earth.
Drawn draw(Random& random) {
  Drawn out;
  const Geodetic first{random.uniform(-60.0, 60.0) * kRadiansPerDegree, random.uniform(-kPi, kPi), 0.0};
  const double side = random.uniform(0.0, 2.0 * kPi);
  const Geodetic second = earth::direct(first, side, 300e3);
  out.world.name = "two radars";
  out.world.radars = {radar_at("radar-0", first), radar_at("radar-1", second)};
  const Geodetic middle = earth::direct(first, side, 150e3);
  const double from = random.uniform(0.0, 2.0 * kPi);
  Geodetic below = earth::direct(middle, from, random.uniform(600e3, 1000e3));
  const double back = earth::inverse(below, middle).azimuth_start_rad;
  below.height_m = random.uniform(350e3, 550e3);
  const double heading = back + 15.0 * kRadiansPerDegree * random.normal();
  const double along = random.uniform(1800.0, 2600.0);
  const Mat3 level = earth::enu_from_itrf(below).m;
  const Vec3 v = along * std::sin(heading) * level.rows[0] + along * std::cos(heading) * level.rows[1] +
                 random.uniform(800.0, 1500.0) * level.rows[2];
  out.start = {earth::to_itrf(below), {v}};
  return out;
}

/// Records of one radar, and the plots of the body among them.
struct RadarSource {
  const sense::Radar* radar = nullptr;
  AxisErrors range;
  AxisErrors azimuth;
  AxisErrors elevation;
  std::int64_t sequence = 0;

  [[nodiscard]] message::Record record(Instant t, message::Payload payload) {
    return {{radar->id, ++sequence, message::RecordStatus::test, true, t, t, {}}, std::move(payload)};
  }
};

message::Plot plot_of(const sense::Radar& radar, double range_m, double azimuth_rad, double elevation_rad) {
  message::Plot plot;
  plot.range_m = range_m;
  plot.azimuth_rad = wrap_two_pi(azimuth_rad);
  plot.elevation_rad = elevation_rad;
  plot.range_sigma_m = radar.range_sigma_m;
  plot.azimuth_sigma_rad = radar.azimuth_sigma_rad / std::cos(elevation_rad);
  plot.elevation_sigma_rad = radar.elevation_sigma_rad;
  plot.snr_db = kSnr_db;
  return plot;
}

/// One look of a radar: records for the tracker; the body's plot, when it is seen, goes to `seen`, too.
std::vector<message::Record> look(RadarSource& source, double t_s, const State<Itrf>& body, Random& random,
                                  std::vector<score::SeenPlot>& seen) {
  const sense::Radar& radar = *source.radar;
  const Instant t = kBegin + seconds(t_s);
  std::vector<message::Plot> plots;
  const sense::RadarView view = sense::radar_view(radar, body.position, body.velocity);
  const double e_range = source.range.next(1.0);
  const double e_azimuth = source.azimuth.next(1.0);
  const double e_elevation = source.elevation.next(1.0);
  if (random.uniform() < kSeen && sense::covers(radar, view.azimuth_rad, view.elevation_rad)) {
    const double azimuth_sigma = radar.azimuth_sigma_rad / std::cos(view.elevation_rad);
    plots.push_back(plot_of(radar, view.range_m + radar.range_sigma_m * e_range,
                            view.azimuth_rad + azimuth_sigma * e_azimuth,
                            view.elevation_rad + radar.elevation_sigma_rad * e_elevation));
    seen.push_back({t, &radar, plots.back()});
  }
  for (std::uint64_t n = random.poisson(kFalse); n > 0; --n) {
    plots.push_back(plot_of(radar, random.uniform(100e3, radar.range_max_m), random.uniform(0.0, 2.0 * kPi),
                            random.uniform(radar.elevation_min_rad, radar.elevation_max_rad)));
  }
  std::vector<message::Record> out;
  const std::int64_t number = source.sequence + static_cast<std::int64_t>(plots.size()) + 1;
  for (message::Plot& plot : plots) {
    plot.look = number;
    out.push_back(source.record(t, plot));
  }
  message::Look made;
  made.begin = t;
  made.field = {{radar.azimuth_start_rad, radar.azimuth_end_rad}, {radar.elevation_min_rad, radar.elevation_max_rad}};
  made.detection_probability = kSeen;
  made.hits = static_cast<std::int64_t>(plots.size());
  made.mode = "fence";
  out.push_back(source.record(t, made));
  return out;
}

/// The confirmed track that most plots went to, if there is one.
const message::Track* best_of(const std::vector<message::Track>& tracks) {
  const message::Track* best = nullptr;
  for (const message::Track& track : tracks) {
    if (track.state != message::TrackState::confirmed) continue;
    if (best == nullptr || track.radar_hits > best->radar_hits) best = &track;
  }
  return best;
}

/// The impact that a centre would say at a tick, from that track.
struct Said {
  message::ImpactEstimate impact;
  motion::Impact arc;  ///< with the true ballistic coefficient, and nothing in it of what is not known of that
};

std::optional<Said> say(const message::Track* best, double true_beta, const event::ArcOptions& options) {
  if (best == nullptr || best->boost_probability > options.max_boost_probability) return std::nullopt;
  const auto state = event::state_of(*best);
  if (!state) return std::nullopt;
  const event::ArcFit fit = event::fit_arc(*best, *state, std::nullopt, options);
  motion::ImpactOptions known;
  known.forces.beta_kg_m2 = true_beta;
  const auto arc = motion::predict_impact(*state, best->time, known);
  if (!fit.impact || !arc || arc->fate != motion::Fate::impact) return std::nullopt;
  return Said{*fit.impact, *arc};
}

/// Squared distance in sigmas of an offset in an ellipse that holds 90 %.
double in_ellipse(const message::Ellipse& ellipse, double east_m, double north_m) {
  const double azimuth = ellipse.azimuth_deg * kRadiansPerDegree;
  const double major = (east_m * std::sin(azimuth) + north_m * std::cos(azimuth)) / (1e3 * ellipse.semi_major_km);
  const double minor = (east_m * std::cos(azimuth) - north_m * std::sin(azimuth)) / (1e3 * ellipse.semi_minor_km);
  return (major * major + minor * minor) * chi_squared_quantile(0.9, 2);
}

double in_covariance(const motion::Impact& arc, double east_m, double north_m) {
  const double det = arc.var_east_m2() * arc.var_north_m2() - arc.cov_east_north_m2() * arc.cov_east_north_m2();
  return (arc.var_north_m2() * east_m * east_m - 2.0 * arc.cov_east_north_m2() * east_m * north_m +
          arc.var_east_m2() * north_m * north_m) /
         det;
}

void judge(const Said& said, const Geodetic& truth, CoastAnswer& out) {
  const Geodetic place{said.impact.lat_deg * kRadiansPerDegree, said.impact.lon_deg * kRadiansPerDegree, 0.0};
  const earth::GeodesicLine miss = earth::inverse(place, truth);
  out.error_m = miss.distance_m;
  out.mahalanobis = in_ellipse(said.impact.ellipse90, miss.distance_m * std::sin(miss.azimuth_start_rad),
                               miss.distance_m * std::cos(miss.azimuth_start_rad));
  const earth::GeodesicLine arc = earth::inverse(said.arc.ground, truth);
  out.arc_error_m = arc.distance_m;
  out.arc_mahalanobis = in_covariance(said.arc, arc.distance_m * std::sin(arc.azimuth_start_rad),
                                      arc.distance_m * std::cos(arc.azimuth_start_rad));
}

/// Squared error of the track's state over its covariance.
std::optional<double> state_squared(const message::Track* track, const State<Itrf>& truth) {
  if (track == nullptr) return std::nullopt;
  const Vec3 dr = track->position_m - truth.position.m;
  const Vec3 dv = track->velocity_mps - truth.velocity.mps;
  const track::Gaussian<6> error{{dr.x, dr.y, dr.z, dv.x, dv.y, dv.z}, track->covariance};
  return track::distance(error, {}).squared;
}

CoastMoment moment(int t_s, const std::optional<Said>& said, const message::Track* track, const FallingBody& body) {
  CoastMoment out{.t_s = t_s, .said = said.has_value(), .state_squared = state_squared(track, body.at(t_s))};
  if (!said) return out;
  CoastAnswer judged;
  judge(*said, earth::to_geodetic(body.impact()), judged);
  out.error_m = judged.error_m;
  out.mahalanobis = judged.mahalanobis;
  return out;
}

}  // namespace

CoastAnswer fly_coast(Random random, const CoastMismatch& mismatch, bool with_course) {
  CoastAnswer out;
  Drawn drawn = draw(random);
  const double beta = kBetaMedian * mismatch.beta_factor * std::exp(kBetaSigmaLog * random.normal());
  const double towards = random.uniform(0.0, 2.0 * kPi);
  const RealAir air{std::exp(mismatch.density_sigma * random.normal()), mismatch.wind_mps * std::sin(towards),
                    mismatch.wind_mps * std::cos(towards)};
  const FallingBody body(drawn.start, beta, air);
  TOCSIN_REQUIRE(body.meets_ground(), "the drawn arcs are suborbital");
  const Result<std::shared_ptr<const sense::Sensors>> sensors = sense::Sensors::create(drawn.world, kBegin);
  TOCSIN_REQUIRE(sensors.has_value(), "the world can be used");
  track::Tracker tracker({}, *sensors);
  std::vector<RadarSource> sources;
  for (std::uint64_t i = 0; i < 2; ++i) {
    const auto axis = [&](std::uint64_t n) {
      return AxisErrors(mismatch.errors, kStatedBias, random.substream(10 * (i + 1) + n));
    };
    sources.push_back({&(*sensors)->world().radars[i], axis(0), axis(1), axis(2)});
  }
  std::vector<score::SeenPlot> seen;
  const event::ArcOptions options;
  std::optional<Said> last;
  for (int half = 0; half <= 2 * static_cast<int>(kCoast_s); ++half) {
    const double t_s = 0.5 * half;
    RadarSource& source = sources[static_cast<std::size_t>(half % 2)];
    for (const message::Record& record : look(source, t_s, body.at(t_s), random, seen)) (void)tracker.step(record);
    if (half % 2 != 0 || half == 0) continue;
    const Instant now = kBegin + seconds(t_s);
    message::Record tick;
    tick.header = {"clock", half, message::RecordStatus::test, true, now, now, {}};
    tick.payload = message::Tick{now};
    const std::vector<message::Track> tracks = tracker.step(tick).tracks;
    const message::Track* best = best_of(tracks);
    const std::optional<Said> said = say(best, beta, options);
    if (with_course && half % (2 * kCourse_s) == 0) out.course.push_back(moment(half / 2, said, best, body));
    if (said && last) {
      const auto area = [](const Said& s) {
        return s.impact.ellipse90.semi_major_km * s.impact.ellipse90.semi_minor_km;
      };
      ++out.updates;
      out.shrunk += area(*said) < area(*last) ? 1 : 0;
    }
    last = said;
  }
  if (!last) return out;
  out.said = true;
  judge(*last, earth::to_geodetic(body.impact()), out);
  // The plots' own errors do not enter the information, only where the body was and what the radar states.
  const auto information = [&](double centre, double sigma_log) {
    auto of = score::ArcInformation::of(kBegin, drawn.start, seen, {centre, sigma_log});
    TOCSIN_REQUIRE(of.has_value(), "the truth can be propagated to its plots");
    return *std::move(of);
  };
  const auto bound = [](const score::ArcInformation& of, double t_s) {
    const auto found = of.bound(kBegin + seconds(t_s));
    TOCSIN_REQUIRE(found.has_value(), "18 plots and more determine the arc");
    return found->impact_m;
  };
  const score::ArcInformation stated = information(kBetaMedian, kBetaSigmaLog);
  out.bound_m = bound(stated, kCoast_s);
  out.arc_bound_m = bound(information(beta, 0.0), kCoast_s);
  for (CoastMoment& at : out.course) {
    if (at.said) at.bound_m = bound(stated, at.t_s);
  }
  return out;
}

}  // namespace tocsin::bench
