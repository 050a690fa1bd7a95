// Writes a streaming region as one block of assembly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Assembly.h"
#include "Registers.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;
using llvm::formatv;

namespace {
class Writer {
public:
  Writer(snitch::StreamingOp region, const Configuration &configuration,
         Registers &registers)
      : region(region), configuration(configuration), registers(registers) {}
  Assembly run();

private:
  void line(const Twine &text) { assembly.text += (text + "\n").str(); }
  std::string reg(Value value) {
    return "f" + std::to_string(registers.of.lookup(value));
  }
  /// The integer operand that `value`, an operand of the region, becomes.
  std::string integer(Value value, bool lessOne = false);

  void writeBlock(Block &block);
  void writeArithmetic(Operation *op);
  void writeFrep(snitch::FrepOp op);
  void writeCoreLoop(snitch::CoreLoopOp op);

  snitch::StreamingOp region;
  const Configuration &configuration;
  Registers &registers;
  Assembly assembly;
  unsigned depth = 0, maxDepth = 0;
};

/// Temporary integer registers, one for each nested loop of the core.
constexpr StringLiteral kCounters[] = {"t0", "t1", "t2", "t3"};

std::string Writer::integer(Value value, bool lessOne) {
  unsigned index = cast<BlockArgument>(value).getArgNumber();
  for (auto [number, operand] : llvm::enumerate(assembly.operands))
    if (operand.index == index && operand.lessOne == lessOne)
      return "$" + std::to_string(number);
  assembly.operands.push_back({index, lessOne});
  return "$" + std::to_string(assembly.operands.size() - 1);
}

/// Mnemonic, and how often the first operand is named before the others.
std::pair<StringRef, unsigned> instructionOf(Operation *op) {
  using Result = std::pair<StringRef, unsigned>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case<arith::AddFOp>([](auto) { return Result("fadd.d", 1); })
      .Case<arith::SubFOp>([](auto) { return Result("fsub.d", 1); })
      .Case<arith::MulFOp>([](auto) { return Result("fmul.d", 1); })
      .Case<arith::DivFOp>([](auto) { return Result("fdiv.d", 1); })
      .Case<arith::MaxNumFOp>([](auto) { return Result("fmax.d", 1); })
      .Case<arith::MinNumFOp>([](auto) { return Result("fmin.d", 1); })
      .Case<math::FmaOp>([](auto) { return Result("fmadd.d", 1); })
      .Case<math::CopySignOp>([](auto) { return Result("fsgnj.d", 1); })
      .Case<math::SqrtOp>([](auto) { return Result("fsqrt.d", 1); })
      .Case<arith::NegFOp>([](auto) { return Result("fsgnjn.d", 2); })
      .Case<math::AbsFOp>([](auto) { return Result("fsgnjx.d", 2); });
}

void Writer::writeArithmetic(Operation *op) {
  if (auto fma = dyn_cast<snitch::PairFmaOp>(op)) {
    assert(reg(fma.getResult()) == reg(fma.getSum()) && "carried by a loop");
    return line(formatv(".insn r 0x33, 0, 0x48, {0}, {1}, {2}", // vfmac.s
                        reg(fma.getResult()), reg(fma.getA()),
                        reg(fma.getB())));
  }
  if (auto sum = dyn_cast<snitch::PairSumOp>(op)) {
    if (reg(sum.getResult()) != reg(sum.getSum()))
      line(formatv("fsgnj.d {0}, {1}, {1}", reg(sum.getResult()),
                   reg(sum.getSum())));
    return line(formatv(".insn r 0x33, 0, 0x47, {0}, {1}, f28", // vfsum.s
                        reg(sum.getResult()), reg(sum.getPair())));
  }
  if (auto pack = dyn_cast<snitch::PairPackOp>(op))
    return line(formatv(".insn r 0x33, 0, 0x58, {0}, {1}, {2}", // vfcpka.s.s
                        reg(pack.getResult()), reg(pack.getLow()),
                        reg(pack.getHigh())));
  auto [mnemonic, times] = instructionOf(op);
  std::string text = (mnemonic + " " + reg(op->getResult(0))).str();
  for (unsigned time = 1; time < times; ++time)
    text += ", " + reg(op->getOperand(0));
  for (Value operand : op->getOperands())
    text += ", " + reg(operand);
  line(text);
}

/// Which register fields of the body move on with the iteration: bit 0 the
/// destination, 1 to 3 the sources.
static unsigned staggerMask(snitch::FrepOp op, Registers &registers) {
  if (op.getStagger() == 1)
    return 0;
  DenseSet<unsigned> staggered;
  for (Value argument : op.getBody().getArguments())
    staggered.insert(registers.of.lookup(argument));
  unsigned mask = 0;
  for (Operation &inner : op.getBody().front()) {
    if (!snitch::isFpInstruction(&inner))
      continue;
    if (staggered.contains(registers.of.lookup(inner.getResult(0))))
      mask |= 1;
    for (auto [index, operand] : llvm::enumerate(inner.getOperands()))
      if (staggered.contains(registers.of.lookup(operand)))
        mask |= 2 << index;
  }
  return mask;
}

void Writer::writeFrep(snitch::FrepOp op) {
  for (const Registers::Move &move : registers.before.lookup(op))
    line(formatv("fsgnj.d f{0}, {1}, {1}", move.to, reg(move.from)));
  Block &body = op.getBody().front();
  unsigned length = llvm::count_if(
      body, [](Operation &inner) { return snitch::isFpInstruction(&inner); });
  unsigned immediate = configuration.frepLengthMinusOne ? length - 1 : length;
  unsigned rd = staggerMask(op, registers) << 1 | 1;
  line(formatv(".insn i 0x0b, {0}, x{1}, {2}, {3}", op.getStagger() - 1, rd,
               integer(op.getCount(), /*lessOne=*/true), immediate));
  writeBlock(body);
}

void Writer::writeCoreLoop(snitch::CoreLoopOp op) {
  StringRef counter = kCounters[depth];
  maxDepth = std::max(maxDepth, ++depth);
  // Labels by depth: a number that an inner loop uses again would be found
  // instead.
  line(formatv("mv {0}, {1}", counter, integer(op.getCount())));
  line(formatv("{0}:", depth));
  writeBlock(op.getBody().front());
  line(formatv("addi {0}, {0}, -1", counter));
  line(formatv("bnez {0}, {1}b", counter, depth));
  --depth;
}

void Writer::writeBlock(Block &block) {
  for (Operation &op : block) {
    if (snitch::isFpInstruction(&op))
      writeArithmetic(&op);
    else if (auto loop = dyn_cast<snitch::FrepOp>(op))
      writeFrep(loop);
    else if (auto loop = dyn_cast<snitch::CoreLoopOp>(op))
      writeCoreLoop(loop);
    else if (auto load = dyn_cast<snitch::FpLoadOp>(op))
      line(formatv("{3} {0}, {1}({2})", reg(load.getValue()), load.getOffset(),
                   integer(load.getAddress()),
                   load.getSingle() ? "flw" : "fld"));
    else if (auto store = dyn_cast<snitch::FpStoreOp>(op))
      line(formatv("{3} {0}, {1}({2})", reg(store.getValue()),
                   store.getOffset(), integer(store.getAddress()),
                   store.getSingle() ? "fsw" : "fsd"));
  }
}

Assembly Writer::run() {
  line("csrsi 0x7c0, 1");
  writeBlock(region.getBody().front());
  line("csrci 0x7c0, 1");

  SmallVector<std::string> constraints(assembly.operands.size(), "r");
  for (BlockArgument argument : region.getBody().getArguments())
    if (argument.getType().isF64()) {
      assembly.operands.push_back({argument.getArgNumber(), false});
      constraints.push_back("{" + reg(argument) + "}");
    }
  for (unsigned changed : registers.changed)
    constraints.push_back("~{f" + std::to_string(changed) + "}");
  for (StringRef counter : ArrayRef(kCounters).take_front(maxDepth))
    constraints.push_back(("~{" + counter + "}").str());
  constraints.push_back("~{memory}");
  assembly.constraints = llvm::join(constraints, ",");
  return std::move(assembly);
}
} // namespace

FailureOr<Assembly>
seeker::streams::writeAssembly(snitch::StreamingOp region,
                               const Configuration &configuration) {
  FailureOr<Registers> registers = assignRegisters(region);
  if (failed(registers))
    return failure();
  return Writer(region, configuration, *registers).run();
}

std::string seeker::streams::writeConfigText(int64_t mover, int64_t reg) {
  return formatv(".insn i 0x2b, 2, x0, ${{0:z}, {0}", reg << 5 | mover);
}

std::string seeker::streams::writeFenceText(ArrayRef<int64_t> movers) {
  // The move to the integer side waits for all FP work. Each mover is then
  // asked until the sign bit of its status says that its last job is done.
  std::string text = "fmv.x.w t0, fa0\nmv t0, t0\n";
  for (int64_t mover : movers)
    text += formatv("1:\n.insn i 0x2b, 1, t0, x0, {0}\nbgez t0, 1b\n",
                    kStatus << 5 | mover);
  return text + "fence";
}
