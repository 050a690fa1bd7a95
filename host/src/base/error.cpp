// Names of the error classes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/error.hpp"

#include <stdexcept>

namespace seeker {

std::string_view to_string(errc code) {
  switch (code) {
  case errc::usage:
    return "usage";
  case errc::file:
    return "file";
  case errc::format:
    return "format";
  case errc::limit:
    return "limit";
  case errc::mismatch:
    return "mismatch";
  case errc::unsupported:
    return "unsupported";
  case errc::link_lost:
    return "link_lost";
  case errc::link_timeout:
    return "link_timeout";
  case errc::link_protocol:
    return "link_protocol";
  case errc::refused:
    return "refused";
  case errc::board:
    return "board";
  case errc::hang:
    return "hang";
  case errc::interrupted:
    return "interrupted";
  }
  return "unknown";
}

void throw_exception_from_error(const error &cause,
                                const boost::source_location &) {
  throw std::logic_error(cause.message);
}

} // namespace seeker
