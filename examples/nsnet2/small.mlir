// NsNet2 with layers of 13, 16 and 24: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @nsnet2(
    %x: tensor<1x13xf64> {snitch.name = "x"},
    %h1: tensor<1x16xf64> {snitch.name = "h1", snitch.state},
    %h2: tensor<1x16xf64> {snitch.name = "h2", snitch.state},
    %fc1_w: tensor<16x13xf64> {snitch.name = "fc1_w", snitch.weight},
    %fc1_b: tensor<1x16xf64> {snitch.name = "fc1_b", snitch.weight},
    %gru1_w_ih: tensor<48x16xf64> {snitch.name = "gru1_w_ih", snitch.weight},
    %gru1_w_hh: tensor<48x16xf64> {snitch.name = "gru1_w_hh", snitch.weight},
    %gru1_b_ih: tensor<1x48xf64> {snitch.name = "gru1_b_ih", snitch.weight},
    %gru1_b_hh: tensor<1x48xf64> {snitch.name = "gru1_b_hh", snitch.weight},
    %gru2_w_ih: tensor<48x16xf64> {snitch.name = "gru2_w_ih", snitch.weight},
    %gru2_w_hh: tensor<48x16xf64> {snitch.name = "gru2_w_hh", snitch.weight},
    %gru2_b_ih: tensor<1x48xf64> {snitch.name = "gru2_b_ih", snitch.weight},
    %gru2_b_hh: tensor<1x48xf64> {snitch.name = "gru2_b_hh", snitch.weight},
    %fc2_w: tensor<24x16xf64> {snitch.name = "fc2_w", snitch.weight},
    %fc2_b: tensor<1x24xf64> {snitch.name = "fc2_b", snitch.weight},
    %fc3_w: tensor<24x24xf64> {snitch.name = "fc3_w", snitch.weight},
    %fc3_b: tensor<1x24xf64> {snitch.name = "fc3_b", snitch.weight},
    %fc4_w: tensor<13x24xf64> {snitch.name = "fc4_w", snitch.weight},
    %fc4_b: tensor<1x13xf64> {snitch.name = "fc4_b", snitch.weight})
    -> (tensor<1x13xf64> {snitch.name = "gains"},
        tensor<1x16xf64> {snitch.state}, tensor<1x16xf64> {snitch.state}) {
  %zero = arith.constant 0.0 : f64
  %zeros_24 = arith.constant dense<0.0> : tensor<1x24xf64>
  %ones_16 = arith.constant dense<1.0> : tensor<1x16xf64>
  %ones_13 = arith.constant dense<1.0> : tensor<1x13xf64>
  %empty_16 = tensor.empty() : tensor<1x16xf64>
  %start_16 = linalg.fill ins(%zero : f64) outs(%empty_16 : tensor<1x16xf64>) -> tensor<1x16xf64>
  %fc1_product = linalg.matmul_transpose_b
      ins(%x, %fc1_w : tensor<1x13xf64>, tensor<16x13xf64>)
      outs(%start_16 : tensor<1x16xf64>) -> tensor<1x16xf64>
  %fc1 = arith.addf %fc1_product, %fc1_b {snitch.name = "fc1"} : tensor<1x16xf64>

  // gru1: r = s(i_r + h_r), z = s(i_z + h_z), n = tanh(i_n + r h_n),
  // h' = (h - n) z + n
  %empty_48 = tensor.empty() : tensor<1x48xf64>
  %start_48 = linalg.fill ins(%zero : f64) outs(%empty_48 : tensor<1x48xf64>) -> tensor<1x48xf64>
  %gru1_i_product = linalg.matmul_transpose_b
      ins(%fc1, %gru1_w_ih : tensor<1x16xf64>, tensor<48x16xf64>)
      outs(%start_48 : tensor<1x48xf64>) -> tensor<1x48xf64>
  %gru1_i = arith.addf %gru1_i_product, %gru1_b_ih {snitch.name = "gru1_i"} : tensor<1x48xf64>
  %gru1_h_product = linalg.matmul_transpose_b
      ins(%h1, %gru1_w_hh : tensor<1x16xf64>, tensor<48x16xf64>)
      outs(%start_48 : tensor<1x48xf64>) -> tensor<1x48xf64>
  %gru1_h = arith.addf %gru1_h_product, %gru1_b_hh {snitch.name = "gru1_h"} : tensor<1x48xf64>
  %gru1_i_r = tensor.extract_slice %gru1_i[0, 0] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru1_h_r = tensor.extract_slice %gru1_h[0, 0] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru1_i_z = tensor.extract_slice %gru1_i[0, 16] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru1_h_z = tensor.extract_slice %gru1_h[0, 16] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru1_i_n = tensor.extract_slice %gru1_i[0, 32] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru1_h_n = tensor.extract_slice %gru1_h[0, 32] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru1_r_sum = arith.addf %gru1_i_r, %gru1_h_r : tensor<1x16xf64>
  %gru1_r_neg = arith.negf %gru1_r_sum : tensor<1x16xf64>
  %gru1_r_exp = math.exp %gru1_r_neg : tensor<1x16xf64>
  %gru1_r_den = arith.addf %ones_16, %gru1_r_exp : tensor<1x16xf64>
  %gru1_r = arith.divf %ones_16, %gru1_r_den : tensor<1x16xf64>
  %gru1_z_sum = arith.addf %gru1_i_z, %gru1_h_z : tensor<1x16xf64>
  %gru1_z_neg = arith.negf %gru1_z_sum : tensor<1x16xf64>
  %gru1_z_exp = math.exp %gru1_z_neg : tensor<1x16xf64>
  %gru1_z_den = arith.addf %ones_16, %gru1_z_exp : tensor<1x16xf64>
  %gru1_z = arith.divf %ones_16, %gru1_z_den : tensor<1x16xf64>
  %gru1_reset = arith.mulf %gru1_r, %gru1_h_n : tensor<1x16xf64>
  %gru1_n_sum = arith.addf %gru1_i_n, %gru1_reset : tensor<1x16xf64>
  %gru1_n = math.tanh %gru1_n_sum : tensor<1x16xf64>
  %gru1_diff = arith.subf %h1, %gru1_n : tensor<1x16xf64>
  %gru1_keep = arith.mulf %gru1_diff, %gru1_z : tensor<1x16xf64>
  %h1_next = arith.addf %gru1_keep, %gru1_n {snitch.name = "gru1"} : tensor<1x16xf64>

  // gru2: r = s(i_r + h_r), z = s(i_z + h_z), n = tanh(i_n + r h_n),
  // h' = (h - n) z + n
  %gru2_i_product = linalg.matmul_transpose_b
      ins(%h1_next, %gru2_w_ih : tensor<1x16xf64>, tensor<48x16xf64>)
      outs(%start_48 : tensor<1x48xf64>) -> tensor<1x48xf64>
  %gru2_i = arith.addf %gru2_i_product, %gru2_b_ih {snitch.name = "gru2_i"} : tensor<1x48xf64>
  %gru2_h_product = linalg.matmul_transpose_b
      ins(%h2, %gru2_w_hh : tensor<1x16xf64>, tensor<48x16xf64>)
      outs(%start_48 : tensor<1x48xf64>) -> tensor<1x48xf64>
  %gru2_h = arith.addf %gru2_h_product, %gru2_b_hh {snitch.name = "gru2_h"} : tensor<1x48xf64>
  %gru2_i_r = tensor.extract_slice %gru2_i[0, 0] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru2_h_r = tensor.extract_slice %gru2_h[0, 0] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru2_i_z = tensor.extract_slice %gru2_i[0, 16] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru2_h_z = tensor.extract_slice %gru2_h[0, 16] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru2_i_n = tensor.extract_slice %gru2_i[0, 32] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru2_h_n = tensor.extract_slice %gru2_h[0, 32] [1, 16] [1, 1] : tensor<1x48xf64> to tensor<1x16xf64>
  %gru2_r_sum = arith.addf %gru2_i_r, %gru2_h_r : tensor<1x16xf64>
  %gru2_r_neg = arith.negf %gru2_r_sum : tensor<1x16xf64>
  %gru2_r_exp = math.exp %gru2_r_neg : tensor<1x16xf64>
  %gru2_r_den = arith.addf %ones_16, %gru2_r_exp : tensor<1x16xf64>
  %gru2_r = arith.divf %ones_16, %gru2_r_den : tensor<1x16xf64>
  %gru2_z_sum = arith.addf %gru2_i_z, %gru2_h_z : tensor<1x16xf64>
  %gru2_z_neg = arith.negf %gru2_z_sum : tensor<1x16xf64>
  %gru2_z_exp = math.exp %gru2_z_neg : tensor<1x16xf64>
  %gru2_z_den = arith.addf %ones_16, %gru2_z_exp : tensor<1x16xf64>
  %gru2_z = arith.divf %ones_16, %gru2_z_den : tensor<1x16xf64>
  %gru2_reset = arith.mulf %gru2_r, %gru2_h_n : tensor<1x16xf64>
  %gru2_n_sum = arith.addf %gru2_i_n, %gru2_reset : tensor<1x16xf64>
  %gru2_n = math.tanh %gru2_n_sum : tensor<1x16xf64>
  %gru2_diff = arith.subf %h2, %gru2_n : tensor<1x16xf64>
  %gru2_keep = arith.mulf %gru2_diff, %gru2_z : tensor<1x16xf64>
  %h2_next = arith.addf %gru2_keep, %gru2_n {snitch.name = "gru2"} : tensor<1x16xf64>

  %empty_24 = tensor.empty() : tensor<1x24xf64>
  %start_24 = linalg.fill ins(%zero : f64) outs(%empty_24 : tensor<1x24xf64>) -> tensor<1x24xf64>
  %fc2_sum_product = linalg.matmul_transpose_b
      ins(%h2_next, %fc2_w : tensor<1x16xf64>, tensor<24x16xf64>)
      outs(%start_24 : tensor<1x24xf64>) -> tensor<1x24xf64>
  %fc2_sum = arith.addf %fc2_sum_product, %fc2_b : tensor<1x24xf64>
  %fc2 = arith.maxnumf %fc2_sum, %zeros_24 {snitch.name = "fc2"} : tensor<1x24xf64>
  %fc3_sum_product = linalg.matmul_transpose_b
      ins(%fc2, %fc3_w : tensor<1x24xf64>, tensor<24x24xf64>)
      outs(%start_24 : tensor<1x24xf64>) -> tensor<1x24xf64>
  %fc3_sum = arith.addf %fc3_sum_product, %fc3_b : tensor<1x24xf64>
  %fc3 = arith.maxnumf %fc3_sum, %zeros_24 {snitch.name = "fc3"} : tensor<1x24xf64>
  %empty_13 = tensor.empty() : tensor<1x13xf64>
  %start_13 = linalg.fill ins(%zero : f64) outs(%empty_13 : tensor<1x13xf64>) -> tensor<1x13xf64>
  %fc4_product = linalg.matmul_transpose_b
      ins(%fc3, %fc4_w : tensor<1x24xf64>, tensor<13x24xf64>)
      outs(%start_13 : tensor<1x13xf64>) -> tensor<1x13xf64>
  %fc4 = arith.addf %fc4_product, %fc4_b : tensor<1x13xf64>
  %fc4_neg = arith.negf %fc4 : tensor<1x13xf64>
  %fc4_exp = math.exp %fc4_neg : tensor<1x13xf64>
  %fc4_den = arith.addf %ones_13, %fc4_exp : tensor<1x13xf64>
  %gains = arith.divf %ones_13, %fc4_den {snitch.name = "fc4"} : tensor<1x13xf64>
  return %gains, %h1_next, %h2_next : tensor<1x13xf64>, tensor<1x16xf64>, tensor<1x16xf64>
}
