#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::event {

/// Batch estimate of the launch from the bearings of the boost phase.
struct LaunchFitOptions {
  /// Only bearings this long after the first one take part: the launch point hangs on the earliest ones, and most first
  /// stages still burn then. Seven looks of a 10 s scanner.
  double window_s = 65.0;
  /// Shorter windows, tried in this order while the template does not explain the longer one (a stage ended, a turn).
  std::array<double, 2> shorter_windows_s{35.0, 20.0};
  /// Integration step of the template, fourth order: 10 m at 120 s, far below what tilt and thrust absorb.
  double step_s = 3.0;
  /// A fit needs this many bearings; below, the prior would be the answer.
  int min_bearings = 3;
  /// More are thinned evenly: they add little after this and cost time.
  int max_bearings = 240;

  // Priors: broad, generic, of no particular vehicle.
  /// Kinds of vehicle by what drives them, with their share among space launches and among all others. Thrust,
  /// exhaust speed and drag are medians, with standard deviations of their logarithms (`_log`).
  struct Kind {
    std::string_view name;
    double share_space_launch = 0.0;  ///< a kind without shares is not tried
    double share_other = 0.0;
    /// Thrust over weight at lift-off, minus one.
    double excess_thrust = 0.0;
    double excess_thrust_sigma_log = 0.0;
    /// Effective exhaust speed of the first stage in vacuum.
    double exhaust_mps = 0.0;
    double exhaust_sigma_log = 0.0;
    /// Cd·A over the mass at lift-off, Cd at low speed: 0.15 to 0.4.
    double drag_m2_kg = 0.0;
    double drag_sigma_log = 0.0;
    /// Largest tilt of the thrust in the pitch-over, each of two axes; no heading is preferred.
    double tilt_sigma_rad = 0.0;
    /// Seconds after lift-off at which it passes 10 km, where that has been watched; no standard deviation: not known.
    double time_to_10_km_s = 0.0;
    double time_to_10_km_sigma_s = 0.0;
  };
  /// Launchers, by published thrusts and masses: 1.17 to 1.6 times the weight (Atlas V 401 and Saturn V 1.2,
  /// Titan II 1.3, Soyuz and Proton 1.4, Zenit 1.6), first stages of 280 to 340 s, 10 to 55 t of mass over each m².
  /// Fast vehicles: solids of 250 to 290 s and small storable liquids of 230 to 260 s that lift 1.6 to 3 times their
  /// weight (V-2 2.0, Minuteman I 3), 6 to 16 t over each m². And a wide kind for whatever is neither.
  /// Launchers pass 10 km after 69 s (58 to 77 s in 46 webcasts: the range of so many is 4.4 sigmas).
  /// Tilts: a gravity turn bends by g·sin θ/v, so the angle from the vertical grows as the speed to the power g/a, a
  /// the acceleration along the path. Launchers (a near g/2) tilt by some degrees; what gains 1 to 2 g bends little and
  /// must begin at 20° from the vertical to be at 45° a minute later, for which its thrust leans by 30 to 60° in the
  /// pitch-over.
  std::array<Kind, 3> kinds{Kind{"liquid-launcher", 0.85, 0.20, 0.30, 0.42, 3000.0, 0.07, 1.5e-5, 0.6, 0.26, 69.0, 4.5},
                            Kind{"fast", 0.05, 0.45, 1.1, 0.45, 2600.0, 0.08, 3e-5, 0.6, 0.5},
                            Kind{"any", 0.10, 0.35, 0.5, 0.8, 2800.0, 0.12, 2e-5, 0.8, 0.3}};
  /// Thrust in vacuum over that at sea level: 1.07 to 1.2 for engines that start at sea level (Sutton & Biblarz, Rocket
  /// Propulsion Elements, 9th ed., tables of engines).
  double vacuum_ratio = 1.12;
  /// Vertical rise until the pitch-over begins; log-normal. Tower clearance and the first seconds of a roll programme.
  double vertical_s = 9.0;
  double vertical_sigma_log = 0.4;
  /// Duration of the pitch-over, in which the thrust is turned from the vertical to its largest tilt.
  double pitch_over_s = 12.0;
  /// Height of the site above the ellipsoid is not known: launch sites lie between 0 and 1.5 km, half below 0.1 km.
  double site_height_m = 100.0;
  double site_height_sigma_m = 300.0;
  /// One satellite alone: height at which the first bearing was taken. What hides a vehicle below is cloud and water
  /// vapour (tops at 5–15 km), what delays the first look above is the revisit.
  double first_height_m = 11e3;
  double first_height_sigma_m = 6e3;

