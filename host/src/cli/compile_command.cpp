// `seeker compile`, `plan` and `explain`: the compiler's program, and its
// words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/file.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/image/image.hpp"
#include "seeker/report/explain.hpp"
#include "seeker/report/html.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

namespace seeker::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_explanation_bytes = std::size_t{1} << 28;

std::filesystem::path compiler() { return program_folder() / "seeker-compile"; }

error cannot_start(int reason) {
  return fail(errc::usage, "cannot start {}: {}", compiler().string(),
              std::strerror(reason));
}

/// Becomes the compiler. Returns errno when that fails.
int become(const std::vector<std::string> &arguments) {
  const std::string program = compiler().string();
  std::vector<char *> words{const_cast<char *>(program.c_str())};
  for (const std::string &word : arguments)
    words.push_back(const_cast<char *>(word.c_str()));
  words.push_back(nullptr);
  ::execv(program.c_str(), words.data());
  return errno;
}

struct printed {
  int status = 0;
  std::string text;
};

/// Runs the compiler and reads what it prints; its errors go where ours go.
result<printed> ask(const std::vector<std::string> &arguments) {
  std::error_code ec;
  if (!std::filesystem::exists(compiler(), ec))
    return cannot_start(ENOENT);
  std::array<int, 2> ends = {};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return cannot_start(errno);
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    become(arguments);
    ::_exit(127);
  }
  ::close(ends[1]);
  if (pid < 0) {
    ::close(ends[0]);
    return cannot_start(errno);
  }
  printed made;
  std::array<char, 65536> buffer;
  while (made.text.size() <= max_explanation_bytes) {
    const ssize_t n = ::read(ends[0], buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    made.text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  ::close(ends[0]);
  while (::waitpid(pid, &made.status, 0) < 0 && errno == EINTR) {
  }
  return made;
}

struct explained {
  int status = 0;      // the compiler's exit code
  nlohmann::json says; // null where it said nothing
};

/// What the compiler explains when it is run with `words`.
result<explained> explanation(std::vector<std::string> words) {
  for (const char *option : {"--json", "--explain"})
    if (std::ranges::find(words, option) == words.end())
      words.insert(words.begin(), option);
  const auto said = ask(words);
  if (!said)
    return said.error();
  if (WIFSIGNALED(said->status))
    return fail(errc::board, "{} was killed by signal {}", compiler().string(),
                WTERMSIG(said->status));
  explained made{WEXITSTATUS(said->status), {}};
  if (made.status > 1)
    return made;
  made.says = nlohmann::json::parse(said->text, nullptr, false);
  if (made.says.is_object())
    return made;
  if (made.status == 0)
    return fail(errc::format,
                "{} --explain printed {} bytes that are no JSON object",
                compiler().string(), said->text.size());
  made.says = nullptr;
  return made;
}

int show(const nlohmann::json &explained, bool json) {
  if (json)
    std::cout << explained.dump(2) << '\n';
  else
    std::cout << report::explain_text(explained);
  std::cout.flush();
  return report::all_fit(explained) ? 0 : 1;
}

} // namespace

int compile(const std::vector<std::string> &arguments) {
  const auto option = std::ranges::find(arguments, "--report");
  if (option == arguments.end())
    return report_error(cannot_start(become(arguments)), false);
  if (option + 1 == arguments.end() || (option + 1)->starts_with("-"))
    return report_error(fail(errc::usage, "--report needs a file"), false);
  const std::string file = *(option + 1);
  std::vector<std::string> words(arguments.begin(), option);
  words.insert(words.end(), option + 2, arguments.end());
  const auto made = explanation(words);
  if (!made)
    return report_error(made.error(), false);
  if (!made->says.is_object())
    return made->status;
  const auto model = std::ranges::find_if(
      words, [](const std::string &word) { return !word.starts_with("-"); });
  if (auto written = write_file(
          file, report::to_plan_html(
                    model == words.end() ? "" : fs::path(*model).filename(),
                    made->says));
      !written)
    return report_error(written.error(), false);
  std::cout << "report  " << file << std::endl;
  return made->status;
}

result<void> compile_to(const std::filesystem::path &model,
                        const std::vector<std::string> &words,
                        const std::filesystem::path &image) {
  std::vector<std::string> arguments{model.string(), "-o", image.string()};
  arguments.insert(arguments.end(), words.begin(), words.end());
  const auto said = ask(arguments);
  if (!said)
    return said.error();
  if (WIFSIGNALED(said->status))
    return fail(errc::board, "{} was killed by signal {}", compiler().string(),
                WTERMSIG(said->status));
  if (WEXITSTATUS(said->status) != 0)
    return fail(errc::usage, "{} does not compile: its compiler ended with {}",
                model.string(), WEXITSTATUS(said->status));
  return {};
}

result<void> explain_model(const std::filesystem::path &model,
                           const std::vector<std::string> &words,
                           nlohmann::json &into) {
  std::vector<std::string> arguments = words;
  arguments.push_back(model.string());
  const auto made = explanation(arguments);
  if (!made)
    return made.error();
  if (made->status != 0 || !made->says.is_object())
    return fail(errc::usage, "{} does not compile: its compiler ended with {}",
                model.string(), made->status);
  into = made->says;
  return {};
}

std::string compiler_help() {
  const auto said = ask({"--help"});
  return said ? said->text : "";
}

int plan(const std::vector<std::string> &arguments) {
  std::vector<std::string> words{"--plan"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return report_error(cannot_start(become(words)), false);
}

int explain(const std::vector<std::string> &arguments) {
  std::vector<std::string> words;
  bool json = false;
  for (const std::string &word : arguments)
    if (word == "--json")
      json = true;
    else
      words.push_back(word);
  const auto image =
      std::find_if(words.begin(), words.end(), [](const std::string &word) {
        return !word.starts_with("-") && word.ends_with(".elf");
      });
  if (image != words.end()) {
    if (words.size() != 1)
      return report_error(
          fail(errc::usage,
               "explain {}: an image has its tiles and its budget; options "
               "are for models",
               *image),
          json);
    const auto made = image::read_image(*image);
    if (!made)
      return report_error(made.error(), json);
    return show({{"kernels", made->says.kernels}}, json);
  }
  const auto made = explanation(words);
  if (!made)
    return report_error(made.error(), json);
  if (!made->says.is_object())
    return made->status;
  const int shown = show(made->says, json);
  return std::max(shown, made->status);
}

} // namespace seeker::cli
