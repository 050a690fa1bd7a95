// A trace is valid JSON at any moment, also when it cannot be written on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trace_file.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace seeker::sim;
using nlohmann::json;
namespace fs = std::filesystem;

class TraceFile : public testing::Test {
protected:
  json content() const {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return json::parse(text.str(), nullptr, false);
  }
  void TearDown() override { fs::remove(file); }

  fs::path file = fs::path(testing::TempDir()) /
                  ("seeker_trace_" + std::to_string(::getpid()) + ".json");
};

TEST_F(TraceFile, IsADocumentFromTheBeginning) {
  trace_file trace(file, R"("unit":"ns")");
  EXPECT_EQ(content(), json::parse(R"({"unit":"ns","traceEvents":[]})"));
  trace.add(R"({"n":1})");
  trace.add(R"({"n":2})");
  trace.flush();
  EXPECT_EQ(content().at("traceEvents").size(), 2u);
  trace.add(R"({"n":3})");
  trace.flush();
  trace.flush();
  EXPECT_EQ(content().at("traceEvents").at(2).at("n"), 3);
  EXPECT_EQ(trace.problem(), "");
}

TEST_F(TraceFile, WritesABufferAtATime) {
  trace_file trace(file, R"("a":1)");
  std::size_t seen = 0;
  for (int n = 0; n < 20'000; ++n) {
    trace.add(R"({"name":"something","n":)" + std::to_string(n) + "}");
    if (n % 5000 != 4999)
      continue;
    const json now = content();
    ASSERT_FALSE(now.is_discarded());
    EXPECT_GT(now.at("traceEvents").size(), seen);
    seen = now.at("traceEvents").size();
  }
}

TEST_F(TraceFile, AFullDiskLeavesWhatWasThere) {
  trace_file trace(file, R"("a":1)");
  trace.add(R"({"n":1})");
  trace.flush();
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{100, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  trace.add("{\"text\":\"" + std::string(200, 'x') + "\"}");
  trace.flush();
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(trace.problem(),
            "cannot write the trace " + file.string() + ": File too large");
  EXPECT_EQ(content().at("traceEvents"), json::parse(R"([{"n":1}])"));
  trace.add("{}");
  trace.flush();
  EXPECT_EQ(content().at("traceEvents").size(), 1u);
}

TEST_F(TraceFile, WhereNoFileCanBeItSaysSo) {
  try {
    trace_file trace("/nowhere/trace.json", "");
    ADD_FAILURE() << "was opened";
  } catch (const std::runtime_error &error) {
    EXPECT_STREQ(error.what(), "cannot write the trace /nowhere/trace.json: "
                               "No such file or directory");
  }
}

} // namespace
