// Writes schedules as MLIR text.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Schedules.h"

#include <map>

using namespace seeker::proof;

namespace {

int ceilDiv(int a, int b) { return (a + b - 1) / b; }

using Words = std::map<std::string, std::string>;

// Replaces every ${word}.
std::string fill(std::string text, const Words &words) {
  for (const auto &[word, value] : words) {
    const std::string mark = "${" + word + "}";
    for (size_t at = 0; (at = text.find(mark, at)) != std::string::npos;
         at += value.size())
      text.replace(at, mark.size(), value);
  }
  return text;
}

Words wordsOf(const ScheduleSpec &spec, const std::string &kernel) {
  auto text = [](int number) { return std::to_string(number); };
  const int tilesN = ceilDiv(spec.n, spec.tileN);
  const int tilesK = ceilDiv(spec.k, spec.tileK);
  return {{"N", text(spec.n)},
          {"K", text(spec.k)},
          {"TN", text(spec.tileN)},
          {"TK", text(spec.tileK)},
          {"NT", text(tilesN)},
          {"T", text(tilesN * tilesK)},
          {"LASTX", text(tilesN * (tilesK - 1))},
          {"LAST", text(tilesN * tilesK - 1)},
          {"SLICE", text(tilesN * spec.tileN)},
          {"ROWS", text(ceilDiv(spec.tileN, spec.cores))},
          {"kernel", kernel}};
}

// What every core does with its rows of a tile: %xv, %wv, %av are views.
const char *const kMicrokernel = R"(
      snitch.microkernel(%xv, %wv, %av) : !xv, !wv, !av {
      ^bb0(%a0: !xv, %a1: !wv, %a2: !av):
        linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>,
                                         affine_map<(m, n, k) -> (n, k)>,
                                         affine_map<(m, n, k) -> (m, n)>],
                        iterator_types = ["parallel", "parallel", "reduction"]}
            ins(%a0, %a1 : !xv, !wv) outs(%a2 : !av) {
        ^bb0(%p: f64, %q: f64, %s: f64):
          %mul = arith.mulf %p, %q : f64
          %sum = arith.addf %s, %mul : f64
          linalg.yield %sum : f64
        }
      }
)";

const char *const kBuffered = R"(
!x3 = memref<1x${K}xf64>
!w3 = memref<${N}x${K}xf64>
!y3 = memref<1x${N}xf64>
!xl = memref<${C}x1x${TK}xf64, #snitch.l1>
!wl = memref<${C}x${TN}x${TK}xf64, #snitch.l1>
!al = memref<1x${N}xf64, #snitch.l1>
!xs = memref<1x?xf64, strided<[${K}, 1], offset: ?>>
!ws = memref<?x?xf64, strided<[${K}, 1], offset: ?>>
!xv = memref<1x?xf64, strided<[${TK}, 1], offset: ?>, #snitch.l1>
!wv = memref<?x?xf64, strided<[${TK}, 1], offset: ?>, #snitch.l1>
!av = memref<1x?xf64, strided<[${N}, 1], offset: ?>, #snitch.l1>

