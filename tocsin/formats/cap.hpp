#pragma once

#include <string>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

struct CapOptions {
  std::string sender = "tocsin.example";  ///< who warns; CAP allows no space, comma, < or & in it
  /// Put in front of every identifier, so that two runs of one centre never give the same one; letters, digits, - _ .
  std::string run = "tocsin";
  std::vector<std::string> languages{"en"};  ///< one `info` for each, in this order; those of `cap_languages()`
};

/// Common Alerting Protocol 1.2 message of one revision of a warning: status Draft until it is released, then by the
/// status of its records. `history` holds earlier states of the same warning (more does not matter): `references` come
/// from its releases. `event` adds class, probabilities and phenomenologies; nullptr leaves them out. The text is a
/// whole file, UTF-8. Errors: an update or cancellation without an earlier release in `history`, a sender CAP does not
/// allow, a language without texts, expiry not after sending.
[[nodiscard]] Result<std::string> cap_xml(const message::Warning& warning, const std::vector<message::Warning>& history,
                                          const message::Event* event, const CapOptions& options = {});

/// Identifier of the message that a revision gives, stable and unique: `RUN-W0001-2-20221003T222707Z`, with `-draft`
/// before its release.
[[nodiscard]] std::string cap_identifier(const message::Warning& warning, const CapOptions& options = {});

/// A file of a run folder.
struct CapFile {
  std::string path;  ///< `cap/drafts/W0001-1.xml` for what was proposed, `cap/W0001-1.xml` for what was released
  std::string xml;
};

/// All CAP files of a run: a draft for each proposed revision and a message for each released one.
[[nodiscard]] Result<std::vector<CapFile>> cap_files(const Products& products);

}  // namespace tocsin::formats
