#include "tocsin/track/numbers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tocsin::track {
namespace {

using Name = std::pair<std::string, std::int64_t>;

bool is_before(const Number& number, std::int64_t id) {
  return number.id < id;
}

std::set<Name> names_of(const Claim& claim) {
  std::set<Name> out;
  for (const Evidence& each : claim.evidence) out.emplace(each.source, each.sequence);
  return out;
}

}  // namespace

void Numbers::give_until(std::int64_t end) {
  for (; next_id < end; ++next_id) given.push_back({next_id, next_told++, false});
}

std::vector<Number>::iterator Numbers::from(std::int64_t id) {
  if (given.empty() || id > given.back().id) return given.end();
  if (id <= given.front().id) return given.begin();
  // ids are whole numbers with few of them missing: from both ends it can lie no farther than were there all
  const auto size = static_cast<std::int64_t>(given.size());
  const std::int64_t least = std::max<std::int64_t>(size - 1 - (given.back().id - id), 0);
  const std::int64_t most = std::min(id - given.front().id, size - 1);
  return std::lower_bound(given.begin() + least, given.begin() + most, id, is_before);
}

Number& Numbers::of(std::int64_t id) {
  const auto at = from(id);
  if (at != given.end() && at->id == id) return *at;
  return *given.insert(at, {id, next_told++, false});
}

void Numbers::set(const Number& number) {
  const auto at = from(number.id);
  if (at != given.end() && at->id == number.id) {
    *at = number;
  } else {
    given.insert(at, number);
  }
}

std::vector<Number> Numbers::take_from(std::int64_t id) {
  const auto at = from(id);
  std::vector<Number> out(at, given.end());
  given.erase(at, given.end());
  return out;
}

std::vector<std::pair<std::size_t, std::size_t>> match_claims(const std::vector<Claim>& before,
                                                              const std::vector<Claim>& after) {
  std::map<Name, std::vector<std::size_t>> owners;
  std::vector<std::size_t> sizes;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::set<Name> names = names_of(before[i]);
    sizes.push_back(names.size());
    for (const Name& name : names) owners[name].push_back(i);
  }
  struct Shared {
    std::size_t count = 0;
    std::size_t i = 0;
    std::size_t j = 0;
  };
  std::vector<Shared> possible;
  for (std::size_t j = 0; j < after.size(); ++j) {
    const std::set<Name> names = names_of(after[j]);
    std::map<std::size_t, std::size_t> shared;
    for (const Name& name : names) {
      const auto found = owners.find(name);
      if (found == owners.end()) continue;
      for (const std::size_t i : found->second) ++shared[i];
    }
    for (const auto& [i, count] : shared) {
      if (2 * count > std::min(sizes[i], names.size())) possible.push_back({count, i, j});
    }
  }
  std::sort(possible.begin(), possible.end(), [&](const Shared& a, const Shared& b) {
    return std::tuple(b.count, before[a.i].number, after[a.j].number) <
           std::tuple(a.count, before[b.i].number, after[b.j].number);
  });
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::set<std::size_t> first;
  std::set<std::size_t> second;
  for (const Shared& each : possible) {
    if (first.contains(each.i) || second.contains(each.j)) continue;
    first.insert(each.i);
    second.insert(each.j);
    out.emplace_back(each.i, each.j);
  }
  return out;
}

}  // namespace tocsin::track
