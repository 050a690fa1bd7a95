// The debug module's registers and what the parts of it share.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names and numbers are those of RISC-V External Debug Support 0.13.2, chapter 3;
// README.md says what is claimed.
//
// DMI in the debug module's clock domain: one request a cycle at most, answered in
// that cycle. Nothing fails; a register that does not exist reads 0.
/* verilator lint_off UNUSEDPARAM */  // no one module needs every number
package debug_pkg;

  localparam int unsigned DmiAddrWidth = 7;

  typedef enum logic [DmiAddrWidth-1:0] {
    RegData0        = 7'h04,
    RegData1        = 7'h05,
    RegDmcontrol    = 7'h10,
    RegDmstatus     = 7'h11,
    RegHartinfo     = 7'h12,
    RegHawindowsel  = 7'h14,
    RegHawindow     = 7'h15,
    RegAbstractcs   = 7'h16,
    RegCommand      = 7'h17,
    RegAbstractauto = 7'h18,
    RegProgbuf0     = 7'h20,  // to 27
    RegSbcs         = 7'h38,
    RegSbaddress0   = 7'h39,
    RegSbdata0      = 7'h3c,
    RegHaltsum0     = 7'h40
  } dm_register_e;

  localparam int unsigned ProgbufWords = 8;

  // abstractcs.cmderr
  typedef enum logic [2:0] {
    CmdOk           = 3'd0,
    CmdBusy         = 3'd1,
    CmdNotSupported = 3'd2,
    CmdException    = 3'd3,
    CmdHaltResume   = 3'd4
  } cmderr_e;

  // sbcs.sberror
  typedef enum logic [2:0] {
    BusOk        = 3'd0,
    BusAddress   = 3'd2,
    BusAlignment = 3'd3,
    BusSize      = 3'd4,
    BusOther     = 3'd7
  } sberror_e;

  // An access register command, as it is written to `command`.
  typedef struct packed {
    logic [7:0]  cmdtype;
    logic        zero;
    logic [2:0]  aarsize;
    logic        postincrement;
    logic        postexec;
    logic        transfer;
    logic        write;
    logic [15:0] regno;
  } command_t;

  // JTAG. The part's number is Seeker's own; the manufacturer is none (JEP106's
  // bank 0 without a number: 0x000 is reserved for none).
  localparam logic [31:0] Idcode = 32'h1_5eec_001;

  localparam int unsigned IrWidth = 5;
  localparam logic [IrWidth-1:0] IrIdcode = 5'h01;
  localparam logic [IrWidth-1:0] IrDtmcs  = 5'h10;
  localparam logic [IrWidth-1:0] IrDmi    = 5'h11;

  // Cycles in Run-Test/Idle that an access through the DMI takes at most when TCK
  // is not faster than the clock.
  localparam logic [2:0] DtmIdle = 3'd7;

endpackage
/* verilator lint_on UNUSEDPARAM */
