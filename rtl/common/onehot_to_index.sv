// Index of the set bit of a one-hot vector; 0 when none is set.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module onehot_to_index #(
  parameter int unsigned Width = 2,
  parameter int unsigned IndexWidth = (Width > 1) ? $clog2(Width) : 1
) (
  input  logic [Width-1:0]      onehot_i,
  output logic [IndexWidth-1:0] index_o
);

  for (genvar k = 0; k < IndexWidth; k++) begin : gen_bit
    logic [Width-1:0] members;
    for (genvar i = 0; i < Width; i++) begin : gen_member
      assign members[i] = 1'((i >> k) & 1);
    end
    assign index_o[k] = |(onehot_i & members);
  end

endmodule
