// `seeker debug`: the target, OpenOCD and GDB, from one command to one end.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "drive.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/cli/progress_bar.hpp"
#include "seeker/debug/session.hpp"
#include "seeker/image/image.hpp"

#include <cstdio>

namespace seeker::cli {
namespace {

namespace asio = boost::asio;

result<config::configuration> configuration_of(const image::program &code,
                                               const debug_options &asked) {
  if (asked.configuration)
    return config::load(*asked.configuration);
  if (!code.section(".seeker.manifest"))
    return config::load("default");
  auto image = image::read_image(asked.image);
  if (!image)
    return image.error();
  return config::find(image->says.configuration_hash);
}

result<void> check(const debug_options &asked,
                   const config::configuration &configuration) {
  if (asked.target != "sim" && !asked.target.starts_with("vboard:"))
    return fail(errc::unsupported,
                "--target {}: has no JTAG; sim and vboard:NAME can be debugged",
                asked.target);
  if (!configuration.debug_module)
    return fail(errc::unsupported, "the configuration {} has no debug module",
                configuration.name);
  if (asked.hart && *asked.hart >= configuration.harts())
    return fail(errc::usage,
                "--hart {}: the configuration {} has harts 0 to {}",
                *asked.hart, configuration.name, configuration.harts() - 1);
  return {};
}

} // namespace

int debug(const debug_options &asked) {
  auto code = image::program::read(asked.image);
  if (!code)
    return report_error(code.error(), false);
  auto configuration = configuration_of(*code, asked);
  if (!configuration)
    return report_error(configuration.error(), false);
  if (auto checked = check(asked, *configuration); !checked)
    return report_error(checked.error(), false);
  const auto folder = temporary_folder::make("the debugger's socket");
  if (!folder)
    return report_error(folder.error(), false);

  debug::session_options session;
  session.openocd.socket = folder->path() / "jtag";
  session.openocd.harts = configuration->harts();
  session.openocd.hart = asked.hart;
  session.gdb.image = asked.image;
  session.gdb.script = asked.script;
  session.gdb.commands = asked.commands;
  session.log = asked.log;

  target::wishes wishes;
  wishes.configuration = asked.configuration.value_or(configuration->name);
  wishes.jtag = session.openocd.socket;
  asio::io_context context(1);
  auto on =
      target::make(asked.target, context.get_executor(), std::move(wishes));
  if (!on)
    return report_error(on.error(), false);
  // Ctrl-C is for GDB, which shares our terminal.
  std::signal(SIGINT, [](int) {});
  debug::session_outcome known;
  result<void> done;
  {
    progress_bar bar;
    const run::show tell = bar.shows();
    const run::print say = program_output(false);
    const auto work = [&]() -> task<void> {
      auto ended =
          co_await debug::run(session, *code, *configuration, **on, tell, say);
      if (!ended)
        co_return ended.error();
      known = *std::move(ended);
      co_return result<void>();
    };
    done = drive(context, work(), {SIGTERM, SIGHUP});
  }
  on->reset();
  if (!done)
    return report_error(done.error(), false);
  for (const std::string &each : known.openocd_errors)
    fmt::print(stderr, "openocd: {}\n", each);
  if (known.exit_code)
    fmt::print(stderr, "the program's exit code was {}\n", *known.exit_code);
  return known.gdb_exit == 0 ? 0 : 1;
}

} // namespace seeker::cli
