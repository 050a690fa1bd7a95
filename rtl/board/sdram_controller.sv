// Controller of a 16-bit SDR SDRAM: one run of words within a row at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memory's clock is clk_i inverted: what is registered here at an edge is
// taken by the memory half a cycle later, and its data, CAS latency 2, lie at
// the pins at the second edge after the command's.
//
// A request is a run of `req_words_i` words from the word `req_addr_i` up, all in
// one row. It is taken (`req_ready_o`) when it begins; then each word passes:
// `wr_take_o` takes a word to write with the bytes to write, `rd_valid_o` gives a
// word. `done_o` is high for a cycle when a run is complete. Rows are closed after
// each run. Refreshes come between runs, at most one run late.
//
// Times are a common speed grade's (-7) in ns, at ClockHz.
module sdram_controller #(
  parameter int unsigned ClockHz = 25_000_000,
  parameter int unsigned BankBits = 2,
  parameter int unsigned RowBits = 13,
  parameter int unsigned ColBits = 9,
  parameter int unsigned PowerUpNs = 200_000,
  localparam int unsigned AddrBits = BankBits + RowBits + ColBits
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  output logic                up_o,  // the memory is initialised

  input  logic                req_valid_i,
  output logic                req_ready_o,
  input  logic                req_write_i,
  input  logic [AddrBits-1:0] req_addr_i,
  input  logic [5:0]          req_words_i,
  output logic                wr_take_o,
  input  logic [15:0]         wr_data_i,
  input  logic [1:0]          wr_strb_i,
  output logic                rd_valid_o,
  output logic [15:0]         rd_data_o,
  output logic                done_o,

  output logic                sdram_cke_o,
  output logic                sdram_cs_no,
  output logic                sdram_ras_no,
  output logic                sdram_cas_no,
  output logic                sdram_we_no,
  output logic [BankBits-1:0] sdram_ba_o,
  output logic [RowBits-1:0]  sdram_a_o,
  output logic [1:0]          sdram_dqm_o,
  output logic [15:0]         sdram_dq_o,
  output logic                sdram_dq_en_o,
  input  logic [15:0]         sdram_dq_i
);

  function automatic int unsigned cycles(int unsigned ns);
    return int'((64'(ns) * 64'(ClockHz) + 64'd999_999_999) / 64'd1_000_000_000);
  endfunction

  // Cycles from a command to the next one that it holds back.
  localparam int unsigned Trcd = cycles(20);   // activate to read, write
  localparam int unsigned Trp = cycles(20);    // precharge to activate
  localparam int unsigned Tras = cycles(45);   // activate to precharge
  localparam int unsigned Trfc = cycles(70);   // refresh to any
  localparam int unsigned Twr = cycles(15);    // last datum written to precharge
  localparam int unsigned Tmrd = 2;            // mode register to any
  localparam int unsigned PowerUp = cycles(PowerUpNs);
  localparam int unsigned RefreshEvery = 7_800 / (1_000_000_000 / ClockHz) - 64;
  localparam int unsigned ReadLatency = 2;

  localparam int unsigned WaitWidth = $clog2(PowerUp + 1);

  // Command: {ras, cas, we}, low active.
  localparam logic [2:0] CmdMode = 3'b000;
  localparam logic [2:0] CmdRefresh = 3'b001;
  localparam logic [2:0] CmdPrecharge = 3'b010;
  localparam logic [2:0] CmdActivate = 3'b011;
  localparam logic [2:0] CmdWrite = 3'b100;
  localparam logic [2:0] CmdRead = 3'b101;
  localparam logic [2:0] CmdNop = 3'b111;
  // Bursts of one word, sequential, CAS latency 2.
  localparam logic [RowBits-1:0] Mode = RowBits'('h020);
  localparam logic [RowBits-1:0] AllBanks = RowBits'('h400);

  typedef enum logic [2:0] {
    StPower, StRefreshes, StMode, StIdle, StRun, StClose, StDrain
  } state_e;

  state_e state_q, state;
  logic [WaitWidth-1:0] wait_q, wait_n;
  logic [3:0] refreshes_q, refreshes;
  logic [15:0] refresh_q;
  logic refresh_due, refresh_done;
  logic write_q;
  logic [BankBits-1:0] bank_q;
  logic [ColBits-1:0] col_q;
  logic [5:0] left_q;
  logic [3:0] age_q;  // cycles since activation, no further than Tras
  logic [ReadLatency:0] reading_q;  // reads by their age in cycles

  logic [2:0] cmd;
  logic [BankBits-1:0] cmd_ba;
  logic [RowBits-1:0] cmd_a;
  logic step;

  assign refresh_due = refresh_q == '0;

  always_comb begin
    state = state_q;
    wait_n = (wait_q == '0) ? '0 : wait_q - 1'b1;
    refreshes = refreshes_q;
    refresh_done = 1'b0;
    cmd = CmdNop;
    cmd_ba = '0;
    cmd_a = '0;
    step = 1'b0;
    req_ready_o = 1'b0;
    done_o = 1'b0;
    if (wait_q == '0) begin
      unique case (state_q)
        StPower: begin
          cmd = CmdPrecharge;
          cmd_a = AllBanks;
          wait_n = WaitWidth'(Trp - 1);
          state = StRefreshes;
          refreshes = 4'd8;
        end
        StRefreshes: begin
          cmd = CmdRefresh;
          wait_n = WaitWidth'(Trfc - 1);
          refreshes = refreshes_q - 1'b1;
          if (refreshes_q == 4'd1) state = StMode;
        end
        StMode: begin
          cmd = CmdMode;
          cmd_a = Mode;
          wait_n = WaitWidth'(Tmrd - 1);
          state = StIdle;
        end
        StIdle: begin
          if (refresh_due) begin
            cmd = CmdRefresh;
            refresh_done = 1'b1;
            wait_n = WaitWidth'(Trfc - 1);
          end else if (req_valid_i) begin
            req_ready_o = 1'b1;
            cmd = CmdActivate;
            {cmd_ba, cmd_a} = {req_addr_i[AddrBits-1-:BankBits], req_addr_i[ColBits+:RowBits]};
            wait_n = WaitWidth'(Trcd - 1);
            state = StRun;
          end
        end
        StRun: begin
          cmd = write_q ? CmdWrite : CmdRead;
          cmd_ba = bank_q;
          cmd_a = RowBits'(col_q);
          step = 1'b1;
          if (left_q == 6'd1) begin
            state = StClose;
            if (write_q) wait_n = WaitWidth'(Twr);
          end
        end
        StClose: begin
          if (age_q >= 4'(Tras)) begin
            cmd = CmdPrecharge;
            cmd_ba = bank_q;
            wait_n = WaitWidth'(Trp - 1);
            state = write_q ? StIdle : StDrain;
            done_o = write_q;
          end
        end
        StDrain: begin
          if (reading_q == '0) begin
            state = StIdle;
            done_o = 1'b1;
          end
        end
        default: state = StPower;
      endcase
    end
  end

  assign wr_take_o = step && write_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StPower;
      wait_q <= WaitWidth'(PowerUp);
      refreshes_q <= '0;
      refresh_q <= 16'(RefreshEvery);
      reading_q <= '0;
      age_q <= '0;
      sdram_cs_no <= 1'b1;
      {sdram_ras_no, sdram_cas_no, sdram_we_no} <= CmdNop;
      sdram_dqm_o <= '1;
      sdram_dq_en_o <= 1'b0;
      rd_valid_o <= 1'b0;
    end else begin
      state_q <= state;
      wait_q <= wait_n;
      refreshes_q <= refreshes;
      refresh_q <= refresh_done ? 16'(RefreshEvery) : refresh_due ? '0 : refresh_q - 1'b1;
      reading_q <= {reading_q[ReadLatency-1:0], step && !write_q};
      age_q <= (req_valid_i && req_ready_o) ? '0 : (age_q == '1) ? age_q : age_q + 1'b1;
      sdram_cs_no <= 1'b0;
      {sdram_ras_no, sdram_cas_no, sdram_we_no} <= cmd;
      sdram_dqm_o <= (step && write_q) ? ~wr_strb_i : '0;
      sdram_dq_en_o <= step && write_q;
      rd_valid_o <= reading_q[ReadLatency-1];
    end
  end

  always_ff @(posedge clk_i) begin
    if (req_valid_i && req_ready_o) begin
      write_q <= req_write_i;
      bank_q <= req_addr_i[AddrBits-1-:BankBits];
      col_q <= req_addr_i[ColBits-1:0];
      left_q <= req_words_i;
    end else if (step) begin
      col_q <= col_q + 1'b1;
      left_q <= left_q - 1'b1;
    end
    sdram_ba_o <= cmd_ba;
    sdram_a_o <= cmd_a;
    sdram_dq_o <= wr_data_i;
    rd_data_o <= sdram_dq_i;
  end

  assign sdram_cke_o = 1'b1;
  assign up_o = state_q >= StIdle;

endmodule
