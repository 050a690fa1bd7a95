// `seeker lab`: the server, and what people ask it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "drive.hpp"
#include "lab_access.hpp"
#include "seeker/base/file.hpp"
#include "seeker/board/description.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/lab/client.hpp"
#include "seeker/lab/server.hpp"

#include "../base/toml_reader.hpp"

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace seeker::cli {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::json;

constexpr std::uint64_t max_file_bytes = 1 << 20;

/// The [[resource]]s of a lab's file.
result<std::vector<lab::resource>> read_resources(const fs::path &file) {
  const auto content = read_file(file, max_file_bytes);
  if (!content)
    return content.error();
  const auto wrong = [&](const std::string &what) {
    return fail(errc::format, "{}: {}", file.string(), what);
  };
  const std::string_view text(reinterpret_cast<const char *>(content->data()),
                              content->size());
  const toml_text parsed = parse_toml(text);
  if (parsed.wrong)
    return wrong(*parsed.wrong);
  toml_reader top(parsed.table, "at its top");
  const toml::node *all = top.node("resource");
  if (const auto what = top.wrong())
    return wrong(*what);
  const toml::array *list = all ? all->as_array() : nullptr;
  if (!list || list->empty())
    return wrong("it has no [[resource]]");
  std::vector<lab::resource> made;
  for (const toml::node &each : *list) {
    const std::string where =
        fmt::format("in [[resource]] {}", made.size() + 1);
    const toml::table *fields = each.as_table();
    if (!fields)
      return wrong(where + ": it is no table");
    toml_reader from(*fields, where);
    lab::resource one;
    one.name = from.text("name").value_or("");
    one.target = from.text("target").value_or("");
    one.capabilities = from.texts("capabilities");
    if (one.name.empty() || one.target.empty())
      from.say("name and target are needed");
    for (const lab::resource &other : made)
      if (other.name == one.name)
        from.say(fmt::format("there is a resource {} already", one.name));
    if (const auto what = from.wrong())
      return wrong(*what);
    // A board brings its own.
    const std::size_t colon = one.target.find(':');
    if (colon != std::string::npos) {
      const auto board = board::load(one.target.substr(colon + 1));
      if (!board)
        return within_context(board.error(), where);
      for (const std::string &word : board->capabilities)
        one.capabilities.push_back(word);
    }
    made.push_back(std::move(one));
  }
  return made;
}

/// Held by one server at a time; the kernel lets go when it ends.
class state_lock {
public:
  static result<state_lock> take(const fs::path &folder) {
    const fs::path file = folder / "lock";
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle < 0)
      return fail(errc::file, "cannot make {}", file.string());
    state_lock made(handle);
    if (::flock(handle, LOCK_EX | LOCK_NB) != 0)
      return fail(errc::file, "another server has {}", folder.string());
    return made;
  }
  state_lock(state_lock &&other) noexcept
      : handle_(std::exchange(other.handle_, -1)) {}
  state_lock &operator=(state_lock &&) = delete;
  ~state_lock() {
    if (handle_ >= 0)
      ::close(handle_);
  }

private:
  explicit state_lock(int handle) : handle_(handle) {}
  int handle_;
};

/// A line a request in audit.jsonl.
class audit_log {
public:
  explicit audit_log(const fs::path &file)
      : handle_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                       0600)) {}
  audit_log(const audit_log &) = delete;
  audit_log &operator=(const audit_log &) = delete;
  ~audit_log() {
    if (handle_ >= 0)
      ::close(handle_);
  }
  bool works() const { return handle_ >= 0; }
  void add(const lab::audit &one) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const std::string line =
        json{{"time", now.count()},  {"peer", one.peer}, {"user", one.user},
             {"method", one.method}, {"path", one.path}, {"status", one.status}}
            .dump(-1, ' ', false, json::error_handler_t::replace) +
        "\n";
    // One write: lines of several requests do not mix.
    static_cast<void>(!::write(handle_, line.data(), line.size()));
  }

private:
  int handle_;
};

