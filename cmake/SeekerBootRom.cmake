# seeker_boot_rom: a configuration's boot ROM as a SystemVerilog package.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   seeker_boot_rom(CONFIG name [IMAGE file.bin] [OUT variable])
#
# makes seeker_boot_rom_pkg.sv from the flat binary IMAGE (default: firmware's
# for the configuration) and puts its path into the variable (default:
# SEEKER_BOOT_ROM_<name>) for the SOURCES of a model.
function(seeker_boot_rom)
  cmake_parse_arguments(arg "" "CONFIG;IMAGE;OUT" "" ${ARGN})
  if(NOT arg_IMAGE)
    set(arg_IMAGE ${CMAKE_BINARY_DIR}/firmware/${arg_CONFIG}/boot_rom.bin)
  endif()
  if(NOT arg_OUT)
    set(arg_OUT SEEKER_BOOT_ROM_${arg_CONFIG})
  endif()
  # By the image's path, so that one configuration can have several ROMs.
  string(SHA1 key ${arg_IMAGE})
  string(SUBSTRING ${key} 0 8 key)
  set(package ${SEEKER_CFG_DIR}/${arg_CONFIG}/rom-${key}/seeker_boot_rom_pkg.sv)
  get_filename_component(dir ${package} DIRECTORY)
  file(MAKE_DIRECTORY ${dir})
  set(json ${CMAKE_SOURCE_DIR}/rtl/cfg/${arg_CONFIG}.json)
  get_property(made GLOBAL PROPERTY SEEKER_BOOT_ROMS)
  if(NOT package IN_LIST made)  # one rule, however many directories ask
    set_property(GLOBAL APPEND PROPERTY SEEKER_BOOT_ROMS ${package})
    add_custom_command(
      OUTPUT ${package}
      COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/rtl/cfg/rom.py ${json} ${arg_IMAGE} ${package}
      DEPENDS ${arg_IMAGE} ${json} ${CMAKE_SOURCE_DIR}/rtl/cfg/rom.py
      COMMENT "Boot ROM of ${arg_CONFIG} as a package"
      VERBATIM)
  endif()
  set(${arg_OUT} ${package} PARENT_SCOPE)
endfunction()
