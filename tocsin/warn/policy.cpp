#include "tocsin/warn/policy.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/base/text.hpp"

namespace tocsin::warn {
namespace {

constexpr std::int64_t kMostSignatures = 9;

/// An id that two people cannot share by a slip of the keyboard: printable ASCII without spaces.
bool is_plain_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

/// CAP 1.2, element `sender`: no spaces, commas, < or &.
bool is_cap_sender(std::string_view sender) {
  return is_plain_id(sender) && sender.find_first_of(",<&") == std::string_view::npos;
}

Status check_people(ConfigTable& table, const Policy& policy) {
  std::vector<std::string> sorted = policy.officers;
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& officer : sorted) {
    if (!is_plain_id(officer)) {
      return fail(table.error_at("officers", printable(officer), "ids of 1 to 64 printable characters without spaces"));
    }
  }
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end()) {
    return fail(table.error_at("officers", printable(*twice) + " twice", "different people"));
  }
  if (!sorted.empty() && sorted.size() < static_cast<std::size_t>(policy.signatures)) {
    return fail(table.error_at("officers", std::to_string(sorted.size()) + " people",
                               "at least as many as signatures (" + std::to_string(policy.signatures) + ")"));
  }
  return {};
}

Result<Policy> read_table(ConfigTable& table) {
  Policy policy;
  TOCSIN_TRY(policy.centre, table.string_or("centre", policy.centre));
  if (!is_cap_sender(policy.centre)) {
    return fail(table.error_at("centre", printable(policy.centre),
                               "1 to 64 printable characters without space, comma, < or &"));
  }
  std::vector<std::string> levels;
  for (const auto& [level, name] : EnumNames<message::Level>::kNames) levels.emplace_back(name);
  TOCSIN_TRY(const std::string level, table.choice_or("propose_at", std::string(name_of(policy.propose_at)), levels));
  policy.propose_at = enum_from_name<message::Level>(level).value_or(policy.propose_at);
  TOCSIN_TRY(policy.propose_ballistic_probability,
             table.number_or("propose_ballistic_probability", policy.propose_ballistic_probability, 0.0, 1.0));
  const double half = 0.5 * policy.propose_ballistic_probability;
  TOCSIN_TRY(policy.withdraw_ballistic_probability, table.number_or("withdraw_ballistic_probability", half, 0.0, 1.0));
  if (policy.withdraw_ballistic_probability > policy.propose_ballistic_probability) {
    return fail(table.error_at("withdraw_ballistic_probability", shortest(policy.withdraw_ballistic_probability),
                               "at most propose_ballistic_probability"));
  }
  TOCSIN_TRY(const std::int64_t signatures, table.integer_or("signatures", policy.signatures, 1, kMostSignatures));
  policy.signatures = static_cast<int>(signatures);
  TOCSIN_TRY(policy.expires_s, table.number_or("expires_s", policy.expires_s, 60.0, 604800.0));
  TOCSIN_TRY(policy.keep_s, table.number_or("keep_s", policy.keep_s, 3600.0, 604800.0));
  TOCSIN_TRY(policy.update_interval_s, table.number_or("update_interval_s", policy.update_interval_s, 0.0, 86400.0));
  TOCSIN_TRY(policy.area_margin_km, table.number_or("area_margin_km", policy.area_margin_km, 0.0, 1000.0));
  TOCSIN_TRY(policy.officers, table.strings_or("officers", {}));
  if (Status s = check_people(table, policy); !s) return fail(std::move(s).error());
  if (Status s = table.finish(); !s) return fail(std::move(s).error());
  return policy;
}

}  // namespace

Result<Policy> read_policy(ConfigTable& root) {
  TOCSIN_TRY(std::optional<ConfigTable> table, root.optional_table("policy"));
  if (!table) return Policy{};
  return read_table(*table);
}

std::optional<std::string> why_not_allowed(const Policy& policy, message::RecordStatus status,
                                           std::string_view person) {
  if (!is_plain_id(person)) return "a person's id has 1 to 64 printable characters without spaces";
  const auto& officers = policy.officers;
  if (std::find(officers.begin(), officers.end(), person) != officers.end()) return std::nullopt;
  if (!officers.empty()) return "is not among the officers of the policy";
  if (status == message::RecordStatus::actual)
    return "the policy names no officers, so nobody may decide about actual warnings";
  return std::nullopt;
}

Result<Policy> parse_policy(std::string_view world_text, const std::string& source) {
  TOCSIN_TRY(ConfigTable root, parse_config(world_text, source));
  return read_policy(root);
}

}  // namespace tocsin::warn