func.func @buffered(%x: !x3 {snitch.name = "x"}, %w: !w3 {snitch.name = "w"},
                    %b: !y3 {snitch.name = "b"}, %y: !y3 {snitch.name = "y", snitch.output}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %total = arith.constant ${T} : index
  %last = arith.constant ${LAST} : index
  %lastx = arith.constant ${LASTX} : index
  %n0 = affine.min affine_map<() -> (${TN}, ${N})>()
  %k0 = affine.min affine_map<() -> (${TK}, ${K})>()
  %acc = snitch.l1_alloc "acc" kernel "k" role "accumulator" reason "sums" : !al
  %xl = snitch.l1_alloc "x" kernel "k" role "input" copies ${C} reason "tile" : !xl
  %wl = snitch.l1_alloc "w" kernel "k" role "input" copies ${C} reason "tile" : !wl
  %wfrom = memref.subview %w[%c0, %c0] [%n0, %k0] [1, 1] : !w3 to !ws
  %wto = memref.subview %wl[%c0, 0, 0] [1, %n0, %k0] [1, 1, 1] : !wl to !wv
  %tw0 = dma.start %wfrom, %wto {tag = "first w"} : !ws to !wv
  %xfrom = memref.subview %x[0, %c0] [1, %k0] [1, 1] : !x3 to !xs
  %xto = memref.subview %xl[%c0, 0, 0] [1, 1, %k0] [1, 1, 1] : !xl to !xv
  %tx0 = dma.start %xfrom, %xto {tag = "first x"} : !xs to !xv
  %tacc = dma.start %b, %acc {tag = "bias"} : !y3 to !al
  dma.wait %tacc {tag = "first"}
  %end:2 = scf.for %t = %c0 to %total step %c1
      iter_args(%tw = %tw0, %tx = %tx0) -> (!dma.token, !dma.token) {
    dma.wait %tw, %tx {tag = "tile"}
    snitch.barrier${late} {tag = "tile"}
    %more = arith.cmpi slt, %t, %last : index
    %twn = scf.if %more -> (!dma.token) {
      %n = affine.apply affine_map<(t) -> (((t + 1) mod ${NT}) * ${TN})>(%t)
      %k = affine.apply affine_map<(t) -> (((t + 1) floordiv ${NT}) * ${TK})>(%t)
      %ns = affine.min affine_map<(n) -> (${TN}, ${N} - n)>(%n)
      %ks = affine.min affine_map<(k) -> (${TK}, ${K} - k)>(%k)
      %slot = affine.apply affine_map<(t) -> ((t + 1) mod ${C})>(%t)
      %from = memref.subview %w[%n, %k] [%ns, %ks] [1, 1] : !w3 to !ws
      %to = memref.subview %wl[%slot, 0, 0] [1, %ns, %ks] [1, 1, 1] : !wl to !wv
      %tok = dma.start %from, %to {tag = "next w"} : !ws to !wv
      scf.yield %tok : !dma.token
    } else {
      %tok = dma.done
      scf.yield %tok : !dma.token
    }
    %phase = affine.apply affine_map<(t) -> (t mod ${NT})>(%t)
    %now = arith.cmpi eq, %phase, %c0 : index
    %xmore = arith.cmpi slt, %t, %lastx : index
    %xstart = arith.andi %now, %xmore : i1
    %txn = scf.if %xstart -> (!dma.token) {
      %k = affine.apply affine_map<(t) -> (((t + ${NT}) floordiv ${NT}) * ${TK})>(%t)
      %ks = affine.min affine_map<(k) -> (${TK}, ${K} - k)>(%k)
      %slot = affine.apply affine_map<(t) -> (((t + ${NT}) floordiv ${NT}) mod ${C})>(%t)
      %from = memref.subview %x[0, %k] [1, %ks] [1, 1] : !x3 to !xs
      %to = memref.subview %xl[%slot, 0, 0] [1, 1, %ks] [1, 1, 1] : !xl to !xv
      %tok = dma.start %from, %to {tag = "next x"} : !xs to !xv
      scf.yield %tok : !dma.token
    } else {
      scf.yield %tx : !dma.token
    }
    snitch.compute (%core) {
      %n = affine.apply affine_map<(t) -> ((t mod ${NT}) * ${TN})>(%t)
      %k = affine.apply affine_map<(t) -> ((t floordiv ${NT}) * ${TK})>(%t)
      %ns = affine.min affine_map<(n) -> (${TN}, ${N} - n)>(%n)
      %ks = affine.min affine_map<(k) -> (${TK}, ${K} - k)>(%k)
      %from = affine.min affine_map<(core)[ns] -> (core * ${ROWS}, ns)>(%core)[%ns]
      %rows = affine.min affine_map<(from)[ns] -> (${ROWS}, ns - from)>(%from)[%ns]
      %at = affine.apply affine_map<(n)[from] -> (n + from)>(%n)[%from]
      %wslot = affine.apply affine_map<(t) -> (t mod ${C})>(%t)
      %xslot = affine.apply affine_map<(t) -> ((t floordiv ${NT}) mod ${C})>(%t)
      %xv = memref.subview %xl[%xslot, 0, 0] [1, 1, %ks] [1, 1, 1] : !xl to !xv
      %wv = memref.subview %wl[%wslot, %from, 0] [1, %rows, %ks] [1, 1, 1] : !wl to !wv
      %av = memref.subview %acc[0, %at] [1, %rows] [1, 1] : !al to !av
${microkernel}    }
    scf.yield %twn, %txn : !dma.token, !dma.token
  }
  snitch.barrier {tag = "last"}
  %ts = dma.start %acc, %y {tag = "store"} : !al to !y3
  dma.wait %ts {tag = "store"}
  return
}
)";

const char *const kSingleTypes = R"(
!x3 = memref<1x${K}xf64>
!w3 = memref<${N}x${K}xf64>
!y3 = memref<1x${N}xf64>
!xl = memref<1x${TK}xf64, #snitch.l1>
!wl = memref<${TN}x${TK}xf64, #snitch.l1>
!al = memref<1x${TN}xf64, #snitch.l1>
!xs = memref<1x?xf64, strided<[${K}, 1], offset: ?>>
!ws = memref<?x?xf64, strided<[${K}, 1], offset: ?>>
!ys = memref<1x?xf64, strided<[${N}, 1], offset: ?>>
!xv = memref<1x?xf64, strided<[${TK}, 1]>, #snitch.l1>
!wt = memref<?x?xf64, strided<[${TK}, 1]>, #snitch.l1>
!wv = memref<?x?xf64, strided<[${TK}, 1], offset: ?>, #snitch.l1>
!at = memref<1x?xf64, strided<[${TN}, 1]>, #snitch.l1>
!av = memref<1x?xf64, strided<[${TN}, 1], offset: ?>, #snitch.l1>
)";

