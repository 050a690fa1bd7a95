#!/usr/bin/env bash
# What takes longer than CI allows: large campaigns, and a line `bar: figure` for each claim.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
source "$(dirname "$0")/lib.sh"
ci/test.sh

bin=build/release/bin
share=build/release/share/seeker
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bar() { printf 'bar: %s: %s\n' "$1" "$2"; }

say "compiler and host under ASan and UBSan"
configure asan-compiler
ninja -C build/asan-compiler
ctest --preset asan-compiler -j 2

say "fuzzers of images, frames, arrays and texts: 30 minutes in all"
configure asan -DSEEKER_FUZZ_SECONDS=450
ninja -C build/asan
ctest --preset asan -R '^host.fuzz' -V >"$scratch/fuzz" || { cat "$scratch/fuzz"; exit 1; }
bar "inputs of the fuzzers, crashes, hangs" \
  "$(sed -n 's/.*number_of_executed_units: *//p' "$scratch/fuzz" | awk '{ n += $1 } END { print n }'), 0, 0"
configure asan -DSEEKER_FUZZ_SECONDS=20

say "FPU: 10,000,000 cases over all functions and rounding modes"
SEEKER_FPU_CASES=10000000 $bin/fpu_test
bar "FPU cases without a difference" 10000000

say "streams and hardware loops"
bar "dot product of 512 by streams and a loop, cycles" \
  "$($bin/core_test --gtest_filter=core_stream.dot_product | sed -n 's/.*dot of 512: \([0-9]*\).*/\1/p')"
bar "8 cores on streams and loops, simulated cycles a second" \
  "$($bin/seeker run --raw build/release/tests/firmware/raw/default/streams.elf --target sim --stats |
    sed -n 's/^simulated cycles a second //p')"

say "matrix-vector kernels by hand, beside the public cluster's cycles"
$bin/rtl-kernels >"$scratch/kernels" || { cat "$scratch/kernels"; exit 1; }
cat "$scratch/kernels"
bar "hand-written kernels" "$(tail -n 1 "$scratch/kernels")"

say "speed of the instruction-set simulator"
$bin/iss_bench --benchmark_format=json 2>/dev/null >"$scratch/iss_bench"
while read -r name rate; do
  bar "ISS, $name, million instructions a second" "$rate"
