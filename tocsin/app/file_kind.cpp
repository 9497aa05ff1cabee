#include "tocsin/app/file_kind.hpp"

#include <algorithm>
#include <array>

namespace tocsin::app {
namespace {

bool has_any(const ConfigTable& root, std::initializer_list<const char*> keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const char* key) { return root.has(key); });
}

const char* name_of_kind(TomlKind kind) {
  switch (kind) {
    case TomlKind::scenario:
      return "a scenario";
    case TomlKind::world:
      return "a world";
    case TomlKind::vehicles:
      return "a file of vehicles";
    case TomlKind::unknown:
      break;
  }
  return "an unknown file";
}

const char* description_of(TomlKind kind) {
  switch (kind) {
    case TomlKind::scenario:
      return "a scenario, which names its world (world = ...)";
    case TomlKind::world:
      return "a world, with its [[infrared]] sensors and [[radar]]s";
    case TomlKind::vehicles:
      return "a file of vehicles, with its [[family]] tables and a [launcher]";
    case TomlKind::unknown:
      break;
  }
  return "a file of this program";
}

}  // namespace

TomlKind toml_kind(const ConfigTable& root) {
  if (root.has("world")) return TomlKind::scenario;
  if (has_any(root, {"launcher", "family"})) return TomlKind::vehicles;
  if (has_any(root, {"satellite", "infrared", "infrared_type", "radar", "policy", "exposure", "catalogue"}))
    return TomlKind::world;
  return TomlKind::unknown;
}

Status expect_kind(const ConfigTable& root, TomlKind wanted, const std::string& source) {
  const TomlKind kind = toml_kind(root);
  if (kind == wanted || kind == TomlKind::unknown) return {};
  return fail(Error{.source = source, .value = name_of_kind(kind), .expected = description_of(wanted)});
}

}  // namespace tocsin::app
