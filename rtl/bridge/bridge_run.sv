// What the status answer tells of a run: cycles, start, and the end it watches for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Watches the writes of the cluster. A non-zero value in the watched word is
// latched with its cycle; an odd one ends the program and stays.
module bridge_run (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        clear_i,         // the cluster is being reset
  input  logic        arm_i,           // a start begins: watch, forget the last run
  input  logic [31:0] watch_i,         // the word's address, 0 for none
  input  logic        started_i,       // the harts were woken in this cycle

  input  logic        write_valid_i,   // a write of the cluster that is taken
  input  logic [28:0] write_word_i,   // its 64-bit word
  input  logic [7:0]  write_strb_i,
  input  logic [63:0] write_data_i,

  output logic [63:0] cycle_o,
  output logic [63:0] start_cycle_o,
  output logic [63:0] done_cycle_o,
  output logic [31:0] value_o,
  output logic        started_o,
  output logic        done_o
);

  logic [63:0] cycle_q, start_cycle_q, done_cycle_q;
  logic [31:0] watch_q, value_q, written;
  logic started_q, done_q, hit;

  assign written = watch_q[2] ? write_data_i[63:32] : write_data_i[31:0];
  assign hit = write_valid_i && watch_q != '0 && write_word_i == watch_q[31:3]
      && (watch_q[2] ? write_strb_i[7:4] : write_strb_i[3:0]) == '1 && written != '0
      && !(done_q && value_q[0]);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      cycle_q <= '0;
      start_cycle_q <= '0;
      done_cycle_q <= '0;
      watch_q <= '0;
      value_q <= '0;
      started_q <= 1'b0;
      done_q <= 1'b0;
    end else begin
      cycle_q <= clear_i ? '0 : cycle_q + 64'd1;
      if (clear_i || arm_i) begin
        start_cycle_q <= '0;
        done_cycle_q <= '0;
        watch_q <= clear_i ? '0 : watch_i;
        value_q <= '0;
        started_q <= 1'b0;
        done_q <= 1'b0;
      end else begin
        if (started_i) begin
          start_cycle_q <= cycle_q;
          started_q <= 1'b1;
        end
        if (hit) begin
          done_cycle_q <= cycle_q;
          value_q <= written;
          done_q <= 1'b1;
        end
      end
    end
  end

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (started_i) observe_pkg::seeker_observe_start($time);
    if (hit && !clear_i && !arm_i) observe_pkg::seeker_observe_done($time, written);
  end
`endif

  assign cycle_o = cycle_q;
  assign start_cycle_o = start_cycle_q;
  assign done_cycle_o = done_cycle_q;
  assign value_o = value_q;
  assign started_o = started_q;
  assign done_o = done_q;

endmodule
