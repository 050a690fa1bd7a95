// The wire protocol's twin in hardware: constants, header, CRC-32C.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// host/include/seeker/wire/protocol.hpp is the text; tests/rtl/bridge compares
// the two, number by number.
package wire_pkg;

  localparam logic [31:0] Magic = 32'h31524B53;
  localparam int unsigned ProtocolVersion = 1;
  localparam int unsigned HeaderBytes = 32;
  localparam int unsigned HeaderBits = 8 * HeaderBytes;
  localparam int unsigned CoveredBytes = HeaderBytes - 4;  // by the header's CRC
  localparam int unsigned IdentityBytes = 64;
  localparam int unsigned StatusHeadBytes = 48;
  localparam int unsigned StatusHartBytes = 8;

  localparam int unsigned LineBytes = 64;
  localparam int unsigned LineBits = 8 * LineBytes;

  localparam logic [7:0] ResponseBit = 8'h80;
  localparam logic [7:0] PayloadBit = 8'h40;

  localparam logic [7:0] OpNoise = 8'h00;
  localparam logic [7:0] OpIdentify = 8'h01;
  localparam logic [7:0] OpWrite = 8'h42;
  localparam logic [7:0] OpRead = 8'h03;
  localparam logic [7:0] OpFill = 8'h04;
  localparam logic [7:0] OpCrc = 8'h05;
  localparam logic [7:0] OpStart = 8'h06;
  localparam logic [7:0] OpStatus = 8'h07;
  localparam logic [7:0] OpReset = 8'h08;

  typedef enum logic [7:0] {
    StOk         = 8'd0,
    StNoise      = 8'd1,
    StOpcode     = 8'd2,
    StPayloadCrc = 8'd3,
    StLength     = 8'd4,
    StAddress    = 8'd5,
    StEpoch      = 8'd6,
    StBus        = 8'd7,
    StBusy       = 8'd8,
    StStale      = 8'd9
  } status_e;

  // Byte 0 of the link is the least significant one.
  typedef struct packed {
    logic [31:0] header_crc;
    logic [31:0] payload_crc;
    logic [31:0] argument;
    logic [31:0] count;
    logic [15:0] epoch;
    logic [47:0] address;
    logic [15:0] sequence_id;
    logic [7:0]  status;       // in a request its reach
    logic [7:0]  opcode;
    logic [31:0] magic;
  } header_t;

  // What the receiver makes of the link: a frame, or a run of noise.
  typedef struct packed {
    logic    noise;
    logic    oversize;    // payload above the limit, not received
    logic    payload_ok;  // CRC right, or no payload
    logic    slot;        // half of the payload buffer
    header_t head;
  } request_t;

  // Where the bridge's data go to or come from.
  typedef enum logic [2:0] {
    RouteNone,
    RouteWide,      // L3, a line a beat
    RouteNarrow,    // the cluster and CLINT, a word a beat
    RouteZero,      // reads 0, ignores writes
    RouteIdentity,  // the answer to identify
    RouteStatus     // the answer to status
  } route_e;

  typedef enum logic [1:0] {
    MoveWrite,
    MoveFill,
    MoveRead,
    MoveCrc
  } move_e;

  // CRC-32C, reflected: bit 0 of byte 0 comes first.
  localparam logic [31:0] CrcPolynomial = 32'h82F63B78;
  localparam logic [31:0] CrcInit = 32'hFFFFFFFF;

endpackage
