// What the parts of a core share: instruction classes, offloaded FP operations, regions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* verilator lint_off UNUSEDPARAM */  // no one design needs every number
package core_pkg;

  import address_pkg::*;
  import seeker_pkg::*;

  // Which part of the core executes an instruction.
  typedef enum logic [4:0] {
    UnitIllegal,
    UnitAlu,
    UnitJal,
    UnitJalr,
    UnitBranch,
    UnitMem,      // integer loads, stores, atomics
    UnitMd,       // shared multiplier and divider
    UnitCsr,
    UnitFence,
    UnitFenceI,
    UnitEcall,
    UnitEbreak,
    UnitMret,
    UnitWfi,
    UnitFp,       // FP subsystem, its loads and stores included
    UnitSsr,      // configuration of the streams
    UnitFrep,
    UnitDma
  } unit_e;

  typedef enum logic [3:0] {
    AluAdd,
    AluSub,
    AluSll,
    AluSlt,
    AluSltu,
    AluXor,
    AluSrl,
    AluSra,
    AluOr,
    AluAnd
  } alu_op_e;

  // An offloaded FP instruction. The rounding mode is the one that holds when
  // the integer core issues it: writing frm does not wait for queued work.
  typedef struct packed {
    fp_op_e     op;
    fp_fmt_e    src_fmt;
    fp_fmt_e    dst_fmt;
    logic [2:0] rm;
    logic       is_unsigned;
    logic       packed_simd;
    logic       replicate;
    logic [4:0] rd;
    logic [4:0] rs1;
    logic [4:0] rs2;
    logic [4:0] rs3;
    logic       use_rs1;    // FP registers read
    logic       use_rs2;
    logic       use_rs3;
    logic       write_fp;   // rd is an FP register
    logic       write_int;  // rd is an integer register
    logic       load;
    logic       store;
    logic       dword;      // a load or store of 8 bytes
    logic       narrow;     // a load or store outside the TCDM
    logic       tracked;    // a load or store that fp_order knows
    logic       rs3_is_rd;  // rs3 is the register that rd names
    logic       set_ssr;    // mode of the FP side, in order: the operand is the CSR's value
    logic       set_chain;
  } fp_ctrl_t;

  // What the debug module wants of a hart. Levels, but for instructions, whose
  // handshake is `valid` and the answer's `done`.
  typedef struct packed {
    logic halt;
    logic halt_reset;  // before the first instruction after a reset
    logic resume;      // until the hart is no longer halted
    logic valid;       // an instruction for the halted hart
    logic fp_access;   // to one FP register, by its number, until `fp_done`
    logic fp_write;
  } debug_request_t;

  typedef struct packed {
    logic halted;
    logic idle;        // halted, and all instructions before have done their work
    logic done;        // takes the instruction
    logic exception;   // which fails, now or later
    logic data_write;  // a data register gets the answer's data
    logic data_index;
    logic fp_done;
  } debug_answer_t;

  // Results of one path arrive in the order of issue.
  typedef enum logic [2:0] {
    PathFma,
    PathSum,
    PathConv,
    PathNoncomp,
    PathDivSqrt,
    PathLoad
  } fp_path_e;

  function automatic fp_path_e fp_path(fp_op_e op, logic load);
    if (load) return PathLoad;
    unique case (op)
      FpFmadd, FpFmsub, FpFnmsub, FpFnmadd, FpAdd, FpSub, FpMul: return PathFma;
      FpVsum:                    return PathSum;
      FpCvtFF, FpCvtFI, FpCvtIF: return PathConv;
      FpDiv, FpSqrt:             return PathDivSqrt;
      default:                   return PathNoncomp;
    endcase
  endfunction

  // Why a hart is in debug mode, as dcsr has it.
  localparam logic [2:0] HaltEbreak  = 3'd1;
  localparam logic [2:0] HaltTrigger = 3'd2;
  localparam logic [2:0] HaltRequest = 3'd3;
  localparam logic [2:0] HaltStep    = 3'd4;
  localparam logic [2:0] HaltReset   = 3'd5;

  localparam logic [4:0] CauseMisalignedFetch = 5'd0;
  localparam logic [4:0] CauseFetchFault      = 5'd1;
  localparam logic [4:0] CauseIllegal         = 5'd2;
  localparam logic [4:0] CauseBreakpoint      = 5'd3;
  localparam logic [4:0] CauseMisalignedLoad  = 5'd4;
  localparam logic [4:0] CauseLoadFault       = 5'd5;
  localparam logic [4:0] CauseMisalignedStore = 5'd6;
  localparam logic [4:0] CauseStoreFault      = 5'd7;
  localparam logic [4:0] CauseEcallM          = 5'd11;

  // What lies at a data address, once the alias is resolved.
  typedef enum logic [1:0] {
    RegionNone,    // nothing: a precise access fault
    RegionTcdm,
    RegionMemory,  // narrow bus, L3: cannot fail
    RegionDevice   // narrow bus, may answer with an error: loads wait for it
  } region_e;

  function automatic region_e region_of(logic [31:0] addr);
    unique case (target_of(addr))
      TargetTcdm: return RegionTcdm;
      TargetL3:   return RegionMemory;
      TargetNone: return RegionNone;
      default:    return RegionDevice;
    endcase
  endfunction

endpackage
/* verilator lint_on UNUSEDPARAM */
