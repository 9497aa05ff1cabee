#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/app/drawn_timeline.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::app {

// What a scenario must give, drawn like `tocsin timeline RUN --drawn` draws it:
//
//     # the story
//     run one.toml --set duration_s=600 --seed 3
//     within 5
//
//     seconds  atlantic  event         warning
//     0        lift-off  .             .
//     68+-8    .         first-report  .
//     79       .         probable      proposed
//
// Every word must happen in its column, at its second give or take `within` (or the row's own tolerance); nothing else
// may happen; and what stands above something else of the same launch (its event, its warnings) may not come after it.
// A word with a question mark is what the design demands and the program does not give yet: it must not happen, and
// when it does the question mark goes. A word with an exclamation mark happens against the design, and goes when it
// stops. The first column of an event that stands for no launch is called E. `refused 30+-5` states how many records
// are refused; without it none may be.

/// One word of a drawing, or of a run.
struct DrawnMark {
  std::string what;
  double second = 0.0;
  double within = 0.0;
  bool missing = false;  ///< demanded by the design, not given yet
};

struct DrawnColumn {
  std::string title;
  int group = 0;
  std::vector<DrawnMark> marks;
};

struct ExpectedTimeline {
  std::string scenario;  ///< file in scenarios/
  std::vector<std::string> set;
  std::optional<std::uint64_t> seed;
  double refused = 0.0;
  double refused_within = 0.0;
  std::vector<DrawnColumn> columns;
};

/// Errors name the line and what was expected there.
[[nodiscard]] Result<ExpectedTimeline> parse_expected_timeline(std::string_view text, const std::string& source);

/// What a run gave as the same columns.
[[nodiscard]] std::vector<DrawnColumn> columns_of_run(const DrawnTimeline& drawn);

/// Sentences about everything that is not as it should be; empty when the run went as drawn.
[[nodiscard]] std::vector<std::string> differences(const std::vector<DrawnColumn>& expected,
                                                   const std::vector<DrawnColumn>& found);

}  // namespace tocsin::app
