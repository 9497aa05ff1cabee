#include "tocsin/formats/oem_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tocsin/base/text.hpp"

namespace tocsin::formats::ndm {
namespace {

constexpr std::array kMetadata{
    Rule{"OBJECT_NAME"},
    Rule{"OBJECT_ID"},
    Rule{"CENTER_NAME"},
    Rule{"REF_FRAME"},
    Rule{"REF_FRAME_EPOCH", ValueKind::time},
    Rule{"TIME_SYSTEM"},
    Rule{"START_TIME", ValueKind::time},
    Rule{"USEABLE_START_TIME", ValueKind::time},
    Rule{"USEABLE_STOP_TIME", ValueKind::time},
    Rule{"STOP_TIME", ValueKind::time},
    Rule{"INTERPOLATION"},
    Rule{"INTERPOLATION_DEGREE", ValueKind::positive_integer},
};
constexpr std::array<std::string_view, 7> kRequired{"OBJECT_NAME", "OBJECT_ID",  "CENTER_NAME", "REF_FRAME",
                                                    "TIME_SYSTEM", "START_TIME", "STOP_TIME"};
constexpr std::array<std::string_view, 9> kStateNames{"X",     "Y",      "Z",      "X_DOT", "Y_DOT",
                                                      "Z_DOT", "X_DDOT", "Y_DDOT", "Z_DDOT"};
constexpr std::array<std::string_view, OemCovariance::kSize> kCovarianceNames{
    "CX_X",         "CY_X",     "CY_Y",         "CZ_X",     "CZ_Y",         "CZ_Z",         "CX_DOT_X",
    "CX_DOT_Y",     "CX_DOT_Z", "CX_DOT_X_DOT", "CY_DOT_X", "CY_DOT_Y",     "CY_DOT_Z",     "CY_DOT_X_DOT",
    "CY_DOT_Y_DOT", "CZ_DOT_X", "CZ_DOT_Y",     "CZ_DOT_Z", "CZ_DOT_X_DOT", "CZ_DOT_Y_DOT", "CZ_DOT_Z_DOT"};

std::size_t dots(std::string_view name) {
  std::size_t count = 0;
  for (std::size_t at = name.find("DOT"); at != std::string_view::npos; at = name.find("DOT", at + 3)) ++count;
  return count;
}

}  // namespace

std::span<const Rule> oem_metadata() {
  return kMetadata;
}

bool is_required_in_oem(std::string_view keyword) {
  return std::find(kRequired.begin(), kRequired.end(), keyword) != kRequired.end();
}

std::span<const std::string_view> oem_state_names() {
  return kStateNames;
}

std::span<const std::string_view> oem_covariance_names() {
  return kCovarianceNames;
}

std::string_view oem_unit(std::string_view name) {
  if (name.starts_with('C')) {
    constexpr std::array<std::string_view, 3> kUnits{"km**2", "km**2/s", "km**2/s**2"};
    return kUnits[std::min<std::size_t>(dots(name), 2)];
  }
  if (name.ends_with("_DDOT")) return "km/s**2";
  return name.ends_with("_DOT") ? "km/s" : "km";
}

void OemBuilder::begin_message(std::string_view version, Place place) {
  if (version != "1.0" && version != "2.0" && version != "3.0")
    findings_.refuse("CCSDS_OEM_VERS", version, "1.0, 2.0 or 3.0", place);
  open_message(version, true);
}

void OemBuilder::begin_segment(Place place) {
  open_segment(place);
  covariance_.reset();
  covariance_comments_.clear();
}

void OemBuilder::metadata(std::string_view keyword, std::string_view value, Place place) {
  (void)take_metadata(keyword, value, oem_metadata(), std::nullopt, place);
}

void OemBuilder::end_metadata(Place place) {
  if (!is_good_) return;
  for (const std::string_view keyword : kRequired) {
    if (!segment_.value(keyword).empty()) continue;
    findings_.refuse(keyword, "none", keyword == "TIME_SYSTEM" ? kScales : "a value in every segment", place);
    is_good_ = false;
  }
}

void OemBuilder::state(std::string_view time, std::span<const std::string_view> values, Place place) {
  if (!is_good_) return;
  OemState out;
  const std::optional<Instant> instant = read_time(time, scale_);
  if (!instant) return refuse("EPOCH", time, kTime, place);
  out.time = *instant;
  if (values.size() == 9) out.acceleration.emplace();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::optional<double> number = to_double(values[i]);
    if (!number) return refuse(kStateNames[i], values[i], "a number", place);
    (i < 6 ? out.value[i] : (*out.acceleration)[i - 6]) = *number;
  }
  if (!segment_.states.empty() && out.time <= segment_.states.back().time)
    return refuse("EPOCH", time, "a time after that of the state before", place);
  segment_.states.push_back(out);
}

