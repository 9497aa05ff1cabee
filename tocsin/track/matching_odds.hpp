#pragma once

#include <cstddef>
#include <vector>

#include "tocsin/base/assignment.hpp"

namespace tocsin::track {

/// Probability of each pair of a member (row) and a plot (column) of one look, all ways taken together in which every
/// member has one plot or none and every plot one member or none. A pair's gain is the logarithm of its odds against
/// both being alone; the probability of a way is proportional to the product of the odds of its pairs.
///
/// `pairs`: ascending by row. `order`: of the columns, such that plots that may be of the same member are near each
/// other. Exact but for pairs less probable than 1 in 400 of their member's best: a sum over the members in that
/// order, of all sets of plots that are taken and may still be wanted (forward and backward, as with a hidden Markov
/// chain). Where such sets are too many, less probable pairs are left out, too.
[[nodiscard]] std::vector<double> matching_odds(const std::vector<Pairing>& pairs, const std::vector<double>& order);

}  // namespace tocsin::track
