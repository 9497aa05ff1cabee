# The five building blocks of the tree: tocsin_library, tocsin_program, tocsin_test, tocsin_bench, tocsin_fuzzer.
# DEPENDS names folders of tocsin/ (base, earth, …), LINK names external targets (cmake/packages.cmake).

# Generated headers: #include "tocsin/version.hpp".
configure_file("${PROJECT_SOURCE_DIR}/cmake/version.hpp.in" "${PROJECT_BINARY_DIR}/generated/tocsin/version.hpp" @ONLY)

# Sanitized builds say so in their test names, so that one report can hold several builds.
if(TOCSIN_SANITIZE STREQUAL "thread")
  set(TOCSIN_TEST_PREFIX "tsan/")
elseif(TOCSIN_SANITIZE)
  set(TOCSIN_TEST_PREFIX "asan/")
else()
  set(TOCSIN_TEST_PREFIX "")
endif()

function(tocsin_add_folder folder)
  if(EXISTS "${PROJECT_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory("${PROJECT_SOURCE_DIR}/${folder}")
  endif()
endfunction()

# What is listed but absent stops the configuration when TOCSIN_STRICT is on, as in every goal of the Makefile. Else it is a
# warning, so that one folder under construction does not stop all others.
if(TOCSIN_STRICT)
  set(TOCSIN_ABSENT SEND_ERROR)
else()
  set(TOCSIN_ABSENT WARNING)
endif()

function(tocsin_present_sources variable)
  set(present)
  foreach(source IN LISTS ARGN)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      list(APPEND present "${source}")
    else()
      message(${TOCSIN_ABSENT} "${CMAKE_CURRENT_SOURCE_DIR}/${source} is listed but not there yet")
    endif()
  endforeach()
  set(${variable} ${present} PARENT_SCOPE)
endfunction()

# Links folders and external targets.
function(tocsin_link target scope)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "DEPENDS;LINK")
  foreach(folder IN LISTS arg_DEPENDS)
    if(NOT TARGET tocsin_${folder})
      message(${TOCSIN_ABSENT} "${target} depends on tocsin/${folder}, which is not in the tree yet")
    else()
      target_link_libraries(${target} ${scope} tocsin_${folder})
    endif()
  endforeach()
  target_link_libraries(${target} ${scope} ${arg_LINK})
endfunction()

# Under the thread sanitizer only what a threaded test needs is built.
if(TOCSIN_SANITIZE STREQUAL "thread" AND NOT TOCSIN_TSAN_ALL)
  set(TOCSIN_ON_DEMAND EXCLUDE_FROM_ALL)
endif()

# tocsin_library(track SOURCES imm.cpp … DEPENDS detect [LINK Eigen3::Eigen])
# Static library tocsin_track, alias tocsin::track; without SOURCES a header-only one.
function(tocsin_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LINK")
  tocsin_present_sources(arg_SOURCES ${arg_SOURCES})
  if(arg_SOURCES)
    set(scope PUBLIC)
    add_library(tocsin_${name} STATIC ${TOCSIN_ON_DEMAND} ${arg_SOURCES})
  else()
    set(scope INTERFACE)
    add_library(tocsin_${name} INTERFACE)
  endif()
  add_library(tocsin::${name} ALIAS tocsin_${name})
  target_include_directories(tocsin_${name} ${scope} "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR};${PROJECT_BINARY_DIR}/generated>")
  target_compile_features(tocsin_${name} ${scope} cxx_std_20)
  tocsin_link(tocsin_${name} ${scope} DEPENDS ${arg_DEPENDS} LINK ${arg_LINK})
  set_target_properties(tocsin_${name} PROPERTIES EXPORT_NAME ${name})
  if(NOT TOCSIN_ON_DEMAND)
    install(TARGETS tocsin_${name} EXPORT tocsin DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  endif()
endfunction()

# tocsin_program(tocsin SOURCES main.cpp … DEPENDS app [LINK …]) → bin/tocsin
function(tocsin_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LINK")
  tocsin_present_sources(arg_SOURCES ${arg_SOURCES})
  if(NOT arg_SOURCES)
    return()
  endif()
  set(on_demand ${TOCSIN_ON_DEMAND})
  if(name MATCHES "^test_")
    set(on_demand)
  endif()
  add_executable(${name} ${on_demand} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
  tocsin_link(${name} PRIVATE DEPENDS ${arg_DEPENDS} LINK ${arg_LINK})
endfunction()

# tocsin_test(track SOURCES imm_test.cpp … DEPENDS track [LINK …] [TIMEOUT seconds] [LABELS threaded …]) → bin/test_track
# Tests run in the root of the checkout. Label what uses threads `threaded`: the thread sanitizer runs exactly those.
function(tocsin_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;DEPENDS;LINK;LABELS")
  if(TOCSIN_SANITIZE STREQUAL "thread" AND NOT TOCSIN_TSAN_ALL AND NOT "threaded" IN_LIST arg_LABELS)
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(TOCSIN_SANITIZE OR TOCSIN_COVERAGE)
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 5")
  endif()
  tocsin_program(test_${name} SOURCES ${arg_SOURCES} DEPENDS ${arg_DEPENDS}
                 LINK ${arg_LINK} rapidcheck GTest::gmock GTest::gtest GTest::gtest_main)
  list(JOIN arg_LABELS "," labels)  # gtest_discover_tests cannot pass a list: one word, matched by `ctest -L threaded`
  if(NOT TARGET test_${name})
    return()
  endif()
  gtest_discover_tests(test_${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_PREFIX "${TOCSIN_TEST_PREFIX}"
                       WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
                       PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${name},${labels}")
endfunction()

# tocsin_bench(track SOURCES imm_bench.cpp DEPENDS track) → bin/bench_track; never part of a test run.
function(tocsin_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LINK")
  tocsin_program(bench_${name} SOURCES ${arg_SOURCES} DEPENDS ${arg_DEPENDS}
                 LINK ${arg_LINK} benchmark::benchmark benchmark::benchmark_main)
endfunction()

# tocsin_fuzzer(tle SOURCES tle_fuzz.cpp DEPENDS formats) → bin/fuzz_tle; its kept corpus is fuzz/corpus/tle.
function(tocsin_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LINK")
  if(NOT TOCSIN_FUZZ)
    return()
  endif()
  tocsin_program(fuzz_${name} SOURCES ${arg_SOURCES} DEPENDS ${arg_DEPENDS} LINK ${arg_LINK})
  if(NOT TARGET fuzz_${name})
    return()
  endif()
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  if(TOCSIN_TESTS)
    foreach(run IN ITEMS "corpus 0" "10s 10")
      separate_arguments(run UNIX_COMMAND "${run}")
      list(POP_FRONT run run_name)
      add_test(NAME "${TOCSIN_TEST_PREFIX}fuzz.${name}.${run_name}"
               COMMAND "${PROJECT_SOURCE_DIR}/tools/run_fuzzers.sh" "${PROJECT_BINARY_DIR}" ${run} ${name})
      set_tests_properties("${TOCSIN_TEST_PREFIX}fuzz.${name}.${run_name}" PROPERTIES TIMEOUT 300 LABELS fuzz)
    endforeach()
  endif()
endfunction()
