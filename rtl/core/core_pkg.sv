// What the parts of a core share: instruction classes, offloaded FP operations, regions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
package core_pkg;

  import address_pkg::*;
  import seeker_pkg::*;

  // Which part of the core executes an instruction.
  typedef enum logic [3:0] {
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
  } fp_ctrl_t;

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
