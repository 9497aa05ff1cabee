#pragma once

// Private to the readers and the writer of Tracking Data Messages.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/formats/ndm_message.hpp"
#include "tocsin/formats/tdm.hpp"

namespace tocsin::formats::ndm {

/// Keywords of the metadata in the order of table 3-3, which is also that of the XML schema.
[[nodiscard]] std::span<const Rule> tdm_metadata();
/// Frames that the XML schema has for REFERENCE_FRAME.
[[nodiscard]] std::span<const std::string_view> tdm_xml_frames();
[[nodiscard]] std::optional<TdmData> tdm_data(std::string_view keyword);
/// Phase counts, whose digits are kept.
[[nodiscard]] bool is_phase_count(TdmData data);
/// Empty when the kind of observation takes the value; otherwise what it takes.
[[nodiscard]] std::string_view value_problem(TdmData data, double value);

/// Builds messages from keywords and values, whatever notation they stood in. The text's structure is the reader's
/// business.
class TdmBuilder : public MessageBuilder<Tdm> {
 public:
  TdmBuilder(std::string source, const NdmOptions& options) : MessageBuilder(std::move(source), options) {}

  void begin_message(std::string_view version, Place place);
  void begin_segment(Place place);
  void metadata(std::string_view keyword, std::string_view value, Place place);
  /// Checks what was given. False when nothing can be read of the segment's observations.
  bool end_metadata(Place place);
  void observation(std::string_view keyword, std::string_view time, std::string_view value, Place place);
  void end_segment();

 private:
  void check_corrections(Place place);
  void drop_repeated();

  std::vector<Place> places_;  // of the segment's observations
  bool has_participant_ = false;
};

}  // namespace tocsin::formats::ndm
