#pragma once

#include <cstddef>
#include <vector>

#include "tocsin/base/assignment.hpp"

namespace tocsin::track {

/// Marginal probability of each pair of a member (row) and a plot (column) of one look, over all joint association
/// events in which every member has one plot or none and every plot one member or none (joint probabilistic data
/// association: Fortmann, Bar-Shalom & Scheffe, IEEE Journal of Oceanic Engineering 8, 1983). A pair's gain is the
/// logarithm of its odds against both being alone; an event is as probable as the product of the odds of its pairs.
///
/// `pairs`: ascending by row. `order`: a number for each column; plots that may be of the same member should have
/// numbers near each other.
///
/// Pairs less probable than 1 in 20,000 of their member's best are left out. The rest is summed exactly over the
/// members in that order, by sets of plots that are taken and may still be wanted (forward and backward, as for a
/// hidden Markov chain), as long as no more than six plots at a time are. Where more are, the least probable of the
/// pairs there are left out, up to 1 in 7 of the best; and where that does not help, the answer for all members that
/// want a plot of others is that of largest entropy, which is less sure than the exact one. A member whose plots nobody
/// else wants always gets its own odds.
[[nodiscard]] std::vector<double> association_probabilities(const std::vector<Pairing>& pairs,
                                                            const std::vector<double>& order);

}  // namespace tocsin::track
