// seeker-sim: the Verilated SoC as a process that speaks the wire protocol.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "errors.hpp"
#include "observe.hpp"
#include "server.hpp"
#include "soc.hpp"

namespace {

using namespace seeker::sim;

constexpr int exit_usage = 2;
constexpr int exit_machine = 3;

struct arguments {
  std::string config = "default";
  std::string listen;
  bool allow_remote = false;
  unsigned threads = 1;
  std::string wave;
  std::uint64_t wave_from = 0;
  std::uint64_t wave_to = ~std::uint64_t{0};
  std::string dump;
};

void declare(CLI::App &app, arguments &args) {
  app.add_option("--config", args.config, "Configuration of the cluster")
      ->capture_default_str();
  app.add_option("--listen", args.listen,
                 "unix:PATH or tcp:HOST:PORT; port 0 takes a free one")
      ->required();
  app.add_flag("--allow-remote", args.allow_remote,
               "Listen on addresses that other machines reach");
  app.add_option("--threads", args.threads, "Threads of the model")
      ->capture_default_str();
  auto *wave = app.add_option("--wave", args.wave, "Write waves (FST)");
  app.add_option("--wave-from", args.wave_from,
                 "First cycle since power-up in the waves")
      ->needs(wave);
  app.add_option("--wave-to", args.wave_to, "Last cycle in the waves")
      ->needs(wave);
  app.add_option("--dump", args.dump,
                 "Write a line 'hart cycle value' for each write to CSR 0x7C7");
}

const soc_kind &find_kind(const std::string &name) {
  std::vector<std::string> names;
  for (const auto &kind : soc_kinds()) {
    if (kind.name == name)
      return kind;
    names.push_back(kind.name);
  }
  throw usage_error(
      fmt::format("--config {}: there is no such configuration in this "
                  "build; there is {}",
                  name, fmt::join(names, ", ")));
}

soc_options options_for(const arguments &args, const soc_kind &kind) {
  soc_options options;
  if (args.threads == 0 || args.threads > kind.threads)
    throw usage_error(
        fmt::format("--threads {}: this build's models run on 1 to {} threads",
                    args.threads, kind.threads));
  options.threads = args.threads;
  if (args.wave_from > args.wave_to)
    throw usage_error(fmt::format("--wave-from {} is after --wave-to {}",
                                  args.wave_from, args.wave_to));
  if (!args.wave.empty()) {
    if (!kind.can_wave)
      throw usage_error("--wave: this build's models have no waves; configure "
                        "with -DSEEKER_SIM_WAVES=ON");
    if (!std::ofstream(args.wave))
      throw machine_error("cannot write waves to " + args.wave);
    options.wave = wave_options{args.wave, args.wave_from, args.wave_to};
  }
  return options;
}

class dump_printer final : public observer {
public:
  explicit dump_printer(std::ostream &out) : out_(out) {}
  void dump(unsigned hart, std::uint64_t mcycle, std::uint32_t value) override {
    out_ << fmt::format("{} {} {:08x}\n", hart, mcycle, value) << std::flush;
  }

private:
  std::ostream &out_;
};

void print(const nlohmann::json &line) {
  fmt::print("{}\n", line.dump());
  std::fflush(stdout);
}

int simulate(const arguments &args) {
  const auto address = seeker::transport::parse_address(args.listen);
  if (!address)
    throw usage_error("--listen: " + address.error().message);
  const soc_kind &kind = find_kind(args.config);
  const soc_options options = options_for(args, kind);
  std::ofstream dump;
  dump_printer printer(dump);
  if (!args.dump.empty()) {
    dump.open(args.dump);
    if (!dump)
      throw machine_error("cannot write " + args.dump);
    observe(&printer, detail::dumps);
  }
  const auto soc = kind.make(options);
  server server(*soc, *address, args.allow_remote);
  print({{"listen", server.listening()},
         {"config", kind.name},
         {"config_hash", fmt::format("{:016x}", kind.configuration_hash)}});
  const auto print_statistics = [&] {
    const double busy = server.busy().count();
    print({{"cycles", soc->cycle()},
           {"busy_seconds", busy},
           {"cycles_per_second",
            busy > 0 ? static_cast<double>(soc->cycle()) / busy : 0.0}});
  };
  try {
    server.run();
  } catch (...) {
    print_statistics();
    throw;
  }
  print_statistics();
  if (dump.is_open() && !dump.flush())
    throw machine_error("cannot write " + args.dump);
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  std::signal(SIGPIPE, SIG_IGN);
  arguments args;
  CLI::App app("The Verilated SoC behind a socket, speaking the wire protocol.",
               "seeker-sim");
  declare(app, args);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : exit_usage;
  }
  try {
    return simulate(args);
  } catch (const usage_error &error) {
    fmt::print(stderr, "seeker-sim: {}\n", error.what());
    return exit_usage;
  } catch (const std::exception &error) {
    fmt::print(stderr, "seeker-sim: {}\n", error.what());
    return exit_machine;
  }
}
