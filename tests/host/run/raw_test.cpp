// Bare-metal programs against the fake device.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/raw.hpp"

#include "../support/elf_builder.hpp"
#include "../support/fake_link.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using fake::script_op;

class RawRun : public ::testing::Test {
protected:
  RawRun()
      : configuration(*config::load(SEEKER_CFG_SOURCE "/small.json")),
        device(configuration), on(context, device) {
    parts = fake::make_sample("small", "0123456789abcdef").parts;
    asked.program = "p.elf";
    asked.timeout = 5s;
  }
  result<void> run(std::vector<fake::script_step> steps) {
    parts.segments[0].content = fake::script_bytes(steps);
    const auto code = image::program::parse(fake::build_elf(parts), "p.elf");
    EXPECT_TRUE(code);
    return fake::await(context, run::run_raw(asked, *code, configuration, on,
                                             known, {}, print));
  }

  boost::asio::io_context context;
  config::configuration configuration;
  fake::fake_device device;
  fake::fake_target on;
  fake::elf_parts parts;
  run::raw_options asked;
  run::outcome known;
  std::string printed;
  run::print print = [this](int, std::string_view text) { printed += text; };
};

TEST_F(RawRun, ExitCodeIsTheProgramsOwn) {
  ASSERT_TRUE(run({{script_op::work, {5000}}, {script_op::end, {42}}}));
  EXPECT_EQ(known.exit_code, 42u);
  EXPECT_GE(known.simulated_cycles, 5000u);
  EXPECT_EQ(known.verdict, judge::verdict::pass);
}

TEST_F(RawRun, SegmentsAndZerosAreLoaded) {
  parts.segments.push_back({0x10000100, {std::byte{1}, std::byte{2}}, 6});
  device.poke(0x10000100, std::vector<std::byte>(8, std::byte{9}));
  ASSERT_TRUE(run({{script_op::end, {0}}}));
  EXPECT_EQ(device.peek(0x10000100, 8),
            (std::vector<std::byte>{std::byte{1}, std::byte{2}, std::byte{0},
                                    std::byte{0}, std::byte{0}, std::byte{0},
                                    std::byte{9}, std::byte{9}}));
}

TEST_F(RawRun, WithoutTohostIsRefused) {
  parts.symbols.clear();
  const auto done = run({{script_op::end, {0}}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "p.elf has no symbol tohost, by which a program ends");
}

TEST_F(RawRun, SystemCallWithoutFromhostIsRefused) {
  parts.symbols.pop_back();
  const auto done = run({{script_op::print, {fake::sample_w}}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "the program makes an HTIF system call, but has no symbol "
            "fromhost to answer to");
}

TEST_F(RawRun, SegmentOutsideIsRefused) {
  parts.segments.push_back({0x20000000, {std::byte{1}}, 0});
  const auto done = run({{script_op::end, {0}}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, errc::format);
}

TEST_F(RawRun, HangIsToldWithEveryHart) {
  asked.max_cycles = 1'000'000;
  ASSERT_TRUE(run({{script_op::spin, {}}}));
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_EQ(known.hang->harts.size(), 3u);
  EXPECT_FALSE(known.exit_code);
}

} // namespace
