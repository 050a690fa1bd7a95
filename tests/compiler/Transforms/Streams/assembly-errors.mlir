// A streaming region whose values do not fit into the registers is refused.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --seeker-to-llvm --verify-diagnostics

func.func @too_many(%p: index, %z: f64) {
  // expected-error@+2 {{'snitch.streaming' op needs 29 FP registers at once, has 28}}
  // expected-error@+1 {{failed to legalize operation 'snitch.streaming'}}
  snitch.streaming(%p, %z) : index, f64 {
  ^bb0(%to: index, %zero: f64):
    %a0 = snitch.fp_load %to, 0 : f64
    %a1 = snitch.fp_load %to, 8 : f64
    %a2 = snitch.fp_load %to, 16 : f64
    %a3 = snitch.fp_load %to, 24 : f64
    %a4 = snitch.fp_load %to, 32 : f64
    %a5 = snitch.fp_load %to, 40 : f64
    %a6 = snitch.fp_load %to, 48 : f64
    %a7 = snitch.fp_load %to, 56 : f64
    %a8 = snitch.fp_load %to, 64 : f64
    %a9 = snitch.fp_load %to, 72 : f64
    %a10 = snitch.fp_load %to, 80 : f64
    %a11 = snitch.fp_load %to, 88 : f64
    %a12 = snitch.fp_load %to, 96 : f64
    %a13 = snitch.fp_load %to, 104 : f64
    %a14 = snitch.fp_load %to, 112 : f64
    %a15 = snitch.fp_load %to, 120 : f64
    %a16 = snitch.fp_load %to, 128 : f64
    %a17 = snitch.fp_load %to, 136 : f64
    %a18 = snitch.fp_load %to, 144 : f64
    %a19 = snitch.fp_load %to, 152 : f64
    %a20 = snitch.fp_load %to, 160 : f64
    %a21 = snitch.fp_load %to, 168 : f64
    %a22 = snitch.fp_load %to, 176 : f64
    %a23 = snitch.fp_load %to, 184 : f64
    %a24 = snitch.fp_load %to, 192 : f64
    %a25 = snitch.fp_load %to, 200 : f64
    %a26 = snitch.fp_load %to, 208 : f64
    %a27 = snitch.fp_load %to, 216 : f64
    %a28 = snitch.fp_load %to, 224 : f64
    snitch.fp_store %a0, %to, 0 : f64
    snitch.fp_store %a1, %to, 8 : f64
    snitch.fp_store %a2, %to, 16 : f64
    snitch.fp_store %a3, %to, 24 : f64
    snitch.fp_store %a4, %to, 32 : f64
    snitch.fp_store %a5, %to, 40 : f64
    snitch.fp_store %a6, %to, 48 : f64
    snitch.fp_store %a7, %to, 56 : f64
    snitch.fp_store %a8, %to, 64 : f64
    snitch.fp_store %a9, %to, 72 : f64
    snitch.fp_store %a10, %to, 80 : f64
    snitch.fp_store %a11, %to, 88 : f64
    snitch.fp_store %a12, %to, 96 : f64
    snitch.fp_store %a13, %to, 104 : f64
    snitch.fp_store %a14, %to, 112 : f64
    snitch.fp_store %a15, %to, 120 : f64
    snitch.fp_store %a16, %to, 128 : f64
    snitch.fp_store %a17, %to, 136 : f64
    snitch.fp_store %a18, %to, 144 : f64
    snitch.fp_store %a19, %to, 152 : f64
    snitch.fp_store %a20, %to, 160 : f64
    snitch.fp_store %a21, %to, 168 : f64
    snitch.fp_store %a22, %to, 176 : f64
    snitch.fp_store %a23, %to, 184 : f64
    snitch.fp_store %a24, %to, 192 : f64
    snitch.fp_store %a25, %to, 200 : f64
    snitch.fp_store %a26, %to, 208 : f64
    snitch.fp_store %a27, %to, 216 : f64
    snitch.fp_store %a28, %to, 224 : f64
  }
  return
}

// -----

// The sum so far is read again after the next one has been computed.
func.func @not_in_place(%n: index, %z: f64) {
  // expected-error@+1 {{failed to legalize operation 'snitch.streaming'}}
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %zero: f64):
    // expected-error@+1 {{'snitch.frep' op carried value 0 is still needed where the next one is computed, or not computed by an instruction of the loop}}
    %r = snitch.frep %k iter(%zero) : f64 {
    ^bb0(%s: f64):
      %a = snitch.pop 0 : f64
      %b = arith.addf %s, %a : f64
      %c = arith.mulf %s, %b : f64
      snitch.push %c into 2 : f64
      snitch.yield %b : f64
    }
  }
  return
}

// -----

func.func @order(%n: index, %z: f64) {
  // expected-error@+2 {{'snitch.streaming' op has staggered loops that carry the same values in different order}}
  // expected-error@+1 {{failed to legalize operation 'snitch.streaming'}}
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %zero: f64):
    %r:2 = snitch.frep %k stagger 2 iter(%zero, %zero) : f64, f64 {
    ^bb0(%s: f64):
      %a = snitch.pop 0 : f64
      %b = arith.addf %s, %a : f64
      snitch.yield %b : f64
    }
    %t:2 = snitch.frep %k stagger 2 iter(%r#1, %r#0) : f64, f64 {
    ^bb0(%s: f64):
      %a = snitch.pop 0 : f64
      %b = arith.addf %s, %a : f64
      snitch.yield %b : f64
    }
  }
  return
}
