#include "tocsin/event/estimation_config.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tocsin::event {
namespace {

std::string names_of(const LaunchFitOptions& launch) {
  std::string names;
  for (const LaunchFitOptions::Kind& kind : launch.kinds) names += (names.empty() ? "" : ", ") + std::string(kind.name);
  return names;
}

/// Takes the shares from kinds that are not named and scales those of the others up to one.
void keep_kinds(LaunchFitOptions& launch, const std::vector<std::string>& names) {
  double space_launch = 0.0;
  double other = 0.0;
  for (LaunchFitOptions::Kind& kind : launch.kinds) {
    if (std::find(names.begin(), names.end(), kind.name) == names.end()) {
      kind.share_space_launch = 0.0;
      kind.share_other = 0.0;
    }
    space_launch += kind.share_space_launch;
    other += kind.share_other;
  }
  for (LaunchFitOptions::Kind& kind : launch.kinds) {
    kind.share_space_launch /= space_launch;
    kind.share_other /= other;
  }
}

Status read_kinds(ConfigTable& table, LaunchFitOptions& launch) {
  TOCSIN_TRY(const std::vector<std::string> names, table.strings_or("launch_kinds", {}));
  if (!table.has("launch_kinds")) return {};
  const auto known = [&](const std::string& name) {
    return std::any_of(launch.kinds.begin(), launch.kinds.end(), [&](const auto& kind) { return kind.name == name; });
  };
  if (names.empty()) return fail(table.error_at("launch_kinds", "[]", "at least one of " + names_of(launch)));
  for (const std::string& name : names) {
    if (!known(name)) return fail(table.error_at("launch_kinds", name, "one of " + names_of(launch)));
  }
  keep_kinds(launch, names);
  return {};
}

Status read_catalogue(ConfigTable& root, KnownOptions& known) {
  TOCSIN_TRY(std::optional<ConfigTable> table, root.optional_table("catalogue"));
  if (!table) return {};
  TOCSIN_TRY(known.elements, table->string("elements"));
  if (known.elements.empty()) return fail(table->error_at("elements", "nothing", "the path of a file of element sets"));
  TOCSIN_TRY(known.max_age_days, table->number_or("max_age_days", known.max_age_days, 0.1, 100));
  return table->finish();
}

}  // namespace

Result<Options> read_estimation(ConfigTable& root) {
  Options options;
  if (Status s = read_catalogue(root, options.known); !s) return fail(std::move(s).error());
  TOCSIN_TRY(std::optional<ConfigTable> table, root.optional_table("estimation"));
  if (!table) return options;
  if (Status s = read_kinds(*table, options.launch); !s) return fail(std::move(s).error());
  if (Status s = table->finish(); !s) return fail(std::move(s).error());
  return options;
}

Result<Options> parse_estimation(std::string_view world_text, const std::string& source) {
  TOCSIN_TRY(ConfigTable root, parse_config(world_text, source));
  return read_estimation(root);
}

}  // namespace tocsin::event
