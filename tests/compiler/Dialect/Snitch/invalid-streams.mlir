// What the verifiers of streams and hardware loops refuse, and in which words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -verify-diagnostics

func.func @f(%m: memref<4xf64>, %n: index) {
  // expected-error@+1 {{'snitch.address' op is of 'memref<4xf64>', which does not lie in #snitch.l1}}
  %p = snitch.address %m[%n] : memref<4xf64>
  return
}

// -----

func.func @f(%m: memref<4x4xf64, #snitch.l1>, %n: index) {
  // expected-error@+1 {{'snitch.address' op has 1 indices for 2 dimensions}}
  %p = snitch.address %m[%n] : memref<4x4xf64, #snitch.l1>
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op names data mover 3, there are 0 to 2}}
  snitch.stream_shape 3 bounds [4] strides [8] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op has 5 loops, a data mover has 1 to 4}}
  snitch.stream_shape 0 bounds [1, 2, 3, 4, 5] strides [8, 8, 8, 8, 8] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op has 2 bounds, but 1 strides}}
  snitch.stream_shape 0 bounds [1, 2] strides [8] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op bound 0 is not in 1 to 131072}}
  snitch.stream_shape 0 bounds [0] strides [8] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op bound 131073 is not in 1 to 131072}}
  snitch.stream_shape 0 bounds [131073] strides [8] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op stride 12 is not a multiple of 8}}
  snitch.stream_shape 0 bounds [4] strides [12] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op stride -131072 is not below 131072}}
  snitch.stream_shape 0 bounds [4] strides [-131072] repeat 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_shape' op repeats 17 times, supported is 1 to 16}}
  snitch.stream_shape 0 bounds [4] strides [8] repeat 17
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_start' op names data mover -1, there are 0 to 2}}
  snitch.stream_start -1 reads %n loops 1
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.stream_start' op has 5 loops, a data mover has 1 to 4}}
  snitch.stream_start 0 writes %n loops 5
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.fence' op names data mover 7, there are 0 to 2}}
  snitch.fence [2, 7]
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.pop' op is outside of a streaming region}}
  %a = snitch.pop 0 : f64
  return
}

// -----

func.func @f(%n: index) {
  // expected-error@+1 {{'snitch.streaming' op has operands of types ('index'), but its body takes ('f64')}}
  snitch.streaming(%n) : index {
  ^bb0(%z: f64):
  }
  return
}

// -----

func.func @f(%n: i32) {
  // expected-error@+1 {{'snitch.streaming' op operand of type 'i32' is neither index nor f64}}
  snitch.streaming(%n) : i32 {
  ^bb0(%z: i32):
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  // expected-note@+1 {{this region}}
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'math.exp' op is inside a streaming region, which holds f64 instructions only}}
    %e = math.exp %s : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.pop' op names data mover 3, there are 0 to 2}}
    %a = snitch.pop 3 : f64
    %b = arith.negf %a : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.pop' op is followed by another pop of data mover 1 for the same instruction}}
    %a = snitch.pop 1 : f64
    %b = snitch.pop 1 : f64
    %c = arith.addf %a, %b : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.pop' op is not an operand of the next instruction alone}}
    %a = snitch.pop 1 : f64
    %b = arith.negf %s : f64
    %c = arith.addf %a, %b : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.pop' op is not an operand of the next instruction alone}}
    %a = snitch.pop 1 : f64
    %b = arith.negf %a : f64
    %c = arith.addf %a, %b : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    %a = arith.negf %s : f64
    %b = arith.negf %s : f64
    // expected-error@+1 {{'snitch.push' op takes a value that is not the last instruction's, or has other uses}}
    snitch.push %a into 2 : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.fp_load' op offset 2048 is not in -2047 to 2047}}
    %a = snitch.fp_load %k, 2048 : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.fp_store' op offset -2048 is not in -2047 to 2047}}
    snitch.fp_store %s, %k, -2048 : f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.frep' op staggers 9 values, supported is 1 to 8}}
    snitch.frep %k stagger 9 {
      %a = arith.negf %s : f64
      snitch.yield
    }
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.frep' op carries 2 values, but has 1 results}}
    %r = "snitch.frep"(%k, %s, %s) ({
    ^bb0(%x: f64, %y: f64):
      %a = arith.negf %s : f64
      snitch.yield %a, %y : f64, f64
    }) : (index, f64, f64) -> f64
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.frep' op carries 2 values, but its body takes 1 times 1}}
    %r:2 = snitch.frep %k iter(%s, %s) : f64, f64 {
    ^bb0(%x: f64):
      %a = arith.negf %x : f64
      snitch.yield %a : f64
    }
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.frep' op must yield a value for each of the body's 1 arguments}}
    %r = snitch.frep %k iter(%s) : f64 {
    ^bb0(%x: f64):
      %a = arith.negf %x : f64
      snitch.yield
    }
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-note@+1 {{this loop}}
    snitch.frep %k {
      // expected-error@+1 {{'snitch.fp_store' op is inside a hardware loop, which holds FP arithmetic only}}
      snitch.fp_store %s, %k, 0 : f64
      snitch.yield
    }
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.frep' op has 0 instructions, supported is 1 to 32}}
    snitch.frep %k {
      snitch.yield
    }
  }
  return
}

// -----

func.func @f(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %s: f64):
    // expected-error@+1 {{'snitch.frep' op has 33 instructions, supported is 1 to 32}}
    snitch.frep %k {
      %a0 = arith.negf %s : f64
      %a1 = arith.negf %s : f64
      %a2 = arith.negf %s : f64
      %a3 = arith.negf %s : f64
      %a4 = arith.negf %s : f64
      %a5 = arith.negf %s : f64
      %a6 = arith.negf %s : f64
      %a7 = arith.negf %s : f64
      %a8 = arith.negf %s : f64
      %a9 = arith.negf %s : f64
      %a10 = arith.negf %s : f64
      %a11 = arith.negf %s : f64
      %a12 = arith.negf %s : f64
      %a13 = arith.negf %s : f64
      %a14 = arith.negf %s : f64
      %a15 = arith.negf %s : f64
      %a16 = arith.negf %s : f64
      %a17 = arith.negf %s : f64
      %a18 = arith.negf %s : f64
      %a19 = arith.negf %s : f64
      %a20 = arith.negf %s : f64
      %a21 = arith.negf %s : f64
      %a22 = arith.negf %s : f64
      %a23 = arith.negf %s : f64
      %a24 = arith.negf %s : f64
      %a25 = arith.negf %s : f64
      %a26 = arith.negf %s : f64
      %a27 = arith.negf %s : f64
      %a28 = arith.negf %s : f64
      %a29 = arith.negf %s : f64
      %a30 = arith.negf %s : f64
      %a31 = arith.negf %s : f64
      %a32 = arith.negf %s : f64
      snitch.yield
    }
  }
  return
}
