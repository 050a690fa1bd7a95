// Reads golden cycles and compares a run's with them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/cycles.hpp"

#include "seeker/base/file.hpp"
#include "seeker/judge/attribution.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace seeker::judge {
namespace {

using nlohmann::json;

constexpr std::uint64_t max_file_bytes = 1 << 20;

std::string text(const json &document, const char *key) {
  const auto found = document.find(key);
  return found != document.end() && found->is_string()
             ? found->get<std::string>()
             : std::string();
}

/// Says how `got` differs from `golden`, when by more than allowed.
void compare(std::string_view what, std::uint64_t golden, std::uint64_t got,
             double tolerance, std::vector<std::string> &slower,
             std::vector<std::string> &faster) {
  const auto wanted = static_cast<double>(golden);
  const auto taken = static_cast<double>(got);
  const double change = golden == 0 ? (got == 0 ? 0 : 1) : taken / wanted - 1;
  const std::string line =
      fmt::format("{}: {} cycles, golden {} ({:+.3f} %, allowed {} %)", what,
                  got, golden, 100 * change, 100 * tolerance);
  if (taken > wanted * (1 + tolerance))
    slower.push_back(line);
  if (taken < wanted * (1 - tolerance))
    faster.push_back(line + ", faster: the golden cycles are out of date");
}

} // namespace

result<golden_cycles> parse_golden_cycles(std::string_view content,
                                          std::string_view origin) {
  const json document = json::parse(content, nullptr, false);
  const auto wrong = [&](std::string_view what) {
    return fail(errc::format, "{} is no golden cycles file: {}", origin, what);
  };
  if (document.is_discarded() || !document.is_object())
    return wrong("it is no JSON object");
  golden_cycles made;
  made.target = text(document, "target");
  made.config_hash = text(document, "config_hash");
  made.image_hash = text(document, "image_hash");
  if (made.target.empty() || made.config_hash.empty())
    return wrong("target and config_hash must be strings");
  const auto cycles = document.find("cycles");
  if (cycles == document.end() || !cycles->is_number_unsigned())
    return wrong("cycles must be a whole number");
  made.cycles = cycles->get<std::uint64_t>();
  const auto tolerance = document.find("tolerance");
  if (tolerance == document.end() || !tolerance->is_number() ||
      !(tolerance->get<double>() >= 0 && tolerance->get<double>() < 10))
    return wrong("tolerance must be a fraction of 0 or more");
  made.tolerance = tolerance->get<double>();
  const auto kernels = document.find("kernels");
  if (kernels != document.end()) {
    if (!kernels->is_object())
      return wrong("kernels must be an object");
    for (const auto &[name, value] : kernels->items()) {
      if (!value.is_number_unsigned())
        return wrong("the cycles of a kernel must be a whole number");
      made.kernels[name] = value.get<std::uint64_t>();
    }
  }
  if (const auto spent = document.find("spent"); spent != document.end()) {
    if (!spent->is_object())
      return wrong("spent must be an object");
    for (const auto &[cause, value] : spent->items()) {
      if (!value.is_number_unsigned())
        return wrong("what was spent must be whole numbers");
      made.spent[cause] = value.get<std::uint64_t>();
    }
  }
  if (const auto plans = document.find("plans"); plans != document.end()) {
    if (!plans->is_object())
      return wrong("plans must be an object");
    for (const auto &[name, value] : plans->items()) {
      if (!value.is_string())
        return wrong("the plan of a kernel must be a string");
      made.plans[name] = value.get<std::string>();
    }
  }
  return made;
}

result<golden_cycles> read_golden_cycles(const std::filesystem::path &path) {
  const auto content = read_file(path, max_file_bytes);
  if (!content)
    return content.error();
  return parse_golden_cycles(
      {reinterpret_cast<const char *>(content->data()), content->size()},
      path.string());
}

std::string format_golden_cycles(const golden_cycles &values) {
  json document = {
      {"target", values.target},         {"config_hash", values.config_hash},
      {"image_hash", values.image_hash}, {"cycles", values.cycles},
      {"kernels", values.kernels},       {"tolerance", values.tolerance}};
  if (!values.spent.empty())
    document["spent"] = values.spent;
  if (!values.plans.empty())
    document["plans"] = values.plans;
  return document.dump(2) + "\n";
}

result<cycles_judgement> judge_cycles(const golden_cycles &golden,
                                      const golden_cycles &got) {
  if (golden.target != got.target || golden.config_hash != got.config_hash)
    return fail(errc::mismatch,
                "the golden cycles are those of target {} with configuration "
                "{}, this run's target is {} with {}",
                golden.target, golden.config_hash, got.target, got.config_hash);
  std::vector<std::string> slower, faster;
  compare("whole", golden.cycles, got.cycles, golden.tolerance, slower, faster);
  for (const auto &[name, cycles] : golden.kernels) {
    const auto found = got.kernels.find(name);
    if (found == got.kernels.end())
      return fail(errc::mismatch,
                  "the golden cycles have a kernel '{}', this run has none of "
                  "that name",
                  name);
    compare("kernel " + name, cycles, found->second, golden.tolerance, slower,
            faster);
  }
  cycles_judgement made;
  made.regressed = !slower.empty();
  made.notes = std::move(slower);
  if (made.regressed)
    for (std::string &why : attribute(golden, got))
      made.notes.push_back(std::move(why));
  made.notes.insert(made.notes.end(), faster.begin(), faster.end());
  if (!made.notes.empty() && !golden.image_hash.empty() &&
      golden.image_hash != got.image_hash)
    made.notes.push_back(
        fmt::format("the image is another than the golden one: {:.12}, golden "
                    "{:.12}",
                    got.image_hash, golden.image_hash));
  return made;
}

} // namespace seeker::judge
