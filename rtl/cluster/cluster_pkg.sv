// What the cluster's crossbars carry.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
package cluster_pkg;

  import seeker_pkg::*;

  // Read from an address that leads nowhere, with error = 1.
  localparam logic [63:0] ErrorData = 64'hdead_beef_dead_beef;

  typedef struct packed {
    logic [31:0] addr;
    logic        write;
    amo_e        amo;
    logic [7:0]  strb;
    logic [63:0] wdata;
  } narrow_request_t;

  typedef struct packed {
    logic        error;
    logic [63:0] rdata;
  } narrow_answer_t;

endpackage
