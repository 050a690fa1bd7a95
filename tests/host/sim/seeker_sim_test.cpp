// seeker-sim as a process: its command line, its socket, its end, and runs on
// the RTL.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim_process.hpp"

#include <cstring>
#include <fstream>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace seeker;
using namespace seeker::test;

constexpr std::uint32_t scratch = SEEKER_TCDM_BASE + 0x100;
constexpr std::array<std::uint32_t, 1> hanging{0x0000006F}; // j .

class sim : public sim_process {};

TEST_F(sim, says_where_it_listens_what_it_is_and_what_it_did) {
  auto &link = start();
  EXPECT_EQ(ready.at("listen"), "unix:" + folder / "link");
  EXPECT_EQ(ready.at("config"), "small");
  char hash[17];
  std::snprintf(hash, sizeof hash, "%016llx",
                static_cast<unsigned long long>(SEEKER_CONFIG_HASH));
  EXPECT_EQ(ready.at("config_hash"), hash);
  EXPECT_EQ(fs::status(folder / "link").permissions() & fs::perms::mask,
            fs::perms::owner_all);

  const auto id =
      wire::decode_identity(link.ask(request::identify(1, 0)).payload);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->configuration_hash, SEEKER_CONFIG_HASH);
  EXPECT_EQ(id->harts, harts);
  EXPECT_EQ(id->link_bytes, unsigned{SEEKER_BRIDGE_LINK_BYTES});
  EXPECT_EQ(id->l3_base, std::uint64_t{SEEKER_L3_BASE});

  const auto statistics = finish();
  EXPECT_GT(statistics.at("cycles"), 0);
  EXPECT_GT(statistics.at("busy_seconds"), 0.0);
  EXPECT_GT(statistics.at("cycles_per_second"), 0.0);
}

TEST_F(sim, reaches_every_memory) {
  auto &link = start();
  std::vector<std::byte> data(4096);
  for (std::size_t i = 0; i != data.size(); ++i)
    data[i] = static_cast<std::byte>(i * 7 + i / 256);
  std::uint16_t sequence = 0;
  for (std::uint64_t address :
       {std::uint64_t{l3} + 0x12345,
        std::uint64_t{SEEKER_L3_BASE} + SEEKER_L3_BYTES - data.size(),
        std::uint64_t{SEEKER_TCDM_BASE} + 3,
        std::uint64_t{SEEKER_CLUSTER_ALIAS_BASE} + 0x8001}) {
    EXPECT_EQ(
        link.ask(request::write(++sequence, 0, address), data).head.status,
        wire::status::ok);
    EXPECT_EQ(link.ask(request::read(++sequence, 0, address,
                                     static_cast<std::uint32_t>(data.size())))
                  .payload,
              data);
  }
  // The alias names the same bytes.
  EXPECT_EQ(
      link.ask(request::read(++sequence, 0, SEEKER_TCDM_BASE + 0x8001, 4096))
          .payload,
      data);
  // Registers, CLINT, boot ROM, zero memory, and where nothing is.
  const auto word = std::span(data).first(8);
  EXPECT_EQ(
      link.ask(request::write(++sequence, 0, SEEKER_PERIPHERAL_BASE + 0x198),
               word)
          .head.status,
      wire::status::ok);
  EXPECT_EQ(
      link.ask(request::read(++sequence, 0, SEEKER_PERIPHERAL_BASE + 0x198, 8))
          .payload.size(),
      8u);
  EXPECT_EQ(
      link.ask(request::write(++sequence, 0, SEEKER_CLINT_BASE + 0x4000), word)
          .head.status,
      wire::status::ok);
  EXPECT_TRUE(std::ranges::equal(
      link.ask(request::read(++sequence, 0, SEEKER_CLINT_BASE + 0x4000, 8))
          .payload,
      word));
  EXPECT_EQ(link.ask(request::write(++sequence, 0, SEEKER_BOOT_ROM_BASE), word)
                .head.status,
            wire::status::bus);
  EXPECT_NE(
      link.ask(request::read(++sequence, 0, SEEKER_BOOT_ROM_BASE, 64)).payload,
      std::vector<std::byte>(64));
  EXPECT_EQ(
      link.ask(request::write(++sequence, 0, SEEKER_ZERO_MEMORY_BASE), word)
          .head.status,
      wire::status::ok);
  EXPECT_EQ(link.ask(request::read(++sequence, 0, SEEKER_ZERO_MEMORY_BASE, 8))
                .payload,
            std::vector<std::byte>(8));
  EXPECT_EQ(link.ask(request::read(++sequence, 0, 0x40000000, 8)).head.status,
            wire::status::address);
}

