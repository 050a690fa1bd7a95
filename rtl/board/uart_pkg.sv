// The bit clock of both ends of a serial line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
package uart_pkg;

  // Phase a cycle, of which 2^16 is a bit; rounded to nearest.
  function automatic logic [16:0] phase_step(int unsigned clock_hz, int unsigned baud);
    return 17'((64'(baud) * 64'd65536 + 64'(clock_hz) / 2) / 64'(clock_hz));
  endfunction

endpackage