  /// Departures from the template (thrust curve, throttle, pitch programme, wind): an acceleration that is linear
  /// between knots this far apart, each axis with one of these standard deviations, as shares of the thrust of the kind
  /// at lift-off. The data weigh the four against each other, from these odds: engines keep to some per cent of their
  /// thrust, grains and throttles to a tenth; turns out of the plane that are stronger are rare.
  double knot_interval_s = 15.0;
  std::array<double, 4> departures{0.0025, 0.025, 0.07, 0.2};
  std::array<double, 4> departure_odds{0.2, 0.35, 0.35, 0.1};
  /// Residuals beyond this many sigmas count linearly (Huber 1964): a wrong association must not pull the launch away.
  double huber_sigmas = 3.0;
  /// Added to the covariance of the place: the plume's centroid is not the vehicle, and boresights have biases that the
  /// stated noise does not hold. Reason: 2 µrad at geostationary range.
  double extra_position_sigma_m = 75.0;
  /// The same for the time: ignition and release are not lift-off.
  double extra_time_sigma_s = 0.3;
  int max_iterations = 14;
  /// Optima that take part in the mixture: kinds of vehicle, and headings with one satellite.
  int max_candidates = 4;
  /// A fit with a larger mean squared residual than this is not published: it is not a launch as the template knows it.
  double max_reduced_chi_squared = 6.0;
  /// Headings less sure than this are not said.
  double max_azimuth_sigma_deg = 60.0;
};

/// Where an unpowered arc leads, and where it came from.
struct ArcOptions {
  /// m/(Cd·A) of slender re-entry bodies: they lie between 2500 and 10000 kg/m².
  double beta_kg_m2 = 5000.0;
  /// Standard deviation of ln(beta): the factor of two either way is its 90 % region.
  double sigma_log_beta = 0.42;
  /// And of whatever else an event may be led by: capsules have about 350 kg/m², payloads and whole vehicles that
  /// tumble some hundreds, such that keep their nose ahead some thousands. 90 % between 300 and 5000.
  double other_beta_kg_m2 = 1200.0;
  double other_sigma_log_beta = 0.85;
  /// Share of slender bodies among ballistic and steered flights whose ascent was seen, and among those that radar
  /// found on their arc, which may be a stage or any payload [engineering defaults]. Other classes have none.
  double slender_share = 0.9;
  double slender_share_unseen = 0.6;
  /// No impact while thrust is more probable than this: a point that moves hundreds of kilometres a second helps
  /// nobody.
  double max_boost_probability = 0.2;
  /// Thrust must have been absent this long: stages coast for some seconds before the next one lights.
  double coast_hold_s = 10.0;
  /// A body that has coasted for longer than stages do is under thrust again only when that was believed for so long: a
  /// plot of a neighbour looks like thrust for a moment.
  double relight_after_s = 20.0;
  double relight_hold_s = 10.0;
  /// Regions with a larger 90 % half length are not published.
  double max_semi_major_m = 1.5e6;
  /// Nor is an apogee with a larger standard deviation.
  double max_apogee_sigma_m = 500e3;
  /// Above this probability of staying in orbit no impact is published.
  double max_orbit_probability = 0.5;
  /// Perigee above which a body stays up for at least a revolution.
  double orbit_perigee_m = 100e3;
  /// Below this height a falling body soon has lost metres per second to the air; above it less than one (6 km/s,
  /// 2500 kg/m²).
  double air_height_m = 80e3;
  /// Without bearings: the backward arc meets the ground up-range of nothing that was ever there. A powered ascent
  /// lasts longer and starts farther back than the arc says, the more so the longer it is under power: for the time in
  /// which it reaches the speed of the arc at the ground with this acceleration, gravity taken off; log-normal.
  /// Ballistic flights need 60 to 100 s for 1.5 to 3 km/s and 180 to 320 s for 7 km/s, sounding rockets 35 to 70 s for
  /// 2 km/s: 22 to 60 m/s².
  double ascent_mps2 = 33.0;
  double ascent_sigma_log = 0.4;
  /// Shares of that time, and of the way along the ground that the arc has in it, by which the launch is earlier and
  /// farther back than the arc. Evenly accelerated from rest in one direction, with gravity half to all of the net
  /// vertical acceleration: 0.55 to 0.63 and 0.05 to 0.13. The turn from the vertical and pauses between stages add.
  double backward_time_share = 0.6;
  double backward_time_share_sigma = 0.1;
  double backward_along_share = 0.1;
  double backward_along_share_sigma = 0.08;
  double backward_across_share_sigma = 0.02;  ///< changes of heading
  /// What does not come from the time under power: drag, wind, a late turn.
  double backward_time_sigma_s = 5.0;
  double backward_place_sigma_m = 10e3;  ///< along and across
  /// A backward footprint wider than this (90 % half length) is no information.
  double max_backward_semi_major_m = 600e3;
};