TEST_F(sim, runs_programs_in_the_same_cycles_however_it_is_asked) {
  std::uint64_t cycles = 0;
  for (auto poll : {0us, 100us, 20000us}) {
    start({"--dump", folder / "dump"});
    load_and_start(counting);
    const auto status = wait_done(poll);
    EXPECT_EQ(status.tohost, 11u);
    const auto took = status.done_cycle - status.start_cycle;
    EXPECT_GT(took, 2000u);
    cycles = cycles == 0 ? took : cycles;
    EXPECT_EQ(took, cycles);
    finish();
    std::ifstream dump(folder / "dump");
    int hart = -1;
    std::uint64_t cycle = 0;
    std::string value;
    dump >> hart >> cycle >> value;
    EXPECT_EQ(hart, 0);
    EXPECT_GT(cycle, 2000u);
    EXPECT_EQ(value, "abcde000");
    EXPECT_FALSE(dump >> hart) << "one line";
  }
}

TEST_F(sim, a_second_run_in_one_process_takes_the_same_cycles) {
  start();
  std::array<std::uint64_t, 2> took{};
  for (auto &each : took) {
    load_and_start(counting);
    const auto status = wait_done(1000us);
    each = status.done_cycle - status.start_cycle;
  }
  EXPECT_EQ(took[0], took[1]);
}

TEST_F(sim, a_hanging_program_can_be_inspected_and_reset) {
  auto &link = start();
  load_and_start(hanging);
  auto status = link.status();
  for (int i = 0; i != 100 && status.harts[0].pc != l3; ++i)
    status = link.status();
  EXPECT_TRUE(status.started);
  EXPECT_FALSE(status.done);
  for (const auto &hart : status.harts) {
    EXPECT_EQ(hart.pc, l3);
    EXPECT_EQ(hart.state, wire::hart_state::running);
  }
  EXPECT_EQ(link.ask(request::start(4, 0, l3, 0)).head.status,
            wire::status::busy);
  EXPECT_EQ(link.ask(request::read(5, 0, l3, 4)).payload.size(), 4u);
  EXPECT_EQ(link.ask(request::fill(6, 0, scratch, 8, 0x55)).head.status,
            wire::status::ok);
  EXPECT_EQ(link.ask(request::reset(7, 0, 0)).head.status, wire::status::ok);
  status = link.status();
  EXPECT_FALSE(status.started);
  for (const auto &hart : status.harts)
    EXPECT_EQ(hart.state, wire::hart_state::sleeping);
  EXPECT_LT(status.cycles, 20000u) << "counted from the reset on";
}

TEST_F(sim, sleeps_while_nothing_moves) {
  auto &link = start();
  link.ask(request::identify(1, 0));
  const auto before = link.status().cycles;
  std::this_thread::sleep_for(100ms);
  const auto used = process_->cpu_time();
  std::this_thread::sleep_for(1500ms);
  EXPECT_LE(process_->cpu_time() - used, 50ms);
  EXPECT_LT(link.status().cycles - before, 200u) << "the clock stood still";
}

