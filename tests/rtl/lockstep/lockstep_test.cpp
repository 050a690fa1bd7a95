// Lock-step finds what is put wrong: a clean run, then one falsified event of
// each kind.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/compare.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"
#include "lockstep/shrink.hpp"
#include "lockstep/soc_side.hpp"

#include "seeker/base/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace seeker::sim {
soc_kind soc_kind_small();
}

namespace seeker::lockstep {
namespace {

class Lockstep : public testing::Test {
protected:
  static void SetUpTestSuite() {
    the_config = new config::configuration(
        *config::load(std::string(SEEKER_CFG) + "/small.json"));
    the_rom = new std::vector<std::byte>(*read_file(
        std::string(SEEKER_FIRMWARE) + "/small/boot_rom.bin", 1 << 16));
    the_program =
        new program(generate(7, the_config->compute_cores, {2, 40, 2}));
    the_soc = new soc_side(sim::soc_kind_small(), the_program->harts.size());
    ASSERT_TRUE(the_soc->run(image(*the_program), 200'000));
    for (const range &where : results(*the_program))
      the_memory.push_back(the_soc->read(where));
  }
  static void TearDownTestSuite() {
    delete the_soc;
    delete the_program;
    delete the_rom;
    delete the_config;
  }

  // Tells a recorder all of what was recorded, as the test changes it.
  recorder falsified() const {
    const recorder &all = the_soc->record();
    recorder made(the_program->harts.size());
    made.restart(0xFFFFFFF8);
    made.start(0);
    for (std::size_t n = 0; n < all.events().size(); ++n) {
      rtl_event e = all.events()[n];
      if (!change_event(n, e))
        continue;
      if (e.trap)
        made.trap(e.hart, e.cycle, e.pc, e.word, e.value);
      else
        made.retire(e.hart, e.cycle, e.pc, e.word);
    }
    for (unsigned hart = 0; hart < the_program->harts.size(); ++hart) {
      const hart_record &h = all.of(hart);
      for (unsigned reg = 0; reg < 32; ++reg) {
        for (auto w : h.x[reg]) {
          change_x(w);
          made.write_x(hart, w.cycle, reg, w.value);
        }
        for (auto w : h.f[reg]) {
          change_f(w);
          made.write_f(hart, w.cycle, reg, w.value);
        }
      }
      for (lockstep::store s : h.stores) {
        change_store(s);
        made.accessed({hart, s.cycle, 0, true, s.address, s.strobes, s.data});
      }
    }
    return made;
  }

  std::string difference(std::size_t wrong_memory = ~std::size_t{0}) const {
    std::size_t n = 0;
    coverage covered;
    const outcome made = compare(
        *the_program, image(*the_program), falsified(), *the_config, *the_rom,
        [&](const range &) {
          std::vector<std::byte> bytes = the_memory[n];
          if (n++ == wrong_memory)
            bytes[100] ^= std::byte{1};
          return bytes;
        },
        covered);
    return made.difference.value_or("");
  }

  std::function<bool(std::size_t, rtl_event &)> change_event =
      [](std::size_t, rtl_event &) { return true; };
  std::function<void(rtl_write<std::uint32_t> &)> change_x = [](auto &) {};
  std::function<void(rtl_write<std::uint64_t> &)> change_f = [](auto &) {};
  std::function<void(lockstep::store &)> change_store = [](auto &) {};

  static config::configuration *the_config;
  static std::vector<std::byte> *the_rom;
  static program *the_program;
  static soc_side *the_soc;
  static std::vector<std::vector<std::byte>> the_memory;
};

config::configuration *Lockstep::the_config;
std::vector<std::byte> *Lockstep::the_rom;
program *Lockstep::the_program;
soc_side *Lockstep::the_soc;
std::vector<std::vector<std::byte>> Lockstep::the_memory;

bool has(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Lockstep, FindsNothingInACleanRun) { EXPECT_EQ(difference(), ""); }

TEST_F(Lockstep, FindsAMissingInstruction) {
  const std::size_t half = the_soc->record().events().size() / 2;
  change_event = [=](std::size_t n, rtl_event &) { return n != half; };
  const std::string text = difference();
  EXPECT_TRUE(has(text, "the hart's last instructions")) << text;
}

TEST_F(Lockstep, FindsAnotherTrapValue) {
  bool done = false;
  change_event = [&](std::size_t, rtl_event &e) {
    if (e.trap && !(e.word >> 31) && !done) {
      e.value ^= 4;
      done = true;
    }
    return true;
  };
  const std::string text = difference();
  EXPECT_TRUE(done);
  EXPECT_TRUE(has(text, "trap")) << text;
}

TEST_F(Lockstep, FindsAWrongIntegerRegister) {
  unsigned n = 0;
  change_x = [&](auto &w) { w.value ^= ++n == 500 ? 0x10 : 0; };
  const std::string text = difference();
  EXPECT_TRUE(has(text, "write ") && has(text, " of x")) << text;
}

TEST_F(Lockstep, FindsAWrongFpRegister) {
  unsigned n = 0;
  change_f = [&](auto &w) { w.value ^= ++n == 200 ? 1 : 0; };
  const std::string text = difference();
  EXPECT_TRUE(has(text, "write ") && has(text, " of f")) << text;
}

TEST_F(Lockstep, FindsAWrongStore) {
  unsigned n = 0;
  change_store = [&](lockstep::store &s) { s.data ^= ++n == 100 ? ~0ull : 0; };
  EXPECT_TRUE(has(difference(), "a store"));
}

TEST_F(Lockstep, FindsWrongMemory) {
  EXPECT_TRUE(has(difference(0), "memory at the end"));
  EXPECT_TRUE(has(difference(3), "memory at the end"));
}

// Followed by nobody, the simulator takes quicker ways, which lock-step does
// not see: without what depends on time both ways must end the same.
TEST_F(Lockstep, TheSimulatorComputesTheSameUnobserved) {
  struct : iss::observer {
    void write_x(std::uint32_t, std::uint32_t, std::uint32_t) override {}
    void write_f(std::uint32_t, std::uint32_t, std::uint64_t) override {}
    void store(std::uint32_t, std::uint32_t, std::uint32_t,
               std::uint64_t) override {}
  } nobody;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const program p = generate(
        seed, the_config->compute_cores, {2, 60, 4},
        {"atomics", "lock", "CSRs", "interrupt", "code", "peripheral", "DMA"});
    const std::vector<piece> data = image(p);
    iss::machine quick(*the_config, *the_rom), observed(*the_config, *the_rom);
    for (iss::machine *m : {&quick, &observed}) {
      for (const piece &part : data)
        m->write(part.address, part.bytes);
      m->start(layout::entry, layout::tohost);
    }
    const auto boots = [](const iss::hart &h) { return h.pc < 0x80000000; };
    while (std::any_of(observed.harts().begin(), observed.harts().end(), boots))
      observed.run(1);
    observed.follow(&nobody); // which ends interrupts: the start needs them
    quick.run(10'000'000);
    observed.run(10'000'000);
    ASSERT_TRUE(quick.done() && observed.done()) << "seed " << seed;
    for (std::size_t n = 0; n < quick.harts().size(); ++n) {
      EXPECT_EQ(quick.harts()[n].f, observed.harts()[n].f) << "seed " << seed;
      EXPECT_EQ(quick.harts()[n].fflags, observed.harts()[n].fflags);
    }
    for (const range &where : results(p)) {
      std::vector<std::byte> a(where.bytes), b(where.bytes);
      quick.read(where.address, a);
      observed.read(where.address, b);
      EXPECT_EQ(a, b) << "seed " << seed << std::hex << ' ' << where.address;
    }
  }
}

TEST(Generate, IsTheSameForASeed) {
  const program a = generate(5, 2), b = generate(5, 2), c = generate(6, 2);
  EXPECT_EQ(listing_of(a), listing_of(b));
  EXPECT_NE(listing_of(a), listing_of(c));
}

TEST(Shrink, KeepsWhatTheFailureNeeds) {
  const auto atomics = [](const program &p) {
    std::size_t count = 0;
    for (const auto &phases : p.harts)
      for (const phase &part : phases)
        for (const chunk &c : part.chunks)
          count += c.what == "atomics";
    return count;
  };
  program p = generate(3, 2);
  ASSERT_GT(atomics(p), 2u);
  const program small =
      shrink(p, [&](const program &q) { return atomics(q) >= 2; });
  EXPECT_EQ(small.chunks(), 2u);
  EXPECT_EQ(atomics(small), 2u);
}

TEST(Coverage, CountsInstructionsAndTraps) {
  coverage covered;
  EXPECT_EQ(covered.missing().size(), covered.counts().size());
  covered.trapped(2);
  covered.result(0xFFFFFFFF00000001);
  EXPECT_EQ(covered.counts().at("trap: illegal instruction"), 1u);
  EXPECT_EQ(covered.counts().at("result: single subnormal"), 1u);
  EXPECT_EQ(covered.missing().size(), covered.counts().size() - 2);
}

} // namespace
} // namespace seeker::lockstep
