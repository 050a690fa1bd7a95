// Writes a suite's reports where they were asked for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "suite_files.hpp"

#include "seeker/base/file.hpp"

#include <iostream>

namespace seeker::cli {
namespace {

result<void> write_reports(const suite_files &files,
                           const report::suite_result &made,
                           const nlohmann::json &base) {
  const auto write = [](const std::optional<std::filesystem::path> &file,
                        const std::string &text) -> result<void> {
    return file ? write_file(*file, std::string_view(text)) : result<void>();
  };
  result<void> done = write(files.junit, report::to_junit(made));
  if (done)
    done = write(files.markdown, report::to_markdown(made, base));
  if (done)
    done = write(files.csv, report::to_csv(made));
  if (done && files.html)
    done = write(*files.html / "index.html", report::to_index(made, base));
  return done;
}

} // namespace

result<void> make_pages_folder(const suite_files &files) {
  if (!files.html)
    return {};
  std::error_code ec;
  std::filesystem::create_directories(*files.html, ec);
  if (ec)
    return fail(errc::file, "cannot create the folder {}: {}",
                files.html->string(), ec.message());
  return {};
}

int print_suite(const report::suite_result &made, const suite_files &files,
                const nlohmann::json &base, bool json) {
  if (auto wrote = write_reports(files, made, base); !wrote)
    return report_error(wrote.error(), json);
  std::cout << (json ? report::to_json(made).dump(2) + "\n"
                     : report::to_text(made, base));
  std::cout.flush();
  return made.exit_code();
}

} // namespace seeker::cli
