#pragma once

// Private to the readers and the writer of Orbit Ephemeris Messages.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/formats/ndm_message.hpp"
#include "tocsin/formats/oem.hpp"

namespace tocsin::formats::ndm {

/// Keywords of the metadata in the order of the standard's table and the XML schema.
[[nodiscard]] std::span<const Rule> oem_metadata();
[[nodiscard]] bool is_required_in_oem(std::string_view keyword);
/// Elements of a state and of a covariance in XML, in order.
[[nodiscard]] std::span<const std::string_view> oem_state_names();
[[nodiscard]] std::span<const std::string_view> oem_covariance_names();
[[nodiscard]] std::string_view oem_unit(std::string_view name);

/// Builds messages from keywords and values, whatever notation they stood in.
class OemBuilder : public MessageBuilder<Oem> {
 public:
  OemBuilder(std::string source, const NdmOptions& options) : MessageBuilder(std::move(source), options) {}

  void begin_message(std::string_view version, Place place);
  void begin_segment(Place place);
  void metadata(std::string_view keyword, std::string_view value, Place place);
  void end_metadata(Place place);
  /// Six values, or nine with the acceleration.
  void state(std::string_view time, std::span<const std::string_view> values, Place place);

  void covariance_comment(std::string_view text);
  /// EPOCH or COV_REF_FRAME; EPOCH begins a matrix.
  void covariance_field(std::string_view keyword, std::string_view value, Place place);
  /// The next values of the lower triangle, by rows.
  void covariance_values(std::span<const std::string_view> values, Place place);
  void end_covariance(Place place);
  void end_segment(Place place);

  /// What was given is not one of its values; the matrix that is being read is dropped.
  void drop_covariance() { is_covariance_good_ = false; }

 private:
  std::vector<std::string> covariance_comments_;  // before the matrix
  std::optional<OemCovariance> covariance_;
  std::size_t covariance_count_ = 0;
  Place covariance_place_;
  bool is_covariance_good_ = false;
};

}  // namespace tocsin::formats::ndm
