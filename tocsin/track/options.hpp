#pragma once

#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::track {

/// How objects move: the two models of the filter and the changes between them.
struct MotionOptions {
  /// Rotation of the frame. 0 in reference data whose Earth does not turn.
  double rotation_rad_s = earth::kRotationRateRadS;
  /// Zonal terms of gravity; 0 for a point mass. J5 and above move an object by less than 1 m in 100 s, far inside the
  /// coast noise.
  int zonal_degree = 4;
  /// Spectral density of the unmodelled acceleration of a coasting object, m/s per √s: tesseral gravity is 1e-4 m/s²,
  /// venting and separation springs of some tenths of m/s are spread over the minutes of the first radar view.
  double coast_noise = 0.02;
  /// m/(Cd·A) of a falling object of unknown kind, and the share of its drag that the noise must cover. Reason: slender
  /// bodies 2500–10000 kg/m², tanks 100–1000; an object is tracked through re-entry, not predicted through it.
  double reentry_beta_kg_m2 = 3000.0;
  double drag_noise_share = 1.0;
  /// Above this height drag on a coasting object is left out (4 mm/s² at 100 km and 5 km/s; below the filter's noise).
  double drag_below_m = 100e3;
  /// Exhaust speed by which the thrust acceleration a grows while mass is burnt at a constant rate, da/dt = a²/c: first
  /// stages have 2400 to 3400 m/s, upper stages up to 4500 (Sutton & Biblarz, Rocket Propulsion Elements, 9th ed.).
  double exhaust_mps = 2800.0;
  /// And no further than this: little is built for more than ten times its weight.
  double largest_thrust_mps2 = 100.0;
  /// Spectral density of the change of thrust acceleration that this growth leaves, m/s² per √s: throttles and grains
  /// of a tenth, the turn, drag, other exhaust speeds, 4 to 5 m/s² in a 10 s revisit. The errors of gravity turns of
  /// one and two stages are then as large as stated (the tests say how well).
  double thrust_noise = 1.6;
  /// Thrust acceleration of a stage that has just lit, along the velocity, each axis' standard deviation.
  double ignition_mps2 = 20.0;
  double ignition_sigma_mps2 = 15.0;
  /// Longest step between two exchanges of the models while thrust is possible: burnout may fall anywhere between two
  /// looks 10 s apart, and the coast model must hold all of those moments.
  double exchange_step_s = 2.0;
  /// The same once thrust has ended with certainty.
  double coast_step_s = 20.0;
  /// Certainty for that.
  double negligible_boost = 1e-4;
  /// Integration step of the equations of motion (fourth order): 2 mm in low orbit.
  double integration_step_s = 20.0;
};

/// When thrust ends and starts.
struct BurnOptions {
  /// Hazard of burnout k/τ·(t/τ)^(k−1), t since the first bearing (Weibull). Burn times are 60–180 s for first stages
  /// and up to 500 s for all stages; the first bearing comes 30–75 s after launch.
  double burnout_shape = 2.0;
  double burnout_scale_s = 120.0;
  /// The hazard grows no further than this, 1/s: long burns of upper stages.
  double max_burnout_rate = 0.02;
  /// Ignition of the next stage, 1/s: soon after a burnout, and later (upper stages of space launchers, manoeuvres).
  double staging_rate = 0.03;
  double staging_s = 30.0;
  double reignition_rate = 1e-6;
  /// Probability that a coasting body gives a bearing, as a share of that of a plume: hot parts, solid motors that tail
  /// off.
  double coast_visibility = 1e-3;
  /// In the plume's trough the intensity may fall by this factor; anything between is equally likely in its logarithm.
  double trough_low_m = 65e3;
  double trough_high_m = 95e3;
  double trough_factor = 0.03;
  /// Boost probability that a burnout must fall below to be declared, and that a re-ignition must exceed.
  double burnout_below = 0.3;
  double ignition_above = 0.95;
  /// A plume at once, plots only so many in a row say that a stage has lit: one wild plot looks like thrust.
  int ignition_plots = 3;
  /// Time in which plots alone show that thrust has ended: 20–40 m/s² against range rates and angles of a dwell a
  /// second.
  double motion_delay_s = 3.0;
  /// What the end of a plume is blurred by, s: valves close within one to two tenths of a second. A motor that tails
  /// off for longer is under thrust for as long as its plume is seen.
  double tail_off_sigma_s = 0.05;
  /// No burnout is told before this many hits: two points show no thrust.
  int burnout_min_hits = 3;
};

