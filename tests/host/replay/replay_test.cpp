// Recordings: played back they give the same, and what differs is named.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/replay/replay.hpp"

#include "../support/elf_builder.hpp"
#include "../support/fake_link.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/run/watch.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using fake::script_op;

class Replay : public ::testing::Test {
protected:
  static constexpr std::uint64_t entry = 0x80000000, x = 0x80020000,
                                 y = 0x80022000, tohost = 0x80010000;

  Replay()
      : configuration(*config::load(SEEKER_CFG_SOURCE "/small.json")),
        device(configuration) {}

  target::target_ptr device_target() {
    return std::make_unique<fake::fake_target>(context, device);
  }
  /// A session whose program copies x to y.
  static task<void> session(target::target &on, std::uint32_t copied) {
    const auto script = fake::script_bytes(
        {{script_op::copy, {x, y, copied}}, {script_op::end, {0}}});
    const std::vector<std::byte> values(64, std::byte{7});
    if (auto done = co_await on.open(); !done)
      co_return done.error();
    if (auto done = co_await on.reset(); !done)
      co_return done;
    if (auto done = co_await on.write(entry, script); !done)
      co_return done;
    if (auto done = co_await on.write(x, values); !done)
      co_return done;
    if (auto done = co_await on.fill(y, 64, 5); !done)
      co_return done;
    if (auto done = co_await on.start(entry, tohost); !done)
      co_return done;
    const run::addresses where{tohost, 0, 0};
    const run::limits allowed{0, 5s};
    result<run::ended> end = co_await run::watch(on, where, allowed, {});
    if (!end)
      co_return end.error();
    std::vector<std::byte> back(64);
    if (auto done = co_await on.read(y, back); !done)
      co_return done;
    co_return co_await on.close();
  }
  void record(std::uint32_t copied = 64) {
    auto on = replay::record(
        device_target(), folder / "r",
        {"sim", "small", config::hash_text(configuration.hash), "i", "s"},
        {{"y", y, 64}});
    ASSERT_TRUE(on);
    EXPECT_FALSE((*on)->remembers());
    const auto done = fake::await(context, session(**on, copied));
    ASSERT_TRUE(done) << done.error().message;
  }
  result<replay::replayed> play() {
    const auto what = replay::read_recording(folder / "r");
    if (!what)
      return what.error();
    const auto on = device_target();
    return fake::await(context, replay::play(*what, *on, 5s));
  }
  std::string text() { return fake::read_text(folder / "r" / "session.jsonl"); }
  void replace(const std::string &from, const std::string &to) {
    std::string all = text();
    const std::size_t at = all.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    fake::write_bytes(folder / "r" / "session.jsonl",
                      fake::bytes_of(all.replace(at, from.size(), to)));
  }
  std::string problem() {
    const auto made = play();
    return made ? "none" : made.error().message;
  }

  config::configuration configuration;
  boost::asio::io_context context;
  fake::fake_device device;
  fake::temporary_folder folder;
};

TEST_F(Replay, GivesTheSame) {
  record();
  device.poke(x, std::vector<std::byte>(64, std::byte{1}));
  const auto made = play();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->verdict, judge::verdict::pass) << made->note;
  EXPECT_EQ(made->checkpoints, 1u);
  EXPECT_EQ(device.peek(y, 64), std::vector<std::byte>(64, std::byte{7}));
}

TEST_F(Replay, NamesTheFirstCheckpointThatDiffers) {
  record();
  // As if that target computed something else.
  auto data = fake::read_text(folder / "r" / "data.bin");
  data.back() = 8;
  fake::write_bytes(folder / "r" / "data.bin", fake::bytes_of(data));
  const auto made = play();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->verdict, judge::verdict::golden_mismatch);
  EXPECT_EQ(made->first_differs, "y");
  EXPECT_TRUE(made->note.starts_with("y: its 64 bytes have the CRC 0x"))
      << made->note;
}

TEST_F(Replay, AnotherEndIsNoEnd) {
  record();
  replace(R"({"op":"wait","tohost":1})", R"({"op":"wait","tohost":3})");
  const auto made = play();
  ASSERT_TRUE(made);
  EXPECT_EQ(made->verdict, judge::verdict::target_hang);
  EXPECT_EQ(made->note, "the program ended with 0x1, recorded is 0x3");
}

TEST_F(Replay, RefusesAnotherConfiguration) {
  record();
  replace(config::hash_text(configuration.hash), "0123456789abcdef");
  EXPECT_EQ(problem(),
            "the recording is of configuration small (0123456789abcdef), the "
            "target has " +
                config::hash_text(configuration.hash));
}

TEST_F(Replay, SaysWhatIsNone) {
  const std::string name = (folder / "r").string();
  const std::string prefix = name + " is no recording: ";
  EXPECT_EQ(problem(), "cannot open " + name +
                           "/session.jsonl: No such file or directory");
  record();
  const std::string whole = text();
  replace("{\"op\":\"end\"}\n", "");
  EXPECT_EQ(problem(), prefix + "it was cut short");
  fake::write_bytes(folder / "r" / "session.jsonl", fake::bytes_of("{}\n"));
  EXPECT_EQ(problem(), prefix + "its first line does not say version 1");
  for (const char *line :
       {"x", "{}", R"({"op":"jump"})", R"({"op":"fill","address":1})",
        R"({"op":"wait","tohost":4294967296})",
        R"({"op":"check","address":1,"bytes":1,"crc":1})"}) {
    fake::write_bytes(folder / "r" / "session.jsonl",
                      fake::bytes_of("{\"version\":1}\n" + std::string(line) +
                                     "\n{\"op\":\"end\"}\n"));
    EXPECT_EQ(problem(), prefix + "line 2 is no step") << line;
  }
  fake::write_bytes(
      folder / "r" / "session.jsonl",
      fake::bytes_of(std::string("{\"version\":1}\n{\"op\":\"write\","
                                 "\"address\":1,\"at\":90000,\"bytes\":1}\n")));
  EXPECT_EQ(problem(),
            prefix + "line 2 has 1 bytes at 90000 of data.bin, which has " +
                std::to_string(
                    std::filesystem::file_size(folder / "r" / "data.bin")));
}

TEST_F(Replay, SaysWhereItCannotBeWritten) {
  fake::write_bytes(folder / "f", {});
  const auto made = replay::record(device_target(), folder / "f", {}, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "cannot write the recording " + (folder / "f").string());
}

} // namespace
