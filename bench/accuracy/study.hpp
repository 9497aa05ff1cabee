#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/accuracy/table.hpp"

namespace tocsin::bench {

/// What a target is measured with. Same study, same bytes, however many threads.
struct Study {
  int runs = 0;            ///< of each row; 0: what the target needs
  std::uint64_t seed = 1;  ///< all draws are streams of it
  bool quick = false;      ///< a few runs of everything, to see that it works
  bool curves = false;     ///< measures what pictures show, too: errors over time
  std::string reference;   ///< folder with sets of reference data for trackers; empty: none

  [[nodiscard]] int runs_or(int full, int few) const { return runs > 0 ? runs : (quick ? few : full); }
};

/// Calls `body` with each of 0 … runs - 1, on all processors; what a run finds must go to a place of its own.
void for_each_run(int runs, const std::function<void(std::size_t)>& body);

/// The answers of independent runs, in order.
template <class Answer, class Body>
[[nodiscard]] std::vector<Answer> answers_of(int runs, Body&& body) {
  std::vector<Answer> out(static_cast<std::size_t>(runs));
  for_each_run(runs, [&](std::size_t i) { out[i] = body(i); });
  return out;
}

/// One line on stderr, so that whoever waits sees that something happens.
void progress(const char* target, const std::string& what);

/// A target: its name, and what measures it.
struct Target {
  const char* name;
  void (*measure)(const Study&, Table&);
};

}  // namespace tocsin::bench
