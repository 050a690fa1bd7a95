// `seeker tune`: the tilings that the compiler predicts to be the fastest,
// measured; the best of each kernel is kept in a file.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/file.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/image/image.hpp"
#include "seeker/report/format.hpp"
#include "seeker/tensor/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iostream>
#include <random>

namespace seeker::cli {
namespace {

using nlohmann::json;

/// Tensors without data, drawn from -1 to 1: what cycles depend on are shapes.
result<void> draw_inputs(const image::image &made,
                         const std::filesystem::path &folder) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> number(-1, 1);
  for (const image::tensor &one : made.says.tensors) {
    if (one.loaded ||
        (one.role != image::role::input && one.role != image::role::weight &&
         one.role != image::role::state))
      continue;
    std::vector<std::byte> bytes(one.bytes);
    const std::size_t step = tensor::size_bytes(one.type);
    for (std::size_t at = 0; at + step <= bytes.size(); at += step)
      if (one.type == tensor::dtype::f64)
        store(bytes, at, number(random));
      else
        store(bytes, at, static_cast<float>(number(random)));
    if (auto written = tensor::write_npy(
            folder / (one.name + ".npy"),
            tensor::array{one.type, one.dims, blob(std::move(bytes))});
        !written)
      return written;
  }
  return {};
}

/// What kernels took with their tiles.
struct measurement {
  std::map<std::string, std::uint64_t> cycles;
  std::uint64_t total = 0;
};

class tuner {
public:
  tuner(const tune_options &asked, std::filesystem::path scratch)
      : asked_(asked), scratch_(std::move(scratch)) {}

  /// Runs the model with `tiles`, kernels by their names.
  result<measurement> measure(const json &tiles) {
    const auto file = scratch_ / "tiles.json", image = scratch_ / "image.elf";
    if (auto written =
            write_file(file, std::string_view(json{{"kernels", tiles}}.dump()));
        !written)
      return written.error();
    std::vector<std::string> words = asked_.words;
    words.insert(words.end(), {"--tuned", file.string()});
    if (auto made = compile_to(asked_.model, words, image); !made)
      return made.error();
    if (inputs_.empty()) {
      inputs_ = asked_.inputs;
      if (inputs_.empty()) {
        const auto made = image::read_image(image);
        if (!made)
          return made.error();
        if (auto drawn = draw_inputs(*made, scratch_); !drawn)
          return drawn.error();
        inputs_ = {scratch_.string()};
      }
    }
    run_options options;
    options.target = asked_.target;
    options.json = true; // what programs print goes to stderr
    options.model.image = image;
    options.model.inputs = inputs_;
    const ran made = execute(std::move(options));
    if (!made.done)
      return made.done.error();
    if (made.known.verdict != judge::verdict::pass || made.known.cycles.empty())
      return fail(errc::mismatch, "the run ended with {}",
                  judge::name(made.known.verdict));
    measurement what{{}, made.known.cycles.front()};
    for (const run::kernel_cycles &one : made.known.kernels)
      what.cycles[one.name] = one.cycles;
    return what;
  }

private:
  const tune_options &asked_;
  std::filesystem::path scratch_;
  std::vector<std::string> inputs_;
};

/// What a file of tiles has of a suggestion.
json tiles_of(const json &suggestion) {
  json made = json::object();
  for (const char *key : {"l1", "order", "dual_buffer", "buffers", "rows"})
    if (suggestion.contains(key))
      made[key] = suggestion[key];
  // What is not buffered has no number of copies to choose.
  if (!made.value("dual_buffer", false))
    made.erase("buffers");
  return made;
}

/// The kernels that have a choice, with what they may choose, fastest first.
std::map<std::string, std::vector<json>> choices_of(const json &explained,
                                                    unsigned most) {
  std::map<std::string, std::vector<json>> made;
  for (const json &kernel : explained.value("kernels", json::array())) {
    std::vector<json> all;
    for (const json &one : kernel.value("suggestions", json::array()))
      if (all.size() < most)
        all.push_back(tiles_of(one));
    if (!all.empty())
      made[kernel.value("name", "")] = std::move(all);
  }
  return made;
}

result<int> tune_model(const tune_options &asked) {
  const auto folder = temporary_folder::make("images");
  if (!folder)
    return folder.error();
  tuner work(asked, folder->path());
  json explained;
  if (auto made = explain_model(asked.model, asked.words, explained); !made)
    return made.error();
  const auto choices = choices_of(explained, asked.candidates);
  if (choices.empty())
    return fail(errc::usage, "{} has no kernel whose tiles could be chosen",
                asked.model.string());

  // Kernels do not wait for each other's tiles: all are measured at once.
  std::size_t rounds = 0;
  for (const auto &[name, all] : choices)
    rounds = std::max(rounds, all.size());
  std::map<std::string, std::vector<std::uint64_t>> cycles;
  std::uint64_t predicted = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    json tiles = json::object();
    for (const auto &[name, all] : choices)
      tiles[name] = all[std::min(round, all.size() - 1)];
    std::cerr << fmt::format("round {} of {}\n", round + 1, rounds);
    const auto made = work.measure(tiles);
    if (!made)
      return made.error();
    if (round == 0)
      predicted = made->total;
    for (const auto &[name, all] : choices)
      if (round < all.size()) {
        const auto found = made->cycles.find(name);
        cycles[name].push_back(found == made->cycles.end() ? 0 : found->second);
      }
  }

  json tiles = json::object();
  report::table table({{"kernel"},
                       {"tiles"},
                       {"predicted best", report::table::align::right},
                       {"measured best", report::table::align::right},
                       {"of", report::table::align::right}});
  for (const auto &[name, all] : choices) {
    const auto &took = cycles[name];
    const auto best =
        static_cast<std::size_t>(std::ranges::min_element(took) - took.begin());
    tiles[name] = all[best];
    table.add({name, all[best].value("l1", json::array()).dump(),
               report::grouped(took.front()), report::grouped(took[best]),
               std::to_string(took.size())});
  }
  const auto together = work.measure(tiles);
  if (!together)
    return together.error();
  const json file = {{"kernels", tiles},
                     {"target", asked.target},
                     {"cycles", together->total},
                     {"cycles_predicted_best", predicted}};
  if (auto written =
          write_file(asked.output, std::string_view(file.dump(2) + "\n"));
      !written)
    return written.error();
  if (asked.json)
    std::cout << file.dump(2) << '\n';
  else
    std::cout << table.text()
              << fmt::format("cycles  {} with the tiles that are predicted to "
                             "be best, {} with the best measured\ntiles   {}\n",
                             report::grouped(predicted),
                             report::grouped(together->total),
                             asked.output.string());
  std::cout.flush();
  return 0;
}

} // namespace

int tune(const tune_options &asked) {
  const auto done = tune_model(asked);
  return done ? *done : report_error(done.error(), asked.json);
}

} // namespace seeker::cli
