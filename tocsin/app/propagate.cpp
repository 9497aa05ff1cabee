// tocsin propagate: ephemerides of element sets by SGP4.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/progress.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/formats/element_sets.hpp"
#include "tocsin/formats/ephemeris.hpp"
#include "tocsin/formats/tle.hpp"
#include "tocsin/formats/verification.hpp"

namespace tocsin::app {
namespace {

using formats::ElementFormat;
using formats::EphemerisFormat;
using formats::EphemerisFrame;

constexpr std::uint64_t kElementSetsLimitBytes = std::uint64_t{256} << 20U;
constexpr std::int64_t kMaxTimes = 2'000'000;
constexpr std::size_t kShownRefusals = 20;
constexpr std::size_t kFlushBytes = std::size_t{1} << 20U;

template <class Value>
struct Choice {
  std::string_view name;
  Value value;
};
constexpr std::array<Choice<EphemerisFrame>, 4> kFrames{{{"teme", EphemerisFrame::teme},
                                                         {"gcrf", EphemerisFrame::gcrf},
                                                         {"itrf", EphemerisFrame::itrf},
                                                         {"geodetic", EphemerisFrame::geodetic}}};
constexpr std::array<Choice<EphemerisFormat>, 4> kFormats{{{"csv", EphemerisFormat::csv},
                                                           {"oem", EphemerisFormat::oem_kvn},
                                                           {"oem-xml", EphemerisFormat::oem_xml},
                                                           {"bin", EphemerisFormat::binary}}};
constexpr std::array<Choice<ElementFormat>, 5> kElementFormats{{{"tle", ElementFormat::tle},
                                                                {"omm", ElementFormat::omm_kvn},
                                                                {"omm-xml", ElementFormat::omm_xml},
                                                                {"omm-json", ElementFormat::omm_json},
                                                                {"omm-csv", ElementFormat::omm_csv}}};
constexpr std::array<Choice<motion::Sgp4Mode>, 2> kModes{
    {{"i", motion::Sgp4Mode::Improved}, {"a", motion::Sgp4Mode::Afspc}}};

template <class Value, std::size_t N>
Result<Value> chosen(const std::string& word, const std::array<Choice<Value>, N>& choices, const char* option) {
  std::string all;
  for (const Choice<Value>& c : choices) {
    if (c.name == word) return c.value;
    all += (all.empty() ? "" : ", ") + std::string(c.name);
  }
  return fail_field(option, word, "one of " + all);
}

/// Times from, from + step, … up to and including `to` where the step meets it.
struct TimeGrid {
  Instant from;
  std::int64_t step_ns = 0;
  std::int64_t count = 0;
  [[nodiscard]] Instant at(std::int64_t i) const { return Instant::from_tai_ns(from.tai_ns() + i * step_ns); }
};

Result<TimeGrid> grid_of(const PropagateOptions& options) {
  const auto instant = [](const std::string& text, const char* option) -> Result<Instant> {
    if (text.empty()) return fail_field(option, text, "a time such as 2022-10-03T22:22:00Z (or --verify)");
    Result<Instant> time = parse_utc(text);
    if (!time) return fail_field(option, text, "a time such as 2022-10-03T22:22:00Z, 1960 to 2100");
    return time;
  };
  TOCSIN_TRY(const Instant from, instant(options.from, "--from"));
  TOCSIN_TRY(const Instant to, instant(options.to, "--to"));
  if (to < from) return fail_field("--to", options.to, "a time not before --from");
  constexpr double kShortestS = 1e-3;
  if (!(options.step_s >= kShortestS && options.step_s <= 1e9)) {
    return fail_field("--step", shortest(options.step_s), "seconds from 0.001 to 1e9");
  }
  TimeGrid grid{.from = from, .step_ns = static_cast<std::int64_t>(std::llround(options.step_s * 1e9)), .count = 0};
  grid.count = (to.tai_ns() - from.tai_ns()) / grid.step_ns + 1;
  if (grid.count > kMaxTimes) {
    return fail_field("--step", shortest(options.step_s),
                      "at most " + std::to_string(kMaxTimes) + " times a satellite, not " + std::to_string(grid.count));
  }
  return grid;
}

/// Where the states go: a file, or stdout.
class Sink {
 public:
  static Result<Sink> open(const std::string& path) {
    if (path.empty()) return Sink(stdout, path);
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr)
      return fail_field("--out", path, std::string("a file that can be written: ") + std::strerror(errno));
    return Sink(file, path);
  }
  /// Writes and empties what is waiting. Errors: the disk is full or the reader has gone.
  [[nodiscard]] Status write(std::string& waiting) {
    const bool good = std::fwrite(waiting.data(), 1, waiting.size(), file_.get()) == waiting.size();
    waiting.clear();
    return good ? Status{} : broken();
  }
  [[nodiscard]] Status close() { return std::fflush(file_.get()) == 0 ? Status{} : broken(); }

