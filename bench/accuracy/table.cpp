#include "bench/accuracy/table.hpp"

namespace tocsin::bench {

std::string Table::markdown() const {
  std::string out =
      "| target | world | quantity | runs | reached | bound | ratio | passes | result |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  int judged = 0;
  int passed = 0;
  std::string failed;
  for (const Row& row : rows_) {
    const std::string result = !row.judged ? "–" : (row.passed ? "pass" : "**fail**");
    out += "| " + row.target + " | " + row.world + " | " + row.quantity + " | " + std::to_string(row.runs) + " | " +
           row.reached + " | " + row.bound + " | " + row.ratio + " | " + row.pass + " | " + result + " |\n";
    judged += row.judged ? 1 : 0;
    passed += row.judged && row.passed ? 1 : 0;
    if (row.judged && !row.passed) failed += "- " + row.target + ", " + row.world + ": " + row.quantity + "\n";
  }
  out += "\n" + std::to_string(passed) + " of " + std::to_string(judged) + " judged rows pass.";
  out += failed.empty() ? "\n" : " Not:\n\n" + failed;
  for (const std::string& note : notes_) out += "\n" + note + "\n";
  return out;
}

}  // namespace tocsin::bench