/// What may belong together.
struct GateOptions {
  /// χ² probability that a measurement of the object itself passes.
  double probability = 0.9995;
  /// So large a share of a plume's bearings has errors larger than stated by this factor: straylight, centroids of a
  /// broken plume, correlated noise. Such a bearing moves no track, but its look has not missed the plume either.
  double stray_share = 0.01;
  double stray_factor = 10.0;
  /// Models less probable than this do not open a gate.
  double min_mode_probability = 1e-4;
  /// Iterations of the measurement update while the linearisation moves; 1 = plain extended Kalman filter.
  int max_iterations = 4;
  /// Range rates beyond this are not those of an object of interest; span of radar clutter in range rate, both signs.
  double max_range_rate_mps = 10e3;
  /// Upper bound of any detection probability: models of sensors and signatures are not better than this.
  double max_detection_probability = 0.97;
  /// The same for the decision that an object is gone: fluctuation from aspect to aspect is slower than the looks.
  double max_radar_detection_probability = 0.8;
};

/// Start of tracks from infrared bearings.
struct InfraredStartOptions {
  /// Prior of the height of a first bearing, along the ray: cloud break and water vapour hide what is below 7–12 km,
  /// late first looks see vehicles up to 60 km.
  double height_m = 15e3;
  double height_sigma_m = 15e3;
  /// A ray that leaves the Earth grazing would make the prior endless.
  double max_along_ray_sigma_m = 300e3;
  /// Prior of the velocity at the first bearing: 400 m/s upwards at 10 km in typical ascents, up to 3 km/s for late
  /// looks.
  double climb_mps = 400.0;
  double velocity_sigma_mps = 900.0;
  /// Prior of the thrust acceleration at the first bearing, upwards. Vehicles lift 1.2 to 3 times their weight and have
  /// burnt a tenth to a third of it by then, the strong ones less: 13 to 40 m/s². A fire (thrust = weight) lies within
  /// it: motion decides, not this.
  double thrust_mps2 = 22.0;
  double thrust_sigma_mps2 = 15.0;
  double boost_probability = 0.98;
  /// Expected new objects in one look: gives the prior odds against clutter together with the sensor's false rate.
  double births_per_look = 1e-4;
  /// Pairs of two satellites: bearings needed in all, gate of the miss distance (sigmas), heights, speed.
  int pair_min_hits = 3;
  double pair_gate_sigmas = 3.5;
  double min_height_m = -5e3;
  double max_height_m = 1500e3;
  double max_speed_mps = 9e3;
  /// Newest bearings of a pair are no farther apart than this: a slow scanner's revisit, missed once.
  double pair_max_gap_s = 25.0;
  /// Log-likelihood that a pair must gain over two separate objects.
  double pair_min_gain = 3.0;
  /// Launches of one salvo lie and fly so far apart (standard deviation): kilometres between ramps of one site, some
  /// tens of seconds between lift-offs at a kilometre a second.
  double salvo_spread_m = 30e3;
  /// Prior height sigma of a pair: what the two rays cross at is used as the mean, the rays themselves give the
  /// accuracy.
  double pair_height_sigma_m = 100e3;
  /// Confirmation: hits of one satellite, hits of several, and the way it must have moved across the rays; a fire, a
  /// flare or a glint stands still.
  int confirm_hits_single = 3;
  int confirm_hits_pair = 4;
  /// Heat that, if it stood still, would stand clearly higher than this is no fire and no flare (land with vegetation
  /// and industry ends at 4 to 5 km): a pair of satellites with so many hits need not wait until it has moved.
  int confirm_hits_aloft = 3;
  double aloft_m = 4e3;
  double aloft_sigmas = 3.0;
  double moved_m = 2.5e3;
  double moved_sigmas = 5.0;
  /// A tentative track that was not seen for this many revisits of its sensors is given up.
  double patience_revisits = 3.2;
  /// Bearings that a candidate keeps for the start with a second satellite.
  int max_kept_bearings = 16;
};

