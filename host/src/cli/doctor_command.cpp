// `seeker doctor`: looks at what Seeker needs, one thing after the other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/file.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/config/configuration.hpp"
#include "seeker/report/format.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdlib>
#include <iostream>
#include <sqlite3.h>
#include <unistd.h>

namespace seeker::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct finding {
  std::string what;
  bool needed = false; // without it `seeker run --target sim` does not work
  bool good = false;
  std::string says; // where it is, or what to do
};

std::string on_path(const std::string &program) {
  const char *path = std::getenv("PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const fs::path file = fs::path(rest.substr(0, end)) / program;
    if (::access(file.c_str(), X_OK) == 0)
      return file.string();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return "";
}

finding own_program(const std::string &name) {
  const fs::path file = program_folder() / name;
  const bool good = ::access(file.c_str(), X_OK) == 0;
  return {name, true, good,
          good ? file.string()
               : fmt::format("{} is not there: build it with `ninja {}`",
                             file.string(), name)};
}

finding tool(const std::string &program, const std::string &package,
             const std::string &use) {
  const std::string file = on_path(program);
  return {program, false, !file.empty(),
          file.empty() ? fmt::format("not on PATH; {} needs it: apt install {}",
                                     use, package)
                       : file};
}

finding configurations() {
  std::vector<std::string> names;
  std::string wrong;
  std::error_code ec;
  for (fs::directory_iterator at(share_folder() / "cfg", ec), end;
       !ec && at != end; at.increment(ec)) {
    if (at->path().extension() != ".json")
      continue;
    const auto made = config::load(at->path().string());
    if (made)
      names.push_back(made->name);
    else
      wrong = made.error().message;
  }
  std::sort(names.begin(), names.end());
  if (names.empty() && wrong.empty())
    wrong =
        fmt::format("there are none in {}", (share_folder() / "cfg").string());
  return {"configurations", true, wrong.empty(),
          wrong.empty() ? fmt::format("{}", fmt::join(names, ", ")) : wrong};
}

finding temporary_folder() {
  std::error_code ec;
  const fs::path folder = fs::temp_directory_path(ec);
  const bool good = !ec && ::access(folder.c_str(), W_OK | X_OK) == 0;
  if (!good)
    return {"temporary folder", true, false,
            fmt::format("{} cannot be written to: set TMPDIR",
                        ec ? "it" : folder.string())};
  const auto space = fs::space(folder, ec);
  constexpr std::uintmax_t least = 64 << 20;
  const std::string says =
      fmt::format("{}, {} MB free", folder.string(), space.available >> 20);
  return {"temporary folder", true, !ec && space.available >= least, says};
}

finding loopback() {
  namespace asio = boost::asio;
  asio::io_context context;
  boost::system::error_code ec;
  asio::ip::tcp::acceptor acceptor(context);
  const asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
  acceptor.open(any.protocol(), ec);
  if (!ec)
    acceptor.bind(any, ec);
  if (!ec)
    acceptor.listen(1, ec);
  return {"ports on loopback", false, !ec,
          ec ? "cannot listen on 127.0.0.1: " + ec.message() : "can listen"};
}

} // namespace

int doctor(bool as_json) {
  const std::vector<finding> found = {
      own_program("seeker-sim"),
      own_program("seeker-compile"),
      configurations(),
      temporary_folder(),
      loopback(),
      {"SQLite", true, sqlite3_threadsafe() != 0, sqlite3_libversion()},
      tool("verilator", "verilator", "building the simulator"),
      tool("openocd", "openocd", "a board, or a virtual one,"),
      tool("gdb-multiarch", "gdb-multiarch", "debugging a program"),
      tool("sbatch", "slurm-client", "spreading a suite over machines"),
  };
  bool works = true;
  json list = json::array();
  report::table lines({{"what"}, {""}, {"where, or what to do"}});
  for (const finding &one : found) {
    works = works && (one.good || !one.needed);
    const char *state = one.good ? "ok" : one.needed ? "MISSING" : "missing";
    lines.add({one.what, state, one.says});
    list.push_back({{"what", one.what},
                    {"ok", one.good},
                    {"needed", one.needed},
                    {"says", one.says}});
  }
  const std::string summary =
      works ? "`seeker run --target sim` and `--target iss` can work"
            : "something that `seeker run` needs is MISSING";
  if (as_json)
    std::cout << json{{"producer", "seeker " SEEKER_VERSION},
                      {"works", works},
                      {"findings", list}}
                     .dump(2)
              << '\n';
  else
    std::cout << "seeker " SEEKER_VERSION "\n"
              << lines.text() << summary << '\n';
  std::cout.flush();
  return works ? 0 : 3;
}

} // namespace seeker::cli
