#pragma once

#include <string>
#include <vector>

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::app {

struct ExportFile {
  std::string name;
  std::string bytes;
};

/// What an export gives: files, and what people should know about them.
struct Export {
  std::vector<ExportFile> files;
  std::string remarks;  ///< lines, or empty
  Json json;            ///< the same as an object
};

/// `radars.cat048.ast` and `tracks.cat062.ast`, data blocks one after the other, and each as a capture `.pcap`.
/// A file without a record is not written.
[[nodiscard]] Result<Export> asterix_export(const std::string& run);

/// `tracks.dis`, Entity State PDUs one after the other, and the same as a capture `tracks.dis.pcap`.
[[nodiscard]] Result<Export> dis_export(const std::string& run);

}  // namespace tocsin::app
