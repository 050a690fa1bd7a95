// Stands in for seeker-compile: prints its words, or an explanation from a
// file.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_FAKE_COMPILE is the exit code; --help prints a usage, --explain prints
// the last argument, which the tests make a file of JSON.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

int main(int argc, char **argv) {
  const char *code = std::getenv("SEEKER_FAKE_COMPILE");
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0)
    std::cout << "usage\n  --tiles LIST  sizes\n\nseeker-compile --plan FILE "
                 "--capacity BYTES\n";
  else if (argc > 2 && std::strcmp(argv[1], "--explain") == 0) {
    std::cout << std::ifstream(argv[argc - 1]).rdbuf();
  } else {
    for (int i = 1; i < argc; ++i)
      std::cout << argv[i] << '\n';
  }
  std::cerr << "words of the compiler\n";
  return code ? std::atoi(code) : 0;
}