const char *const kSingleKernel = R"(
  %${kernel}.acc = snitch.l1_alloc "${kernel}.acc" kernel "${kernel}" role "accumulator" reason "sums" : !al
  %${kernel}.x = snitch.l1_alloc "${kernel}.x" kernel "${kernel}" role "input" reason "tile" : !xl
  %${kernel}.w = snitch.l1_alloc "${kernel}.w" kernel "${kernel}" role "input" reason "tile" : !wl
  scf.for %n = %c0 to %cn step %ctn {
    %ns = affine.min affine_map<(n) -> (${TN}, ${N} - n)>(%n)
    %bfrom = memref.subview %b[0, %n] [1, %ns] [1, 1] : !y3 to !ys
    %accto = memref.subview %${kernel}.acc[0, 0] [1, %ns] [1, 1] : !al to !at
    %ta = dma.start %bfrom, %accto {tag = "bias"} : !ys to !at
    scf.for %k = %c0 to %ck step %ctk {
      %ks = affine.min affine_map<(k) -> (${TK}, ${K} - k)>(%k)
      %wfrom = memref.subview %w[%n, %k] [%ns, %ks] [1, 1] : !w3 to !ws
      %wto = memref.subview %${kernel}.w[0, 0] [%ns, %ks] [1, 1] : !wl to !wt
      %tw = dma.start %wfrom, %wto {tag = "w"} : !ws to !wt
      %xfrom = memref.subview %${from}[0, %k] [1, %ks] [1, 1] : !x3 to !xs
      %xto = memref.subview %${kernel}.x[0, 0] [1, %ks] [1, 1] : !xl to !xv
      %tx = dma.start %xfrom, %xto {tag = "x"} : !xs to !xv
      dma.wait %tx {tag = "tile"}
      snitch.barrier {tag = "loaded"}
      snitch.compute (%core) {
        %from = affine.min affine_map<(core)[ns] -> (core * ${ROWS}, ns)>(%core)[%ns]
        %rows = affine.min affine_map<(from)[ns] -> (${ROWS}, ns - from)>(%from)[%ns]
        %xv = memref.subview %${kernel}.x[0, 0] [1, %ks] [1, 1] : !xl to !xv
        %wv = memref.subview %${kernel}.w[%from, 0] [%rows, %ks] [1, 1] : !wl to !wv
        %av = memref.subview %${kernel}.acc[0, %from] [1, %rows] [1, 1] : !al to !av
${microkernel}      }
      snitch.barrier {tag = "used"}
    }
    %yto = memref.subview %${to}[0, %n] [1, %ns] [1, 1] : !y3 to !ys
    %ts = dma.start %accto, %yto {tag = "store"} : !at to !ys
    dma.wait %ts {tag = "store"}
  }
)";

const char *const kSingleHead = R"(
func.func @single_buffered(%x: !x3 {snitch.name = "x"}, %w: !w3 {snitch.name = "w"},
                           %b: !y3 {snitch.name = "b"}, %y: !y3 {snitch.name = "y", snitch.output}) {
  %c0 = arith.constant 0 : index
  %cn = arith.constant ${N} : index
  %ck = arith.constant ${K} : index
  %ctn = arith.constant ${TN} : index
  %ctk = arith.constant ${TK} : index
)";

std::string singleKernel(const ScheduleSpec &spec, const std::string &kernel,
                         const std::string &from, const std::string &to) {
  Words words = wordsOf(spec, kernel);
  words["from"] = from;
  words["to"] = to;
  words["microkernel"] = kMicrokernel;
  return fill(kSingleKernel, words);
}

} // namespace

static std::string buffered(const ScheduleSpec &spec, const char *copies,
                            const char *late) {
  Words words = wordsOf(spec, "k");
  words["microkernel"] = kMicrokernel;
  words["C"] = copies;
  words["late"] = late;
  return fill(kBuffered, words);
}

std::string seeker::proof::doubleBuffered(const ScheduleSpec &spec) {
  return buffered(spec, "2", "");
}

std::string seeker::proof::lateBuffered(const ScheduleSpec &spec) {
  return buffered(spec, "3", " late");
}

std::string seeker::proof::singleBuffered(const ScheduleSpec &spec) {
  const Words words = wordsOf(spec, "k");
  return fill(kSingleTypes, words) + fill(kSingleHead, words) +
         singleKernel(spec, "k", "x", "y") + "  return\n}\n";
}

std::string seeker::proof::twoKernels(const ScheduleSpec &spec) {
  const Words words = wordsOf(spec, "k");
  return fill(kSingleTypes, words) + fill(kSingleHead, words) +
         "  %h = memref.alloc() : !y3\n" + singleKernel(spec, "k1", "x", "h") +
         singleKernel(spec, "k2", "h", "y") + "  return\n}\n";
}