 private:
  struct Closer {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };
  Sink(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}
  [[nodiscard]] tl::unexpected<Error> broken() const {
    return fail_field("--out", path_.empty() ? "stdout" : path_, std::string("room to write: ") + std::strerror(errno));
  }
  std::unique_ptr<std::FILE, Closer> file_;
  std::string path_;
};

/// What was done, for stderr and --json.
struct Tally {
  std::size_t satellites = 0;
  std::size_t states = 0;
  std::size_t failed_states = 0;
  std::size_t refused_sets = 0;
};

template <class Sets>
void report(const Sets& sets) {
  const auto list = [](const std::vector<Error>& errors, std::size_t count, const char* what) {
    for (std::size_t i = 0; i < std::min(errors.size(), kShownRefusals); ++i) {
      std::fprintf(stderr, "tocsin: %s: %s\n", what, errors[i].to_string().c_str());
    }
    if (count > kShownRefusals) std::fprintf(stderr, "tocsin: %s: %zu more\n", what, count - kShownRefusals);
  };
  list(sets.refused, sets.refused_count, "refused");
  list(sets.warnings, sets.warning_count, "warning");
}

template <class Sets>
Result<Sets> reported(Result<Sets> sets, const std::string& file) {
  if (!sets) return sets;
  report(*sets);
  if (sets->sets.empty()) {
    return fail(
        Error{.source = file, .field = "element sets", .value = "none", .expected = "two-line element sets or OMM"});
  }
  return sets;
}

/// Sets with their times, as verification files have them.
Result<formats::TleSets> load_spans(const PropagateOptions& options) {
  TOCSIN_TRY(const std::string text, read_file(options.file, kElementSetsLimitBytes));
  // The published verification file has three sets whose checksum its authors left wrong.
  const formats::TleOptions how{.checksum = formats::TleChecksum::Warn, .read_spans = true};
  return reported(formats::read_tle(text, options.file, how), options.file);
}

Result<formats::ElementSets> load(const PropagateOptions& options) {
  TOCSIN_TRY(const std::string text, read_file(options.file, kElementSetsLimitBytes));
  return reported(formats::read_element_sets(text, options.file), options.file);
}

Result<std::vector<motion::ElementSet>> wanted(std::vector<motion::ElementSet> sets, const PropagateOptions& options) {
  if (options.satellites.empty()) return sets;
  const auto is_wanted = [&](const motion::ElementSet& s) {
    return std::find(options.satellites.begin(), options.satellites.end(), s.catalogue_number) !=
           options.satellites.end();
  };
  for (const std::int64_t number : options.satellites) {
    if (std::none_of(sets.begin(), sets.end(), [&](const auto& s) { return s.catalogue_number == number; })) {
      return fail_field("--satellite", std::to_string(number), "a catalogue number that is in " + options.file);
    }
  }
  std::erase_if(sets, [&](const auto& s) { return !is_wanted(s); });
  return sets;
}

/// Earth orientation, and in words what it does not know.
struct KnownOrientation {
  earth::Orientation orientation;
  std::string note;
};

Result<KnownOrientation> orientation_of(const PropagateOptions& options, const TimeGrid& grid) {
  KnownOrientation out;
  std::string reason = "without Earth orientation parameters (--eop)";
  if (!options.eop.empty()) {
    TOCSIN_TRY(out.orientation, read_orientation(options.eop));
    reason = "outside " + options.eop;
  }
  const double sigma_rad =
      std::max(out.orientation.stale_sigma_rad(grid.from), out.orientation.stale_sigma_rad(grid.at(grid.count - 1)));
  if (sigma_rad > 0.0) {
    out.note = reason + " the turn of the Earth is known to " + fixed(sigma_rad * earth::kEquatorialRadiusM, 0) +
               " m at the equator (1 sigma), the same for all objects";
  }
  return out;
}

/// Carries states from Teme into the frame that was asked for. The attitude of each time is made once.
class FrameChange {
 public:
  FrameChange(EphemerisFrame frame, const earth::Orientation& orientation, const TimeGrid& grid) : frame_(frame) {
    if (frame == EphemerisFrame::teme) return;
    attitudes_.reserve(static_cast<std::size_t>(grid.count));
    for (std::int64_t i = 0; i < grid.count; ++i) attitudes_.push_back(orientation.at(grid.at(i)));
  }
  /// `state` in km and km/s.
  [[nodiscard]] std::array<double, 6> of(const motion::Sgp4State& state, std::size_t time) const {
    if (frame_ == EphemerisFrame::teme) return six(state.position_km, state.velocity_km_s);
    const State<Teme> teme{{1e3 * state.position_km}, {1e3 * state.velocity_km_s}};
    const earth::Attitude& attitude = attitudes_[time];
    if (frame_ == EphemerisFrame::gcrf) {
      const State<Gcrf> s = attitude.to_gcrf(teme);
      return six(1e-3 * s.position.m, 1e-3 * s.velocity.mps);
    }
    const State<Itrf> s = attitude.to_itrf(teme);
    if (frame_ == EphemerisFrame::itrf) return six(1e-3 * s.position.m, 1e-3 * s.velocity.mps);
    const Geodetic g = earth::to_geodetic(s.position);
    return {g.lat_rad / kRadiansPerDegree, g.lon_rad / kRadiansPerDegree, 1e-3 * g.height_m, 0.0, 0.0, 0.0};
  }

