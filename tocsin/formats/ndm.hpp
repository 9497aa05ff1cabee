#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/header.hpp"

namespace tocsin::formats {

// What the Navigation Data Messages of CCSDS have in common: TDM (503.0-B-2) and OEM (502.0-B-3), in key-value notation
// (KVN) and XML (NDM/XML, 505.0-B-3).

enum class NdmKind : std::uint8_t { none, omm, oem, tdm };
enum class NdmNotation : std::uint8_t { kvn, xml };

/// What a text is by how it begins: the first keyword, or the root element (of a combined `ndm` its first message).
/// `none` where it is none of these messages.
struct NdmForm {
  NdmKind kind = NdmKind::none;
  NdmNotation notation = NdmNotation::kvn;
};
[[nodiscard]] NdmForm ndm_form(std::string_view text);

/// A keyword and its value as text.
struct NdmField {
  std::string keyword;
  std::string value;
  friend bool operator==(const NdmField&, const NdmField&) = default;
};

/// Value of a keyword; empty where it is not given.
[[nodiscard]] std::string_view value_of(const std::vector<NdmField>& fields, std::string_view keyword);

struct NdmHeader {
  std::vector<std::string> comments;
  std::string classification;  ///< OEM only
  Instant created;
  std::string originator;
  std::string message_id;
  friend bool operator==(const NdmHeader&, const NdmHeader&) = default;
};

/// What the messages have no keyword for: whether their content is real. Tocsin writes it as a comment of the header,
/// "Status: exercise, simulated", and believes it when it reads its own.
struct NdmStatus {
  message::RecordStatus status = message::RecordStatus::test;
  bool simulated = false;
  friend bool operator==(const NdmStatus&, const NdmStatus&) = default;
};
[[nodiscard]] std::string status_comment(const NdmStatus& status);
[[nodiscard]] std::optional<NdmStatus> stated_status(const NdmHeader& header);

struct NdmOptions {
  std::size_t max_bytes = std::size_t{64} << 20U;  ///< larger texts are refused; an observation takes up to 3 times its
                                                   ///< text in memory
  std::size_t max_errors = 1000;                   ///< kept refusals and warnings, each
};

/// What was read of a text, with what was not. One bad line does not stop the rest.
template <class Message>
struct NdmReading {
  NdmNotation notation = NdmNotation::kvn;
  std::vector<Message> messages;
  std::vector<Error> refused;     ///< by line and column, keyword, value and what was expected; in order
  std::vector<Error> warnings;    ///< read in spite of a doubt
  std::size_t refused_count = 0;  ///< all of them, also beyond `max_errors`
  std::size_t warning_count = 0;
};

}  // namespace tocsin::formats
