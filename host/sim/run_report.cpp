// Writes the report in one piece; the host reads it while the simulator runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "run_report.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace seeker::sim {

using nlohmann::json;

json to_json(const violation &v) {
  json made = {{"kind", v.race ? "race" : "outside"},
               {"text", v.text()},
               {"cycle", v.cycle},
               {"write", v.write},
               {"address", v.address},
               {"bytes", v.bytes}};
  if (v.hart) {
    made["hart"] = *v.hart;
    made["port"] = v.port;
  }
  if (!v.kernel.empty())
    made["kernel"] = v.kernel;
  if (v.nearest)
    made["nearest"] = {{"name", v.nearest->name},
                       {"role", v.nearest->role},
                       {"address", v.nearest->address},
                       {"bytes", v.nearest->bytes},
                       {"distance", v.distance}};
  if (v.transfer)
    made["transfer"] = v.transfer->id;
  return made;
}

json to_json(const stall_counter &stalls) {
  json made = json::array();
  for (const stall_counter::hart_cycles &hart : stalls.counted()) {
    json one = json::object();
    for (unsigned cause = 0; cause != causes; ++cause)
      if (hart.by_cause[cause] != 0)
        one[cause_name(cause)] = hart.by_cause[cause];
    made.push_back(std::move(one));
  }
  return made;
}

run_report::run_report(std::filesystem::path file, const stall_counter &stalls)
    : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)),
      stalls_(stalls) {
  if (file_ < 0)
    throw std::runtime_error(fmt::format("cannot write the report {}: {}",
                                         file.string(), std::strerror(errno)));
  write();
}

run_report::~run_report() { ::close(file_); }

void run_report::start(std::uint64_t) {
  violation_.reset();
  write();
}

void run_report::done(std::uint64_t, std::uint32_t) { write(); }

void run_report::found(const violation &v) {
  violation_ = v;
  write();
}

void run_report::write() {
  json made = {{"cycles", stalls_.cycles()},
               {"stalls", to_json(stalls_)},
               {"barriers", json::array()},
               {"barrier_for_dma", json::array()}};
  for (const stall_counter::hart_cycles &hart : stalls_.counted()) {
    made["barriers"].push_back(hart.barriers);
    made["barrier_for_dma"].push_back(hart.barrier_for_dma);
  }
  if (violation_)
    made["violation"] = to_json(*violation_);
  // Names come from an image: what is no UTF-8 must not end the simulation.
  const std::string text =
      made.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  // The host ignores what it finds half written and looks again.
  if (::ftruncate(file_, 0) == 0)
    static_cast<void>(!::pwrite(file_, text.data(), text.size(), 0));
}

} // namespace seeker::sim
