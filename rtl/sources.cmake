# The RTL's sources by area, in dependency order.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# SEEKER_RTL_<AREA> for benches of one area, SEEKER_RTL_SOURCES for the cluster
# and the SoC around it; SEEKER_RTL_BOARD what boards add. `cmake -P
# rtl/sources.cmake` prints SEEKER_RTL_SOURCES, for tools outside the build, and
# with -D board=ON the board's, too.
set(SEEKER_RTL_AREAS)

# seeker_rtl_area(name file...): an area's sources, relative to rtl/<name>.
macro(seeker_rtl_area name)
  string(TOUPPER ${name} area)
  list(APPEND SEEKER_RTL_AREAS ${area})
  set(SEEKER_RTL_${area} ${ARGN})
  list(TRANSFORM SEEKER_RTL_${area} PREPEND ${CMAKE_CURRENT_LIST_DIR}/${name}/)
endmacro()

seeker_rtl_area(common address_pkg.sv observe_pkg.sv core_pkg.sv rr_arbiter.sv onehot_to_index.sv
  amo_alu.sv fifo.sv pipe.sv port_arbiter.sv)
seeker_rtl_area(tcdm tcdm_ram.sv tcdm_arbiter.sv tcdm_bank.sv tcdm_reservation.sv tcdm.sv)
seeker_rtl_area(dma dma_pkg.sv dma_rows.sv dma_frontend.sv dma_queue.sv dma_reader.sv
  dma_lanes.sv dma_aligner.sv dma_word_aligner.sv dma_writer.sv dma.sv)
seeker_rtl_area(fpu fpu_pkg.sv fpu_fma_path.sv fpu_fma.sv fpu_noncomp.sv fpu_conv.sv
  fpu_divsqrt.sv fpu_delay.sv fpu.sv)
seeker_rtl_area(muldiv muldiv_divider.sv muldiv.sv)
seeker_rtl_area(icache icache_ram.sv icache_prefetch.sv icache_targets.sv icache_buffer.sv
  icache_shared.sv icache.sv)
seeker_rtl_area(ssr ssr_pkg.sv ssr_addr_gen.sv ssr_indirect.sv ssr_config.sv ssr_mover.sv ssr.sv)
seeker_rtl_area(frep frep_pkg.sv frep_capture.sv frep_loops.sv frep_sequencer.sv)
seeker_rtl_area(core core_decode.sv fp_decode.sv core_decoder.sv core_alu.sv core_regfile.sv
  core_execute.sv core_csr.sv core_debug.sv core_control.sv core_flow.sv core_trap.sv
  core_writeback.sv lsu.sv fp_order.sv
  core_memory.sv core_wait.sv core_offload.sv core_issue.sv core.sv fp_scoreboard.sv fp_results.sv fp_writeback.sv fp_subsystem.sv core_complex.sv)
seeker_rtl_area(cluster cluster_pkg.sv ticker.sv barrier.sv boot_rom.sv narrow_port.sv narrow_xbar.sv
  wide_reader.sv wide_xbar.sv peripheral.sv cluster_wide.sv
  cluster.sv)
seeker_rtl_area(bridge wire_pkg.sv crc32c_bytes.sv line_ram.sv bridge_map.sv bridge_rx.sv
  bridge_tx.sv bridge_aligner.sv bridge_serial_aligner.sv bridge_mover.sv bridge_run.sv bridge_report.sv bridge_exec.sv
  bridge.sv)
seeker_rtl_area(debug debug_pkg.sv jtag_tap.sv jtag_dtm.sv dmi_crossing.sv debug_harts.sv
  debug_command.sv debug_bus.sv debug_module.sv debug_port.sv)
seeker_rtl_area(soc narrow_demux.sv narrow_guest.sv clint.sv l3_channel.sv l3_arbiter.sv soc.sv)

set(SEEKER_RTL_SOURCES)
foreach(area IN LISTS SEEKER_RTL_AREAS)
  list(APPEND SEEKER_RTL_SOURCES ${SEEKER_RTL_${area}})
endforeach()

# What a board has around the SoC; its top is boards/<name>/top.sv.
seeker_rtl_area(board uart_pkg.sv uart_rx.sv uart_tx.sv uart_queue.sv sdram_controller.sv l3_sdram.sv
  board_soc.sv)

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "${SEEKER_RTL_SOURCES}")
  if(board)
    list(APPEND text ${SEEKER_RTL_BOARD})
  endif()
  string(REPLACE ";" "\n" text "${text}")
  message("${text}")
endif()
