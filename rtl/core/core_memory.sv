// The integer core's way to memory: address, checks, order behind FP accesses, LSU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `addr_o` and the checks serve FP loads and stores too, which the core offloads
// with their address. An integer access goes out with `go_i` when its turn has
// come (`fire_o`). `waits_o`: its answer decides whether it traps (loads from
// devices, atomics on the narrow bus); it goes alone, and the core waits.
module core_memory
  import address_pkg::*;
  import core_pkg::*;
  import seeker_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        mem_i,           // a load, store or atomic, integer or FP
  input  logic        go_i,            // an integer one, and it may leave
  input  logic [31:0] base_i,
  input  logic [31:0] offset_i,
  input  logic [1:0]  size_i,          // log2 of the bytes
  input  logic        store_i,         // stores, and atomics that write
  input  logic        unsigned_i,
  input  amo_e        amo_i,
  input  logic        release_i,       // the atomic comes after all before it
  input  logic [4:0]  tag_i,
  input  logic [31:0] data_i,
  output logic [31:0] addr_raw_o,
  output logic [31:0] addr_o,          // with the alias resolved
  output region_e     region_o,
  output logic        misaligned_o,
  output logic        valid_o,         // the LSU is offered the access
  output logic        fire_o,
  output logic        waits_o,
  output logic        empty_o,         // no integer access is under way
  output logic        idle_o,          // and no FP access either

  // FP loads and stores: offloaded now, or without a record; sent to memory, or
  // one without a record; all answered
  input  logic        fp_push_i,
  input  logic        fp_overflow_i,
  input  logic        fp_store_i,
  input  logic        fp_sent_i,
  input  logic        fp_sent_unknown_i,
  input  logic        fp_drop_i,       // none will be sent again
  input  logic        fp_idle_i,
  output logic        fp_full_o,

  output logic        tcdm_valid_o,
  input  logic        tcdm_ready_i,
  output logic        narrow_valid_o,
  input  logic        narrow_ready_i,
  output logic [31:0] mem_addr_o,
  output logic        mem_write_o,
  output amo_e        mem_amo_o,
  output logic [7:0]  mem_strb_o,
  output logic [63:0] mem_wdata_o,
  input  logic        tcdm_rvalid_i,
  input  logic [63:0] tcdm_rdata_i,
  input  logic        narrow_rvalid_i,
  output logic        narrow_rready_o,
  input  logic [63:0] narrow_rdata_i,
  input  logic        narrow_rerror_i,

  output logic        rsp_valid_o,
  input  logic        rsp_ready_i,
  output logic        rsp_data_valid_o,
  output logic        rsp_error_o,
  output logic [4:0]  rsp_tag_o,
  output logic [31:0] rsp_addr_o,
  output logic [31:0] rsp_data_o
);

  logic ready, conflict, order_empty;

  assign addr_raw_o = base_i + offset_i;

  always_comb begin
    addr_o   = addr_raw_o;
    region_o = RegionNone;
    if (mem_i) begin
      addr_o   = resolve_alias(addr_raw_o);
      region_o = region_of(addr_o);
    end
  end

  always_comb begin
    unique case (size_i)
      2'd0:    misaligned_o = 1'b0;
      2'd1:    misaligned_o = addr_raw_o[0];
      2'd2:    misaligned_o = addr_raw_o[1:0] != 2'd0;
      default: misaligned_o = addr_raw_o[2:0] != 3'd0;
    endcase
  end

  fp_order i_order (
    .clk_i,
    .rst_ni,
    .push_i       (fp_push_i),
    .push_store_i (fp_store_i),
    .push_word_i  (addr_o[31:3]),
    .overflow_i   (fp_overflow_i),
    .pop_i        (fp_sent_i),
    .pop_unknown_i(fp_sent_unknown_i),
    .clear_i      (fp_drop_i),
    .check_i      (go_i),
    .check_store_i(store_i),
    .check_word_i (addr_o[31:3]),
    .conflict_o   (conflict),
    .full_o       (fp_full_o),
    .empty_o      (order_empty)
  );

  assign idle_o  = empty_o && order_empty && fp_idle_i;
  assign waits_o = (region_o == RegionDevice && (!store_i || amo_i != AmoNone)) ||
                   (region_o == RegionMemory && amo_i != AmoNone);
  assign valid_o = go_i && !conflict && (!waits_o || empty_o) && (!release_i || idle_o);
  assign fire_o  = valid_o && ready;

  lsu #(
    .IsFp(1'b0)
  ) i_lsu (
    .clk_i,
    .rst_ni,
    .req_valid_i   (valid_o),
    .req_ready_o   (ready),
    .req_addr_i    (addr_o),
    .req_narrow_i  (region_o != RegionTcdm),
    .req_write_i   (store_i),
    .req_amo_i     (amo_i),
    .req_size_i    (size_i),
    .req_unsigned_i(unsigned_i),
    .req_tag_i     (tag_i),
    .req_data_i    (data_i),
    .tcdm_valid_o,
    .tcdm_ready_i,
    .narrow_valid_o,
    .narrow_ready_i,
    .addr_o        (mem_addr_o),
    .write_o       (mem_write_o),
    .amo_o         (mem_amo_o),
    .strb_o        (mem_strb_o),
    .wdata_o       (mem_wdata_o),
    .tcdm_rvalid_i,
    .tcdm_rdata_i,
    .narrow_rvalid_i,
    .narrow_rready_o,
    .narrow_rdata_i,
    .narrow_rerror_i,
    .rsp_valid_o,
    .rsp_ready_i,
    .rsp_data_valid_o,
    .rsp_error_o,
    .rsp_tag_o,
    .rsp_addr_o,
    .rsp_data_o,
    .empty_o
  );

endmodule
