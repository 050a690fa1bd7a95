// What LLVM is told about the cluster's cores.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TARGET_RISCV_H
#define SEEKER_TARGET_RISCV_H

#include "llvm/ADT/StringRef.h"

namespace seeker::riscv {

constexpr llvm::StringLiteral kTriple = "riscv32-unknown-elf";
constexpr llvm::StringLiteral kDataLayout = "e-m:e-p:32:32-i64:64-n32-S128";
constexpr llvm::StringLiteral kFeatures = "+m,+a,+f,+d,+zicsr,+zifencei";
constexpr llvm::StringLiteral kAbi = "ilp32d";

} // namespace seeker::riscv

#endif // SEEKER_TARGET_RISCV_H