TEST_F(sim, survives_noise_and_a_cut_link) {
  auto &link = start();
  std::vector<std::byte> noise(100'000, std::byte{0xA5});
  link.send(noise);
  link.send(encode_frame(request::identify(2, 0)));
  EXPECT_EQ(link.receive()->head.status, wire::status::noise);
  EXPECT_EQ(link.receive()->head.sequence, 2);

  // Cut within a payload: the next client finds a bridge that listens.
  const auto frame =
      encode_frame(request::write(3, 0, l3), std::vector<std::byte>(4000));
  link.send(std::span(frame).first(2000));
  auto &second = connect();
  EXPECT_EQ(second.ask(request::identify(4, 0)).head.status, wire::status::ok);
}

TEST_F(sim, serves_one_client_at_a_time) {
  auto &first = start();
  first.ask(request::identify(1, 0));
  client second("unix:" + folder / "link");
  second.send(encode_frame(request::identify(2, 0)));
  EXPECT_FALSE(second.receive(200ms)) << "waits for the first one to go";
  EXPECT_EQ(first.ask(request::identify(3, 0)).head.status, wire::status::ok);
  first.close();
  const auto got = second.receive();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->head.sequence, 2);
}

TEST_F(sim, executes_what_a_client_sent_before_it_went) {
  start();
  client_->send(encode_frame(request::fill(1, 0, l3, 8, 0xABCD)));
  std::this_thread::sleep_for(200ms);
  connect();
  const auto got = client_->ask(request::read(2, 0, l3, 4)).payload;
  ASSERT_EQ(got.size(), 4u);
  EXPECT_EQ(got[0], std::byte{0xCD});
}

TEST_F(sim, listens_on_tcp_with_a_port_of_its_own_choice) {
  process_ = std::make_unique<process>(
      std::vector<std::string>{"--listen", "tcp:localhost:0"});
  const auto line = json::parse(process_->line(), nullptr, false);
  ASSERT_TRUE(line.is_object());
  const std::string where = line.at("listen");
  EXPECT_EQ(where.substr(0, 14), "tcp:localhost:");
  EXPECT_NE(where, "tcp:localhost:0");
  client link(where);
  EXPECT_EQ(link.ask(request::identify(1, 0)).head.status, wire::status::ok);
}

TEST_F(sim, takes_over_a_socket_that_nobody_serves) {
  start();
  process_->signal(SIGKILL);
  EXPECT_FALSE(process_->wait());
  ASSERT_TRUE(fs::exists(folder / "link"));
  start();
  EXPECT_EQ(client_->ask(request::identify(1, 0)).head.status,
            wire::status::ok);
}

// The process that starts it ends; it must follow.
TEST_F(sim, ends_with_its_parent) {
  std::array<int, 2> pipe_ends{};
  ASSERT_EQ(::pipe(pipe_ends.data()), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    {
      auto child = new process({"--listen", "unix:" + folder / "link"});
      child->line();
      const pid_t pid = child->pid();
      static_cast<void>(!::write(pipe_ends[1], &pid, sizeof pid));
    }
    ::_exit(0); // without the destructor that would kill it
  }
  pid_t pid = 0;
  ASSERT_EQ(::read(pipe_ends[0], &pid, sizeof pid),
            static_cast<ssize_t>(sizeof pid));
  ::waitpid(parent, nullptr, 0);
  bool gone = false;
  for (int i = 0; i != 500 && !gone; ++i) {
    std::this_thread::sleep_for(10ms);
    // Dead, or a zombie that some init does not reap.
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    gone = !(stat >> number >> name >> state) || state == "Z";
  }
  EXPECT_TRUE(gone);
  EXPECT_FALSE(fs::exists(folder / "link"));
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
}

struct refusal {
  const char *name;
  std::vector<std::string> arguments; // FOLDER stands for the test's
  int code;
  std::string message; // part of what stderr says
};

void PrintTo(const refusal &each, std::ostream *out) { *out << each.name; }

class refuses : public sim, public testing::WithParamInterface<refusal> {};

TEST_P(refuses, with_a_message_and_a_code) {
  std::ofstream(folder / "file") << "no socket";
  auto arguments = GetParam().arguments;
  std::string message = GetParam().message;
  const auto fill_in = [&](std::string &text) {
    for (auto at = text.find("FOLDER"); at != std::string::npos;
         at = text.find("FOLDER"))
      text.replace(at, 7, folder / "");
  };
  for (auto &each : arguments)
    fill_in(each);
  fill_in(message);
  process child(arguments);
  EXPECT_EQ(child.wait(), GetParam().code);
  EXPECT_EQ(child.line(), "");
  const auto errors = child.errors();
  EXPECT_NE(errors.find(message), std::string::npos) << errors;
}

