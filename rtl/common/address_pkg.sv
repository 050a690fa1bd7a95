// The memory map as functions: what an address leads to.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The cluster's own range spans TCDM to external slave. The alias is the same
// range at another base; it always means the executing cluster.
/* verilator lint_off UNUSEDPARAM */  // no module needs every base
package address_pkg;

  import seeker_cfg_pkg::*;

  localparam logic [31:0] ClusterBase = TcdmBase[31:0];
  localparam logic [31:0] ClusterSpan =
      ExternalSlaveBase[31:0] + 32'(ExternalSlaveBytes) - ClusterBase;
  localparam logic [31:0] AliasBase = ClusterAliasBase[31:0];

  typedef enum logic [2:0] {
    TargetTcdm,
    TargetPeripheral,
    TargetBootRom,
    TargetZeroMemory,
    TargetL3,
    TargetClint,
    TargetNone
  } target_e;

  function automatic logic inside_range(logic [31:0] addr, logic [31:0] base, logic [31:0] bytes);
    return addr - base < bytes;
  endfunction

  function automatic logic [31:0] resolve_alias(logic [31:0] addr);
    return inside_range(addr, AliasBase, ClusterSpan) ? addr - AliasBase + ClusterBase : addr;
  endfunction

  // Of an address with the alias resolved. Nothing is attached as external slave.
  function automatic target_e target_of(logic [31:0] addr);
    if (inside_range(addr, TcdmBase[31:0], TcdmBytes)) return TargetTcdm;
    if (inside_range(addr, BootRomBase[31:0], BootRomBytes)) return TargetBootRom;
    if (inside_range(addr, PeripheralBase[31:0], PeripheralBytes)) return TargetPeripheral;
    if (inside_range(addr, ZeroMemoryBase[31:0], ZeroMemoryBytes)) return TargetZeroMemory;
    if (inside_range(addr, L3Base[31:0], L3Bytes)) return TargetL3;
    if (inside_range(addr, ClintBase[31:0], ClintBytes)) return TargetClint;
    return TargetNone;
  endfunction

endpackage
/* verilator lint_on UNUSEDPARAM */