 private:
  static std::array<double, 6> six(const Vec3& r, const Vec3& v) { return {r.x, r.y, r.z, v.x, v.y, v.z}; }
  EphemerisFrame frame_;
  std::vector<earth::Attitude> attitudes_;
};

Instant now_utc() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return *parse_utc("1970-01-01T00:00:00Z") + seconds(std::chrono::duration<double>(since_1970).count());
}

Answer answer_of(const PropagateOptions& options, const Tally& tally) {
  Answer answer{.json = Json::object(), .text = {}, .exit = tally.states > 0 ? Exit::done : Exit::failed};
  answer.json.add("satellites", static_cast<std::int64_t>(tally.satellites))
      .add("states", static_cast<std::int64_t>(tally.states))
      .add("failed_states", static_cast<std::int64_t>(tally.failed_states))
      .add("refused_sets", static_cast<std::int64_t>(tally.refused_sets));
  std::fprintf(stderr, "%zu states of %zu satellites", tally.states, tally.satellites);
  if (tally.failed_states > 0) std::fprintf(stderr, ", %zu without a state", tally.failed_states);
  if (tally.refused_sets > 0) std::fprintf(stderr, ", %zu sets refused", tally.refused_sets);
  std::fprintf(stderr, "%s\n", options.out.empty() ? "" : (": " + options.out).c_str());
  return answer;
}

Outcome<Answer> verify(const PropagateOptions& options, const formats::TleSets& sets, motion::Sgp4Mode mode,
                       Sink& sink) {
  std::string out;
  formats::VerificationCount count;
  for (std::size_t i = 0; i < sets.sets.size(); ++i) {
    formats::append_verification(sets.sets[i], sets.spans[i], {.mode = mode}, out, count);
    if (const Status done = sink.write(out); !done) return failed(done.error());
  }
  if (const Status done = sink.close(); !done) return failed(done.error());
  return answer_of(options, {sets.sets.size(), count.states, count.failed_sets, sets.refused_count});
}

/// The element sets themselves in another form.
Outcome<Answer> convert(const PropagateOptions& options, ElementFormat format, const formats::ElementSets& sets,
                        std::span<const motion::ElementSet> chosen_sets, Sink& sink) {
  Result<std::string> text = formats::write_element_sets(chosen_sets, format, {.created = now_utc()});
  if (!text) return failed(text.error().in(options.file));
  if (const Status done = sink.write(*text); !done) return failed(done.error());
  if (const Status done = sink.close(); !done) return failed(done.error());
  Answer answer{.json = Json::object(), .text = {}, .exit = Exit::done};
  answer.json.add("sets", static_cast<std::int64_t>(chosen_sets.size()))
      .add("refused_sets", static_cast<std::int64_t>(sets.refused_count));
  return answer;
}

}  // namespace