/// Start of tracks from radar plots.
struct RadarStartOptions {
  /// Prior of the velocity that the first plot does not measure, each axis.
  double velocity_sigma_mps = 3500.0;
  /// Thrust seen by radar first is rare: most of the fence is far from launch sites.
  double boost_probability = 0.05;
  double births_per_look = 1e-4;
  double min_height_m = -5e3;
  double max_height_m = 10000e3;
  double max_speed_mps = 12e3;
  int confirm_hits = 3;
  /// A tentative track without a plot for this long is given up: two sweeps of a slow fence and some.
  double patience_s = 16.0;
  /// Radar cross-section assumed before the plots tell it, and the number of plots that this is worth.
  double rcs_m2 = 1.0;
  double rcs_weight = 2.0;
};

/// Belief that a track is an object, as log odds.
struct ExistenceOptions {
  double confirm_log_odds = 6.9;  ///< probability 0.999
  double delete_log_odds = -9.0;  ///< below every prior: a first hit is not deleted before a look contradicts it
  double max_log_odds = 12.0;     ///< so that an object that is gone can be let go after some ten missed looks
  /// Tentative tracks whose normalised innovation stays above this are wrong associations.
  double max_innovation = 6.0;
  int innovation_hits = 4;
  /// A track unseen for this long is ended: longer than the longest reported flight (5156 s).
  double max_unseen_s = 6000.0;
  /// … or when its place is this uncertain, m: nothing could be associated with it any more.
  double max_position_sigma_m = 1000e3;
};

/// When two tracks are one object, and when one came from another.
struct MergeOptions {
  double gate_probability = 0.995;
  /// Spatial density of radar objects that are not the launch, per (m·m/s)³: 30 objects in a radar's view of 1e19 m³
  /// and ±4 km/s. A merge must be more probable than a chance neighbour.
  double chance_density = 6e-30;
  /// A track of one satellite and a radar track are compared up to this long after its last bearing; later its place
  /// along the ray is no longer a Gaussian thing.
  double single_age_s = 200.0;
  /// Without newer bearings than this the track of one satellite adds nothing to the radar's.
  double single_use_s = 30.0;
  /// Plots that a track needs before it is compared.
  int min_plots = 3;
  /// Parent: largest distance and speed difference at separation, besides their sigmas.
  double parent_distance_m = 3e3;
  double parent_speed_mps = 150.0;
  double parent_gate_probability = 0.99;
  /// What separated longer ago than this is not looked for: an upper stage in orbit would keep its ascent for days.
  double parent_horizon_s = 3600.0;
  /// Beyond this position sigma at the separation the answer would be a guess; radar has this long to improve it.
  double parent_max_sigma_m = 25e3;
  double parent_patience_s = 150.0;
  /// Points of a track's past kept for that, one per interval.
  int max_waypoints = 80;
  double waypoint_interval_s = 4.0;
};

/// Objects that fly close together, seen by radar.
struct GroupOptions {
  /// So many plots of one look, no farther from one of them than this, that no track explains, start a group: objects
  /// that one vehicle has released fly together.
  int start_plots = 3;
  double start_radius_m = 8e3;
  /// Only where the radar looks again before the objects have left that neighbourhood.
  double start_revisit_s = 1.5;
  /// Looks after which the objects are told apart: their common velocity is then known to some tens of m/s.
  int start_looks = 10;
  /// Spread of the objects of a group about its middle, place and velocity: springs and pyrotechnics give metres a
  /// second, stages that are not shut down at once some tens.
  double spread_m = 4e3;
  double spread_mps = 150.0;
  /// Looks in which decisions stay open, and how many are closed at once.
  int window_looks = 120;
  int block_looks = 10;
  /// Newest looks that each look decides again.
  int sweep_looks = 8;
  /// After so many looks all are decided again, exchanges are tried, and a fresh decision.
  int review_interval = 10;
  /// Newest looks that each look shares out again, by the probabilities of their plots, for the estimates that are
  /// told, and after how many looks all of them.
  int share_looks = 2;
  int share_interval = 20;
  /// Newest looks from which a fresh decision starts.
  int afresh_looks = 10;
  /// While some member's plots lie so many standard deviations farther from its path than their errors explain,
  /// decisions are drawn at random, at a review no more of them than this by the number of members: for as long as that
  /// is so there is something to be found, and it may take long.
  double strain_sigmas = 2.0;
  int most_draws = 200;
  /// ln of the odds that a change of identities must win.
  double identity_margin = 2.0;
  /// An object is told of with so many plots.
  int min_plots = 4;
  int max_members = 64;
  /// A group that no radar has looked at for so long ends; its tracks go on alone.
  double patience_s = 60.0;
};

