#include "tocsin/formats/tdm_builder.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tocsin/base/text.hpp"

namespace tocsin::formats::ndm {
namespace {

/// A real number of any number of digits.
bool is_long_number(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != dot && !is_digit(text[i])) return false;
  }
  return !text.empty() && is_digit(text.front()) && is_digit(text.back());
}

}  // namespace

void TdmBuilder::begin_message(std::string_view version, Place place) {
  if (version != "1.0" && version != "2.0") findings_.refuse("CCSDS_TDM_VERS", version, "1.0 or 2.0", place);
  open_message(version, false);
}

void TdmBuilder::begin_segment(Place place) {
  open_segment(place);
  places_.clear();
  has_participant_ = false;
}

void TdmBuilder::metadata(std::string_view keyword, std::string_view value, Place place) {
  // START_TIME and STOP_TIME are UTC whatever the time system (4.3.10).
  const bool is_taken = take_metadata(keyword, value, tdm_metadata(), TimeScale::utc, place);
  has_participant_ = has_participant_ || (is_taken && keyword.starts_with("PARTICIPANT_"));
}

bool TdmBuilder::end_metadata(Place place) {
  const auto missing = [&](std::string_view keyword, const char* expected) {
    findings_.refuse(keyword, "none", expected, place);
    is_good_ = false;
  };
  if (is_good_ && segment_.value("TIME_SYSTEM").empty()) missing("TIME_SYSTEM", kScales);
  if (is_good_ && !has_participant_) missing("PARTICIPANT_1", "at least one participant");
  if (is_good_) check_corrections(place);
  return is_good_;
}

/// Corrections of which nobody says whether they were made (table 3-3, CORRECTIONS_APPLIED).
void TdmBuilder::check_corrections(Place place) {
  if (!segment_.value("CORRECTIONS_APPLIED").empty()) return;
  for (const NdmField& field : segment_.metadata) {
    if (!field.keyword.starts_with("CORRECTION_")) continue;
    findings_.refuse("CORRECTIONS_APPLIED", "none", "YES or NO where there is a " + field.keyword, place);
    is_good_ = false;
    return;
  }
}

void TdmBuilder::observation(std::string_view keyword, std::string_view time, std::string_view value, Place place) {
  if (!is_good_) return;
  const std::optional<TdmData> data = tdm_data(keyword);
  if (!data) return refuse(keyword, value, "a keyword of tracking data (503.0-B-2, table 3-5)", place);
  const std::optional<Instant> instant = read_time(time, scale_);
  if (!instant) return refuse(keyword, time, kTime, place);
  const bool is_phase = is_phase_count(*data);
  const std::optional<double> number = to_double(value);
  if (!number || (is_phase && !is_long_number(value))) return refuse(keyword, value, "a number", place);
  if (const std::string_view problem = value_problem(*data, *number); !problem.empty())
    return refuse(keyword, value, std::string(problem), place);
  segment_.observations.push_back(
      {.data = *data, .time = *instant, .value = *number, .digits = is_phase ? std::string(value) : std::string()});
  places_.push_back(place);
}

/// Each keyword and time stands once in a segment, and the times of one keyword ascend (3.4.10, 3.4.11).
void TdmBuilder::drop_repeated() {
  std::vector<TdmObservation>& all = segment_.observations;
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(all[a].data, all[a].time, a) < std::tie(all[b].data, all[b].time, b);
  });
  std::vector<char> is_repeated(all.size(), 0);
  std::size_t before = 0;  // in time, of those that are kept
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::size_t at = order[k];
    const bool is_first = k == 0 || all[before].data != all[at].data;
    if (!is_first && all[before].time == all[at].time) {
      refuse(name_of(all[at].data), write_time(all[at].time, scale_), "each keyword once at a time in a segment",
             places_[at]);
      is_repeated[at] = 1;
      continue;
    }
    if (!is_first && before > at) {
      findings_.warn(name_of(all[at].data), write_time(all[at].time, scale_), "times of one keyword in ascending order",
                     places_[at]);
    }
    before = at;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_repeated[i] == 0) std::swap(all[kept++], all[i]);
  }
  all.resize(kept);
}

void TdmBuilder::end_segment() {
  if (!is_good_) return;
  drop_repeated();
  close_segment();
}

}  // namespace tocsin::formats::ndm
