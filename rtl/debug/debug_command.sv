// Executes abstract commands: as instructions for the halted hart, one at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Data pass through the CSRs that shadow data0 and data1 (hartinfo). A register x is
// one instruction; a CSR needs s0, which is swapped with data0:
//
//   read    csrw data0, s0     csrr s0, csr    csrrw s0, data0, s0
//   write   csrrw s0, data0, s0    csrw csr, s0    csrrw s0, data0, s0
//
// so the last one is executed even when the middle one fails. FP registers have a
// way of their own (fp_subsystem), which works while the FP side hangs. The program
// buffer ends with an ebreak, or with its last word.
module debug_command
  import core_pkg::*;
  import debug_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,
  input  logic           active_i,

  input  logic           start_i,
  input  command_t       command_i,
  input  logic [31:0]    progbuf_i [ProgbufWords],
  output logic           busy_o,
  output logic           done_o,         // in the last cycle
  output cmderr_e        error_o,
  output logic           increment_o,    // with done_o: of the command's regno

  // The selected hart
  input  debug_answer_t  answer_i,
  output logic           valid_o,
  output logic           fp_access_o,
  output logic           fp_write_o,
  output logic [31:0]    instr_o
);

  localparam int unsigned ProgWidth = $clog2(ProgbufWords);
  localparam logic [11:0] Data0 = 12'h7b4;
  localparam logic [31:0] Ebreak = 32'h0010_0073;
  localparam logic [4:0]  S0 = 5'd8;

  typedef enum logic [2:0] {
    StIdle,
    StCheck,
    StIssue,   // an instruction of the transfer
    StSettle,  // until its work is done
    StFp,
    StNext,    // word of the program buffer
    StRun,
    StEnd
  } state_e;

  state_e               state_q, state_d;
  cmderr_e              error_q, error_d;
  logic [1:0]           step_q, step_d;
  logic [ProgWidth:0]   word_q, word_d;
  logic                 is_csr, is_gpr, is_fpr, supported;
  logic [31:0]          instr_d;

  ///////////////////
  // What is there //
  ///////////////////

  assign is_csr = command_i.regno[15:12] == 4'd0;
  assign is_gpr = command_i.regno[15:5] == 11'h080;
  assign is_fpr = command_i.regno[15:5] == 11'h081;

  always_comb begin
    supported = command_i.cmdtype == 8'd0;
    if (command_i.transfer) begin
      if (is_fpr) begin
        supported &= command_i.aarsize == 3'd3 || (command_i.aarsize == 3'd2 && !command_i.write);
      end else begin
        supported &= command_i.aarsize == 3'd2 &&
                     (is_gpr || (is_csr && command_i.regno[11:1] != Data0[11:1]));
      end
    end
  end

  //////////////////
  // Instructions //
  //////////////////

  function automatic logic [31:0] csrrw(logic [4:0] rd, logic [11:0] csr, logic [4:0] rs1);
    return {csr, rs1, 3'd1, rd, 7'h73};
  endfunction

  function automatic logic [31:0] csrr(logic [4:0] rd, logic [11:0] csr);
    return {csr, 5'd0, 3'd2, rd, 7'h73};
  endfunction

  logic [31:0] transfer;

  always_comb begin
    if (is_gpr) begin
      transfer = command_i.write ? csrr(command_i.regno[4:0], Data0) :
                                  csrrw(5'd0, Data0, command_i.regno[4:0]);
    end else begin
      unique case (step_d)
        2'd0:    transfer = csrrw(command_i.write ? S0 : 5'd0, Data0, S0);
        2'd1:    transfer = command_i.write ? csrrw(5'd0, command_i.regno[11:0], S0) :
                                             csrr(S0, command_i.regno[11:0]);
        default: transfer = csrrw(S0, Data0, S0);
      endcase
    end
    if (is_fpr) transfer = {27'd0, command_i.regno[4:0]};
    unique case (state_q)
      StCheck, StSettle: instr_d = transfer;
      StNext:            instr_d = progbuf_i[word_q[ProgWidth-1:0]];
      default:           instr_d = instr_o;
    endcase
  end

  //////////////
  // Sequence //
  //////////////

  logic finish;

  always_comb begin
    state_d = state_q;
    error_d = error_q;
    step_d  = step_q;
    word_d  = word_q;
    finish  = 1'b0;
    unique case (state_q)
      StIdle: begin
        if (start_i) state_d = StCheck;
        error_d = CmdOk;
        step_d  = '0;
        word_d  = '0;
      end
      StCheck: begin
        if (!supported) error_d = CmdNotSupported;
        else if (!answer_i.halted) error_d = CmdHaltResume;
        if (error_d != CmdOk) finish = 1'b1;
        else if (!command_i.transfer) state_d = StNext;
        else state_d = is_fpr ? StFp : StIssue;
      end
      StIssue: if (answer_i.done) state_d = StSettle;
      StSettle: begin
        if (answer_i.idle) begin
          if (is_csr && step_q != 2'd2) begin
            step_d  = step_q + 2'd1;
            state_d = StIssue;
          end else begin
            state_d = StNext;
          end
        end
      end
      StFp: if (answer_i.fp_done) state_d = StNext;
      StNext: begin
        if (error_q != CmdOk || !command_i.postexec || word_q[ProgWidth] || instr_d == Ebreak) begin
          finish = 1'b1;
        end else begin
          state_d = StRun;
        end
      end
      StRun: if (answer_i.done) state_d = StEnd;
      default: begin
        if (answer_i.idle) begin
          word_d  = word_q + 1'b1;
          state_d = StNext;
        end
      end
    endcase
    if (state_q != StIdle && state_q != StCheck && error_q == CmdOk) begin
      if (answer_i.exception) error_d = CmdException;
      // It was reset meanwhile.
      if (!answer_i.halted) error_d = CmdHaltResume;
    end
    if (state_q != StIdle && !answer_i.halted) finish = 1'b1;
    if (finish) state_d = StIdle;
  end

  assign busy_o      = state_q != StIdle;
  assign done_o      = finish;
  assign error_o     = error_d;
  assign increment_o = command_i.transfer && command_i.postincrement && error_d == CmdOk;
  assign valid_o     = state_q == StIssue || state_q == StRun;
  assign fp_access_o = state_q == StFp;
  assign fp_write_o  = state_q == StFp && command_i.write;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle;
      error_q <= CmdOk;
      step_q  <= '0;
      word_q  <= '0;
      instr_o <= '0;
    end else if (!active_i) begin
      state_q <= StIdle;
    end else if (start_i || busy_o) begin
      state_q <= state_d;
      error_q <= error_d;
      step_q  <= step_d;
      word_q  <= word_d;
      instr_o <= instr_d;
    end
  end

  logic unused;
  assign unused = ^{command_i.zero, answer_i.data_write, answer_i.data_index};

endmodule
