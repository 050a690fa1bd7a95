// y = W x + b, 1,200 rows of 400, in six schemes of tiles, buffers and fences.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// W comes from L3 tile by tile: `rows` rows, cut into pieces of K. Barrier s
// stands between tile s being there and the cores' work on it; a core arrives
// when it has finished the tile before, or, where the fence is late, the one
// before that, so that its next streams are set up while the FPU still works.
#include "measure.h"
#include "streams.h"

enum {
  kRows = 1200,
  kK = 400,
  kCores = 8,
  kMostCuts = 10,
  kPattern = 13, // W repeats its values with this period
};

// In L1 behind the buffers, half a row of banks on; y begins as the bias.
#define X ((volatile double *)(SEEKER_TCDM_BASE + 100 * 1024 + 128))
#define Y (X + kK)

__asm__(".data\n\t.balign 4096\nweights:\n\t.rept 36928\n\t"
        ".double -6, 5, -4, 3, -2, 1, 0, -1, 2, -3, 4, -5, 6\n\t.endr\n"
        ".balign 64\nvectors:\n\t"
        // x: -2 .. 2 and again; b: 1.
        ".rept 80\n\t.double -2, -1, 0, 1, 2\n\t.endr\n\t"
        ".rept 1200\n\t.double 1\n\t.endr\n\t.text");
extern const double weights[], vectors[];

struct scheme {
  uint32_t row; // of the table
  uint32_t rows, cuts, buffers, late;
  uint32_t cut[kMostCuts]; // elements
};

static inline uint32_t smaller(uint32_t a, uint32_t b) { return a < b ? a : b; }

#define TOGETHER() __asm__ volatile("csrr zero, 0x7c2" ::: "memory")

/////////////////
// The DM core //
/////////////////

// Starts the transfer of a tile; its rows lie close together in L1.
static uint32_t fetch(const struct scheme *s, uint32_t block, uint32_t elements,
                      uint32_t column, volatile uint8_t *to) {
  const double *from = weights + block * s->rows * kK + column;
  uint32_t rows = smaller(s->rows, kRows - block * s->rows);
  uint32_t bytes = 8 * elements;
  if (elements == kK)
    return dma_1d(to, from, bytes * rows);
  return dma_2d(to, from, bytes, bytes, 8 * kK, rows);
}

static void move_tiles(const struct scheme *s) {
  uint32_t tiles = (kRows + s->rows - 1) / s->rows * s->cuts;
  uint32_t bytes = 8 * s->cut[0] * s->rows;
  uint32_t id[8], block = 0, cut = 0, column = 0, started = 0, into = 0,
                  due = 0;
  (void)dma_1d(X, vectors, 8 * (kK + kRows));
  for (uint32_t tile = 0; tile < tiles; ++tile) {
    // The cores are at the tile before this one, or at the one before that.
    uint32_t last = tile ? tile + s->buffers - 1 - s->late : s->buffers;
    for (last = smaller(last, tiles); started < last; ++started) {
      id[into] = fetch(s, block, s->cut[cut], column, TCDM + into * bytes);
      column += s->cut[cut];
      if (++cut == s->cuts) {
        cut = column = 0;
        ++block;
      }
      if (++into == s->buffers)
        into = 0;
    }
    dma_wait(id[due]);
    if (++due == s->buffers)
      due = 0;
    TOGETHER();
  }
}

///////////////////////
// The compute cores //
///////////////////////

// Accumulators fa0 to fa3: rows, times phases of K.
#define ACCUMULATE_4                                                           \
  "fmadd.d fa0, ft0, ft1, fa0\n\tfmadd.d fa1, ft0, ft1, fa1\n\t"               \
  "fmadd.d fa2, ft0, ft1, fa2\n\tfmadd.d fa3, ft0, ft1, fa3\n\t"
#define ACCUMULATE_2                                                           \
  "fmadd.d fa0, ft0, ft1, fa0\n\tfmadd.d fa1, ft0, ft1, fa1\n\t"
#define ACCUMULATORS "ft0", "ft1", "ft2", "fa0", "fa1", "fa2", "fa3"

