// The numbers of wire_pkg, one an index, to be compared with protocol.hpp.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module wire_constants
  import wire_pkg::*;
(
  input  logic [5:0]   index_i,
  output logic [31:0]  value_o,
  input  logic [255:0] header_i,
  output logic [63:0]  field_o,
  output logic [31:0]  crc_o
);

  header_t head;
  assign head = header_i;

  logic [31:0] crc;
  assign crc_o = ~crc;

  crc32c_bytes #(
    .Bytes(CoveredBytes)
  ) i_crc (
    .enable_i(1'b1),
    .crc_i   (CrcInit),
    .data_i  (header_i[8*CoveredBytes-1:0]),
    .count_i ($clog2(CoveredBytes + 1)'(CoveredBytes)),
    .crc_o   (crc)
  );

  always_comb begin
    unique case (index_i)
      6'd0: value_o = Magic;
      6'd1: value_o = ProtocolVersion;
      6'd2: value_o = HeaderBytes;
      6'd3: value_o = IdentityBytes;
      6'd4: value_o = StatusHeadBytes;
      6'd5: value_o = StatusHartBytes;
      6'd6: value_o = 32'(ResponseBit);
      6'd7: value_o = 32'(PayloadBit);
      6'd8: value_o = 32'(OpNoise);
      6'd9: value_o = 32'(OpIdentify);
      6'd10: value_o = 32'(OpWrite);
      6'd11: value_o = 32'(OpRead);
      6'd12: value_o = 32'(OpFill);
      6'd13: value_o = 32'(OpCrc);
      6'd14: value_o = 32'(OpStart);
      6'd15: value_o = 32'(OpStatus);
      6'd16: value_o = 32'(OpReset);
      6'd17: value_o = 32'(StOk);
      6'd18: value_o = 32'(StNoise);
      6'd19: value_o = 32'(StOpcode);
      6'd20: value_o = 32'(StPayloadCrc);
      6'd21: value_o = 32'(StLength);
      6'd22: value_o = 32'(StAddress);
      6'd23: value_o = 32'(StEpoch);
      6'd24: value_o = 32'(StBus);
      6'd25: value_o = 32'(StBusy);
      6'd26: value_o = 32'(seeker_pkg::HartRunning);
      6'd27: value_o = 32'(seeker_pkg::HartSleeping);
      6'd28: value_o = 32'(seeker_pkg::HartTrapped);
      6'd29: value_o = 32'(seeker_pkg::HartReset);
      6'd30: value_o = 32'(seeker_pkg::WaitNone);
      6'd31: value_o = 32'(seeker_pkg::WaitFetch);
      6'd32: value_o = 32'(seeker_pkg::WaitLoad);
      6'd33: value_o = 32'(seeker_pkg::WaitStore);
      6'd34: value_o = 32'(seeker_pkg::WaitMulDiv);
      6'd35: value_o = 32'(seeker_pkg::WaitDma);
      6'd36: value_o = 32'(seeker_pkg::WaitFpQueue);
      6'd37: value_o = 32'(seeker_pkg::WaitFpResult);
      6'd38: value_o = 32'(seeker_pkg::WaitBarrier);
      6'd39: value_o = 32'(seeker_pkg::WaitFence);
      6'd40: value_o = 32'(seeker_pkg::WaitSleep);
      6'd41: value_o = 32'(seeker_pkg::WaitDmaPoll);
      6'd42: value_o = 32'(seeker_pkg::WaitStreamData0);
      6'd43: value_o = 32'(seeker_pkg::WaitStreamRoom0);
      6'd44: value_o = 32'(seeker_pkg::WaitStreamConfig0);
      6'd45: value_o = 32'(seeker_pkg::WaitFrepBody);
      6'd46: value_o = 32'(seeker_pkg::WaitDebug);
      6'd47: value_o = 32'(StStale);
      default: value_o = '0;
    endcase
    unique case (index_i[3:0])
      4'd0: field_o = 64'(head.magic);
      4'd1: field_o = 64'(head.opcode);
      4'd2: field_o = 64'(head.status);
      4'd3: field_o = 64'(head.sequence_id);
      4'd4: field_o = 64'(head.address);
      4'd5: field_o = 64'(head.epoch);
      4'd6: field_o = 64'(head.count);
      4'd7: field_o = 64'(head.argument);
      4'd8: field_o = 64'(head.payload_crc);
      4'd9: field_o = 64'(head.header_crc);
      default: field_o = '0;
    endcase
  end

endmodule
