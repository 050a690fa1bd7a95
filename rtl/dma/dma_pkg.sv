// What the parts of the DMA hand to each other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
package dma_pkg;

  // One transfer as it was enqueued: `rows` rows of `bytes` bytes.
  typedef struct packed {
    logic        skip;   // nothing to move: no bytes, no rows, or an address that no bus has
    logic        wrong;  // ... the latter
    logic [31:0] src;
    logic [31:0] dst;
    logic [31:0] bytes;
    logic [31:0] src_stride;
    logic [31:0] dst_stride;
    logic [31:0] rows;
  } transfer_t;

  // Transfers under way are told apart by the low bits of their number; more
  // than the queue can hold, so that no two under way share a tag.
  localparam int unsigned TagWidth = 6;

  // What a line that is being read means: its bytes `lo` to `hi` go `shift`
  // byte lanes up (modulo the line), `last` ends the transfer.
  typedef struct packed {
    logic [TagWidth-1:0] tag;
    logic                last;
    logic [5:0]          shift;
    logic [5:0]          lo;
    logic [5:0]          hi;
  } piece_t;

  // Byte lanes lo to hi of a line.
  function automatic logic [63:0] lanes(logic [5:0] lo, logic [5:0] hi);
    return (~64'd0 << lo) & (~64'd0 >> (6'd63 - hi));
  endfunction

endpackage
