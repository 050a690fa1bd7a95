// The RISC-V debug module: its registers, and what they set in motion.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RISC-V External Debug Support 0.13.2, chapter 3; README.md says what is claimed.
// Everything but dmactive and havereset is at its reset value while dmactive is 0;
// harts that are halted stay so. `ndmreset_o` is a level, `harts_reset_i` says that
// the harts are in reset. `idle_o`: nothing will change until the DMI or a hart
// does something.
module debug_module
  import core_pkg::*;
  import debug_pkg::*;
  import seeker_pkg::*;
(
  input  logic                    clk_i,
  input  logic                    rst_ni,

  input  logic                    dmi_valid_i,
  input  logic                    dmi_write_i,
  input  logic [DmiAddrWidth-1:0] dmi_addr_i,
  input  logic [31:0]             dmi_wdata_i,
  output logic [31:0]             dmi_rdata_o,

  output logic                    ndmreset_o,
  input  logic                    harts_reset_i,

  output debug_request_t          request_o [NumHarts],
  output logic [31:0]             instr_o,
  output logic [63:0]             data_o,
  input  debug_answer_t           answer_i [NumHarts],
  input  logic [63:0]             data_i [NumHarts],

  output logic                    bus_valid_o,
  input  logic                    bus_ready_i,
  output logic [31:0]             bus_addr_o,
  output logic                    bus_write_o,
  output logic [7:0]              bus_strb_o,
  output logic [63:0]             bus_wdata_o,
  input  logic                    bus_rvalid_i,
  input  logic [63:0]             bus_rdata_i,
  input  logic                    bus_rerror_i,

  output logic                    idle_o
);

  localparam int unsigned SelWidth = $clog2(NumHarts + 1);
  localparam int unsigned ProgWidth = $clog2(ProgbufWords);

  logic dmi_write;
  assign dmi_write = dmi_valid_i && dmi_write_i;

  logic for_progbuf, for_data;
  assign for_progbuf =
      dmi_addr_i[DmiAddrWidth-1:ProgWidth] == RegProgbuf0[DmiAddrWidth-1:ProgWidth];
  assign for_data    = dmi_addr_i == RegData0 || dmi_addr_i == RegData1;

  ///////////////////////////////
  // dmcontrol: which harts, what //
  ///////////////////////////////

  logic                active_q, hasel_q, ndmreset_q;
  logic [SelWidth-1:0] hartsel_q, hartsel;
  logic                hasel, control_write;
  logic [NumHarts-1:0] window_q, selected, halted, halt, halt_reset, resume, resumeack, havereset;

  assign control_write = dmi_write && dmi_addr_i == RegDmcontrol && active_q;

  // Of a write, the new values count.
  always_comb begin
    hartsel = hartsel_q;
    hasel   = hasel_q;
    if (control_write) begin
      hartsel = dmi_wdata_i[16+:SelWidth];
      hasel   = dmi_wdata_i[26];
    end
    selected = '0;
    if (dmi_valid_i) begin
      selected = hasel ? window_q : '0;
      for (int unsigned h = 0; h < NumHarts; h++) begin
        if (hartsel == SelWidth'(h)) selected[h] = 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q   <= 1'b0;
      hasel_q    <= 1'b0;
      hartsel_q  <= '0;
      ndmreset_q <= 1'b0;
      window_q   <= '0;
    end else begin
      if (dmi_write && dmi_addr_i == RegDmcontrol) active_q <= dmi_wdata_i[0];
      if (control_write) begin
        hasel_q    <= hasel;
        hartsel_q  <= hartsel;
        ndmreset_q <= dmi_wdata_i[1];
      end
      if (dmi_write && dmi_addr_i == RegHawindow) window_q <= dmi_wdata_i[NumHarts-1:0];
      if (!active_q) begin
        hasel_q    <= 1'b0;
        hartsel_q  <= '0;
        ndmreset_q <= 1'b0;
        window_q   <= '0;
      end
    end
  end

  assign ndmreset_o = ndmreset_q;

  debug_harts i_harts (
    .clk_i, .rst_ni,
    .active_i         (active_q),
    .write_i          (control_write),
    .selected_i       (selected),
    .haltreq_i        (dmi_wdata_i[31]),
    .resumereq_i      (dmi_wdata_i[30]),
    .ackhavereset_i   (dmi_wdata_i[28]),
    .setresethaltreq_i(dmi_wdata_i[3]),
    .clrresethaltreq_i(dmi_wdata_i[2]),
    .in_reset_i       (harts_reset_i),
    .halted_i         (halted),
    .halt_o           (halt),
    .halt_reset_o     (halt_reset),
    .resume_o         (resume),
    .resumeack_o      (resumeack),
    .havereset_o      (havereset)
  );

  ///////////////////////
  // Abstract commands //
  ///////////////////////

  command_t                command_q;
  cmderr_e                 cmderr_q;
  logic [31:0]             data_q [2];
  logic [31:0]             progbuf_q [ProgbufWords];
  logic [1:0]              autodata_q;
  logic [ProgbufWords-1:0] autoprogbuf_q;

  logic           busy, done, increment, start, touches, automatic_start, nonexistent;
  logic           command_valid, fp_access, fp_write;
  cmderr_e        error;
  debug_answer_t  answer;
  logic [63:0]    hart_data;

  assign nonexistent = hartsel_q >= SelWidth'(NumHarts);

  always_comb begin
    answer    = '0;
    hart_data = '0;
    if (busy) begin
      for (int unsigned h = 0; h < NumHarts; h++) begin
        if (hartsel_q == SelWidth'(h)) begin
          answer    = answer_i[h];
          hart_data = data_i[h];
        end
      end
    end
  end

  // Nothing of the command may be touched while it runs.
  assign touches = dmi_valid_i &&
                   (for_data || for_progbuf ||
                    (dmi_write_i && (dmi_addr_i == RegCommand || dmi_addr_i == RegAbstractcs ||
                                     dmi_addr_i == RegAbstractauto)));
  assign automatic_start =
      dmi_valid_i &&
      ((for_data && autodata_q[dmi_addr_i[0]]) ||
       (for_progbuf && autoprogbuf_q[dmi_addr_i[ProgWidth-1:0]]));
  assign start = active_q && !busy && cmderr_q == CmdOk &&
                 (automatic_start || (dmi_write && dmi_addr_i == RegCommand));

  debug_command i_command (
    .clk_i, .rst_ni,
    .active_i   (active_q),
    .start_i    (start),
    .command_i  (command_q),
    .progbuf_i  (progbuf_q),
    .busy_o     (busy),
    .done_o     (done),
    .error_o    (error),
    .increment_o(increment),
    .answer_i   (answer),
    .valid_o    (command_valid),
    .fp_access_o(fp_access),
    .fp_write_o (fp_write),
    .instr_o
  );

  assign data_o = {data_q[1], data_q[0]};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      command_q     <= '0;
      cmderr_q      <= CmdOk;
      autodata_q    <= '0;
      autoprogbuf_q <= '0;
      data_q[0]     <= '0;
      data_q[1]     <= '0;
      for (int unsigned w = 0; w < ProgbufWords; w++) progbuf_q[w] <= '0;
    end else if (!active_q) begin
      command_q     <= '0;
      cmderr_q      <= CmdOk;
      autodata_q    <= '0;
      autoprogbuf_q <= '0;
      data_q[0]     <= '0;
      data_q[1]     <= '0;
      for (int unsigned w = 0; w < ProgbufWords; w++) progbuf_q[w] <= '0;
    end else if (busy) begin
      if (done) begin
        if (cmderr_q == CmdOk) cmderr_q <= error;
        if (increment) command_q.regno <= command_q.regno + 16'd1;
      end
      if (touches && cmderr_q == CmdOk && !(done && error != CmdOk)) cmderr_q <= CmdBusy;
      if (answer.data_write) data_q[answer.data_index] <= hart_data[31:0];
      if (fp_access && answer.fp_done && !fp_write) begin
        data_q[0] <= hart_data[31:0];
        if (command_q.aarsize == 3'd3) data_q[1] <= hart_data[63:32];
      end
    end else if (dmi_write) begin
      if (for_data) data_q[dmi_addr_i[0]] <= dmi_wdata_i;
      if (for_progbuf) progbuf_q[dmi_addr_i[ProgWidth-1:0]] <= dmi_wdata_i;
      if (dmi_addr_i == RegCommand && cmderr_q == CmdOk) command_q <= dmi_wdata_i;
      if (dmi_addr_i == RegAbstractcs) cmderr_q <= cmderr_e'(cmderr_q & ~dmi_wdata_i[10:8]);
      if (dmi_addr_i == RegAbstractauto) begin
        autodata_q    <= dmi_wdata_i[1:0];
        autoprogbuf_q <= dmi_wdata_i[16+:ProgbufWords];
      end
    end
  end

  ///////////
  // Harts //
  ///////////

  for (genvar h = 0; h < NumHarts; h++) begin : gen_hart
    logic mine;
    assign mine      = busy && hartsel_q == SelWidth'(h);
    assign halted[h] = answer_i[h].halted;
    assign request_o[h] = '{
      halt:       halt[h],
      halt_reset: halt_reset[h],
      resume:     resume[h],
      valid:      mine && command_valid,
      fp_access:  mine && fp_access,
      fp_write:   mine && fp_write
    };
  end

  /////////
  // Bus //
  /////////

  logic [31:0] sbcs, sbaddress0, sbdata0;
  logic        bus_busy;

  debug_bus i_bus (
    .clk_i, .rst_ni,
    .active_i    (active_q),
    .dmi_valid_i (dmi_valid_i && active_q),
    .dmi_write_i, .dmi_addr_i, .dmi_wdata_i,
    .sbcs_o      (sbcs),
    .sbaddress0_o(sbaddress0),
    .sbdata0_o   (sbdata0),
    .bus_valid_o, .bus_ready_i, .bus_addr_o, .bus_write_o, .bus_strb_o, .bus_wdata_o,
    .bus_rvalid_i, .bus_rdata_i, .bus_rerror_i,
    .bus_lost_i  (harts_reset_i),
    .busy_o      (bus_busy)
  );

  ///////////
  // Reads //
  ///////////

  logic [31:0] dmcontrol, dmstatus, hartinfo;
  logic [NumHarts-1:0] running;

  assign running = harts_reset_i ? '0 : ~halted;

  function automatic logic [1:0] all_any(logic [NumHarts-1:0] of, logic [NumHarts-1:0] some,
                                         logic none);
    return {some != '0 && (some & ~of) == '0 && !none, (some & of) != '0};
  endfunction

  always_comb begin
    dmcontrol = {5'd0, hasel_q, 10'(hartsel_q), 14'd0, ndmreset_q, active_q};
    // impebreak; resethaltreq; authenticated; version 0.13
    dmstatus  = '0;
    if (dmi_valid_i) begin
      dmstatus = {9'd0, 1'b1, 2'd0, all_any(havereset, selected, nonexistent),
                  all_any(resumeack, selected, nonexistent),
                  {selected == '0 && nonexistent, nonexistent},
                  all_any({NumHarts{harts_reset_i}}, selected, nonexistent),
                  all_any(running, selected, nonexistent),
                  all_any(halted, selected, nonexistent), 2'b10, 2'b10, 4'd2};
    end
    // Two dscratch; two data registers, as CSRs from 0x7b4
    hartinfo = nonexistent ? '0 : {8'd0, 4'd2, 4'd0, 4'd2, 12'h7b4};

    dmi_rdata_o = '0;
    if (dmi_valid_i) begin
      unique case (dmi_addr_i)
        RegData0:        dmi_rdata_o = data_q[0];
        RegData1:        dmi_rdata_o = data_q[1];
        RegDmcontrol:    dmi_rdata_o = dmcontrol;
        RegDmstatus:     dmi_rdata_o = dmstatus;
        RegHartinfo:     dmi_rdata_o = hartinfo;
        RegHawindow:     dmi_rdata_o = 32'(window_q);
        RegAbstractcs:   dmi_rdata_o = {3'd0, 5'(ProgbufWords), 11'd0, busy, 1'b0, cmderr_q, 4'd0,
                                        4'd2};
        RegCommand:      dmi_rdata_o = '0;
        RegAbstractauto: dmi_rdata_o = {16'(autoprogbuf_q), 14'd0, autodata_q};
        RegSbcs:         dmi_rdata_o = sbcs;
        RegSbaddress0:   dmi_rdata_o = sbaddress0;
        RegSbdata0:      dmi_rdata_o = sbdata0;
        RegHaltsum0:     dmi_rdata_o = 32'(halted);
        default: begin
          if (for_progbuf) dmi_rdata_o = progbuf_q[dmi_addr_i[ProgWidth-1:0]];
        end
      endcase
    end
  end

  // A hart that is to halt has not, or is about to go on.
  assign idle_o = !busy && !bus_busy && !dmi_valid_i && !ndmreset_q && (halt & ~halted) == '0 &&
                  resume == '0;

`ifndef SYNTHESIS
  initial begin
    assert (NumHarts <= 32) else $fatal(1, "more than 32 harts need hawindowsel and haltsum1");
  end
`endif

endmodule