/// Pointing of infrared sensors, estimated from references.
struct PointingOptions {
  /// Standard deviation of each angle before the first reference: what is left after launch and calibration of a
  /// geostationary platform is some tens of microradians.
  double prior_sigma_rad = 30e-6;
  /// The same of a platform that is worse by an order of magnitude, out of eclipse or after a manoeuvre, as a factor,
  /// and how probable it is to be one: the references decide, of which a few would not get the better of a prior alone.
  double wide_prior_factor = 10.0;
  double wide_prior_probability = 0.05;
  /// Errors of a sensor's references may be this many times as large as they state, with this probability: covariances
  /// of catalogued places are often too small (Poore et al., Covariance and uncertainty realism in space surveillance
  /// and tracking, AFSPC 2016), and a larger share would widen what is stated rightly.
  double understated_factor = 3.0;
  double understated_probability = 0.02;
  /// Random walk of each angle, rad per √s: 5 µrad per √h, thermal bending of the structure over the day.
  double walk_rad_rt_s = 5e-6 / 60.0;
  /// References farther than this from what is expected are refused: one in 7e7 by chance.
  double gate_sigmas = 6.0;
  /// An attitude farther than this from the nadir's is not that of a sensor whose bearings have an error, rad: it looks
  /// elsewhere.
  double max_offset_rad = 10e-3;
  /// So many refused ones in a row that agree with each other start the estimate again, whatever was known before:
  /// a platform that has turned or bent, not a star mistaken for another.
  int restart_references = 3;
};

/// Records: what is waited for and what is refused.
struct IntakeOptions {
  /// Measurements whose look has not come this long after it should have are used without it.
  double orphan_wait_s = 3.0;
  /// Declared delay of a sensor, from the measurement to its receipt, up to which its measurements are processed as
  /// they come: a track is carried back no farther. A sensor that declares more is not waited for (LateOptions), and at
  /// the first tick what waits may be older than that tick by its delay and this.
  double max_age_s = 20.0;
  /// Measurements newer than the newest tick by more than this come from a wrong clock.
  double max_lead_s = 60.0;
  /// Rows of sequence numbers without a gap that are remembered of each source for finding duplicates, three quarters
  /// of them always.
  int remembered_gaps = 4096;
  /// Bounds of memory against floods.
  int max_pending = 50000;
  int max_tracks = 20000;
  /// A track is moved up to this long before the newest tick, so that late measurements still find it close by.
  double follow_lag_s = 6.0;
};

/// Records that come later than their sensor states, and what is kept to process them in their place.
struct LateOptions {
  /// Later than this beyond the declared delay a record is counted and refused: a satellite relay or a radio link that
  /// fails over comes back within a minute.
  double horizon_s = 60.0;
  /// The tracker's memory is copied this often: a late record costs half of this more than it must, and the copies of a
  /// minute fit into a few megabytes for each hundred tracks.
  double checkpoint_interval_s = 5.0;
  /// Kept beyond the horizon: late records wait for the next tick, and a look begins before it ends.
  double slack_s = 5.0;
  /// Bound of the memory against floods: so many records (about 200 bytes each) are kept. Beyond it the horizon becomes
  /// shorter, and nothing that comes in time is refused.
  int max_records = 500000;
  /// Bound of the time that a tick takes: records that come so late that more than this many would be processed again
  /// are refused. Half a second for a thousand objects.
  int max_again = 100000;
};

/// Everything that can be set in the tracker; one instance serves all sensors and scenarios.
struct Options {
  MotionOptions motion;
  BurnOptions burn;
  GateOptions gate;
  InfraredStartOptions infrared;
  RadarStartOptions radar;
  ExistenceOptions existence;
  MergeOptions merge;
  GroupOptions group;
  PointingOptions pointing;
  IntakeOptions intake;
  LateOptions late;
};

}  // namespace tocsin::track