void OemBuilder::covariance_comment(std::string_view text) {
  if (covariance_ && covariance_count_ < OemCovariance::kSize) {
    covariance_->comments.emplace_back(text);
  } else {
    covariance_comments_.emplace_back(text);
  }
}

void OemBuilder::covariance_field(std::string_view keyword, std::string_view value, Place place) {
  if (keyword == "EPOCH") {
    end_covariance(place);
    covariance_.emplace();
    covariance_->comments = std::exchange(covariance_comments_, {});
    covariance_count_ = 0;
    covariance_place_ = place;
    const std::optional<Instant> time = read_time(value, scale_);
    is_covariance_good_ = is_good_ && time.has_value();
    if (is_good_ && !time) refuse("EPOCH", value, kTime, place);
    covariance_->time = time.value_or(Instant());
  } else if (keyword == "COV_REF_FRAME" && covariance_ && !is_blank(value)) {
    covariance_->frame = value;
  } else if (is_good_) {
    refuse(keyword, value, "EPOCH, then COV_REF_FRAME, then the lower triangle", place);
    is_covariance_good_ = false;
  }
}

void OemBuilder::covariance_values(std::span<const std::string_view> values, Place place) {
  if (!covariance_ || !is_covariance_good_) return;
  for (const std::string_view text : values) {
    const std::optional<double> number = to_double(text);
    if (!number || covariance_count_ == OemCovariance::kSize) {
      const std::string_view name =
          covariance_count_ < OemCovariance::kSize ? kCovarianceNames[covariance_count_] : "covariance";
      refuse(name, text, number ? "21 numbers, the lower triangle by rows" : "a number", place);
      is_covariance_good_ = false;
      return;
    }
    covariance_->value[covariance_count_++] = *number;
  }
}

void OemBuilder::end_covariance(Place place) {
  if (!covariance_) return;
  if (is_covariance_good_ && covariance_count_ != OemCovariance::kSize) {
    refuse("covariance", std::to_string(covariance_count_) + " numbers", "21 numbers, the lower triangle by rows",
           place);
    is_covariance_good_ = false;
  }
  for (std::size_t i = 0; is_covariance_good_ && i < 6; ++i) {
    const std::size_t diagonal = (i + 1) * (i + 2) / 2 - 1;
    if (covariance_->value[diagonal] >= 0.0) continue;
    refuse(kCovarianceNames[diagonal], shortest(covariance_->value[diagonal]), "a variance from 0", covariance_place_);
    is_covariance_good_ = false;
  }
  if (is_covariance_good_) segment_.covariances.push_back(*std::move(covariance_));
  covariance_.reset();
}

void OemBuilder::end_segment(Place place) {
  end_covariance(place);
  if (!is_good_) return;
  // Behind the last matrix there is none that they could belong to.
  std::move(covariance_comments_.begin(), covariance_comments_.end(), std::back_inserter(segment_.data_comments));
  covariance_comments_.clear();
  if (segment_.states.empty()) {
    refuse("states", "none", "at least one state in each segment", place);
    return;
  }
  close_segment();
}

}  // namespace tocsin::formats::ndm