/// Flights that do not stay ballistic: when one is said to, and what it may reach.
struct ManoeuvreOptions {
  /// Plots of one radar that take part: the newest this many seconds; shorter windows, tried in this order, where the
  /// fit of a constant lift-to-drag ratio does not explain the longer one (lift came late, or changes).
  std::array<double, 3> windows_s{40.0, 20.0, 10.0};
  int min_plots = 6;
  int max_iterations = 15;
  /// Mean squared residual of a fit that explains its plots; above, nothing is said: two objects, or a wrong clock.
  double max_misfit = 2.0;
  /// Slower bodies are carried by wind and swing like parachutes: nothing is said of their lift. Mach 2.
  double min_speed_mps = 600.0;
  /// Probability that one test of a body without lift is significant. A flight falls through the air for about 100
  /// tests, which share most of their plots: below 1e-4 a flight.
  double false_flag_probability = 1e-6;
  /// Tests in a row that must be significant: one wild plot makes one.
  int confirmations = 2;
  /// Less lift than this is that of a ballistic body at a trim angle, which its roll averages away.
  double min_lift_to_drag = 0.15;
  /// Standard deviation of the drag coefficient times area over mass: tanks have 100 to 1000 kg/m².
  double prior_drag_m2_kg = 0.01;
  /// m/(Cd·A) of a slender body: with the largest lift the standard deviation of lift, a priori.
  double beta_kg_m2 = 5000.0;
  /// Hypersonic bodies reach lift-to-drag ratios of 1 to 3 (Küchemann's empirical bound is 4·(M + 3)/M, 6 at Mach 6,
  /// for aircraft with ideal shapes; bodies that survive a ballistic entry stay far below).
  double max_lift_to_drag = 3.0;
  /// A region that claims 90 % cannot be that of the unpowered arc when the body steers with a larger probability.
  double max_unsaid_probability = 0.1;
  /// What may be reached is not published with a larger half length.
  double max_semi_major_m = 1.5e6;
};

/// Weights of the classes.
struct ClassOptions {
  /// Base rates of things that make a confirmed track, in the order of message::EventClass [engineering default]:
  /// rockets first, since the tracker's confirmation already removed most of what stands still; sum 1.
  std::array<double, 13> prior{0.27, 0.31, 0.05, 0.03, 0.06, 0.05, 0.03, 0.08, 0.04, 0.01, 0.03, 0.01, 0.03};
  /// How long rockets are under power from lift-off to their last burnout, pauses included: median and standard
  /// deviation of the logarithm. Engineering defaults: ascents to a low orbit take 8 to 10 minutes by published
  /// timelines, those of small solid launchers less; ballistic flights are under power for 1 to 5 minutes (94 to 227 s
  /// between computed and reported flight times, DOMAIN section 5), sounding rockets for less than 2. Wide, because
  /// what is not in these lists is known to exist.
  struct PoweredTime {
    double median_s = 0.0;
    double sigma_log = 0.0;
  };
  PoweredTime powered_space_launch{480.0, 0.35};
  PoweredTime powered_ballistic{180.0, 0.40};
  PoweredTime powered_sounding_rocket{70.0, 0.55};
  /// Mean coast between two stages: the longer nothing burns, the less probable is another stage.
  double staging_coast_s = 15.0;
  /// Share of space launches that coast longer than any staging on a suborbital arc (failures, long parking before the
  /// next burn).
  double long_coast_share = 0.01;
  /// Share of space launches that are cut off just short of orbit, on an arc too flat for a ballistic flight, and of
  /// ballistic flights on such an arc.
  double flat_share_space_launch = 0.3;
  double flat_share_ballistic = 0.01;
  /// While thrust lasts or may come back, no class is more probable than this: the final speed is not known yet.
  double ceiling_before_burnout = 0.88;
  /// A body without thrust for this long is past its last burnout as far as the ceiling is concerned.
  double burnout_hold_s = 20.0;
  double orbit_perigee_m = 100e3;
  /// Ballistic flights with an apogee below this share of their range are not flyable with drag (DOMAIN, section 5).
  double min_apogee_to_range = 0.12;
  /// Apogee of the flattest flyable arc over that of the least energy for the same range: 0.12 of the range against a
  /// quarter of it, over short ranges. Ballistic flights are flown near the least energy or above: a flatter one costs
  /// energy and buys heat. Bodies that steer are flown flat, since only air carries them.
  double flattest_of_least_energy = 0.48;
  /// Likelihoods of the flattest flyable arc (1 is that of the least energy, or steeper) for ballistic flights, and of
  /// the steep and the flattest arc for those that steer [engineering defaults].
  double flattest_share_ballistic = 0.2;
  double steep_share_manoeuvring = 0.05;
  double flattest_share_manoeuvring = 1.0;
  /// A class is named from this probability on; below, the event is `unknown`. Above what the base rates alone give any
  /// rocket while it burns (about one half), so that a name always rests on evidence.
  double name_from = 0.65;
  /// A name stays while its class is at least this probable and no other one is named.
  double keep_name_from = 0.5;
  /// A class must have been the one to be named for so long, half a revisit of a scanner: what one look says the next
  /// often takes back. From the second probability on it is named at once.
  double name_hold_s = 5.0;
  double name_at_once_from = 0.9;
};