done < <(python3 -c 'import json, sys
for b in json.load(open(sys.argv[1]))["benchmarks"]:
    print(b["name"], round(b["instructions"] / 1e6))' "$scratch/iss_bench")

say "1,000,000 random RV32IMAFD operations on QEMU, the ISS and the RTL"
qemu() {
  python3 tests/host/iss/qemu/qemu_test.py --seeker $bin/seeker --clang clang-19 --ld ld.lld-19 \
    --raw tests/firmware/raw --include build/release/cfg/default --seed 1000 "$@"
}
bar "against QEMU" "$(qemu --programs 50 --operations 20000)"
bar "against QEMU" "$(qemu --target sim --programs 5 --operations 20000)"

say "lock-step: 50,000,000 random instructions on RTL and ISS"
$bin/rtl-lockstep --instructions 50000000 --seed 1000000 >"$scratch/lockstep" ||
  { tail -n 300 "$scratch/lockstep"; exit 1; }
bar "lock-step" "$(tail -n 1 "$scratch/lockstep")"

say "1,000 random networks on the ISS, 40 on the RTL, beside MLIR on this machine"
random_models() {
  python3 tests/e2e/random_models.py "$1" "$2" | python3 tests/e2e/ops.py $bin - "${@:3}" >"$scratch/models" ||
    { grep -A9 '^FAIL' "$scratch/models"; exit 1; }
  bar "random networks${3:+ ${*:3}}" "$(tail -n 1 "$scratch/models")"
}
random_models 2 500
random_models 3 500 --dtype f32
random_models 4 40 --target sim --config small

say "20,000 mutated models and schedules"
fuzz_compiler() {
  python3 tests/compiler/fuzz.py $bin/seeker-compile "$@" >"$scratch/models" || { cat "$scratch/models"; exit 1; }
  bar "mutated models" "$(tail -n 1 "$scratch/models")"
}
fuzz_compiler 2 10000 tests/e2e/Inputs/ops.mlir examples/*/small.mlir tests/compiler/Transforms/{normalise,normalise-errors,inline-calls,choose-tiles}.mlir
fuzz_compiler 3 10000 tests/compiler/Inputs/matvec-scheduled.mlir tests/compiler/Transforms/{prove,plan-l1,place-l3,lower-dma,specialise-cores}.mlir

say "2,000 runs over links that break"
SEEKER_CHAOS_RUNS=2000 $bin/e2e_chaos_test
bar "runs over broken links, wrong verdicts, files left" "2000, 0, 0"

say "bulk transfer through the bridge's RTL, 64 KiB at a time"
while read -r line; do bar "bridge" "$line"; done < <($bin/bridge_test \
  --gtest_filter='*keeps_the_link_busy' | grep '^link of')

say "the examples' suite"
$bin/seeker bench ci/suites/examples.toml --html build/release/suite --history build/release/history.db ||
  true # its table says what is not within
bar "pages of the examples" "build/release/suite/index.html"

say "the pages of the examples in a browser"
bar "slowest page of a report" \
  "$(python3 tests/e2e/browser.py "$(command -v chromium)" build/release/suite | sed -n 's/^slowest page: //p')"

say "the lab: 1,000 races for a board, its server killed at 200 moments, its page with 10,000 runs"
while read -r line; do bar "lab" "$line"; done < <(python3 tests/e2e/lab_test.py $bin --races 1000 --kills 200)
bar "lab" "$(python3 tests/e2e/lab_page.py "$(command -v chromium)" $bin)"

say "the virtual board after 1 MB of garbage on its line"
SEEKER_GARBAGE=1000000 $bin/e2e_vboard_test --gtest_filter='*Garbage'
bar "bytes of garbage before a run that passes" 1000000

say "simulator killed, host killed, disk full: at 50 moments each"
SEEKER_KILLS=50 $bin/e2e_failures_test
bar "moments of death, wrong verdicts, files left" "150, 0, 0"

say "a second start on a simulator that goes on running"
bar "warm start" "$($bin/e2e_warm_test | grep '^cold start')"

say "a tensor file of 4 GB to a peer that forgets it"
bar "host side of a stream" "$($bin/stream_bench 4)"

say "NsNet2: a second start on a simulator that goes on running"
$bin/seeker compile examples/nsnet2/nsnet2.mlir -o "$scratch/nsnet2.elf"
$bin/seeker-sim --listen "unix:$scratch/link" >/dev/null &
simulator=$!
until [ -S "$scratch/link" ]; do sleep 0.1; done
for start in cold warm; do
  $bin/seeker run "$scratch/nsnet2.elf" --target sim --connect "unix:$scratch/link" --json \
    --input "$share/examples/nsnet2" --golden "$share/examples/nsnet2/golden" >"$scratch/$start.json"
done
kill $simulator
bar "NsNet2, warm start, % of the cold start's bytes" "$(python3 -c 'import json, sys
cold, warm = (sum(p["bytes"] for p in json.load(open(f))["phases"] if p["name"] in ("load", "stream in"))
              for f in sys.argv[1:])
print(round(100 * warm / cold, 2))' "$scratch/cold.json" "$scratch/warm.json")"

say "formal: proofs, and mutants that must break them"
ci/formal.sh | tee "$scratch/formal.txt"
awk -F ' *[|] *' 'NR > 2 { print "bar: proof of " $2 ": " $3 ", " $4 " s, mutants killed: " $5 }' "$scratch/formal.txt"

say "synthesis: no latch, one driver a wire, block RAM where it belongs; what each unit takes"
for config in default small board; do
  ci/synth.sh "$config" ecp5 >"$scratch/synth" || { cat "$scratch/synth"; exit 1; }
  bar "$config on the ECP5: LUT, FF, block RAM, DSP" \
    "$(awk -F ' *[|] *' '$2 == "all" { print $4 ", " $5 ", " $6 ", " $7 }' "$scratch/synth")"
done

say "benches of FPU, streams, loops and bridge on their ECP5 netlists"
configure release -DSEEKER_NETLISTS=ON
ninja -C build/release {fpu,ssr,frep,bridge}_netlist_test
ctest --preset release -R '^rtl[.]netlist[.](fpu|ssr|frep|bridge)$' | tee "$scratch/netlists"
bar "netlists whose benches pass" "$(grep -c ' Passed ' "$scratch/netlists") of 4"
configure release -DSEEKER_NETLISTS=OFF

say "the f64 matmul microkernel on one core, on the RTL"
tests/bench/matmul_sweep.py build/release | grep "^bar: "

say "the L1 planner at zero slack"
$bin/planner_bench --benchmark_format=json 2>/dev/null >"$scratch/planner"
while read -r name milliseconds; do
  bar "$name, ms" "$milliseconds"
done < <(python3 -c 'import json, sys
for b in json.load(open(sys.argv[1]))["benchmarks"]:
    print(b["name"], "NOT SOLVED" if b.get("error_occurred") else round(b["real_time"]))' "$scratch/planner")

say "matvec in every tiling of the case, on the RTL"
data=$share/examples/matvec
inputs=(--input "x=$data/x.npy" --input "w=$data/w.npy" --input "bias=$data/bias.npy")
while read -r name tiles order dual; do
  start=$(date +%s%N)
  options=()
  [ "$tiles" = chosen ] || options=(--tiles "$tiles" --order "$order" --dual-buffer "$dual")
  $bin/seeker compile examples/matvec/matvec.mlir "${options[@]}" -o "$scratch/image.elf"
  bar "compile $name, ms" $((($(date +%s%N) - start) / 1000000))
  $bin/seeker run "$scratch/image.elf" --target sim --json "${inputs[@]}" --golden "$data/golden" \
    >"$scratch/report.json"
  read -r verdict cycles rate < <(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
print(r["verdict"], r["cycles"], int(r["simulated_cycles_per_second"]))' "$scratch/report.json")
  bar "matvec $name" "$verdict, $cycles cycles, $rate simulated cycles a second"
done <<'TILINGS'
[0,40,100]-dual [0,40,100] [2,0,1] on
[0,40,100]-single [0,40,100] [2,0,1] off
[0,80,80] [0,80,80] [0,2,1] off
[0,24,50] [0,24,50] [0,1,2] on
[0,56,96] [0,56,96] [0,1,2] on
chosen chosen - -
TILINGS
