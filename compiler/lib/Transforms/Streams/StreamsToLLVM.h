// Conversion of the operations on streams to the LLVM dialect.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_STREAMSTOLLVM_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_STREAMSTOLLVM_H

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "seeker/Config/Configuration.h"

namespace seeker {

/// Data movers' operations become writes of their registers, a streaming
/// region one block of inline assembly.
void populateStreamsToLLVM(mlir::LLVMTypeConverter &converter,
                           const Configuration &configuration,
                           mlir::RewritePatternSet &patterns);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_STREAMSTOLLVM_H
