// Writes what the fuzzers start from: a folder each below the given one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "../support/elf_builder.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/config/configuration.hpp"
#include "seeker/judge/cycles.hpp"
#include "seeker/tensor/npy.hpp"
#include "seeker/wire/frame.hpp"

#include <random>

namespace {

using namespace seeker;

/// An archive with one stored member, as numpy.savez makes them.
std::vector<std::byte> npz(const std::vector<std::byte> &content);

void add(const std::filesystem::path &folder, const std::string &name,
         std::span<const std::byte> content) {
  std::filesystem::create_directories(folder);
  fake::write_bytes(folder / name, content);
}

void add_text(const std::filesystem::path &folder, char kind,
              const std::string &text) {
  add(folder, std::string(1, kind), fake::bytes_of(kind + text));
}

std::vector<std::byte> npz(const std::vector<std::byte> &content) {
  const std::string name = "x.npy";
  std::vector<std::byte> file;
  const auto put = [&](std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i)
      file.push_back(i < 8 ? static_cast<std::byte>(value >> 8 * i & 0xff)
                           : std::byte{0});
  };
  const auto put_name = [&] {
    for (const char c : name)
      file.push_back(static_cast<std::byte>(c));
  };
  const auto common = [&] {
    put(20, 2); // version, flags, method, time, date, CRC
    put(0, 2 + 2 + 2 + 2);
    put(0, 4);
    put(content.size(), 4);
    put(content.size(), 4);
    put(name.size(), 2);
    put(0, 2);
  };
  put(0x04034b50, 4);
  common();
  put_name();
  file.insert(file.end(), content.begin(), content.end());
  const std::size_t directory = file.size();
  put(0x02014b50, 4);
  put(20, 2);
  common();
  put(0, 2 + 2 + 2 + 4);
  put(0, 4); // where the member begins
  put_name();
  const std::size_t bytes = file.size() - directory;
  put(0x06054b50, 4);
  put(0, 4);
  put(1, 2);
  put(1, 2);
  put(bytes, 4);
  put(directory, 4);
  put(0, 2);
  return file;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  const std::filesystem::path root = argv[1];
  const auto configuration =
      config::load(SEEKER_CFG_SOURCE "/small.json").value();
  const auto sample =
      fake::make_sample("small", config::hash_text(configuration.hash));
  add(root / "image", "sample", sample.bytes());

  const tensor::array values{
      tensor::dtype::f64, {2, 3}, std::vector<std::byte>(48, std::byte{1})};
  const auto npy = tensor::format_npy(values);
  add(root / "array", "npy", npy);
  add(root / "array", "npz", npz(npy));

  std::mt19937 random(1);
  for (const std::size_t size : {200, 2000, 20'000}) {
    std::vector<std::byte> noise(size);
    for (std::byte &one : noise)
      one = static_cast<std::byte>(random());
    add(root / "wire", std::to_string(size), noise);
  }

  // The fuzzer takes the first byte modulo 6.
  add_text(root / "text", '0',
           fake::read_text(SEEKER_CFG_SOURCE "/small.json"));
  add_text(root / "text", '1', sample.manifest.dump());
  judge::golden_cycles cycles;
  cycles.target = "sim";
  cycles.config_hash = "0";
  cycles.kernels = {{"k", 5}};
  cycles.spent = {{"icache_stall", 1}};
  cycles.plans = {{"k", "[]"}};
  add_text(root / "text", '2', judge::format_golden_cycles(cycles));
  add_text(root / "text", '3', sample.manifest.dump());
  add_text(root / "text", '4', "tcp:[::1]:5");
  add_text(root / "text", '5', "corrupt=4,drop=1,delay=8:5ms,cut=9");

  add(root / "lab", "state",
      fake::bytes_of("\1GET /api/state HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
                     "Authorization: Bearer t\r\n\r\n"));
  add(root / "lab", "ticket",
      fake::bytes_of("\1PUT /api/tickets/k HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
                     "Authorization: Bearer t\r\nContent-Type: "
                     "application/json\r\nContent-Length: 14\r\n\r\n"
                     "{\"seconds\":5}\n"));
}
