// Walks over commands and options.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manual.hpp"

#include <fmt/format.h>

#include <set>

namespace seeker::cli {
namespace {

std::vector<const CLI::App *> commands(const CLI::App &app) {
  return app.get_subcommands([](const CLI::App *) { return true; });
}

std::string roff(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\' || c == '-')
      made += '\\';
    if ((c == '.' || c == '\'') && (made.empty() || made.back() == '\n'))
      made += "\\&";
    made += c;
  }
  return made;
}

/// "--input TEXT ..." as its help has it.
std::string synopsis(const CLI::Option &one) {
  if (one.get_positional())
    return one.get_name(true);
  const bool takes = one.get_items_expected_max() > 0;
  return one.get_name() + (takes ? " " + one.get_type_name() : "");
}

/// The compiler's own words on the options of a command that becomes it.
std::string_view words_on(std::string_view command, std::string_view help) {
  const auto planner = help.find("\nseeker-compile --plan");
  if (command == "compile" || command == "explain")
    return help.substr(0, planner);
  if (command == "plan" && planner != help.npos)
    return help.substr(planner + 1);
  return "";
}

/// The long options in a text.
std::string options_in(std::string_view help) {
  std::string made;
  std::set<std::string_view> seen;
  for (std::size_t at = help.find("--"); at != help.npos;
       at = help.find("--", at + 2)) {
    const auto end =
        help.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-", at);
    const std::string_view name = help.substr(at, end - at);
    if (name.size() > 2 && seen.insert(name).second)
      made += fmt::format(" {}", name);
  }
  return made;
}

} // namespace

std::string bash_completion(const CLI::App &app, std::string_view compiler) {
  std::string names, cases;
  for (const CLI::App *one : commands(app)) {
    names += (names.empty() ? "" : " ") + one->get_name();
    std::string options;
    for (const CLI::Option *option : one->get_options())
      for (const std::string &name : option->get_lnames())
        options += " --" + name;
    options += options_in(words_on(one->get_name(), compiler));
    cases += fmt::format("  {}) words=\"{}\" ;;\n", one->get_name(),
                         options.empty() ? options : options.substr(1));
  }
  return fmt::format(R"(# bash completion of seeker
_seeker() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words="{0} --help --version"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case ${{COMP_WORDS[1]}} in
{1}  *) words="" ;;
    esac
    case ${{COMP_WORDS[COMP_CWORD - 1]}} in
  --target) words="sim iss" ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [ "${{#COMPREPLY[@]}}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
}}
complete -o filenames -F _seeker seeker
)",
                     names, cases);
}

std::string manual_page(const CLI::App &app, std::string_view compiler) {
  std::string made = fmt::format(
      ".TH SEEKER 1 \"\" \"seeker {0}\"\n.SH NAME\nseeker \\- {1}\n.SH "
      "SYNOPSIS\n.B seeker\n.I COMMAND\n[options]\n.SH COMMANDS\n",
      SEEKER_VERSION,
      roff("from a linear-algebra model to a verified run on a Snitch "
           "cluster"));
  for (const CLI::App *one : commands(app)) {
    made += fmt::format(".SS {}\n{}\n", roff(one->get_name()),
                        roff(one->get_description()));
    for (const CLI::Option *option : one->get_options())
      made += fmt::format(".TP\n.B {}\n{}\n", roff(synopsis(*option)),
                          roff(option->get_description()));
    if (const auto words = words_on(one->get_name(), compiler); !words.empty())
      made += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(words));
  }
  made += ".SH EXIT STATUS\n.TP\n0\nPASS\n.TP\n1\nGOLDEN_MISMATCH, "
          "CYCLE_REGRESSION, TARGET_HANG\n.TP\n2\nusage or CONFIG\n.TP\n3\n"
          "LINK or BOARD\n";
  return made;
}

} // namespace seeker::cli
