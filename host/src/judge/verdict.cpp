// Names and exit codes of verdicts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/verdict.hpp"

namespace seeker::judge {

std::string_view name(verdict what) {
  switch (what) {
  case verdict::pass:
    return "PASS";
  case verdict::cycle_regression:
    return "CYCLE_REGRESSION";
  case verdict::golden_mismatch:
    return "GOLDEN_MISMATCH";
  case verdict::target_hang:
    return "TARGET_HANG";
  case verdict::link:
    return "LINK";
  case verdict::board:
    return "BOARD";
  case verdict::config:
    return "CONFIG";
  }
  return "UNKNOWN";
}

std::optional<verdict> named(std::string_view text) {
  for (const verdict each :
       {verdict::pass, verdict::cycle_regression, verdict::golden_mismatch,
        verdict::target_hang, verdict::link, verdict::board, verdict::config})
    if (name(each) == text)
      return each;
  return std::nullopt;
}

bool worth_repeating(verdict what) {
  return what == verdict::link || what == verdict::board;
}

int exit_code(verdict what) {
  switch (what) {
  case verdict::pass:
    return 0;
  case verdict::cycle_regression:
  case verdict::golden_mismatch:
  case verdict::target_hang:
    return 1;
  case verdict::config:
    return 2;
  case verdict::link:
  case verdict::board:
    return 3;
  }
  return 3;
}

verdict of(errc code) {
  switch (code) {
  case errc::usage:
  case errc::file:
  case errc::format:
  case errc::limit:
  case errc::mismatch:
  case errc::unsupported:
    return verdict::config;
  case errc::link_lost:
  case errc::link_timeout:
  case errc::link_protocol:
    return verdict::link;
  case errc::refused:
  case errc::board:
  case errc::interrupted:
    return verdict::board;
  case errc::hang:
    return verdict::target_hang;
  }
  return verdict::board;
}

} // namespace seeker::judge