result<void> serve(const lab_serve_options &asked) {
  const std::size_t colon = asked.listen.rfind(':');
  lab::server_options chosen;
  unsigned long port = 0;
  try {
    chosen.host = asked.listen.substr(0, colon);
    port = colon == std::string::npos
               ? 65536
               : std::stoul(asked.listen.substr(colon + 1));
  } catch (const std::exception &) {
    port = 65536;
  }
  if (port > 65535)
    return fail(errc::usage, "--listen {}: is no ADDRESS:PORT", asked.listen);
  chosen.port = static_cast<std::uint16_t>(port);
  if (asked.certificate.has_value() != asked.key.has_value())
    return fail(errc::usage, "--tls-certificate and --tls-key belong together");
  chosen.certificate = asked.certificate;
  chosen.key = asked.key;
  const auto resources = read_resources(asked.resources);
  if (!resources)
    return resources.error();
  lab::users users = lab::users::local();
  if (asked.users) {
    auto read = lab::users::load(*asked.users);
    if (!read)
      return read.error();
    users = *std::move(read);
  }
  std::error_code ec;
  fs::create_directories(asked.state, ec);
  fs::permissions(asked.state, fs::perms::owner_all, ec);
  if (ec)
    return fail(errc::file, "cannot use the folder {}: {}",
                asked.state.string(), ec.message());
  const auto lock = state_lock::take(asked.state);
  if (!lock)
    return lock.error();
  auto store = lab::store::open(asked.state / "lab.db", lab::boot_id());
  if (!store)
    return store.error();
  if (auto done = store->declare(*resources); !done)
    return done;
  lab::api_options options;
  options.folder = asked.state;
  options.page = share_folder() / "lab";
  auto api = lab::api::make(options, users, *std::move(store));
  if (!api)
    return api.error();
  audit_log log(asked.state / "audit.jsonl");
  if (!log.works())
    return fail(errc::file, "cannot write {}",
                (asked.state / "audit.jsonl").string());
  api->log = [&](const lab::audit &one) { log.add(one); };
  boost::asio::io_context context(1);
  const bool has_users = asked.users.has_value();
  const auto ready = [&](std::uint16_t at) {
    fmt::print("{}\n", json{{"listen",
                             fmt::format("{}://{}:{}",
                                         chosen.certificate ? "https" : "http",
                                         chosen.host, at)}}
                           .dump());
    std::fflush(stdout);
  };
  const auto done = drive(context, lab::serve(*api, chosen, has_users, ready));
  // A signal is how a server ends.
  if (!done && done.error().code != errc::interrupted)
    return done;
  return {};
}

} // namespace

result<lab::client> reach_lab(const lab_access &asked) {
  lab::access chosen;
  chosen.url = asked.url;
  chosen.token_file = asked.token_file;
  chosen.authority = asked.authority;
  return lab::client::make(chosen);
}

namespace {

void print_status(const json &state) {
  fmt::print("{:<16} {:<20} {:<8} {}\n", "resource", "target", "state",
             "who, why");
  for (const json &each : state.at("resources"))
    fmt::print("{:<16} {:<20} {:<8} {}{}\n", each.value("name", ""),
               each.value("target", ""), each.value("state", ""),
               each.value("holder", ""), each.value("reason", ""));
  const json &queue = state.at("queue");
  fmt::print("{} waiting\n", queue.size());
  for (const json &each : queue)
    fmt::print("  {} for {}, {:.0f} s\n", each.value("holder", ""),
               each.value("target", "").empty() ? "any"
                                                : each.value("target", ""),
               each.value("waits_seconds", 0.0));
}

} // namespace

int lab_serve(const lab_serve_options &asked) {
  const auto done = serve(asked);
  return done ? 0 : report_error(done.error(), false);
}

int lab_status(const lab_access &asked, bool as_json) {
  auto lab = reach_lab(asked);
  if (!lab)
    return report_error(lab.error(), as_json);
  const auto state = lab->call("GET", "/api/state");
  if (!state)
    return report_error(state.error(), as_json);
  if (as_json)
    fmt::print("{}\n", state->dump());
  else
    print_status(*state);
  return 0;
}

int lab_manage(const lab_access &asked, const std::string &what,
               const std::string &resource, const std::string &reason) {
  auto lab = reach_lab(asked);
  if (!lab)
    return report_error(lab.error(), false);
  const auto done =
      lab->call("POST", fmt::format("/api/resources/{}/{}", resource, what),
                {{"reason", reason}});
  return done ? 0 : report_error(done.error(), false);
}

} // namespace seeker::cli
