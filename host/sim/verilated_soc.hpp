// A Verilated model behind the interface of soc.hpp: clock, link, L3, waves.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In a cycle, inputs are set and settle while the clock is low, the transfers
// of the cycle are read off, then the clock rises. L3 answers in the cycle
// after the request, a request a cycle.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

#include <verilated.h>
#if SEEKER_SIM_WAVES
#include <verilated_fst_c.h>
#endif

#include "jtag_pins.hpp"
#include "l3_memory.hpp"
#include "observe.hpp"
#include "soc.hpp"

namespace seeker::sim {

// Answers on their way: two places make one a cycle.
template <class Answer> class answer_queue {
public:
  [[nodiscard]] bool room() const { return size_ != places_.size(); }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const Answer &front() const { return places_[first_]; }
  Answer &push() { return places_[(first_ + size_++) % places_.size()]; }
  void pop() {
    first_ = (first_ + 1) % places_.size();
    --size_;
  }

private:
  std::array<Answer, 2> places_{};
  unsigned first_ = 0;
  unsigned size_ = 0;
};

template <class Model> class verilated_soc final : public soc {
public:
  verilated_soc(std::size_t link_bytes, std::uint64_t l3_base,
                std::size_t l3_bytes, const soc_options &options)
      : link_bytes_(link_bytes), l3_(l3_base, l3_bytes) {
    context_.threads(options.threads);
    context_.fatalOnError(false); // failed() tells
    context_.randReset(0);
    top_ = std::make_unique<Model>(&context_);
    if (options.wave)
      open_wave(*options.wave);
    top_->trst_ni = 1;
    top_->rst_ni = 0;
    for (int i = 0; i != 8; ++i)
      step();
    top_->rst_ni = 1;
    // Up to where all harts wait in the boot ROM.
    run(boot_cycles);
  }

  ~verilated_soc() override {
    top_->final();
#if SEEKER_SIM_WAVES
    if (wave_)
      wave_->close();
#endif
  }

  void run(std::uint64_t cycles) override {
    for (; cycles != 0 && !idle(); --cycles)
      step();
  }

  [[nodiscard]] bool idle() const override {
    return top_->idle_o && to_soc.empty() && !link_reset_ && top_->rst_ni;
  }

  void reset_link() override {
    to_soc.clear();
    from_soc.clear();
    link_reset_ = true;
  }

  void jtag_drive(bool tck, bool tms, bool tdi) override {
    if (drive_jtag(*top_, tck, tms, tdi) && !idle())
      step();
  }

  void jtag_reset(bool asserted) override {
    top_->trst_ni = !asserted;
    top_->eval();
  }

  [[nodiscard]] bool jtag_tdo() const override { return top_->tdo_o; }

  void waves_start(std::uint64_t cycle) override { waves_start_ = cycle; }
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  [[nodiscard]] bool failed() const override {
    return context_.gotError() || context_.gotFinish();
  }

private:
  static constexpr std::uint64_t boot_cycles = 100'000;
  // What the host has not fetched yet; the bridge waits when it is more.
  static constexpr std::size_t from_soc_limit = std::size_t{1} << 20;

  struct line {
    std::array<std::uint32_t, l3_memory::line_bytes / 4> data;
    bool error;
  };
  struct done {
    bool error;
  };

  void open_wave([[maybe_unused]] const wave_options &options) {
#if SEEKER_SIM_WAVES
    wave_options_ = options;
    context_.traceEverOn(true);
    wave_ = std::make_unique<VerilatedFstC>();
    top_->trace(wave_.get(), 99);
    wave_->open(options.file.c_str());
    if (!wave_->isOpen())
      throw std::runtime_error("cannot write waves to " +
                               options.file.string());
#else
    throw std::logic_error("built without waves");
#endif
  }

  void dump_wave([[maybe_unused]] bool high) {
#if SEEKER_SIM_WAVES
    if (wave_ && is_in_window())
      wave_->dump(2 * cycle_ + (high ? 1 : 0));
#endif
  }

#if SEEKER_SIM_WAVES
  [[nodiscard]] bool is_in_window() const {
    const auto &[file, from, to] = wave_options_;
    if (!waves_start_)
      return !from;
    const std::uint64_t now = cycle_ - *waves_start_;
    return now >= from.value_or(0) && now <= to.value_or(now);
  }
#endif

  void step() {
    Model &top = *top_;
    const std::size_t offered =
        link_reset_ ? 0 : std::min(link_bytes_, to_soc.size());
    top.rx_valid_i = offered != 0;
    if (offered != 0) {
      std::memcpy(&top.rx_data_i, to_soc.data(), offered);
      top.rx_bytes_i = static_cast<std::uint8_t>(offered);
    }
    top.link_reset_i = link_reset_;
    top.tx_ready_i = from_soc.size() < from_soc_limit;

    top.l3_ready_i = narrow_.room();
    top.l3_rvalid_i = !narrow_.empty();
    if (!narrow_.empty()) {
      top.l3_rdata_i = narrow_.front().data;
      top.l3_rerror_i = narrow_.front().error;
    }
    top.l3_rd_ready_i = reads_.room();
    top.l3_rd_rvalid_i = !reads_.empty();
    if (!reads_.empty()) {
      std::memcpy(&top.l3_rd_rdata_i, reads_.front().data.data(),
                  l3_memory::line_bytes);
      top.l3_rd_rerror_i = reads_.front().error;
    }
    top.l3_wr_ready_i = writes_.room();
    top.l3_wr_rvalid_i = !writes_.empty();
    top.l3_wr_rerror_i = !writes_.empty() && writes_.front().error;

    top.clk_i = 0;
    top.eval();
    dump_wave(false);
    if (top.rst_ni)
      transfer(offered);
    top.clk_i = 1;
    top.eval();
    dump_wave(true);
    context_.time(++cycle_);
    link_reset_ = false;
  }

  void transfer(std::size_t offered) {
    Model &top = *top_;
    if (offered != 0 && top.rx_ready_o) {
      tell_link(cycle_, true, {to_soc.data(), offered});
      to_soc.pop(offered);
    }
    if (top.tx_valid_o && top.tx_ready_i && !link_reset_) {
      const std::span bytes(reinterpret_cast<const std::byte *>(&top.tx_data_o),
                            std::size_t{top.tx_bytes_o});
      tell_link(cycle_, false, bytes);
      from_soc.push(bytes);
    }
    if (top.l3_rvalid_i && top.l3_rready_o)
      narrow_.pop();
    if (top.l3_rd_rvalid_i && top.l3_rd_rready_o)
      reads_.pop();
    if (top.l3_wr_rvalid_i && top.l3_wr_rready_o)
      writes_.pop();
    if (top.l3_valid_o && top.l3_ready_i)
      narrow_.push() = l3_.access(
          {top.l3_addr_o, top.l3_write_o != 0, static_cast<amo>(top.l3_amo_o),
           top.l3_strb_o, top.l3_wdata_o, top.l3_src_o});
    if (top.l3_rd_valid_o && top.l3_rd_ready_i) {
      line &answer = reads_.push();
      answer.error = !l3_.read(top.l3_rd_addr_o, answer.data.data());
    }
    if (top.l3_wr_valid_o && top.l3_wr_ready_i)
      writes_.push().error =
          !l3_.write(top.l3_wr_addr_o, top.l3_wr_strb_o, &top.l3_wr_data_o);
  }

  std::size_t link_bytes_;
  l3_memory l3_;
  VerilatedContext context_;
  std::unique_ptr<Model> top_;
  answer_queue<narrow_answer> narrow_;
  answer_queue<line> reads_;
  answer_queue<done> writes_;
  std::uint64_t cycle_ = 0;
  bool link_reset_ = false;
  std::optional<std::uint64_t> waves_start_;
#if SEEKER_SIM_WAVES
  wave_options wave_options_;
  std::unique_ptr<VerilatedFstC> wave_;
#endif
};

} // namespace seeker::sim
