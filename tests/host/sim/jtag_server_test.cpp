// remote_bitbang with a SoC of pins alone behind it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "jtag_server.hpp"

#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "errors.hpp"
#include "process.hpp"

namespace {

using namespace seeker;
namespace asio = boost::asio;
using stream = asio::generic::stream_protocol::socket;

// Notes what moves; TDO is the last TDI.
class pins : public sim::soc {
public:
  void run(std::uint64_t) override {}
  [[nodiscard]] bool idle() const override { return true; }
  void reset_link() override {}
  [[nodiscard]] std::uint64_t cycle() const override { return 0; }
  [[nodiscard]] bool failed() const override { return false; }
  void jtag_drive(bool tck, bool tms, bool tdi) override {
    said += char('0' + (tck ? 4 : 0) + (tms ? 2 : 0) + (tdi ? 1 : 0));
    tdo_ = tdi;
  }
  void jtag_reset(bool asserted) override { said += asserted ? 'T' : 't'; }
  [[nodiscard]] bool jtag_tdo() const override { return tdo_; }

  std::string said;

private:
  bool tdo_ = false;
};

class jtag_server : public testing::Test {
protected:
  void serve(const std::string &where) {
    served.emplace(io, soc, where);
    thread = std::thread([this] { io.run(); });
  }
  void TearDown() override {
    io.stop();
    if (thread.joinable())
      thread.join();
  }
  stream connect() {
    stream made(own);
    const std::string where = served->listening();
    if (where.starts_with("unix:"))
      made.connect(asio::local::stream_protocol::endpoint(where.substr(5)));
    else
      made.connect(asio::ip::tcp::endpoint(
          asio::ip::address_v4::loopback(),
          std::stoi(where.substr(where.rfind(':') + 1))));
    return made;
  }
  static std::string answer(stream &to, const std::string &commands,
                            std::size_t length) {
    asio::write(to, asio::buffer(commands));
    std::string text(length, '\0');
    boost::system::error_code error;
    text.resize(asio::read(to, asio::buffer(text), error));
    return text;
  }

  test::temporary_folder folder;
  pins soc;
  asio::io_context io, own;
  asio::executor_work_guard<asio::io_context::executor_type> work{
      io.get_executor()};
  std::optional<sim::jtag_server> served;
  std::thread thread;
};

TEST_F(jtag_server, moves_the_pins_and_answers_with_tdo) {
  serve("unix:" + (folder / "jtag"));
  stream one = connect();
  EXPECT_EQ(answer(one, "b01R234R567RBrRstuR", 5), "10111");
  EXPECT_EQ(soc.said, "01234567ttTT");
}

TEST_F(jtag_server, hangs_up_at_garbage_and_serves_the_next) {
  serve("0");
  for (const char *const end : {"Q", "8", "\n"}) {
    stream one = connect();
    EXPECT_EQ(answer(one, std::string("1R") + end + "R", 9), "") << end;
  }
  stream one = connect();
  EXPECT_EQ(answer(one, "0R", 1), "0");
}

TEST_F(jtag_server, serves_one_after_the_other) {
  serve("0");
  stream one = connect();
  EXPECT_EQ(answer(one, "1R", 1), "1");
  stream other = connect();
  one.close();
  EXPECT_EQ(answer(other, "0R", 1), "0");
}

TEST_F(jtag_server, refuses_what_is_no_place) {
  const auto refused = [&](const std::string &where) -> std::string {
    try {
      sim::jtag_server made(io, soc, where);
    } catch (const std::exception &error) {
      return error.what();
    }
    return "served";
  };
  for (const char *const where : {"", "x", "1x", "-1", "65536", "tcp:1"})
    EXPECT_EQ(refused(where),
              std::string("--jtag ") + where +
                  ": neither a port, 0 to 65535, nor unix:PATH");
  const std::string nowhere = "unix:" + (folder / "no/jtag");
  EXPECT_EQ(refused(nowhere), "cannot listen for a debugger on " + nowhere +
                                  ": No such file or directory");
}

} // namespace
