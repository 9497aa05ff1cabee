#pragma once

// Private to the readers of Orbit Mean-Elements Messages: keywords and values of one message to an element set.

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/base/result.hpp"
#include "tocsin/formats/element_sets.hpp"
#include "tocsin/formats/lines.hpp"
#include "tocsin/motion/element_set.hpp"

namespace tocsin::formats::omm {

/// Collects the keywords of one message. The first failure is kept; later keywords are passed over.
class Record {
 public:
  Record(std::string_view source, Place begin) : source_(source), begin_(begin) {}

  /// One keyword with its value; `unit` may be empty. Keywords that SGP4 does not need are passed over.
  void put(std::string_view keyword, std::string_view value, std::string_view unit, Place place);
  /// A failure that the reader itself found.
  void refuse(std::string_view field, std::string_view value, std::string expected, Place place);
  /// The element set, or why it is none (a keyword that is missing, too).
  [[nodiscard]] Result<motion::ElementSet> finish();
  [[nodiscard]] bool is_empty() const { return seen_.none(); }

 private:
  struct Context {
    std::string_view keyword, value;
    Place place;
  };
  void set(std::size_t index, const Context& at);
  double number(const Context& at, double low, double high, const char* expected);
  std::int64_t integer(const Context& at, std::int64_t low, std::int64_t high, const char* expected);
  void word(const Context& at, std::initializer_list<std::string_view> accepted, const char* expected);
  void set_epoch(const Context& at);
  void set_designator(const Context& at);
  void set_motion(const Context& at, double rev_day);
  void set_motion_of_axis(const Context& at);

  std::string source_;
  Place begin_;
  motion::ElementSet set_;
  std::bitset<32> seen_;
  std::optional<Error> error_;
};

/// Keeps what was read and what was refused, within the limits.
class Harvest {
 public:
  Harvest(ElementFormat format, const ElementOptions& options) : options_(options) { out_.format = format; }
  void take(Result<motion::ElementSet> set);
  void refuse(Error error);
  [[nodiscard]] ElementSets done() { return std::move(out_); }

 private:
  ElementOptions options_;
  ElementSets out_;
};

[[nodiscard]] Result<ElementSets> read_kvn(std::string_view text, const std::string& source, const ElementOptions& o);
[[nodiscard]] Result<ElementSets> read_xml(std::string_view text, const std::string& source, const ElementOptions& o);
[[nodiscard]] Result<ElementSets> read_json(std::string_view text, const std::string& source, const ElementOptions& o);
[[nodiscard]] Result<ElementSets> read_csv(std::string_view text, const std::string& source, const ElementOptions& o);

}  // namespace tocsin::formats::omm
