// Runs a case unless it is known to pass, and writes what became of it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ci_case.hpp"

#include "case_runner.hpp"
#include "lab_access.hpp"
#include "seeker/base/file.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/ci/content.hpp"
#include "seeker/ci/past.hpp"
#include "seeker/ci/revision.hpp"
#include "seeker/report/html.hpp"

#include <algorithm>

namespace seeker::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::chrono::minutes overhead{10};
constexpr std::uint64_t max_answer_bytes = std::uint64_t{1} << 28;

/// What runs and judges a case, beside its image.
std::vector<fs::path> programs_of(const bench::suite_case &one) {
  std::vector<fs::path> made = {program_folder() / "seeker"};
  if (one.target == "sim")
    made.push_back(program_folder() / "seeker-sim");
  return made;
}

/// The last pass of the same content in the history of `since`.
const history::entry *known_pass(const std::vector<history::entry> &past,
                                 const std::string &content,
                                 const std::string &since, const fs::path &at) {
  ci::repository tree(at);
  for (auto one = past.rbegin(); one != past.rend(); ++one)
    if (one->content == content && one->verdict == "PASS" &&
        !one->revision.empty() && tree.contains(since, one->revision))
      return &*one;
  return nullptr;
}

result<std::vector<history::entry>> past_of(const case_call &call,
                                            const bench::suite &suite,
                                            const bench::suite_case &one) {
  if (!call.history)
    return std::vector<history::entry>();
  auto book = history::book::open(*call.history);
  if (!book)
    return book.error();
  return book->last_of(ci::memory, suite.name, one.name, one.target);
}

/// The case's target, where a lab has it: held until it is given back, or the
/// lease expires.
class leased_target {
public:
  static result<leased_target> take(const case_call &call,
                                    const bench::suite &suite,
                                    const bench::suite_case &one) {
    leased_target made;
    if (!call.lab)
      return made;
    auto lab = reach_lab(*call.lab);
    if (!lab)
      return lab.error();
    const std::chrono::duration<double> seconds = longest(one);
    auto held = lab->acquire(suite.name + "/" + one.name, one.target, {}, 0,
                             seconds.count(), lab_wait);
    if (!held)
      return held.error();
    made.lab_ = *std::move(lab);
    made.held_ = *std::move(held);
    return made;
  }

  result<void> give_back(const report::case_result &judged) {
    if (!held_)
      return {};
    const bool failed = judged.verdict == "BOARD" || judged.verdict == "LINK";
    const std::string why =
        judged.notes.empty() ? judged.verdict : judged.notes.front();
    return lab_->give_back(*held_, failed ? why : "");
  }

private:
  std::optional<lab::client> lab_;
  std::optional<lab::grant> held_;
};

result<void> answer(const case_call &call) {
  const auto suite = bench::read_suite(call.suite);
  if (!suite)
    return suite.error();
  const auto found =
      std::find_if(suite->cases.begin(), suite->cases.end(),
                   [&](const auto &each) { return each.name == call.name; });
  if (found == suite->cases.end())
    return fail(errc::usage, "there is no case '{}' in {}", call.name,
                call.suite.string());
  const auto past = past_of(call, *suite, *found);
  if (!past)
    return past.error();
  const auto folder = temporary_folder::make("images");
  if (!folder)
    return folder.error();
  std::string content;
  std::optional<std::uint64_t> cycles; // of the pass that settles it
  case_wishes wanted;
  wanted.scratch = folder->path();
  wanted.settled = [&](const fs::path &image) -> result<bool> {
    if (!ci::is_repeatable(*found))
      return false;
    auto hashed = ci::content_of(*found, image, programs_of(*found));
    if (!hashed)
      return hashed.error();
    content = *std::move(hashed);
    const history::entry *pass =
        call.since
            ? known_pass(*past, content, *call.since, call.suite.parent_path())
            : nullptr;
    if (pass)
      cycles = pass->cycles;
    return pass != nullptr;
  };
  auto lease = leased_target::take(call, *suite, *found);
  if (!lease)
    return lease.error();
  case_run made = run_case(*found, wanted);
  if (auto done = lease->give_back(made.judged); !done)
    made.judged.notes.push_back(done.error().message);
  if (made.judged.unchanged)
    made.judged.cycles = cycles;
  if (call.page && !made.got.known.target.empty())
    if (auto wrote = write_file(
            *call.page, std::string_view(report::to_html(
                            made.judged.report, made.got.kernels, *past)));
        !wrote)
      fail_case(made.judged, wrote.error());
  const json object = {{"case", report::to_json(made.judged)},
                       {"content", content}};
  return write_file(call.result, std::string_view(object.dump()));
}

} // namespace

std::chrono::milliseconds longest(const bench::suite_case &one) {
  const auto limit = parse_duration(one.timeout);
  return overhead +
         one.repeat * (limit ? *limit : std::chrono::milliseconds(0));
}

std::vector<std::string> words_of(const case_call &call) {
  std::vector<std::string> made = {
      "ci",      "case",     call.suite.string(), "--name",
      call.name, "--result", call.result.string()};
  const auto add = [&](const char *option, const std::string &value) {
    made.emplace_back(option);
    made.push_back(value);
  };
  if (call.page)
    add("--page", call.page->string());
  if (call.history)
    add("--history", call.history->string());
  if (call.since)
    add("--since", *call.since);
  if (call.lab) {
    add("--lab", call.lab->url);
    if (call.lab->token_file)
      add("--token-file", call.lab->token_file->string());
    if (call.lab->authority)
      add("--tls-authority", call.lab->authority->string());
  }
  return made;
}

result<case_answer> read_answer(const fs::path &file) {
  const auto content = read_file(file, max_answer_bytes);
  if (!content)
    return content.error();
  const auto *text = reinterpret_cast<const char *>(content->data());
  const json whole = json::parse(text, text + content->size(), nullptr, false);
  if (!whole.is_object() || !whole.contains("case") ||
      !whole.value("content", json()).is_string())
    return fail(errc::format, "{} is no answer of seeker ci case",
                file.string());
  auto judged = report::case_of(whole["case"]);
  if (!judged)
    return within_context(judged.error(), file.string());
  return case_answer{*std::move(judged), whole["content"].get<std::string>()};
}

int run_ci_case(const case_call &call) {
  const auto done = answer(call);
  return done ? 0 : report_error(done.error(), false);
}

} // namespace seeker::cli
