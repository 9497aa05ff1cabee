# `cmake --install build/release --prefix DIR`: program, libraries, headers, worlds and scenarios. Another project then says
# find_package(tocsin REQUIRED) and links tocsin::motion, tocsin::formats … (docs/how-to/propagate-a-catalogue-from-cpp.md).
if(TOCSIN_ON_DEMAND)
  return()
endif()
include(CMakePackageConfigHelpers)

install(TARGETS tocsin DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY "${PROJECT_SOURCE_DIR}/tocsin" "${PROJECT_BINARY_DIR}/generated/tocsin"
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/worlds" "${PROJECT_SOURCE_DIR}/scenarios" "${PROJECT_SOURCE_DIR}/data" DESTINATION ${CMAKE_INSTALL_DATADIR}/tocsin)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tocsin)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/tocsin-config.cmake.in" "${PROJECT_BINARY_DIR}/tocsin-config.cmake"
                              INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tocsin-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/tocsin-config.cmake" "${PROJECT_BINARY_DIR}/tocsin-config-version.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake" DESTINATION ${package_dir})
install(EXPORT tocsin FILE tocsin-targets.cmake NAMESPACE tocsin:: DESTINATION ${package_dir})
