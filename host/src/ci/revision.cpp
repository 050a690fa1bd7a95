// Asks git, with a bound on its time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/revision.hpp"

#include "seeker/target/child.hpp"

#include <chrono>
#include <thread>

namespace seeker::ci {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;

} // namespace

repository::answer repository::ask(std::vector<std::string> words) const {
  // What a child prints on stderr is kept, so git's answer goes there.
  std::vector<std::string> all = {"-c", "exec git \"$@\" >&2", "git", "-C",
                                  folder_.empty() ? "." : folder_.string()};
  all.insert(all.end(), words.begin(), words.end());
  auto git = target::child::spawn("/bin/sh", all);
  if (!git)
    return {false, git.error().message};
  const auto late = std::chrono::steady_clock::now() + patience;
  while (!git->ended() && std::chrono::steady_clock::now() < late)
    std::this_thread::sleep_for(1ms);
  const auto end = git->ended();
  std::string text = end ? git->said() : "git gave no answer";
  while (text.ends_with('\n'))
    text.pop_back();
  return {end == "exited with 0", std::move(text)};
}

std::string repository::clean_head() const {
  const answer head = ask({"rev-parse", "--verify", "--quiet", "HEAD"});
  const answer changes = ask({"status", "--porcelain", "-uno"});
  return head.good && changes.good && changes.text.empty() ? head.text : "";
}

result<std::string> repository::commit(const std::string &name) const {
  // The end of options: a name is never one.
  const answer said = ask({"rev-parse", "--verify", "--quiet",
                           "--end-of-options", name + "^{commit}"});
  // git prints the words it does not understand before the hash.
  const std::size_t line = said.text.rfind('\n');
  if (!said.good)
    return fail(errc::usage, "'{}' is no commit of the repository at {}", name,
                folder_.empty() ? "." : folder_.string());
  return line == std::string::npos ? said.text : said.text.substr(line + 1);
}

bool repository::contains(const std::string &later,
                          const std::string &earlier) {
  const auto key = std::pair(later, earlier);
  const auto known = known_.find(key);
  if (known != known_.end())
    return known->second;
  const bool is = later == earlier ||
                  ask({"merge-base", "--is-ancestor", earlier, later}).good;
  known_.emplace(key, is);
  return is;
}

} // namespace seeker::ci
