// A Verilated cluster with an L3 and a host: loads ELF files, starts harts,
// serves HTIF.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/cluster_bench.hpp"

#include "seeker_cfg.h"

#include <elf.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <stdexcept>

namespace cluster {

namespace {

constexpr std::uint32_t scratch1 = SEEKER_PERIPHERAL_BASE + 0x188;
constexpr std::uint32_t cl_clint_set = SEEKER_PERIPHERAL_BASE + 0x1a0;

struct elf_file {
  std::uint32_t entry = 0, tohost = 0, fromhost = 0;
};

elf_file load(const std::string &path, l3_model &l3) {
  std::ifstream in(path, std::ios::binary);
  std::vector<char> data((std::istreambuf_iterator<char>(in)), {});
  Elf32_Ehdr header;
  if (data.size() < sizeof header)
    throw std::runtime_error(path + ": not an ELF file");
  std::memcpy(&header, data.data(), sizeof header);
  elf_file file;
  file.entry = header.e_entry;
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf32_Phdr segment;
    std::memcpy(&segment, &data[header.e_phoff + i * sizeof segment],
                sizeof segment);
    if (segment.p_type != PT_LOAD || segment.p_memsz == 0)
      continue;
    if (!l3.holds(segment.p_paddr))
      throw std::runtime_error(path + ": a segment outside L3");
    std::memset(l3.at(segment.p_paddr), 0, segment.p_memsz);
    std::memcpy(l3.at(segment.p_paddr), &data[segment.p_offset],
                segment.p_filesz);
  }
  std::vector<Elf32_Shdr> sections(header.e_shnum);
  std::memcpy(sections.data(), &data[header.e_shoff],
              sections.size() * sizeof(Elf32_Shdr));
  for (const Elf32_Shdr &table : sections) {
    if (table.sh_type != SHT_SYMTAB)
      continue;
    const char *names = &data[sections[table.sh_link].sh_offset];
    for (unsigned i = 0; i < table.sh_size / sizeof(Elf32_Sym); ++i) {
      Elf32_Sym symbol;
      std::memcpy(&symbol, &data[table.sh_offset + i * sizeof symbol],
                  sizeof symbol);
      std::string name = names + symbol.st_name;
      if (name == "tohost")
        file.tohost = symbol.st_value;
      else if (name == "fromhost")
        file.fromhost = symbol.st_value;
    }
  }
  if (!file.tohost)
    throw std::runtime_error(path + ": no tohost");
  return file;
}

} // namespace

bench::bench(l3_timing timing, seeker::sim::observer *observed)
    : l3_(timing), context_(std::make_unique<VerilatedContext>()),
      top_(std::make_unique<Vcluster_model>(context_.get())) {
  if (observed)
    seeker::sim::observe(observed);
  else
    seeker::sim::observe(this, seeker::sim::nothing_more);
  top_->rst_ni = 0;
  for (int i = 0; i < 3; ++i) {
    top_->clk_i = 0;
    top_->eval();
    top_->clk_i = 1;
    top_->eval();
  }
  top_->rst_ni = 1;
  top_->in_rready_i = 1;
  // Every hart comes to rest in the boot ROM.
  for (int i = 0; i < 2000 && !idle(); ++i)
    step();
  EXPECT_TRUE(idle()) << "the harts do not park";
}

bench::~bench() {
  top_->final();
  seeker::sim::observe(nullptr);
}

bool bench::all_asleep() const {
  for (unsigned h = 0; h < harts; ++h)
    if (top_->state_o[h] != 1)
      return false;
  return true;
}

