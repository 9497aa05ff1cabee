#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench/accuracy/curves.hpp"

namespace tocsin::bench {

/// One figure against its target.
struct Row {
  std::string target;    ///< "T8"
  std::string world;     ///< "nominal", or the name of the mismatch
  std::string quantity;  ///< what was measured, with its unit
  int runs = 0;
  std::string reached;
  std::string bound;    ///< what it is held against
  std::string ratio;    ///< of reached over bound, where that has a meaning
  std::string pass;     ///< what passes
  bool judged = false;  ///< else the row is there to be read
  bool passed = false;
};

/// Rows as they were added, as Markdown, and what pictures are drawn of.
class Table {
 public:
  void add(Row row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// A sentence below the table.
  void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
  void keep(Curve curve) { curves_.push_back(std::move(curve)); }
  [[nodiscard]] const std::vector<Curve>& curves() const { return curves_; }
  /// One table, a line below that counts what passed and names what did not, and the notes.
  [[nodiscard]] std::string markdown() const;

 private:
  std::vector<Row> rows_;
  std::vector<std::string> notes_;
  std::vector<Curve> curves_;
};

}  // namespace tocsin::bench
