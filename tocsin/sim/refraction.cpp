#include "tocsin/sim/refraction.hpp"

#include "tocsin/base/text.hpp"
#include "tocsin/sense/radar_signal.hpp"

namespace tocsin::sim {
namespace {

constexpr double kKilo = 1e3;
constexpr double kElectronsPerTecu = 1e16;

Status read_value(ConfigTable& table, std::string_view key, double unit, double low, double high,
                  std::optional<double>& field) {
  TOCSIN_TRY(field, table.optional_number(key, low, high));
  if (field) *field *= unit;
  return {};
}

bool says_nothing(const RefractionScript& truth) {
  return !truth.refractivity && !truth.air_scale_m && !truth.electrons_m2 && !truth.peak_height_m &&
         !truth.electron_scale_m;
}

earth::RefractiveMedium actual_medium(const sense::Radar& believed, const RefractionScript& truth) {
  earth::RefractiveMedium medium = believed.medium.value_or(sense::vacuum_at(believed));
  medium.troposphere.refractivity = truth.refractivity.value_or(medium.troposphere.refractivity);
  medium.troposphere.scale_height_m = truth.air_scale_m.value_or(medium.troposphere.scale_height_m);
  medium.ionosphere.electrons_m2 = truth.electrons_m2.value_or(medium.ionosphere.electrons_m2);
  medium.ionosphere.peak_height_m = truth.peak_height_m.value_or(medium.ionosphere.peak_height_m);
  medium.ionosphere.scale_height_m = truth.electron_scale_m.value_or(medium.ionosphere.scale_height_m);
  return medium;
}

}  // namespace

Result<RefractionScript> read_refraction(ConfigTable& root) {
  RefractionScript out;
  TOCSIN_TRY(std::optional<ConfigTable> table, root.optional_table("refraction"));
  if (!table) return out;
  // within these limits no air makes a duct; whether electrons turn a radar's rays back, check_refraction says
  if (Status read = read_value(*table, "troposphere_n0", 1.0, 0, 500, out.refractivity); !read)
    return fail(read.error());
  if (Status read = read_value(*table, "troposphere_scale_km", kKilo, 4, 15, out.air_scale_m); !read)
    return fail(read.error());
  if (Status read = read_value(*table, "ionosphere_tecu", kElectronsPerTecu, 0, 500, out.electrons_m2); !read)
    return fail(read.error());
  if (Status read = read_value(*table, "ionosphere_peak_km", kKilo, 150, 600, out.peak_height_m); !read)
    return fail(read.error());
  if (Status read = read_value(*table, "ionosphere_scale_km", kKilo, 20, 120, out.electron_scale_m); !read)
    return fail(read.error());
  if (Status known = table->finish(); !known) return fail(known.error());
  return out;
}

sense::Radar actual_radar(const sense::Radar& believed, const RefractionScript& truth) {
  sense::Radar out = believed;
  if (!says_nothing(truth)) sense::set_medium(out, actual_medium(believed, truth), {});
  return out;
}

Status check_refraction(const RefractionScript& truth, const sense::World& world) {
  if (says_nothing(truth)) return {};
  for (const sense::Radar& radar : world.radars) {
    const earth::RefractiveMedium medium = actual_medium(radar, truth);
    if (earth::lets_rays_through(medium)) continue;
    return fail_field("refraction.ionosphere_tecu", shortest(medium.ionosphere.electrons_m2 / kElectronsPerTecu),
                      "so few electrons that radar " + radar.id + " sees through them");
  }
  return {};
}

}  // namespace tocsin::sim
