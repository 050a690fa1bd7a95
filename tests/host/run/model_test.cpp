// Whole runs of a sample image against the fake device.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model_fixture.hpp"

#include "seeker/run/verdict.hpp"

#include <algorithm>
#include <cstring>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using fake::given_x;
using fake::ModelRun;
using fake::numbers;
using fake::script_op;
using fake::small_json;

TEST_F(ModelRun, PassesAndWritesOutputs) {
  options.golden = {golden(given_x)};
  options.outputs = {"y=" + (folder / "out.npy").string()};
  const auto done = run();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  EXPECT_TRUE(known.notes.empty());
  ASSERT_EQ(known.judged.size(), 1u);
  EXPECT_EQ(known.judged[0].values.elements, 6u);
  EXPECT_EQ(known.judged[0].values.largest->absolute, 0);
  const auto written = tensor::read_npy(folder / "out.npy");
  ASSERT_TRUE(written);
  EXPECT_EQ(written->bytes, given_x.bytes);
  EXPECT_EQ(known.image_sha256.size(), 64u);
  EXPECT_EQ(known.configuration_hash, config::hash_text(configuration.hash));
}

TEST_F(ModelRun, ReportsCyclesKernelsAndCounters) {
  ASSERT_TRUE(run());
  ASSERT_EQ(known.cycles.size(), 1u);
  EXPECT_GT(known.cycles[0], 500u);
  ASSERT_EQ(known.kernels.size(), 1u);
  EXPECT_EQ(known.kernels[0].name, "copy");
  EXPECT_EQ(known.kernels[0].cycles, 500u);
  EXPECT_EQ(known.counted.fpu_issues.size(), 2u);
  EXPECT_TRUE(known.counted.counters.contains("dma_busy"));
  EXPECT_FALSE(known.has_golden);
  EXPECT_EQ(known.verdict, judge::verdict::pass);
}

TEST_F(ModelRun, ShowsTheProgressOfEachPhase) {
  ASSERT_TRUE(run());
  EXPECT_TRUE(std::ranges::count(shown, "stream in 48/48"));
  EXPECT_TRUE(std::ranges::count(shown, "stream out 48/48"));
  std::vector<std::string> names;
  for (const run::phase &one : known.phases)
    names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"connect", "load", "stream in",
                                             "run", "stream out"}));
}

TEST_F(ModelRun, DifferenceIsAMismatchWithIndexAndTile) {
  const auto y = numbers({1, 2.5, -3, 4e10, 0, 6.5}, given_x.dims);
  options.golden = {golden(y)};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::golden_mismatch);
  EXPECT_EQ(known.notes,
            (std::vector<std::string>{
                "y: 1 of 6 elements differ from the golden values"}));
  const auto &judged = known.judged.at(0);
  EXPECT_EQ(judged.values.first->index, (tensor::shape{1, 2}));
  EXPECT_EQ(judged.values.largest->absolute, 0.5);
  EXPECT_EQ(judged.tile, (std::vector<std::uint64_t>{1, 1}));
  EXPECT_EQ(judged.core, 0u);
  EXPECT_EQ(judged.kernel, "copy");
  EXPECT_FALSE(known.first_wrong_kernel); // there is but one
}

TEST_F(ModelRun, TolerancesAreThoseAskedFor) {
  const auto y = numbers({1, 2.5, -3, 4e10, 0, 6.5}, given_x.dims);
  options.golden = {golden(y)};
  options.atol = 0.5;
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  options.atol.reset();
  options.ulp = 3;
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::golden_mismatch);
}

TEST_F(ModelRun, UnwrittenOutputsFailWithoutGoldenValues) {
  set_script({{script_op::copy, {fake::sample_x, fake::sample_y, 40}},
              {script_op::end, {0}}});
  // Stale values of an earlier run do not help.
  device->poke(fake::sample_y, given_x.bytes);
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::golden_mismatch);
  ASSERT_FALSE(known.notes.empty());
  EXPECT_EQ(known.notes.back(), "y: 1 of 6 elements were never written");
}

