#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"

namespace tocsin::track {

/// One measurement that belongs to a track.
struct Evidence {
  std::string source;
  std::int64_t sequence = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("source", self.source, "sensor");
    v.field("sequence", self.sequence, "of the measurement");
  }
};

/// The measurements of a track in order of use. It grows with each hit and is copied with each checkpoint: copies share
/// all but the newest few.
class EvidenceList {
 public:
  void push_back(Evidence evidence) {
    newest_.push_back(std::move(evidence));
    if (newest_.size() < kShared) return;
    older_.push_back(std::make_shared<const std::vector<Evidence>>(std::move(newest_)));
    newest_.clear();
  }
  template <class Visitor>
  void each(const Visitor& visit) const {
    for (const auto& part : older_) {
      for (const Evidence& evidence : *part) visit(evidence);
    }
    for (const Evidence& evidence : newest_) visit(evidence);
  }
  [[nodiscard]] std::vector<Evidence> all() const {
    std::vector<Evidence> out;
    each([&](const Evidence& evidence) { out.push_back(evidence); });
    return out;
  }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    std::vector<Evidence> all = self.all();
    v.field("all", all, "in order of use");
    if constexpr (!std::is_const_v<Self>) {
      self = {};
      for (Evidence& evidence : all) self.push_back(std::move(evidence));
    }
  }

 private:
  static constexpr std::size_t kShared = 32;  ///< of a track with some hits a second: a few seconds
  std::vector<std::shared_ptr<const std::vector<Evidence>>> older_;
  std::vector<Evidence> newest_;
};

}  // namespace tocsin::track
