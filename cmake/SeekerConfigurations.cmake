# Makes package, header and linker symbols from each rtl/cfg/*.json that is built.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# For a configuration NAME: the directory ${SEEKER_CFG_DIR}/NAME with
# seeker_cfg_pkg.sv, seeker_cfg.h and seeker_cfg.ld, the target cfg_NAME that
# makes them, and the JSON itself in share/seeker/cfg for compiler and host.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

set(SEEKER_CFG_DIR ${CMAKE_BINARY_DIR}/cfg)

foreach(name IN LISTS SEEKER_CONFIGS)
  set(json ${CMAKE_SOURCE_DIR}/rtl/cfg/${name}.json)
  set(generator ${CMAKE_SOURCE_DIR}/rtl/cfg/generate.py)
  set(out ${SEEKER_CFG_DIR}/${name})
  set(shared ${SEEKER_SHARE_DIR}/cfg/${name}.json)
  add_custom_command(
    OUTPUT ${out}/seeker_cfg_pkg.sv ${out}/seeker_cfg.h ${out}/seeker_cfg.ld ${shared}
    COMMAND ${Python3_EXECUTABLE} ${generator} ${json} ${out}
    COMMAND ${CMAKE_COMMAND} -E copy ${json} ${shared}
    DEPENDS ${json} ${generator}
    COMMENT "Configuration ${name}"
    VERBATIM)
  add_custom_target(cfg_${name} ALL
    DEPENDS ${out}/seeker_cfg_pkg.sv ${out}/seeker_cfg.h ${out}/seeker_cfg.ld ${shared})
endforeach()