TEST_F(ModelRun, MissingRecordIsSaid) {
  set_script({{script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  ASSERT_EQ(known.notes.size(), 1u);
  EXPECT_TRUE(known.notes[0].starts_with("the program left no run record"));
}

TEST_F(ModelRun, ExitCodeIsAHang) {
  set_script({{script_op::end, {0x704}}});
  options.outputs = {"y=" + (folder / "out.npy").string()};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_EQ(known.hang->reason, "the program ended with exit code 1796");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.npy"));
}

TEST_F(ModelRun, TrapIsAHangThatNamesTheHart) {
  set_script({{script_op::trap, {1, 4}}});
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_EQ(known.hang->reason,
            "hart 1 is in a trap that nobody handles: load address misaligned "
            "(mcause 4) (pc 0x80000124)");
  ASSERT_EQ(known.hang->harts.size(), 3u);
  EXPECT_EQ(known.hang->harts[1].state, wire::hart_state::trapped);
  EXPECT_EQ(known.hang->harts[1].mcause, 4);
  EXPECT_EQ(known.hang->harts[1].pc, 0x80000124u);
}

TEST_F(ModelRun, IllegalEntryIsAHang) {
  sample.parts.segments[0].content[0] ^= std::byte{1};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_EQ(known.hang->harts[0].mcause, 2);
}

TEST_F(ModelRun, SleepWithoutEndIsAHang) {
  set_script({{script_op::sleep, {}}});
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_EQ(known.hang->reason,
            "all harts sleep and nothing wakes them, but the program has not "
            "reported its end");
}

TEST_F(ModelRun, StandstillIsAHangThatNamesTheCause) {
  set_script({{script_op::wait, {0, 8, 20}},
              {script_op::wait, {1, 17, 20}},
              {script_op::wait, {2, 8, 20}},
              {script_op::spin, {}}});
  options.max_cycles = ~std::uint64_t{0};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_EQ(known.hang->reason,
            "the barrier, at which harts 0, 2 wait, misses hart 1; hart 1 "
            "waits for a datum of stream 1: the program takes more than the "
            "stream delivers (pc 0x80000000)");
}

TEST_F(ModelRun, ATimerThatRunsIsNoHang) {
  // mtime stands at 0, the timer of hart 1 is set.
  device->poke(configuration.clint.base + 0x4008,
               std::vector<std::byte>(1, std::byte{1}));
  set_script({{script_op::sleep, {}}});
  options.timeout = 30ms;
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_TRUE(known.hang->reason.starts_with("no end after 0.03 s"))
      << known.hang->reason;
}

TEST_F(ModelRun, CyclesAreBounded) {
  set_script({{script_op::spin, {}}});
  options.max_cycles = 3'000'000;
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_TRUE(known.hang->reason.starts_with("no end after "));
  EXPECT_TRUE(known.hang->reason.ends_with(" cycles, allowed are 3000000"));
}

TEST_F(ModelRun, CyclesAreBoundedByThePredictionOtherwise) {
  const auto job = prepare();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->allowed.max_cycles, 2'000'000u);
  sample.manifest["predicted_cycles"] = 1'000'000;
  EXPECT_EQ(prepare()->allowed.max_cycles, 20'000'000u);
}

TEST_F(ModelRun, TimeIsBounded) {
  set_script({{script_op::spin, {}}});
  options.max_cycles = ~std::uint64_t{0};
  options.timeout = 30ms;
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::target_hang);
  EXPECT_TRUE(known.hang->reason.starts_with("no end after 0.03 s, in which "));
}

TEST_F(ModelRun, RepeatsWithTheSameCyclesAndLivingState) {
  sample.manifest["tensors"].push_back({{"name", "h"},
                                        {"role", "state"},
                                        {"shape", nlohmann::json::array({2})},
                                        {"dtype", "f64"},
                                        {"address", fake::sample_h},
                                        {"bytes", 16}});
  // Each run moves the state on: h[1] = h[0], h[0] = x[0].
  set_script({{script_op::copy, {fake::sample_h, fake::sample_h + 8, 8}},
              {script_op::copy, {fake::sample_x, fake::sample_h, 8}},
              {script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  options.outputs = {"h=" + (folder / "h.npy").string()};
  device->poke(fake::sample_h, std::vector<std::byte>(16, std::byte{0x55}));
  ASSERT_TRUE(run());
  auto state = tensor::read_npy(folder / "h.npy");
  EXPECT_EQ(state->at(0), 1);
  EXPECT_EQ(state->at(1), 0); // states begin at zero
  options.repeat = 3;
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.cycles.size(), 3u);
  state = tensor::read_npy(folder / "h.npy");
  EXPECT_EQ(state->at(0), 1);
  EXPECT_EQ(state->at(1), 1);
}

TEST_F(ModelRun, SameImageTwiceHasTheSameCyclesByItsGoldenFile) {
  options.save_golden_cycles = folder / "cycles.json";
  ASSERT_TRUE(run());
  options.save_golden_cycles.reset();
  options.golden_cycles = folder / "cycles.json";
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  EXPECT_TRUE(known.notes.empty());
}

TEST_F(ModelRun, MoreCyclesAreARegression) {
  options.save_golden_cycles = folder / "cycles.json";
  ASSERT_TRUE(run());
  set_script({{script_op::kernel, {fake::sample_record, 900}},
              {script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  options.save_golden_cycles.reset();
  options.golden_cycles = folder / "cycles.json";
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::cycle_regression);
  ASSERT_EQ(known.notes.size(), 3u);
  EXPECT_TRUE(known.notes[0].starts_with("whole: "));
  EXPECT_EQ(known.notes[1],
            "kernel copy: 900 cycles, golden 500 (+80.000 %, allowed 0 %)");
}

TEST_F(ModelRun, HtifPrintsAreServed) {
  const std::uint32_t block = 0x80030000;
  std::vector<std::byte> words(64);
  const std::string text = "hello\n";
  const auto put = [&](std::size_t at, std::uint64_t value) {
    store(std::span<std::byte>(words), at, value);
  };
  put(0, 64);
  put(8, 1);
  put(16, block + 64);
  put(24, text.size());
  const auto bytes = fake::bytes_of(text);
  words.insert(words.end(), bytes.begin(), bytes.end());
  sample.parts.segments.push_back({block, words, 0});
  set_script({{script_op::print, {block}},
              {script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  ASSERT_TRUE(run());
  EXPECT_EQ(printed, text);
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  EXPECT_EQ(load<std::uint64_t>(device->peek(block, 8), 0), text.size());
}

TEST_F(ModelRun, UnknownSystemCallIsAnsweredSo) {
  const std::uint32_t block = 0x80030000;
  std::vector<std::byte> words(64);
  words[0] = std::byte{99};
  sample.parts.segments.push_back({block, words, 0});
  set_script({{script_op::print, {block}},
              {script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  ASSERT_TRUE(run());
  EXPECT_EQ(load<std::int64_t>(device->peek(block, 8), 0), -38);
}

TEST_F(ModelRun, SystemCallOutsideMemoryIsRefused) {
  set_script({{script_op::print, {0x40000000}}});
  const auto done = run();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "HTIF system call: read of 64 bytes at 0x40000000 was refused: "
            "address");
}

TEST_F(ModelRun, SecondLoadIsSkippedWhereTheTargetRemembers) {
  remembers = true;
  ASSERT_TRUE(run());
  EXPECT_EQ(known.phases.at(1).skipped_bytes, 0u);
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.phases.at(1).bytes, 0u);
  EXPECT_GT(known.phases.at(1).skipped_bytes, 0u);
  EXPECT_EQ(known.phases.at(2).skipped_bytes, 48u);
  EXPECT_EQ(known.verdict, judge::verdict::pass);
}

TEST_F(ModelRun, PoisonedMemoryIsLoadedAgainAndOnlyThat) {
  remembers = true;
  ASSERT_TRUE(run());
  device->poke(fake::sample_w, std::vector<std::byte>(4, std::byte{0xdd}));
  known = {};
  ASSERT_TRUE(run());
  EXPECT_GT(known.phases.at(1).bytes, 0u);
  EXPECT_GT(known.phases.at(1).skipped_bytes, 0u);
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.phases.at(1).bytes, 0u);
}

TEST_F(ModelRun, OtherHardwareIsRefused) {
  device->set_identity_hash(0x1234);
  const auto done = run();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, errc::mismatch);
  EXPECT_NE(done.error().message.find("the target has 0000000000001234"),
            std::string::npos)
      << done.error().message;
}

TEST_F(ModelRun, ImageOfAConfigurationThatIsNotHereIsRefused) {
  options.configuration.reset();
  sample.manifest["configuration"] = {{"name", "other"},
                                      {"hash", "0123456789abcdef"}};
  const auto job = prepare();
  ASSERT_FALSE(job);
  EXPECT_EQ(job.error().message, options.image.string() +
                                     " is made for the configuration 'other' "
                                     "(0123456789abcdef), which is not here");
}

TEST_F(ModelRun, ImageOfAnOlderConfigurationIsRefused) {
  options.configuration.reset();
  sample.manifest["configuration"] = {{"name", "small"},
                                      {"hash", "0123456789abcdef"}};
  const auto job = prepare();
  ASSERT_FALSE(job);
  EXPECT_EQ(job.error().code, errc::mismatch);
  EXPECT_NE(job.error().message.find("'small' here has 'small' ("),
            std::string::npos)
      << job.error().message;
}

TEST_F(ModelRun, CutLinkLeavesNoOutput) {
  options.outputs = {"y=" + (folder / "out.npy").string()};
  transport::chaos_spec wrong;
  for (std::uint64_t cut = 32; cut < 2600; cut += 64) {
    wrong.cut_after_bytes = cut;
    known = {};
    const auto done = run(wrong);
    if (done)
      continue; // the cut came after all that matters
    EXPECT_EQ(done.error().code, errc::link_lost) << cut;
    EXPECT_FALSE(std::filesystem::exists(folder / "out.npy"));
  }
}

TEST_F(ModelRun, BadLinkPassesAndCountsItsRetries) {
  options.golden = {golden(given_x)};
  const auto wrong =
      transport::parse_chaos("corrupt=100,drop=100,duplicate=50,reset=50");
  session::options link;
  link.answer_timeout = 10ms;
  link.attempts = 100;
  std::uint64_t retries = 0, relinks = 0;
  for (std::uint64_t seed = 1; seed < 10; ++seed) {
    known = {};
    const auto done = run(*wrong, link, seed);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(known.verdict, judge::verdict::pass);
    retries += known.link.retries;
    relinks += known.link.relinks;
  }
  EXPECT_GT(retries, 0u);
  EXPECT_GT(relinks, 0u);
}

} // namespace
