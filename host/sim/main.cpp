// seeker-sim: the Verilated SoC as a process that speaks the wire protocol.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <fstream>
#include <system_error>

#include <fmt/ranges.h>

#include "audience.hpp"
#include "chrome_trace.hpp"
#include "instruction_trace.hpp"
#include "l1_monitor.hpp"
#include "program.hpp"
#include "run_report.hpp"
#include "server.hpp"
#include "soc.hpp"
#include "stall_counter.hpp"

namespace {

using namespace seeker::sim;

struct arguments {
  std::string config = "default";
  std::string listen;
  bool allow_remote = false;
  std::string jtag;
  unsigned threads = 1;
  std::string wave;
  std::optional<std::uint64_t> wave_from;
  std::optional<std::uint64_t> wave_to;
  std::string dump;
  std::string plan;
  std::string report;
  std::string trace;
  std::string instructions;
  bool monitor = false;
};

void declare(CLI::App &app, arguments &args) {
  app.add_option("--config", args.config, "Configuration of the cluster")
      ->capture_default_str();
  app.add_option("--listen", args.listen,
                 "unix:PATH or tcp:HOST:PORT; port 0 takes a free one")
      ->required();
  app.add_flag("--allow-remote", args.allow_remote,
               "Listen on addresses that other machines reach");
  app.add_option("--jtag", args.jtag,
                 "Listen for OpenOCD's remote_bitbang: a port on the loopback "
                 "interface, 0 for a free one, or unix:PATH");
  app.add_option("--threads", args.threads, "Threads of the model")
      ->capture_default_str();
  auto *wave = app.add_option("--wave", args.wave, "Write waves (FST)");
  app.add_option("--wave-from", args.wave_from,
                 "First cycle in the waves, from the first start")
      ->needs(wave);
  app.add_option("--wave-to", args.wave_to, "Last cycle in the waves, too")
      ->needs(wave);
  app.add_option("--dump", args.dump,
                 "Write a line 'hart cycle value' for each write to CSR 0x7C7");
  auto *plan = app.add_option(
      "--plan", args.plan, "JSON of what lies where in L1, kernel by kernel");
  auto *report = app.add_option(
      "--report", args.report,
      "Write stalls by hart and cause, and what the monitor found, as JSON");
  app.add_option("--trace", args.trace,
                 "Write a Chrome trace of harts, FP sides, DMA and kernels");
  app.add_option("--instructions", args.instructions,
                 "A folder: the instructions of each hart, a file a hart");
  app.add_flag("--monitor", args.monitor,
               "Check every access to L1 against the plan")
      ->needs(plan)
      ->needs(report);
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
  if (args.wave_from && args.wave_to && *args.wave_from > *args.wave_to)
    throw usage_error(fmt::format("--wave-from {} is after --wave-to {}",
                                  *args.wave_from, *args.wave_to));
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

// Tells a model from where its waves count.
class first_start final : public observer {
public:
  void tell(soc &model) { model_ = &model; }
  void start(std::uint64_t cycle) override {
    if (model_)
      model_->waves_start(cycle);
    model_ = nullptr;
  }

private:
  soc *model_ = nullptr;
};

// Whoever the command line wants to watch the model.
class watchers {
public:
  explicit watchers(const arguments &args) {
    if (!args.plan.empty())
      plan_ = read_plan(args.plan);
    audience_.add(first_start_, nothing_more);
    if (!args.dump.empty()) {
      dump_.open(args.dump);
      if (!dump_)
        throw machine_error("cannot write " + args.dump);
      printer_.emplace(dump_);
      audience_.add(*printer_, nothing_more);
    }
    if (!args.report.empty() || !args.trace.empty())
      audience_.add(stalls_, states);
    if (!args.trace.empty()) {
      trace_.emplace(args.trace, args.config, plan_, stalls_);
      audience_.add(*trace_, states | accesses | links);
    }
    if (!args.report.empty()) {
      report_.emplace(args.report, stalls_);
      audience_.add(*report_, nothing_more);
    }
    if (!args.instructions.empty()) {
      instructions_.emplace(args.instructions);
      audience_.add(*instructions_, instructions);
    }
    if (args.monitor) {
      monitor_.emplace(*plan_,
                       [this](const violation &v) { report_->found(v); });
      audience_.add(*monitor_, accesses);
    }
    observe(&audience_, audience_.details());
  }

  void watch(soc &model) { first_start_.tell(model); }

  // After the last cycle.
  void finish(const arguments &args, std::uint64_t cycle) {
    if (trace_)
      if (const std::string problem = trace_->finish(cycle); !problem.empty())
        throw machine_error(problem);
    if (instructions_)
      if (const std::string problem = instructions_->finish(); !problem.empty())
        throw machine_error(problem);
    if (dump_.is_open() && !dump_.flush())
      throw machine_error("cannot write " + args.dump);
  }

private:
  audience audience_;
  std::optional<plan> plan_;
  std::ofstream dump_;
  std::optional<dump_printer> printer_;
  first_start first_start_;
  stall_counter stalls_;
  std::optional<instruction_trace> instructions_;
  std::optional<chrome_trace> trace_;
  std::optional<run_report> report_;
  std::optional<l1_monitor> monitor_;
};

void simulate(const arguments &args) {
  const auto address = seeker::transport::parse_address(args.listen);
  if (!address)
    throw usage_error("--listen: " + address.error().message);
  const soc_kind &kind = find_kind(args.config);
  const soc_options options = options_for(args, kind);
  watchers watching(args);
  const auto soc = kind.make(options);
  watching.watch(*soc);
  server server(*soc, *address, args.allow_remote);
  nlohmann::json ready = {
      {"listen", server.listening()},
      {"config", kind.name},
      {"config_hash", fmt::format("{:016x}", kind.configuration_hash)}};
  if (!args.jtag.empty()) {
    if (!kind.has_jtag)
      throw usage_error(fmt::format(
          "--jtag: the configuration {} has no debug module", kind.name));
    server.listen_jtag(args.jtag);
    ready["jtag"] = server.jtag_listening();
  }
  print(ready);
  run_and_tell(server, *soc, [] { return nlohmann::json::object(); });
  watching.finish(args, soc->cycle());
}

} // namespace

int main(int argc, char **argv) {
  arguments args;
  CLI::App app("The Verilated SoC behind a socket, speaking the wire protocol.",
               "seeker-sim");
  declare(app, args);
  return run_program(app, argc, argv, [&] { simulate(args); });
}
