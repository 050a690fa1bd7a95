# seeker_verilate: a Verilated model as a static library.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   seeker_verilate(NAME TOP module CONFIG default SOURCES a.sv b.sv ...
#                   [PREFIX OTHER] [TRACE] [OPTIONS --flag ...])
#
# makes the library target NAME with the class V<NAME> in "V<NAME>.h", or V<OTHER>
# where a bench takes a second model for its first one. SOURCES
# come after the configuration's package and common/seeker_pkg.sv. Clocks are
# driven from C++. TRACE adds FST. The model's events go to host/sim/observe.hpp.
find_program(SEEKER_VERILATOR verilator)

if(SEEKER_VERILATOR)
  execute_process(COMMAND ${SEEKER_VERILATOR} --getenv VERILATOR_ROOT
    OUTPUT_VARIABLE SEEKER_VERILATOR_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE)
  add_library(verilated_runtime STATIC EXCLUDE_FROM_ALL
    ${SEEKER_VERILATOR_ROOT}/include/verilated.cpp
    ${SEEKER_VERILATOR_ROOT}/include/verilated_dpi.cpp
    ${SEEKER_VERILATOR_ROOT}/include/verilated_threads.cpp
    ${SEEKER_VERILATOR_ROOT}/include/verilated_fst_c.cpp)
  target_include_directories(verilated_runtime SYSTEM PUBLIC
    ${SEEKER_VERILATOR_ROOT}/include ${SEEKER_VERILATOR_ROOT}/include/vltstd)
  target_compile_features(verilated_runtime PUBLIC cxx_std_17)
  target_compile_options(verilated_runtime PRIVATE -w -O2)
  find_package(ZLIB REQUIRED)
  find_package(Threads REQUIRED)
  target_link_libraries(verilated_runtime PUBLIC ZLIB::ZLIB Threads::Threads)

  # The DPI functions of every model: observe.hpp.
  add_library(seeker_observe STATIC EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/host/sim/observe.cpp)
  target_include_directories(seeker_observe PUBLIC ${CMAKE_SOURCE_DIR}/host/sim)
  target_compile_features(seeker_observe PUBLIC cxx_std_20)
  target_compile_options(seeker_observe PRIVATE -Wall -Wextra -Wpedantic)
endif()

function(seeker_verilate name)
  cmake_parse_arguments(arg "TRACE" "TOP;CONFIG;PREFIX" "SOURCES;OPTIONS" ${ARGN})
  if(NOT SEEKER_VERILATOR)
    message(FATAL_ERROR "verilator is missing: run ci/setup.sh")
  endif()
  if(NOT arg_CONFIG)
    set(arg_CONFIG default)
  endif()
  set(prefix V${name})
  if(arg_PREFIX)
    set(prefix V${arg_PREFIX})
  endif()
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir)
  set(lib ${dir}/${prefix}__ALL.a)
  set(sources ${SEEKER_CFG_DIR}/${arg_CONFIG}/seeker_cfg_pkg.sv
      ${CMAKE_SOURCE_DIR}/rtl/common/seeker_pkg.sv ${arg_SOURCES})
  set(trace)
  if(arg_TRACE)
    set(trace --trace-fst --trace-structs)
  endif()
  set(make_flags CXX=${CMAKE_CXX_COMPILER} OPT_FAST=-O3 OPT_SLOW=-O1 OPT_GLOBAL=-O2 -j2)
  if(SEEKER_CCACHE)
    string(REPLACE ";" " " objcache "${SEEKER_CCACHE_COMMAND}")
    list(APPEND make_flags "OBJCACHE=${objcache}")
  endif()
  add_custom_command(
    OUTPUT ${lib} ${dir}/${prefix}.h
    COMMAND ${SEEKER_VERILATOR} --cc --top-module ${arg_TOP} --prefix ${prefix} -Mdir ${dir}
            -Wall -O3 --x-assign fast --x-initial fast --assert --output-split 20000
            ${trace} ${arg_OPTIONS} ${sources}
    COMMAND make -s -C ${dir} -f ${prefix}.mk ${prefix}__ALL.a ${make_flags}
    DEPENDS ${sources}
    COMMENT "Verilating ${name}"
    VERBATIM)
  add_custom_target(${name}_model DEPENDS ${lib})
  add_library(${name} INTERFACE)
  add_dependencies(${name} ${name}_model)
  target_include_directories(${name} SYSTEM INTERFACE ${dir})
  target_link_libraries(${name} INTERFACE ${lib} seeker_observe verilated_runtime)
endfunction()