INSTANTIATE_TEST_SUITE_P(
    sim, refuses,
    testing::Values(
        refusal{"no_listen", {}, 2, "--listen is required"},
        refusal{"unknown_option",
                {"--frob", "--listen", "unix:FOLDER/l"},
                2,
                "--frob"},
        refusal{"unknown_scheme",
                {"--listen", "pipe:x"},
                2,
                "expected unix:PATH or tcp:HOST:PORT, not 'pipe:x'"},
        refusal{"unknown_configuration",
                {"--config", "huge", "--listen", "unix:FOLDER/l"},
                2,
                "--config huge: there is no such configuration in this build; "
                "there is "},
        refusal{"no_threads",
                {"--threads", "0", "--listen", "unix:FOLDER/l"},
                2,
                "--threads 0: this build's models run on 1 to "},
        refusal{"too_many_threads",
                {"--threads", "1000", "--listen", "unix:FOLDER/l"},
                2,
                "--threads 1000: this build's models run on 1 to "},
        refusal{"window_without_waves",
                {"--wave-from", "3", "--listen", "unix:FOLDER/l"},
                2,
                "--wave-from requires --wave"},
        refusal{"empty_window",
                {"--wave", "FOLDER/w", "--wave-from", "3", "--wave-to", "2",
                 "--listen", "unix:FOLDER/l"},
                2,
                "--wave-from 3 is after --wave-to 2"},
        refusal{"waves_nowhere",
                {"--wave", "FOLDER/no/w", "--listen", "unix:FOLDER/l"},
                3,
                "cannot write waves to FOLDER/no/w"},
        refusal{"dump_nowhere",
                {"--dump", "FOLDER/no/d", "--listen", "unix:FOLDER/l"},
                3,
                "cannot write FOLDER/no/d"},
        refusal{"socket_nowhere",
                {"--listen", "unix:FOLDER/no/l"},
                3,
                "cannot listen on unix:FOLDER/no/l: No such file or directory"},
        refusal{"file_in_the_way",
                {"--listen", "unix:FOLDER/file"},
                3,
                "cannot listen on unix:FOLDER/file: the file exists and is no "
                "socket"},
        refusal{"no_place_for_a_debugger",
                {"--listen", "unix:FOLDER/l", "--jtag", "x"},
                2,
                "--jtag x: neither a port, 0 to 65535, nor unix:PATH"},
        refusal{"remote",
                {"--listen", "tcp:0.0.0.0:0"},
                2,
                "--listen tcp:0.0.0.0:0: other machines reach 0.0.0.0, and "
                "whoever connects controls the simulation; say --allow-remote "
                "if that is meant"},
        refusal{"unknown_host",
                {"--listen", "tcp:no.such.host.invalid:0"},
                3,
                "cannot listen on tcp:no.such.host.invalid:0: "},
        refusal{"privileged_or_used_port",
                {"--allow-remote", "--listen", "tcp:192.0.2.1:80"},
                3,
                "cannot listen on tcp:192.0.2.1:80: "}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(sim, refuses_a_socket_that_is_served) {
  start();
  process second({"--listen", "unix:" + folder / "link"});
  EXPECT_EQ(second.wait(), 3);
  EXPECT_NE(second.errors().find("cannot listen on unix:" + folder / "link" +
                                 ": another process listens there"),
            std::string::npos);
  EXPECT_TRUE(fs::exists(folder / "link"));
}

TEST_F(sim, listens_to_other_machines_when_told) {
  process_ = std::make_unique<process>(
      std::vector<std::string>{"--allow-remote", "--listen", "tcp:0.0.0.0:0"});
  const auto line = json::parse(process_->line(), nullptr, false);
  ASSERT_TRUE(line.is_object());
  client link(line.at("listen"));
  EXPECT_EQ(link.ask(request::identify(1, 0)).head.status, wire::status::ok);
}

} // namespace