// The loops of both streams for a tile. A phase of K is every second, or
// fourth, of its elements. Where a datum of x serves all rows in turn (repeat),
// they are the innermost loop; else the phases are.
static void shape(uint32_t rows, uint32_t phases, uint32_t repeat,
                  uint32_t elements) {
  uint32_t k = elements / phases;
  int32_t row = 8 * (int32_t)elements, on = 8 * (int32_t)phases;
  struct loop of_phases = {phases, 8};
  struct loop of_w[3] = {{rows, row}, of_phases, {k, on}};
  struct loop of_x[3] = {{repeat ? 1 : rows, 0}, of_phases, {k, on}};
  if (!repeat) {
    of_w[1] = of_w[0];
    of_x[1] = of_x[0];
    of_w[0] = of_x[0] = of_phases;
  }
  SSR_SET(0, kSsrRepeat, repeat ? rows - 1 : 0);
  SSR_LOOPS(0, 3, of_x);
  SSR_LOOPS(1, 3, of_w);
}

// Accumulators of a block's rows, in the order of the loops: the bias in those
// of the first phase.
static inline __attribute__((always_inline)) void begin_rows(volatile double *y,
                                                             uint32_t rows,
                                                             uint32_t phases,
                                                             uint32_t repeat) {
  if (phases > 1 || rows < 4)
    __asm__ volatile("fcvt.d.w fa1, zero\n\tfcvt.d.w fa2, zero\n\t"
                     "fcvt.d.w fa3, zero" ::
                         : ACCUMULATORS);
  __asm__ volatile("fld fa0, 0(%0)" ::"r"(y) : ACCUMULATORS, "memory");
  if (rows > 1 && repeat)
    __asm__ volatile("fld fa1, 8(%0)" ::"r"(y) : ACCUMULATORS, "memory");
  if (rows > 1 && !repeat)
    __asm__ volatile("fld fa2, 8(%0)" ::"r"(y) : ACCUMULATORS, "memory");
  if (rows > 2)
    __asm__ volatile("fld fa2, 16(%0)\n\tfld fa3, 24(%0)" ::"r"(y)
                     : ACCUMULATORS, "memory");
}

// Sums of phases, and results.
static inline __attribute__((always_inline)) void
end_rows(volatile double *y, uint32_t rows, uint32_t phases, uint32_t repeat) {
  if (phases == 4)
    __asm__ volatile("fadd.d fa0, fa0, fa1\n\tfadd.d fa2, fa2, fa3\n\t"
                     "fadd.d fa0, fa0, fa2\n\tfsd fa0, 0(%0)" ::"r"(y)
                     : "memory", ACCUMULATORS);
  else if (phases == 2 && repeat)
    __asm__ volatile("fadd.d fa0, fa0, fa2\n\tfadd.d fa1, fa1, fa3\n\t"
                     "fsd fa0, 0(%0)\n\tfsd fa1, 8(%0)" ::"r"(y)
                     : "memory", ACCUMULATORS);
  else if (phases == 2)
    __asm__ volatile("fadd.d fa0, fa0, fa1\n\tfadd.d fa2, fa2, fa3\n\t"
                     "fsd fa0, 0(%0)\n\tfsd fa2, 8(%0)" ::"r"(y)
                     : "memory", ACCUMULATORS);
  else
    __asm__ volatile("fsd fa0, 0(%0)\n\tfsd fa1, 8(%0)" ::"r"(y)
                     : "memory", ACCUMULATORS);
  if (phases == 1 && rows == 4)
    __asm__ volatile("fsd fa2, 16(%0)\n\tfsd fa3, 24(%0)" ::"r"(y)
                     : "memory", ACCUMULATORS);
}