Outcome<Answer> propagate_command(const PropagateOptions& options) {
  if (options.json && options.out.empty()) {
    return refuse(Error{.field = "--json", .value = "", .expected = "--out FILE beside it: stdout cannot hold both"});
  }
  const Result<EphemerisFrame> frame = chosen(options.frame, kFrames, "--frame");
  if (!frame) return refuse(frame.error());
  const Result<EphemerisFormat> format = chosen(options.format, kFormats, "--format");
  if (!format) return refuse(format.error());
  const Result<motion::Sgp4Mode> mode = chosen(options.mode, kModes, "--mode");
  if (!mode) return refuse(mode.error());
  const bool is_oem = *format == EphemerisFormat::oem_kvn || *format == EphemerisFormat::oem_xml;
  if (is_oem && *frame == EphemerisFrame::geodetic) {
    return refuse(
        Error{.field = "--frame", .value = "geodetic", .expected = "teme, gcrf or itrf: an OEM holds vectors"});
  }
  Result<ElementFormat> elements = ElementFormat::tle;
  if (!options.elements.empty()) elements = chosen(options.elements, kElementFormats, "--elements");
  if (!elements) return refuse(elements.error());
  const bool is_ephemeris = !options.verify && options.elements.empty();
  Result<TimeGrid> grid = TimeGrid{};
  if (is_ephemeris) grid = grid_of(options);
  if (!grid) return refuse(grid.error());
  if (options.verify) {
    const Result<formats::TleSets> sets = load_spans(options);
    if (!sets) return refuse(sets.error());
    Result<Sink> sink = Sink::open(options.out);
    return sink ? verify(options, *sets, *mode, *sink) : refuse(sink.error());
  }
  Result<formats::ElementSets> sets = load(options);
  if (!sets) return refuse(sets.error());
  Tally tally{.satellites = 0, .states = 0, .failed_states = 0, .refused_sets = sets->refused_count};
  Result<std::vector<motion::ElementSet>> chosen_sets = wanted(std::move(sets->sets), options);
  if (!chosen_sets) return refuse(chosen_sets.error());
  Result<KnownOrientation> orientation = KnownOrientation{};
  if (is_ephemeris && *frame != EphemerisFrame::teme) orientation = orientation_of(options, *grid);
  if (!orientation) return refuse(orientation.error());
  if (!orientation->note.empty()) std::fprintf(stderr, "tocsin: %s\n", orientation->note.c_str());
  Result<Sink> sink = Sink::open(options.out);
  if (!sink) return refuse(sink.error());
  if (!is_ephemeris) return convert(options, *elements, *sets, *chosen_sets, *sink);
  const formats::EphemerisWriter writer(*format, {.frame = *frame,
                                                  .created = now_utc(),
                                                  .from = grid->from,
                                                  .step_ns = grid->step_ns,
                                                  .times = static_cast<std::uint64_t>(grid->count),
                                                  .objects = chosen_sets->size()});
  const FrameChange change(*frame, orientation->orientation, *grid);
  Progress progress("propagating");
  std::vector<formats::EphemerisRow> rows(static_cast<std::size_t>(grid->count));
  std::string out;
  writer.begin(out);
  for (const motion::ElementSet& set : *chosen_sets) {
    const motion::Sgp4 orbit = motion::Sgp4::from(set, {.mode = *mode});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Instant t = grid->at(static_cast<std::int64_t>(i));
      const motion::Sgp4State state = orbit.propagate(seconds_between(set.epoch, t) / 60.0);
      rows[i] = {t, {}, state.error};
      if (state.error == motion::Sgp4Error::None) rows[i].value = change.of(state, i);
      ++(state.error == motion::Sgp4Error::None ? tally.states : tally.failed_states);
    }
    writer.object(set, rows, out);
    ++tally.satellites;
    progress.show(static_cast<double>(tally.satellites) / static_cast<double>(chosen_sets->size()),
                  std::to_string(tally.satellites) + " satellites");
    if (out.size() < kFlushBytes) continue;
    if (const Status done = sink->write(out); !done) return failed(done.error());
  }
  writer.end(out);
  if (const Status done = sink->write(out); !done) return failed(done.error());
  if (const Status done = sink->close(); !done) return failed(done.error());
  return answer_of(options, tally);
}

}  // namespace tocsin::app
