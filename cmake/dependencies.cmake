# External libraries, all Debian packages; tools/install_packages.sh installs them. The installed package looks for them too, by this
# same file. Link them by these names:
#   tl::expected Eigen3::Eigen hwy::hwy TBB::tbb erfa::erfa GeographicLib::GeographicLib tomlplusplus::tomlplusplus
#   CLI11::CLI11 nlohmann_json::nlohmann_json pugixml::pugixml spdlog::spdlog fmt::fmt SQLite::SQLite3 Threads::Threads
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(hwy REQUIRED CONFIG)
find_package(TBB REQUIRED CONFIG)
find_package(tomlplusplus REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(nlohmann_json REQUIRED CONFIG)
find_package(pugixml REQUIRED CONFIG)
find_package(fmt REQUIRED CONFIG)
find_package(spdlog REQUIRED CONFIG)
find_package(SQLite3 REQUIRED)

pkg_check_modules(ERFA REQUIRED IMPORTED_TARGET GLOBAL erfa)
add_library(erfa::erfa ALIAS PkgConfig::ERFA)

find_path(GEOGRAPHICLIB_INCLUDE_DIR GeographicLib/Geodesic.hpp REQUIRED)
find_library(GEOGRAPHICLIB_LIBRARY NAMES GeographicLib Geographic REQUIRED)
mark_as_advanced(GEOGRAPHICLIB_INCLUDE_DIR GEOGRAPHICLIB_LIBRARY)
add_library(GeographicLib::GeographicLib UNKNOWN IMPORTED GLOBAL)
set_target_properties(GeographicLib::GeographicLib PROPERTIES
  IMPORTED_LOCATION "${GEOGRAPHICLIB_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${GEOGRAPHICLIB_INCLUDE_DIR}")