/// What evidence makes which level (law 5 of the architecture).
struct LevelOptions {
  /// A second sensor counts from this many hits in the same track on: one false bearing in the gate is common.
  int min_hits_second_sensor = 2;
  /// One sensor alone is `probable` only after this many looks that agree with a rising, accelerating object.
  int single_sensor_looks = 6;
  /// One radar alone after so many plots over so many seconds that lie on one arc which leads to the ground: satellites
  /// stay up, clutter does not keep to an arc, and a false alarm does not come twenty times.
  std::int64_t single_radar_plots = 20;
  double single_radar_s = 20.0;
  int confirmed_bearings = 2;
  int confirmed_plots = 3;
  /// Mean squared normalised innovation of the track: above, the measurements do not describe one object.
  double max_innovation = 3.5;
  /// An event that was higher falls back when the innovation exceeds this.
  double contradiction_innovation = 12.0;
  /// Consistent looks: significance (sigmas) of the motion and of the acceleration against a thing that stands still or
  /// moves evenly.
  double motion_sigmas = 5.0;
  double acceleration_sigmas = 3.0;
  /// A stereo track whose speed and height are both below these is a thing on the ground or an aircraft.
  double min_speed_mps = 250.0;
  double min_height_m = 15e3;
};

/// How many launches there are.
struct LaunchCountOptions {
  /// Bearings from which the thrust of an object is known as heat.
  int rising_bearings = 2;
  /// What radar alone finds, beside other launches, is a launch whose ascent no satellite saw, or a stage that could
  /// not be carried back to its own: nothing tells which.
  double own_without_ascent = 0.5;
  /// And of what radar finds on an arc from near a launch: each launch leaves one or two stages, and few launches rise
  /// unseen beside another one.
  double own_near_launch = 0.1;
};

