// Every output is stored in full, after its last change.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Stores.h"

#include "Access.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

static int64_t firstCell(Interval bytes) { return bytes.begin / kCellBytes; }
static int64_t endCell(Interval bytes) {
  return (bytes.end + kCellBytes - 1) / kCellBytes;
}

Stores::Stores(func::FuncOp func, Proof &proof) : proof(proof) {
  auto addTensor = [&](Value root) {
    if (!startsEmpty(root) && !isOutput(root))
      return;
    Evaluator evaluator;
    evaluator.setRoot(root);
    int64_t end = 0;
    for (Interval interval : evaluator.view(root).intervals())
      end = std::max(end, interval.end);
    tensorOf[root] = tensors.size();
    tensors.push_back({root, std::vector<bool>(endCell({0, end}), false)});
  };
  for (BlockArgument argument : func.getArguments())
    if (isa<MemRefType>(argument.getType()))
      addTensor(argument);
  int64_t top = 0;
  func.walk([&](Operation *op) {
    if (isa<memref::AllocOp, snitch::L3TensorOp>(op))
      addTensor(op->getResult(0));
    auto alloc = dyn_cast<snitch::L1AllocOp>(op);
    if (!alloc)
      return;
    Evaluator evaluator;
    evaluator.setRoot(alloc.getMemref());
    for (Interval interval : evaluator.view(alloc.getMemref()).intervals())
      top = std::max(top, firstByteOf(alloc.getMemref()) + interval.end);
    bufferOf[alloc.getMemref()] = buffers.size();
    buffers.push_back({alloc.getMemref(), nullptr, false, std::nullopt});
  });
  waiting.assign(endCell({0, top}), -1);
}

void Stores::compute(const Touch &touch) {
  auto found = bufferOf.find(touch.root);
  if (found == bufferOf.end() || !touch.writes)
    return;
  overwrite(touch, static_cast<int32_t>(found->second));
  buffers[found->second].computedBy = touch.op;
}

void Stores::transfer(ArrayRef<Touch> sides) {
  for (const Touch &side : sides) {
    auto buffer = bufferOf.find(side.root);
    auto tensor = tensorOf.find(side.root);
    if (side.reads && tensor != tensorOf.end())
      readTensor(side);
    if (side.reads && buffer != bufferOf.end() &&
        !bufferOf.contains(sides.back().root)) {
      buffers[buffer->second].isStored = true;
      for (Interval bytes : side.intervals)
        std::fill(waiting.begin() + firstCell(bytes),
                  waiting.begin() + endCell(bytes), -1);
    }
    if (side.writes && buffer != bufferOf.end())
      overwrite(side, -1);
    if (side.writes && tensor != tensorOf.end()) {
      const int64_t base = firstByteOf(side.root);
      std::vector<bool> &stored = tensors[tensor->second].stored;
      for (Interval bytes : side.intervals) {
        const Interval own = {bytes.begin - base, bytes.end - base};
        std::fill(stored.begin() + firstCell(own),
                  stored.begin() + endCell(own), true);
      }
    }
  }
}

void Stores::readTensor(const Touch &touch) {
  if (readTooEarly || !startsEmpty(touch.root))
    return;
  const int64_t base = firstByteOf(touch.root);
  const Tensor &tensor = tensors[tensorOf.find(touch.root)->second];
  for (Interval bytes : touch.intervals)
    for (int64_t cell = firstCell({bytes.begin - base, bytes.end - base});
         cell < endCell({bytes.begin - base, bytes.end - base}); ++cell)
      if (!tensor.stored[cell]) {
        readTooEarly = true;
        addViolation(proof, Rule::Outputs, touch.op->getLoc(),
                     "transfer reads " +
                         describeBytes(touch.root,
                                       {base + cell * kCellBytes, bytes.end}) +
                         touch.iteration + " before they have been stored");
        return;
      }
}

// `by` is the buffer that the bytes hold a result of from now on; a buffer's
// own cores may go on with its result.
void Stores::overwrite(const Touch &touch, int32_t by) {
  for (Interval bytes : touch.intervals)
    for (int64_t cell = firstCell(bytes); cell < endCell(bytes); ++cell) {
      int32_t &owner = waiting[cell];
      if (owner >= 0 && owner != by)
        lose(buffers[owner], {cell * kCellBytes, (cell + 1) * kCellBytes},
             " is overwritten" + touch.iteration + " before it is stored",
             touch.op->getLoc());
      owner = by;
    }
}

void Stores::lose(Buffer &buffer, Interval addresses, const Twine &how,
                  std::optional<Location> where) {
  if (buffer.lost)
    return;
  buffer.lost = Violation{Rule::Outputs, buffer.computedBy->getLoc(),
                          "result in " + describeBytes(buffer.root, addresses) +
                              how.str(),
                          where, "overwritten here"};
}

void Stores::finish() {
  for (const Tensor &tensor : tensors) {
    if (!isOutput(tensor.root))
      continue;
    const auto missing =
        std::find(tensor.stored.begin(), tensor.stored.end(), false);
    if (missing == tensor.stored.end()) {
      addFacts(proof, Rule::Outputs, tensor.stored.size());
      continue;
    }
    const auto end = std::find(missing, tensor.stored.end(), true);
    const int64_t base = firstByteOf(tensor.root);
    const int64_t all =
        std::count(tensor.stored.begin(), tensor.stored.end(), false);
    auto addressOf = [&](std::vector<bool>::const_iterator cell) {
      return base + (cell - tensor.stored.begin()) * kCellBytes;
    };
    addViolation(
        proof, Rule::Outputs, tensor.root.getLoc(),
        describeBytes(tensor.root, {addressOf(missing), addressOf(end)}) +
            " are never stored, " + Twine(all * kCellBytes) + " bytes in all");
  }
  for (size_t cell = 0; cell < waiting.size(); ++cell)
    if (waiting[cell] >= 0) {
      const int64_t at = static_cast<int64_t>(cell) * kCellBytes;
      lose(buffers[waiting[cell]], {at, at + kCellBytes},
           " is not stored after its last change", std::nullopt);
    }
  // A buffer that is never stored hands its result to cores alone.
  for (const Buffer &buffer : buffers) {
    if (!buffer.isStored)
      continue;
    if (buffer.lost)
      proof.violations.push_back(*buffer.lost);
    else
      addFacts(proof, Rule::Outputs);
  }
}
