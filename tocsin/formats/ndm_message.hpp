#pragma once

// Private to the readers of Navigation Data Messages: what building a message from keywords and values, and walking
// through its XML, have in common for all kinds.

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/formats/ndm_text.hpp"
#include "tocsin/formats/xml.hpp"

namespace tocsin::formats::ndm {

/// Builds messages with a header and segments, whatever notation they stood in.
template <class Message>
class MessageBuilder {
 public:
  void header(std::string_view keyword, std::string_view value, Place place) {
    if (header_ && header_->put(keyword, value, place, findings_)) return;
    findings_.refuse(keyword, value, "a keyword of the header, then META_START", place);
  }
  void end_header(Place place) {
    if (!header_) return;
    messages_.back().header = header_->finish(place, findings_);
    header_.reset();
  }
  void data_comment(std::string_view text) {
    if (is_good_) segment_.data_comments.emplace_back(text);
  }
  void refuse(std::string_view field, std::string_view value, std::string expected, Place place) {
    findings_.refuse(field, value, std::move(expected), place);
  }
  [[nodiscard]] NdmReading<Message> done(NdmNotation notation) {
    NdmReading<Message> out;
    out.notation = notation;
    out.messages = std::move(messages_);
    findings_.move_to(out);
    return out;
  }

 protected:
  using Segment = typename decltype(Message::segments)::value_type;

  MessageBuilder(std::string source, const NdmOptions& options) : findings_(std::move(source), options.max_errors) {}

  void open_message(std::string_view version, bool has_classification) {
    messages_.push_back({.version = std::string(version), .header = {}, .segments = {}});
    header_.emplace(has_classification);
  }
  void open_segment(Place place) {
    end_header(place);
    segment_ = {};
    scale_ = TimeScale::utc;
    is_good_ = true;
  }
  /// Takes a comment or keyword of the metadata, whose times are in `times`, or in the time system given before. False,
  /// with the segment spoiled, when it is refused.
  bool take_metadata(std::string_view keyword, std::string_view value, std::span<const Rule> rules,
                     std::optional<TimeScale> times, Place place) {
    if (keyword == "COMMENT") {
      segment_.comments.emplace_back(value);
      return true;
    }
    const auto refused = [&](std::string expected) {
      findings_.refuse(keyword, value, std::move(expected), place);
      is_good_ = false;
      return false;
    };
    if (!is_keyword(keyword) || value.empty()) return refused("KEYWORD = value");
    if (!segment_.value(keyword).empty()) return refused("each keyword once in the metadata of a segment");
    const Rule* rule = find_rule(rules, keyword);
    if (rule == nullptr) {
      findings_.warn(keyword, value, "a keyword of the metadata; kept as it is", place);
      segment_.metadata.push_back({std::string(keyword), std::string(value)});
      return true;
    }
    if (keyword == "TIME_SYSTEM") {
      const std::optional<TimeScale> scale = scale_of(value);
      if (!scale) return refused(kScales);
      scale_ = *scale;
    }
    std::optional<std::string> good = accepted(*rule, value, times.value_or(scale_));
    if (!good) return refused(expected(*rule));
    segment_.metadata.push_back({std::string(keyword), *std::move(good)});
    return true;
  }
  void close_segment() {
    messages_.back().segments.push_back(std::move(segment_));
    segment_ = {};
  }

  Findings findings_;
  std::vector<Message> messages_;
  Segment segment_;
  TimeScale scale_ = TimeScale::utc;
  bool is_good_ = false;  // the segment's metadata

 private:
  std::optional<HeaderReader> header_;
};

/// Walks through the messages of an XML document, alone or in a combined `ndm`, down to their segments.
template <class Builder>
class XmlMessages {
 public:
  XmlMessages(std::string_view text, std::string source, const NdmOptions& options)
      : builder_(std::move(source), options), places_(text) {}
  virtual ~XmlMessages() = default;

  /// `name` is that of a message's element.
  auto read(const XmlElement& root, std::string_view name) {
    if (root.name() == name) {
      message(root);
    } else {
      for (XmlElement e = root.first(); e; e = e.next()) {
        if (e.name() == name) message(e);
      }
    }
    return builder_.done(NdmNotation::xml);
  }

 protected:
  virtual void segment(const XmlElement& element) = 0;

  /// Where an element stands; asked for in the order of the document.
  Place place(const XmlElement& element) {
    last_ = std::max(last_, element.offset());
    return places_.at(last_);
  }

  Builder builder_;

 private:
  void message(const XmlElement& root) {
    builder_.begin_message(root.attribute("version"), place(root));
    std::size_t segments = 0;
    for (XmlElement part = root.first(); part; part = part.next()) {
      if (part.name() == "header") {
        for (XmlElement e = part.first(); e; e = e.next()) builder_.header(e.name(), e.text(), place(e));
      } else if (part.name() == "body") {
        for (XmlElement e = part.first(); e; e = e.next()) {
          if (e.name() != "segment") {
            builder_.refuse(e.name(), "", "segment", place(e));
            continue;
          }
          segment(e);
          ++segments;
        }
      } else {
        builder_.refuse(part.name(), "", "header or body", place(part));
      }
    }
    builder_.end_header(place(root));
    if (segments == 0) builder_.refuse("segment", "none", "at least one segment", place(root));
  }

  PlaceFinder places_;
  std::size_t last_ = 0;
};

}  // namespace tocsin::formats::ndm
