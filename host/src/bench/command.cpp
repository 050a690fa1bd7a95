// Writes cases as command lines.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/bench/command.hpp"

namespace seeker::bench {
namespace {

/// A word of a command line that a shell reads back.
std::string shell_word(const std::string &word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                     "_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
    return word;
  std::string made = "'";
  for (const char c : word)
    made += c == '\'' ? "'\\''" : std::string(1, c);
  return made + "'";
}

/// The path in "NAME=FILE" or "FILE" without detours.
std::string straight(const std::string &value) {
  const std::size_t equals = value.find('=');
  const std::size_t begin = equals == std::string::npos ? 0 : equals + 1;
  return value.substr(0, begin) +
         std::filesystem::path(value.substr(begin)).lexically_normal().string();
}

class line {
public:
  void word(const std::string &one) {
    text_ += (text_.empty() ? "" : " ") + shell_word(one);
  }
  void option(const char *name, const std::string &value) {
    word(name);
    word(value);
  }
  template <class T>
  void option(const char *name, const std::optional<T> &value) {
    if (value)
      option(name, fmt::format("{}", *value));
  }
  void then() { text_ += " &&"; }
  const std::string &text() const { return text_; }

private:
  std::string text_;
};

} // namespace

std::string command_of(const suite_case &one, const std::string &program) {
  const std::string image =
      one.image ? straight(one.image->string()) : one.name + ".elf";
  line made;
  if (one.model) {
    for (const std::string &word :
         {program, std::string("compile"), straight(one.model->string()),
          std::string("-o"), image})
      made.word(word);
    for (const std::string &word : one.compile)
      made.word(word);
    made.then();
  }
  made.word(program);
  made.word("run");
  made.word(image);
  made.option("--target", one.target);
  made.option("--config", one.configuration);
  for (const std::string &value : one.inputs)
    made.option("--input", straight(value));
  for (const std::string &value : one.golden)
    made.option("--golden", straight(value));
  if (one.golden_cycles)
    made.option("--golden-cycles", straight(one.golden_cycles->string()));
  made.option("--rtol", one.rtol);
  made.option("--atol", one.atol);
  made.option("--ulp", one.ulp);
  if (one.repeat != 1)
    made.option("--repeat", std::to_string(one.repeat));
  made.option("--max-cycles", one.max_cycles);
  if (one.timeout != suite_case().timeout)
    made.option("--timeout", one.timeout);
  if (one.chaos) {
    made.option("--chaos", one.chaos);
    made.option("--seed", std::to_string(one.seed));
  }
  return made.text();
}

std::string called_from(const std::filesystem::path &folder,
                        const std::filesystem::path &program) {
  const auto below = program.lexically_relative(folder);
  if (below.empty() || *below.begin() == "..")
    return program.filename().string();
  return below.has_parent_path() ? below.string() : "./" + below.string();
}

} // namespace seeker::bench
