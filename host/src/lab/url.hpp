// The parts of a request's target: its path and its query.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::lab {

/// With %XX and + as what they stand for.
std::string unescaped(std::string_view text);

/// The parts between, without empty ones.
std::vector<std::string> split(std::string_view text, char by);

/// What follows the first '?': names and values, unescaped.
std::map<std::string, std::string> query_of(std::string_view target);

} // namespace seeker::lab
