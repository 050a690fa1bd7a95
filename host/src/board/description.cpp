// Reads board.toml, and finds a board's serial line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/board/description.hpp"

#include "../base/toml_reader.hpp"
#include "seeker/base/file.hpp"

#include <cctype>
#include <glob.h>

namespace seeker::board {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t max_file_bytes = 1 << 16;
constexpr std::uint64_t max_baud = 12'000'000;

fs::path folder_of_boards() { return share_folder() / "boards"; }

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
}

/// The file's tables, each read by `read`; the first problem.
class parser {
public:
  explicit parser(const toml::table &all) : top_(all, "at its top") {}

  std::string word(toml_reader &from, std::string_view key) {
    auto value = from.text(key);
    if (!value || value->empty())
      from.say(fmt::format("{} is missing", key));
    return value.value_or("");
  }
  std::uint64_t number(toml_reader &from, std::string_view key,
                       std::uint64_t most) {
    const auto value = from.count(key);
    if (!value)
      from.say(fmt::format("{} is missing", key));
    else if (*value == 0 || *value > most)
      from.say(fmt::format("{} is {}, must be 1 to {}", key, *value, most));
    return value.value_or(0);
  }
  /// A table that may be missing when `optional`.
  template <class Read>
  void table(std::string_view name, bool optional, const Read &read) {
    const toml::node *found = top_.node(name);
    if (!found) {
      if (!optional)
        top_.say(fmt::format("there is no table [{}]", name));
      return;
    }
    const toml::table *fields = found->as_table();
    if (!fields)
      return top_.say(fmt::format("{} must be a table", name));
    toml_reader from(*fields, fmt::format("in [{}]", name));
    read(from);
    if (const auto what = from.wrong(); what && !wrong_)
      wrong_ = what;
  }
  toml_reader &top() { return top_; }
  std::optional<std::string> wrong() {
    if (const auto what = top_.wrong())
      return what;
    return wrong_;
  }

private:
  toml_reader top_;
  std::optional<std::string> wrong_;
};

void one_of(toml_reader &from, std::string_view key, const std::string &value,
            std::initializer_list<std::string_view> known) {
  if (std::find(known.begin(), known.end(), value) == known.end())
    from.say(fmt::format("{} is '{}'; there are: {}", key, value,
                         fmt::join(known, ", ")));
}

} // namespace

result<description> parse(std::string_view text, const fs::path &origin) {
  const auto wrong = [&](const std::string &what) {
    return fail(errc::format, "{}: {}", origin.string(), what);
  };
  const toml_text parsed = parse_toml(text);
  if (parsed.wrong)
    return wrong(*parsed.wrong);
  description made;
  made.folder = origin.parent_path();
  parser file(parsed.table);
  toml_reader &top = file.top();
  made.name = file.word(top, "name");
  if (!is_name(made.name))
    top.say("name must be letters, digits, '-' and '_'");
  made.kind = file.word(top, "kind");
  one_of(top, "kind", made.kind, {"fpga", "simulation"});
  made.configuration = file.word(top, "configuration");
  made.capabilities = top.texts("capabilities");
  const bool is_fpga = made.kind == "fpga";
  if (is_fpga) {
    made.part = file.word(top, "part");
    made.clock_hz = file.number(top, "clock_hz", 1'000'000'000);
  }
  file.table("serial", !is_fpga, [&](toml_reader &from) {
    made.serial.device = file.word(from, "device");
    made.serial.baud =
        static_cast<std::uint32_t>(file.number(from, "baud", max_baud));
  });
  file.table("jtag", !is_fpga, [&](toml_reader &from) {
    made.jtag.openocd = file.word(from, "openocd");
    if (made.jtag.openocd.find('/') != std::string::npos)
      from.say("openocd must be a file beside board.toml");
    made.jtag.idcode =
        static_cast<std::uint32_t>(file.number(from, "idcode", 0xffff'ffff));
  });
  file.table("memory", !is_fpga, [&](toml_reader &from) {
    made.memory.base = file.number(from, "base", 0xffff'ffff);
    made.memory.bytes = file.number(from, "bytes", 0xffff'ffff);
  });
  file.table("flash", !is_fpga, [&](toml_reader &from) {
    made.flash.tool = file.word(from, "tool");
    one_of(from, "tool", made.flash.tool, {"openFPGALoader", "openocd"});
    made.flash.arguments = from.texts("arguments");
  });
  file.table("reset", !is_fpga, [&](toml_reader &from) {
    made.reset_recipe = file.word(from, "recipe");
    one_of(from, "recipe", made.reset_recipe, {"jtag", "button"});
  });
  file.table("power", true, [&](toml_reader &from) {
    made.power_recipe = file.word(from, "recipe");
    one_of(from, "recipe", made.power_recipe, {"none", "command"});
    made.power_command = from.texts("arguments");
    if (made.power_recipe == "command" && made.power_command.empty())
      from.say("the recipe 'command' needs arguments, the program first");
  });
  if (const auto what = file.wrong())
    return wrong(*what);
  return made;
}

std::vector<std::string> names() {
  std::vector<std::string> made;
  std::error_code ignored;
  for (const auto &entry : fs::directory_iterator(folder_of_boards(), ignored))
    if (fs::exists(entry.path() / "board.toml", ignored))
      made.push_back(entry.path().filename().string());
  std::sort(made.begin(), made.end());
  return made;
}

result<description> load(const std::string &name_or_file) {
  fs::path file = name_or_file;
  if (file.extension() != ".toml") {
    file = folder_of_boards() / name_or_file / "board.toml";
    std::error_code ignored;
    if (!is_name(name_or_file) || !fs::exists(file, ignored))
      return fail(errc::usage, "there is no board '{}'; there are: {}",
                  name_or_file, fmt::join(names(), ", "));
  }
  const auto text = read_file(file, max_file_bytes);
  if (!text)
    return text.error();
  return parse({reinterpret_cast<const char *>(text->data()), text->size()},
               file);
}

result<fs::path> find_serial(const description &of) {
  glob_t found{};
  ::glob(of.serial.device.c_str(), 0, nullptr, &found);
  std::vector<std::string> paths(found.gl_pathv,
                                 found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (paths.empty())
    return fail(errc::board, "no serial line of board {}: nothing matches {}",
                of.name, of.serial.device);
  if (paths.size() > 1)
    return fail(errc::board,
                "{} serial lines match {}: {}; name one in a board.toml of "
                "your own",
                paths.size(), of.serial.device, fmt::join(paths, ", "));
  return fs::path(paths.front());
}

} // namespace seeker::board
