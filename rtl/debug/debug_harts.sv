// What the debug module asks of each hart, and what dmstatus says of the selected ones.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `selected_i` holds with `write_i`, for the new value of dmcontrol. A hart that is
// asked to resume is asked until it has left debug mode, a hart that is asked to
// halt until the debugger takes that back.
module debug_harts
  import seeker_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                active_i,

  input  logic                write_i,        // of dmcontrol
  input  logic [NumHarts-1:0] selected_i,
  input  logic                haltreq_i,
  input  logic                resumereq_i,
  input  logic                ackhavereset_i,
  input  logic                setresethaltreq_i,
  input  logic                clrresethaltreq_i,

  input  logic                in_reset_i,
  input  logic [NumHarts-1:0] halted_i,
  output logic [NumHarts-1:0] halt_o,
  output logic [NumHarts-1:0] halt_reset_o,
  output logic [NumHarts-1:0] resume_o,
  output logic [NumHarts-1:0] resumeack_o,
  output logic [NumHarts-1:0] havereset_o
);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      halt_o       <= '0;
      halt_reset_o <= '0;
      resume_o     <= '0;
      resumeack_o  <= '0;
      havereset_o  <= '0;
    end else begin
      if (in_reset_i) havereset_o <= '1;
      else if (write_i && ackhavereset_i) havereset_o <= havereset_o & ~selected_i;
      if (!active_i) begin
        halt_o       <= '0;
        halt_reset_o <= '0;
        resume_o     <= '0;
        resumeack_o  <= '0;
      end else begin
        if (resume_o != '0) begin
          resume_o    <= resume_o & halted_i;
          resumeack_o <= resumeack_o | (resume_o & ~halted_i);
        end
        if (write_i) begin
          halt_o <= haltreq_i ? halt_o | selected_i : halt_o & ~selected_i;
          if (setresethaltreq_i) halt_reset_o <= halt_reset_o | selected_i;
          else if (clrresethaltreq_i) halt_reset_o <= halt_reset_o & ~selected_i;
          if (resumereq_i && !haltreq_i) begin
            resume_o    <= resume_o | (selected_i & halted_i);
            resumeack_o <= resumeack_o & ~(selected_i & halted_i);
          end
        end
      end
    end
  end

endmodule
