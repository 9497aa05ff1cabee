#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace tocsin::inline base {

/// Disjoint sets of numbers below a size (union–find with path halving).
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  /// The smallest number of the set of `i`.
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void unite(std::size_t a, std::size_t b) {
    const std::size_t root_a = find(a);
    const std::size_t root_b = find(b);
    parent_[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace tocsin::inline base