/// Birth, joining, merging and end of events.
struct LifecycleOptions {
  /// Bearings and plots that no track claimed are forgotten after this.
  double buffer_s = 60.0;
  /// An event with no live track stays open this long (a radar may pick the object up again).
  double linger_s = 30.0;
  /// An event with a predicted impact is not over before that: radars may see the end.
  double after_impact_s = 60.0;
  /// What appears within this time and distance (and the region) of a predicted impact is a part of that event.
  double near_impact_s = 180.0;
  double near_impact_m = 60e3;
  /// A young radar track this near to an event's newest place waits so long before it may begin an event of its own:
  /// its state must become accurate enough to tell where it came from.
  double wait_s = 8.0;
  double wait_distance_m = 1500e3;
  /// While it is not, it waits on, but no longer than this: a spent stage that radar finds minutes after its separation
  /// must be known to some tens of m/s before it can be carried back to it.
  double longest_wait_s = 30.0;
  /// A track of fewer hits that is not yet known to climb, within reach of an event's path or where and when its object
  /// comes down (no longer than `longest_wait_s`), waits too: a stage that comes back burns for seconds, and begins as
  /// a new launch would. Three looks of two scanners.
  int wait_hits = 6;
  /// Ended events are remembered this long, so that a later track of the same launch is not a new one.
  double memory_s = 1800.0;
  /// The first bearings of a track may miss an older event's path by this much (and four sigmas) and still be a piece
  /// of that launch, when the path is higher than `min_separation_height_m` there: a stage that burns again has not
  /// gone far from the next one. A second launch from the same place is first seen low.
  double separation_distance_m = 12e3;
  double min_separation_height_m = 40e3;
  /// A track that is first seen falling this fast, within reach of where an older event was at most this long ago, is a
  /// returning stage of it.
  double falling_mps = 100.0;
  double falling_after_s = 900.0;
  double falling_reach_mps = 2500.0;
  /// Back-propagated states meet when their squared distance, in sigmas with these floors, is below the gate.
  double meeting_gate = 16.0;
  double meeting_floor_m = 5e3;
  double meeting_floor_mps = 120.0;
  /// A track that joined by its arc leaves the event when the arc, known better than this, is so much likelier that of
  /// a salvo's next vehicle than of a piece. Tested so long after it was first seen and while it does not thrust: what
  /// burns again has left its arc.
  double parting_odds = 100.0;
  double parting_sigma_m = 2e3;
  double parting_sigma_mps = 50.0;
  double parting_within_s = 120.0;
  /// How far the vehicles of a salvo fly beside each other: launched some kilometres and seconds apart, at 2 to 4 km/s.
  double neighbour_m = 30e3;
  double neighbour_mps = 400.0;
  /// No stage separates below.
  double min_staging_height_m = 20e3;
  /// Beyond this position sigma at the meeting, of the state carried back or of the path, the answer would be a guess:
  /// what nobody sees any more is carried on until its sigma is a thousand kilometres, and anything would lie on its
  /// path.
  double meeting_max_sigma_m = 25e3;
  /// States are carried back this far at most, and no farther than this from where the event was.
  double meeting_back_s = 600.0;
  double meeting_reach_m = 5000e3;
  /// A young event is compared with older ones this long and this often: its state needs time to become accurate.
  double merge_patience_s = 200.0;
  double merge_interval_s = 5.0;
  /// Bearings of a one-satellite track belong to a known object within this many sigmas; `bearing_floor_m` allows for
  /// what the object may do between ticks.
  double bearing_gate_sigmas = 4.0;
  double bearing_floor_m = 2e3;
  /// Path points kept for each event, and their distance in time.
  double path_interval_s = 5.0;
  int max_path_points = 720;
  /// Between two launch fits of one event.
  double refit_interval_s = 3.0;
  /// Report at least this often while an event lives.
  double report_interval_s = 10.0;
  /// Looks kept until the next tick, against floods.
  int max_pending_looks = 5000;
  /// Evidence kept for each track.
  int max_sightings = 800;
};

/// What is in the sky anyway: satellites of a catalogue, and the Moon.
struct KnownOptions {
  std::string elements;  ///< file of element sets that the world names; empty: none
  /// Older sets, or such of later, are not used: after so long along-track errors are those of another satellite.
  double max_age_days = 10.0;
  /// Standard deviations of a prediction. At the epoch a public set is good to about 1 km; from there its error grows
  /// by 1 to 3 km a day, nearly all of it along the track (Vallado and Cefola, Two-line element sets: practice and use,
  /// IAC-12-A6.6.11): 1.5 km a day puts 3 km at two sigmas. The constants also hold
  /// what radars are biased by (0.04° at 1500 km), and UT1 taken as UTC (0.4 km).
  double along_sigma_m = 1000.0;
  double along_sigma_m_day = 1500.0;
  double across_sigma_m = 1000.0;
  double across_sigma_m_day = 200.0;
  double velocity_sigma_mps = 2.0;
  /// Squared distance in sigmas of place and velocity together, 99.9 % of six degrees of freedom.
  double gate = 22.5;
  /// A state is known well enough for the question (root of the sum of the three variances). 26,000 satellites in the
  /// low orbits are 4e-8 a cubic kilometre: a state as wide as this in another low orbit agrees with one of them by
  /// chance about once in 10,000, until it is known better; one that comes down is slower by hundreds of m/s or more.
  double max_state_sigma_m = 15e3;
  double max_state_sigma_mps = 120.0;
  /// Between two questions about one event: this share of its age, within these limits.
  double ask_share = 0.1;
  double ask_least_s = 2.0;
  double ask_most_s = 10.0;
  /// Answers in a row that take a name back.
  int disagreements = 2;
  /// Plots of the Moon that make an event the Moon, and others in a row that end that; share of all its plots: with
  /// four sigmas of each angle one in some thousands is outside.
  std::int64_t moon_plots = 3;
  double moon_share = 0.9;
};

struct Options {
  LaunchFitOptions launch;
  ArcOptions arc;
  ManoeuvreOptions manoeuvre;
  ClassOptions classes;
  LevelOptions levels;
  LifecycleOptions lifecycle;
  LaunchCountOptions count;
  KnownOptions known;
};

}  // namespace tocsin::event
