// Whether somebody listens on a socket's file.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <fstream>
#include <string>

namespace seeker::fake {

/// The file is there a moment before anybody listens.
inline bool listens(const std::string &socket) {
  std::ifstream sockets("/proc/net/unix");
  for (std::string line; std::getline(sockets, line);)
    if (line.ends_with(" " + socket) &&
        line.find(" 00010000 ") != std::string::npos)
      return true;
  return false;
}

} // namespace seeker::fake
