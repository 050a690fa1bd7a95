// Programs that make no end: what kind of no end, and the evidence of it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model_fixture.hpp"

#include "seeker/run/raw.hpp"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <thread>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using fake::script_op;

class Astray : public fake::ModelRun {
protected:
  void SetUp() override {
    ModelRun::SetUp();
    set_script({{script_op::copy, {fake::sample_x, fake::sample_y, 16}},
                {script_op::trap, {1, 6}}});
    options.evidence = folder / "evidence";
  }
  std::string text(const std::string &file) const {
    return fake::read_text(*options.evidence / file);
  }
};

TEST_F(Astray, LeavesEvidence) {
  device->poke(0x10000040, std::vector<std::byte>(4, std::byte{0xab}));
  ASSERT_TRUE(run());
  EXPECT_EQ(known.hang->kind, run::hang_kind::stuck);
  EXPECT_EQ(known.notes.back(), "evidence: " + options.evidence->string());
  const std::string index = text("index.txt");
  for (const char *file :
       {"image.elf: what ran", "harts.txt: what each hart does",
        "l1.bin: L1, 131072 bytes from 0x10000000",
        "record.bin: the firmware's run record, ",
        "y.npy: output, 48 bytes from 0x80022000"})
    EXPECT_NE(index.find(file), std::string::npos) << file << "\n" << index;
  EXPECT_EQ(text("l1.bin").size(), 131072u);
  EXPECT_EQ(text("l1.bin").substr(64, 4), "\xab\xab\xab\xab");
  const auto y = tensor::read_npy(*options.evidence / "y.npy");
  ASSERT_TRUE(y);
  EXPECT_EQ(y->at(1), 2.5);
  const std::string harts = text("harts.txt");
  EXPECT_NE(harts.find("hart 1 is in a trap that nobody handles: store address "
                       "misaligned (mcause 6); pc 0x"),
            std::string::npos)
      << harts;
  EXPECT_NE(harts.find("\n-> 0x"), std::string::npos) << harts;
  EXPECT_EQ(text("image.elf").size(),
            std::filesystem::file_size(options.image));
}

TEST_F(Astray, WhatTheTargetRefusesIsInTheIndex) {
  device->unreadable = configuration.tcdm.base;
  ASSERT_TRUE(run());
  EXPECT_NE(text("index.txt").find("l1.bin: not saved: "), std::string::npos)
      << text("index.txt");
  EXPECT_FALSE(std::filesystem::exists(*options.evidence / "l1.bin"));
}

TEST_F(Astray, FoldersThatCannotBeMadeAreRefusedBefore) {
  options.evidence = folder / "x.npy";
  EXPECT_EQ(run().error().message,
            "--evidence " + options.evidence->string() +
                ": it is no folder and none can be made");
  EXPECT_TRUE(device->executed.empty());
}

TEST_F(Astray, ProgramsThatAreGoneAreNamed) {
  auto job = prepare();
  ASSERT_TRUE(job);
  std::filesystem::remove(options.image);
  fake::fake_target on(context, *device, {}, 1, {});
  const auto done =
      fake::await(context, run::run_model(*job, on, known, show, print));
  EXPECT_EQ(done.error().message, "cannot copy " + options.image.string() +
                                      " to " + options.evidence->string() +
                                      ": No such file or directory");
}

TEST_F(Astray, ProgramsThatEndGoodLeaveNone) {
  set_script({{script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  ASSERT_TRUE(run());
  EXPECT_TRUE(std::filesystem::is_empty(*options.evidence));
}

TEST_F(Astray, SlowIsNotStuck) {
  set_script({{script_op::spin, {}}});
  options.max_cycles = ~std::uint64_t{0};
  options.timeout = 30ms;
  ASSERT_TRUE(run());
  EXPECT_EQ(known.hang->kind, run::hang_kind::slow);
  EXPECT_TRUE(known.hang->reason.ends_with(" cycles passed: slow, but moving"));
}

TEST_F(Astray, AHostThatStandsStillIsNotTheProgramsFault) {
  set_script({{script_op::spin, {}}});
  options.max_cycles = ~std::uint64_t{0};
  options.timeout = 200ms;
  // Once the program runs, nothing else does for longer than its time.
  unsigned starts = 0;
  show = [&](std::string_view phase, std::uint64_t done, std::uint64_t whole) {
    if (phase == "stream in" && done == whole && starts++ == 0)
      std::thread([&] {
        std::this_thread::sleep_for(100ms);
        boost::asio::post(context, [] { std::this_thread::sleep_for(1500ms); });
      }).detach();
  };
  ASSERT_TRUE(run());
  EXPECT_EQ(known.hang->kind, run::hang_kind::slow);
  EXPECT_TRUE(std::ranges::any_of(known.notes, [](const std::string &note) {
    return note.starts_with("this host stood still for 1.");
  }));
}

TEST_F(Astray, HartsThatDoNotParkAreTheBoards) {
  device->parks = false;
  fake::fake_target on(context, *device, {}, 1, {});
  const auto parked = [&]() -> task<void> {
    result<wire::identity> opened = co_await on.open();
    if (!opened)
      co_return opened.error();
    result<void> reset = co_await on.reset();
    if (!reset)
      co_return reset;
    co_return co_await run::wait_parked(on, 20ms);
  };
  const auto done = fake::await(context, parked());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, errc::board);
  EXPECT_EQ(done.error().message,
            fmt::format("{0} of {0} harts do not sleep in the boot ROM 0.02 s "
                        "after the reset",
                        configuration.harts()));
}

} // namespace