// `rows` a core. All of a tile's FP instructions, and what the next tile needs,
// are issued while the FPU works; then comes the fence: a marker that returns
// when the FPU has finished the tile, waited for at once or a tile later.
static inline __attribute__((always_inline)) void
work(const struct scheme *s, uint32_t hart, uint32_t rows, uint32_t phases,
     uint32_t repeat) {
  uint32_t shaped = 0, block_bytes = 8 * s->cut[0] * s->rows, into = 0;
  uint32_t marker = 0, left = rows;
  volatile double *y = Y + hart * left;
  for (uint32_t first = 0; first < kRows;) {
    uint32_t column = 0;
    for (uint32_t cut = 0; cut < s->cuts; ++cut) {
      uint32_t elements = s->cut[cut];
      volatile uint8_t *w =
          TCDM + into * block_bytes + hart * left * elements * 8;
      if (++into == s->buffers)
        into = 0;
      if (shaped != left * kK + elements) {
        shape(left, phases, repeat, elements);
        shaped = left * kK + elements;
      }
      if (!s->late)
        __asm__ volatile("mv %0, %0" : "+r"(marker));
      TOGETHER();
      // The bias comes with the first tile.
      if (first == 0 && cut == 0)
        begin_rows(y, left, phases, repeat);
      SSR_SET(0, kSsrRead + 2, X + column);
      SSR_SET(1, kSsrRead + 2, w);
      column += elements;
      if (left == rows)
        __asm__ volatile(FREP("%0", 4) ACCUMULATE_4 ::"r"(elements / phases - 1)
                         : "memory", ACCUMULATORS);
      else
        __asm__ volatile(FREP("%0", 2) ACCUMULATE_2 ::"r"(elements / phases - 1)
                         : "memory", ACCUMULATORS);
      if (cut == s->cuts - 1) {
        end_rows(y, left, phases, repeat);
        first += s->rows;
        left = smaller(s->rows, kRows - first) / kCores;
        y = Y + first + hart * left;
        begin_rows(y, left, phases, repeat);
      }
      if (s->late)
        __asm__ volatile("mv %0, %0" : "+r"(marker));
      __asm__ volatile("fmv.x.w %0, fa0" : "=r"(marker)::"memory");
    }
  }
  __asm__ volatile("mv %0, %0" : "+r"(marker));
}

// Row i of W begins at place 400 i of the pattern: thirteen kinds of rows.
static int check(void) {
  static const int8_t pattern[kPattern] = {-6, 5, -4, 3, -2, 1, 0,
                                           -1, 2, -3, 4, -5, 6};
  for (uint32_t kind = 0; kind < kPattern; ++kind) {
    int32_t sum = 1;
    for (uint32_t k = 0, at = kind * kK % kPattern, x = 0; k < kK; ++k) {
      sum += pattern[at] * ((int32_t)x - 2);
      at = at == kPattern - 1 ? 0 : at + 1;
      x = x == 4 ? 0 : x + 1;
    }
    double wanted = sum;
    for (uint32_t i = kind; i < kRows; i += kPattern)
      if (Y[i] != wanted)
        return 1 + (int)i;
  }
  return 0;
}

static int run(const struct scheme *s, uint32_t hart, uint32_t kind) {
  barrier();
  uint32_t start = cycle();
  if (hart == kDm) {
    move_tiles(s);
  } else {
    __asm__ volatile("csrsi 0x7c0, 1");
    if (kind == 0)
      work(s, hart, 4, 1, 1);
    else if (kind == 1)
      work(s, hart, 2, 2, 1);
    else if (kind == 2)
      work(s, hart, 1, 4, 0);
    else
      work(s, hart, 2, 2, 0);
    __asm__ volatile("csrci 0x7c0, 1");
  }
  barrier();
  uint32_t end = cycle();
  int wrong = 0;
  if (hart == 0) {
    report(s->row, end - start, 1);
    wrong = check();
  }
  return wrong;
}

int raw_main(uint32_t hart) {
  static const struct scheme schemes[] = {
      {kTwoBuffers, 32, 2, 2, 0, {200, 200}},
      {kFiveBuffers, 32, 6, 5, 1, {72, 72, 72, 72, 72, 40}},
      {kEightBuffers, 32, 10, 8, 1, {40, 40, 40, 40, 40, 40, 40, 40, 40, 40}},
      {kTwoPhases, 16, 2, 2, 0, {200, 200}},
      {kFourPhases, 8, 1, 2, 0, {400}},
      {kSixteen, 16, 1, 2, 0, {400}},
  };
  static const uint8_t kinds[] = {0, 0, 0, 1, 2, 3};
  int wrong = 0;
  for (uint32_t i = 0; i < 6; ++i) {
    int now = run(&schemes[i], hart, kinds[i]);
    if (!wrong)
      wrong = now;
  }
  return wrong;
}
