# Language, warnings, reproducible floating point, linker and compiler cache: one place for the whole tree.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo or Debug" FORCE)
endif()
# -g1 keeps line numbers in stack traces at a third of the size and link time of full debug information.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")

add_compile_options(-Wall -Wextra -Wconversion)
if(TOCSIN_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 raises these on correct standard-library, variant and Eigen code when inlining (GCC bugs 105329, 105562, 105593, 105651).
  add_compile_options(-Wunused-const-variable -Wno-missing-field-initializers -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
else()
  # clang's -Wconversion includes sign conversions, g++'s does not: the same code must pass both.
  add_compile_options(-Wno-sign-conversion)
endif()

# The same source gives the same bytes: no fused multiply-add behind our back, and no machine paths in binaries.
add_compile_options(-ffp-contract=off "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=" -fno-omit-frame-pointer)

if(TOCSIN_SANITIZE)
  add_compile_options(-fsanitize=${TOCSIN_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TOCSIN_SANITIZE})
endif()
if(TOCSIN_FUZZ OR TOCSIN_COVERAGE)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "TOCSIN_FUZZ and TOCSIN_COVERAGE need clang: use the asan, fuzz or coverage preset")
  endif()
endif()
if(TOCSIN_FUZZ)
  # Every library reports its coverage to the fuzzer; only fuzzers themselves link libFuzzer (tocsin_fuzzer).
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TOCSIN_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()

if(TOCSIN_SANITIZE OR TOCSIN_FUZZ OR TOCSIN_COVERAGE)
  # Instrumented vector kernels take minutes a kind of instructions to compile: one kind is enough to find what they read and write.
  add_compile_definitions(HWY_COMPILE_ONLY_STATIC)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  find_program(TOCSIN_MOLD mold)
  if(TOCSIN_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  find_program(TOCSIN_LLD NAMES ld.lld-${CMAKE_CXX_COMPILER_VERSION_MAJOR} ld.lld-16 ld.lld)
  if(TOCSIN_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

find_program(TOCSIN_CCACHE ccache)
if(TOCSIN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Several build folders and checkouts share one cache: neither the build folder nor the checkout's place is hashed.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_NOHASHDIR=1 "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
                                  "${TOCSIN_CCACHE}")
endif()
