// A 16-bit SDR SDRAM as its data sheet has it; a command out of time ends the simulation.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the controller uses: activate, read and write of single words, precharge,
// auto refresh, mode register; CAS latency 2. It checks the order of commands,
// the times between them (in cycles of ClockHz), and that rows are refreshed:
// 8,192 in 64 ms on average, with eight refreshes of slack.
module sdram_model #(
  parameter int unsigned ClockHz = 25_000_000,
  parameter int unsigned BankBits = 2,
  parameter int unsigned RowBits = 13,
  parameter int unsigned ColBits = 9,
  parameter int unsigned PowerUpNs = 100_000
) (
  input  logic                clk_i,
  input  logic                cke_i,
  input  logic                cs_ni,
  input  logic                ras_ni,
  input  logic                cas_ni,
  input  logic                we_ni,
  input  logic [BankBits-1:0] ba_i,
  input  logic [RowBits-1:0]  a_i,
  input  logic [1:0]          dqm_i,
  input  logic [15:0]         dq_i,
  output logic [15:0]         dq_o,
  output logic                dq_en_o
);

  function automatic int unsigned cycles(int unsigned ns);
    return int'((64'(ns) * 64'(ClockHz) + 64'd999_999_999) / 64'd1_000_000_000);
  endfunction

  localparam longint unsigned Trcd = 64'(cycles(20));
  localparam longint unsigned Trp = 64'(cycles(20));
  localparam longint unsigned Tras = 64'(cycles(42));
  localparam longint unsigned Trfc = 64'(cycles(66));
  localparam longint unsigned Twr = 64'(cycles(15));
  localparam longint unsigned PowerUp = 64'(cycles(PowerUpNs));
  localparam longint unsigned RefreshCycles = 64'(cycles(7_813));
  localparam int unsigned Banks = 2 ** BankBits;

  typedef enum logic [2:0] {
    Mode = 3'b000, Refresh = 3'b001, Precharge = 3'b010, Activate = 3'b011,
    Write = 3'b100, Read = 3'b101, Stop = 3'b110, Nop = 3'b111
  } command_e;

  logic [15:0] mem[2 ** (BankBits + RowBits + ColBits)];
  logic [Banks-1:0] open_q = '0;
  logic [RowBits-1:0] row_q[Banks];
  longint unsigned now_q = 64'd1_000;
  longint unsigned activated_q[Banks], precharged_q[Banks], written_q[Banks];
  longint unsigned refreshed_q = '0, moded_q = '0;
  longint unsigned first_q = '0, refreshes_q = '0;
  logic has_mode_q = 1'b0;

  command_e command;
  logic [BankBits+RowBits+ColBits-1:0] place;
  assign command = cs_ni ? Nop : command_e'({ras_ni, cas_ni, we_ni});
  assign place = {ba_i, row_q[ba_i], a_i[ColBits-1:0]};

  initial begin
    for (int unsigned b = 0; b < Banks; b++) begin
      activated_q[b] = '0;
      precharged_q[b] = '0;
      written_q[b] = '0;
    end
  end

  always_ff @(posedge clk_i) begin
    now_q <= now_q + 1;
    if (!cke_i && now_q > 64'd1_100) $fatal(1, "SDRAM: clock disabled");
    if (command != Nop && now_q - 64'd1_000 < PowerUp)
      $fatal(1, "SDRAM: a command %0d cycles after power-up, not before %0d", now_q - 1_000, PowerUp);
    if (command != Nop && now_q - refreshed_q < Trfc)
      $fatal(1, "SDRAM: a command %0d cycles after a refresh", now_q - refreshed_q);
    if (command != Nop && now_q - moded_q < 2) $fatal(1, "SDRAM: a command right after the mode");
    unique case (command)
      Mode: begin
        if (open_q != '0) $fatal(1, "SDRAM: mode while a row is open");
        if (a_i != RowBits'('h020)) $fatal(1, "SDRAM: mode %h is not modelled", a_i);
        has_mode_q <= 1'b1;
        moded_q <= now_q;
      end
      Refresh: begin
        if (open_q != '0) $fatal(1, "SDRAM: refresh while a row is open");
        for (int unsigned b = 0; b < Banks; b++)
          if (now_q - precharged_q[b] < Trp) $fatal(1, "SDRAM: refresh right after precharge");
        refreshed_q <= now_q;
        refreshes_q <= refreshes_q + 1;
        if (first_q == '0) first_q <= now_q;
      end
      Precharge: begin
        for (int unsigned b = 0; b < Banks; b++) begin
          if (a_i[10] || 32'(ba_i) == b) begin
            if (open_q[b] && now_q - activated_q[b] < Tras)
              $fatal(1, "SDRAM: precharge %0d cycles after activate", now_q - activated_q[b]);
            if (open_q[b] && now_q - written_q[b] < Twr)
              $fatal(1, "SDRAM: precharge %0d cycles after a write", now_q - written_q[b]);
            open_q[b] <= 1'b0;
            precharged_q[b] <= now_q;
          end
        end
      end
      Activate: begin
        if (!has_mode_q) $fatal(1, "SDRAM: activate without a mode");
        if (open_q[ba_i]) $fatal(1, "SDRAM: activate in a bank whose row is open");
        if (now_q - precharged_q[ba_i] < Trp)
          $fatal(1, "SDRAM: activate %0d cycles after precharge", now_q - precharged_q[ba_i]);
        open_q[ba_i] <= 1'b1;
        row_q[ba_i] <= a_i;
        activated_q[ba_i] <= now_q;
        if (now_q - first_q > (refreshes_q + 8) * RefreshCycles)
          $fatal(1, "SDRAM: %0d refreshes in %0d cycles", refreshes_q, now_q - first_q);
      end
      Read, Write: begin
        if (!open_q[ba_i]) $fatal(1, "SDRAM: access to a bank without an open row");
        if (now_q - activated_q[ba_i] < Trcd)
          $fatal(1, "SDRAM: access %0d cycles after activate", now_q - activated_q[ba_i]);
        if (a_i[10]) $fatal(1, "SDRAM: auto precharge is not modelled");
        if (command == Write) begin
          written_q[ba_i] <= now_q;
          if (!dqm_i[0]) mem[place][7:0] <= dq_i[7:0];
          if (!dqm_i[1]) mem[place][15:8] <= dq_i[15:8];
        end
      end
      Stop: $fatal(1, "SDRAM: burst stop is not modelled");
      default: ;
    endcase
  end

  // CAS latency 2: driven after the edge that follows the command's.
  logic reads_q;
  logic [15:0] read_q;
  always_ff @(posedge clk_i) begin
    reads_q <= command == Read;
    read_q <= mem[place];
    dq_en_o <= reads_q;
    dq_o <= read_q;
  end

endmodule
