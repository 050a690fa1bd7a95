// board.toml: what it says, and every way in which it says nothing.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/board/description.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/config/configuration.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <fstream>

namespace {

using namespace seeker;

constexpr std::string_view whole = R"(name = "b1"
kind = "fpga"
part = "LFE5U"
configuration = "board"
clock_hz = 25_000_000
capabilities = ["f64"]
[serial]
device = "/dev/none-*"
baud = 3_000_000
[jtag]
openocd = "openocd.cfg"
idcode = 0x15eec001
[memory]
base = 0x8000_0000
bytes = 1024
[flash]
tool = "openFPGALoader"
arguments = ["--board", "b1"]
[reset]
recipe = "jtag"
[power]
recipe = "command"
arguments = ["hub", "off"]
)";

/// `whole` with a piece replaced.
std::string with(std::string_view piece, std::string_view other) {
  std::string text(whole);
  text.replace(text.find(piece), piece.size(), other);
  return text;
}

std::string problem(const std::string &text) {
  const auto made = board::parse(text, "d/board.toml");
  return made ? "none" : made.error().message;
}

TEST(BoardDescription, SaysWhatItHas) {
  const auto made = board::parse(whole, "d/board.toml");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->folder, "d");
  EXPECT_EQ(made->name, "b1");
  EXPECT_EQ(made->configuration, "board");
  EXPECT_EQ(made->clock_hz, 25'000'000u);
  EXPECT_EQ(made->serial.baud, 3'000'000u);
  EXPECT_EQ(made->jtag.idcode, 0x15eec001u);
  EXPECT_EQ(made->memory.base, 0x80000000u);
  EXPECT_EQ(made->flash.arguments.size(), 2u);
  EXPECT_EQ(made->power_command, (std::vector<std::string>{"hub", "off"}));
}

TEST(BoardDescription, EachProblemIsNamed) {
  const auto is = [](const std::string &text, const std::string &says) {
    EXPECT_EQ(problem(text), "d/board.toml: " + says);
  };
  is(with("\"b1\"", "1"), "at its top: name must be a string");
  is(with("\"b1\"", "\"../x\""),
     "at its top: name must be letters, digits, '-' and '_'");
  is(with("\"fpga\"", "\"asic\""),
     "at its top: kind is 'asic'; there are: fpga, simulation");
  is(with("part = \"LFE5U\"\n", ""), "at its top: part is missing");
  is(with("25_000_000", "0"),
     "at its top: clock_hz is 0, must be 1 to 1000000000");
  is(with("25_000_000", "-5"), "at its top: clock_hz must not be negative");
  is(with("[serial]", "[cereal]"), "at its top: there is no table [serial]");
  is(with("baud = 3_000_000", "baud = 99_000_000"),
     "in [serial]: baud is 99000000, must be 1 to 12000000");
  is(with("baud", "bauds"), "in [serial]: baud is missing");
  is(with("\"openocd.cfg\"", "\"../openocd.cfg\""),
     "in [jtag]: openocd must be a file beside board.toml");
  is(with("\"openFPGALoader\"", "\"rm\""),
     "in [flash]: tool is 'rm'; there are: openFPGALoader, openocd");
  is(with("\"jtag\"", "\"hammer\""),
     "in [reset]: recipe is 'hammer'; there are: jtag, button");
  is(with("arguments = [\"hub\", \"off\"]", ""),
     "in [power]: the recipe 'command' needs arguments, the program first");
  is(with("bytes = 1024", "bytes = 1024\nspeed = 2"),
     "in [memory]: there is no key 'speed'; there are: base, bytes");
  is("[[[[", "line 1: after '[' comes the name of a table");
  is("name = \"a\"\n [ [\n", "line 2: after '[' comes the name of a table");
  EXPECT_EQ(problem("name = \"a\nb\"").substr(0, 20), "d/board.toml: line 1");
}

TEST(BoardDescription, ThoseThatAreShippedAreRight) {
  for (const std::string name : {"sim", "ulx3s"}) {
    const std::filesystem::path file =
        std::filesystem::path(BOARDS) / name / "board.toml";
    const auto made = board::load(file.string());
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->name, name);
    const auto configuration = config::load(std::string(CONFIGURATIONS) + "/" +
                                            made->configuration + ".json");
    ASSERT_TRUE(configuration) << configuration.error().message;
    if (made->kind == "fpga") {
      EXPECT_EQ(made->memory.base, configuration->l3.base);
      EXPECT_EQ(made->memory.bytes, configuration->l3.bytes);
      EXPECT_TRUE(std::filesystem::exists(made->folder / made->jtag.openocd));
    }
  }
}

TEST(BoardDescription, ASerialLineIsOneFile) {
  const auto folder = temporary_folder::make("lines");
  ASSERT_TRUE(folder);
  board::description of;
  of.name = "b1";
  of.serial.device = (folder->path() / "line-*").string();
  const auto none = board::find_serial(of);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message,
            fmt::format("no serial line of board b1: nothing matches {}",
                        of.serial.device));
  std::ofstream(folder->path() / "line-1");
  const auto one = board::find_serial(of);
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, folder->path() / "line-1");
  std::ofstream(folder->path() / "line-2");
  const auto two = board::find_serial(of);
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().message,
            fmt::format("2 serial lines match {0}: {1}/line-1, {1}/line-2; "
                        "name one in a board.toml of your own",
                        of.serial.device, folder->path().string()));
}

TEST(BoardDescription, UnknownBoardsAreNamed) {
  const auto made = board::load("../etc");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::usage);
  EXPECT_EQ(made.error().message.substr(0, 38),
            "there is no board '../etc'; there are:");
}

} // namespace
