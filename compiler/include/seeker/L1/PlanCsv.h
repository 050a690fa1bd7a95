// The L1 planner on the exchange format of static memory planners.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_L1_PLANCSV_H
#define SEEKER_L1_PLANCSV_H

#include "seeker/L1/Planner.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace llvm {
class raw_ostream;
}

namespace seeker::l1 {

/// Reads `id,lower,upper,size[,alignment]`, in the order of the header line.
/// An `offset` column is accepted and left unread, so that a plan can be
/// planned again. Errors say the line; `name` is what they call the text.
llvm::Expected<std::vector<Buffer>> parseBuffers(llvm::StringRef text,
                                                 llvm::StringRef name);

/// Writes `id,lower,upper,size,alignment,offset`.
void printPlan(const std::vector<Buffer> &buffers, const Plan &plan,
               llvm::raw_ostream &out);

/// `FILE.csv --capacity BYTES [-o OUT.csv] [--json]`: plans a file. The layout
/// goes to OUT.csv, else to `out`; what people read goes to `err`. Returns the
/// exit code: 0 fits, 1 does not fit (nothing is written), 2 usage or input.
int runPlan(llvm::ArrayRef<llvm::StringRef> args, llvm::raw_ostream &out,
            llvm::raw_ostream &err);

} // namespace seeker::l1

#endif // SEEKER_L1_PLANCSV_H