void bench::step() {
  auto due = [&](const auto &queue) {
    return !queue.empty() && queue.front().due <= cycles_;
  };
  top_->out_rvalid_i = due(narrow_);
  if (top_->out_rvalid_i) {
    top_->out_rdata_i = narrow_.front().rdata;
    top_->out_rerror_i = narrow_.front().error;
  }
  top_->l3_rd_rvalid_i = due(reads_);
  if (top_->l3_rd_rvalid_i) {
    std::memcpy(&top_->l3_rd_rdata_i[0], reads_.front().data.data(), 64);
    top_->l3_rd_rerror_i = reads_.front().error;
  }
  top_->l3_wr_rvalid_i = due(writes_);
  if (top_->l3_wr_rvalid_i)
    top_->l3_wr_rerror_i = writes_.front().error;
  top_->out_ready_i = 1;
  top_->l3_rd_ready_i = 1;
  top_->l3_wr_ready_i = 1;
  top_->clk_i = 0;
  top_->eval();

  if (top_->out_rvalid_i && top_->out_rready_o)
    narrow_.pop_front();
  if (top_->l3_rd_rvalid_i && top_->l3_rd_rready_o)
    reads_.pop_front();
  if (top_->l3_wr_rvalid_i && top_->l3_wr_rready_o)
    writes_.pop_front();
  if (top_->out_valid_o)
    narrow_.push_back(
        l3_.access({top_->out_addr_o, bool(top_->out_write_o), top_->out_amo_o,
                    top_->out_strb_o, top_->out_wdata_o, top_->out_src_o},
                   cycles_));
  if (top_->l3_rd_valid_o)
    reads_.push_back(l3_.read(top_->l3_rd_addr_o, cycles_));
  if (top_->l3_wr_valid_o)
    writes_.push_back(l3_.write(top_->l3_wr_addr_o, top_->l3_wr_strb_o,
                                &top_->l3_wr_data_o[0], cycles_));
  top_->clk_i = 1;
  top_->eval();
  context_->time(++cycles_);
}

bench::answer bench::access(const l3_model::narrow_request &r) {
  top_->in_valid_i = 1;
  top_->in_addr_i = r.addr;
  top_->in_write_i = r.write;
  top_->in_amo_i = r.amo;
  top_->in_strb_i = r.strb;
  top_->in_wdata_i = r.wdata;
  for (unsigned waited = 0; waited < 1000; ++waited) {
    top_->clk_i = 0;
    top_->eval();
    bool taken = top_->in_valid_i && top_->in_ready_o;
    step();
    if (taken)
      top_->in_valid_i = 0;
    top_->clk_i = 0;
    top_->eval();
    if (!top_->in_valid_i && top_->in_rvalid_o) {
      answer a{top_->in_rdata_o, bool(top_->in_rerror_o)};
      step();
      return a;
    }
  }
  ADD_FAILURE() << "no answer from " << std::hex << r.addr;
  top_->in_valid_i = 0;
  return {0, true};
}

void bench::serve_htif(result &r) {
  std::uint32_t value = l3_.word(tohost_);
  if (value & 1) {
    r.exit_code = value >> 1;
    return;
  }
  // System call 64, write: number, file, address, bytes as 64-bit words. The
  // block and the text may lie in L1.
  auto byte = [&](std::uint32_t addr) {
    return l3_.holds(addr) ? *l3_.at(addr)
                           : std::uint8_t(read(addr).rdata >> (addr % 8 * 8));
  };
  auto word = [&](std::uint32_t addr) {
    return std::uint32_t(byte(addr) | byte(addr + 1) << 8 |
                         byte(addr + 2) << 16 | byte(addr + 3) << 24);
  };
  if (word(value) == 64) {
    std::uint32_t text = word(value + 16), bytes = word(value + 24);
    for (std::uint32_t i = 0; i < bytes; ++i)
      r.stdout_text += char(byte(text + i));
  }
  l3_.set_word(tohost_, 0);
  l3_.set_word(fromhost_, 1);
}

bench::result bench::run(const std::string &path, std::uint64_t max_cycles) {
  elf_file file = load(path, l3_);
  tohost_ = file.tohost;
  fromhost_ = file.fromhost;
  l3_.set_word(tohost_, 0);
  dumps_.clear();
  write(scratch1, file.entry);
  write(cl_clint_set, (1u << harts) - 1);
  result r;
  std::uint64_t start = cycles_;
  while (!r.exit_code && cycles_ - start < max_cycles) {
    step();
    if (l3_.word(tohost_))
      serve_htif(r);
  }
  r.cycles = cycles_ - start;
  return r;
}

} // namespace cluster
