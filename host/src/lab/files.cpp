// The files that the lab gives and keeps: its page, and artifacts of runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "answers.hpp"

#include "seeker/base/file.hpp"

namespace seeker::lab {

namespace fs = std::filesystem;
using json = nlohmann::json;

response api::artifacts(const call &one) {
  if (one.path.size() != 3 || !is_name(one.path[1]) || !is_name(one.path[2]))
    return refused(
        http::status::bad_request,
        "an artifact is RUN/FILE, each 1 to 64 letters, digits, '-', "
        "'_' and '.', not '.' first");
  const fs::path root = options_.folder / "artifacts";
  const fs::path file = root / one.path[1] / one.path[2];
  std::error_code ec;
  if (one.verb() == http::verb::get) {
    if (!fs::is_regular_file(fs::symlink_status(file, ec)))
      return refused(http::status::not_found, "there is no such artifact");
    const auto content = read_file(file, max_body_bytes);
    if (!content)
      return refused(content.error());
    const bool html = file.extension() == ".html";
    response made = text_of(
        http::status::ok,
        html ? "text/html; charset=utf-8" : "application/octet-stream",
        {reinterpret_cast<const char *>(content->data()), content->size()});
    // Whatever it is, it does nothing in the lab's name.
    made.set("Content-Security-Policy", "sandbox allow-scripts");
    return made;
  }
  if (one.verb() != http::verb::put)
    return refused(http::status::method_not_allowed, "PUT or GET");
  if (!one.who.may("report"))
    return refused(http::status::forbidden, "the right 'report' is missing");
  std::uint64_t used = 0;
  for (const auto &entry : fs::recursive_directory_iterator(root, ec))
    if (entry.is_regular_file(ec))
      used += entry.file_size(ec);
  if (used + one.asked.body().size() > options_.most_artifact_bytes)
    return refused(http::status::insufficient_storage,
                   fmt::format("artifacts take {} bytes, at most {} fit", used,
                               options_.most_artifact_bytes));
  fs::create_directories(file.parent_path(), ec);
  const auto wrote = write_file(file, std::string_view(one.asked.body()));
  return wrote ? json_of(json::object()) : refused(wrote.error());
}

response api::page(const call &one) {
  static const std::map<std::string, std::pair<const char *, const char *>>
      files{{"", {"index.html", "text/html; charset=utf-8"}},
            {"lab.js", {"lab.js", "text/javascript; charset=utf-8"}},
            {"lab.css", {"lab.css", "text/css; charset=utf-8"}}};
  const auto found = files.find(one.path.empty() ? "" : one.path.front());
  if (one.path.size() > 1 || found == files.end() ||
      one.verb() != http::verb::get)
    return refused(http::status::not_found, "there is nothing here");
  const auto content =
      read_file(options_.page / found->second.first, max_json_bytes);
  if (!content)
    return refused(content.error());
  response made = text_of(
      http::status::ok, found->second.second,
      {reinterpret_cast<const char *>(content->data()), content->size()});
  made.set(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self' "
      "'unsafe-inline'; connect-src 'self'; frame-src 'self'; img-src data:");
  return made;
}

} // namespace seeker::lab
