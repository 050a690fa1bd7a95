// Writes and reads recordings.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/replay/recording.hpp"

#include "seeker/base/file.hpp"
#include "seeker/wire/crc32c.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace seeker::replay {
namespace {

using nlohmann::json;

constexpr std::uint64_t max_text_bytes = std::uint64_t{1} << 28;
constexpr std::uint64_t max_data_bytes = std::uint64_t{1} << 40;

class recorder final : public target::target {
public:
  recorder(seeker::target::target_ptr inner, std::ofstream text,
           std::ofstream data, std::string folder,
           std::vector<checkpoint> checkpoints)
      : inner_(std::move(inner)), text_(std::move(text)),
        data_(std::move(data)), folder_(std::move(folder)),
        checkpoints_(std::move(checkpoints)) {}

  std::string_view kind() const override { return inner_->kind(); }
  bool remembers() const override { return false; }
  bool steps_when_asked() const override { return inner_->steps_when_asked(); }
  session::counters counts() const override { return inner_->counts(); }
  task<wire::identity> open() override { return inner_->open(); }

  task<void> close() override {
    say({{"op", "end"}});
    text_.flush();
    data_.flush();
    result<void> closed = co_await inner_->close();
    if (closed && (!text_ || !data_))
      co_return fail(errc::file, "cannot write the recording {}", folder_);
    co_return closed;
  }
  task<void> write(std::uint64_t address, std::span<const std::byte> from,
                   session::progress tell) override {
    say({{"op", "write"},
         {"address", address},
         {"at", written_},
         {"bytes", from.size()}});
    data_.write(reinterpret_cast<const char *>(from.data()),
                static_cast<std::streamsize>(from.size()));
    written_ += from.size();
    return inner_->write(address, from, std::move(tell));
  }
  task<void> read(std::uint64_t address, std::span<std::byte> into,
                  session::progress tell) override {
    result<void> done = co_await inner_->read(address, into, std::move(tell));
    const auto found = std::find_if(
        checkpoints_.begin(), checkpoints_.end(), [&](const checkpoint &one) {
          return one.address == address && one.bytes == into.size();
        });
    if (done && found != checkpoints_.end())
      say({{"op", "check"},
           {"name", found->name},
           {"address", address},
           {"bytes", into.size()},
           {"crc", wire::crc32c(into)}});
    co_return done;
  }
  task<void> fill(std::uint64_t address, std::uint64_t count,
                  std::uint32_t pattern) override {
    say({{"op", "fill"},
         {"address", address},
         {"bytes", count},
         {"pattern", pattern}});
    return inner_->fill(address, count, pattern);
  }
  task<std::vector<std::uint32_t>> crc(std::uint64_t address,
                                       std::uint64_t count) override {
    return inner_->crc(address, count);
  }
  task<void> start(std::uint64_t entry, std::uint32_t tohost) override {
    say({{"op", "start"}, {"entry", entry}, {"tohost", tohost}});
    waited_.reset();
    return inner_->start(entry, tohost);
  }
  task<wire::device_status> status() override {
    result<wire::device_status> now = co_await inner_->status();
    if (now && now->done && now->tohost != 0 && waited_ != now->done_cycle) {
      waited_ = now->done_cycle;
      say({{"op", "wait"}, {"tohost", now->tohost}});
    }
    co_return now;
  }
  task<void> reset() override {
    say({{"op", "reset"}});
    waited_.reset();
    return inner_->reset();
  }

private:
  void say(const json &line) { text_ << line.dump() << '\n'; }

  seeker::target::target_ptr inner_;
  std::ofstream text_, data_;
  std::string folder_;
  std::vector<checkpoint> checkpoints_;
  std::uint64_t written_ = 0;
  std::optional<std::uint64_t> waited_; // the cycle of the word waited for
};

std::optional<step::kind> kind_of(const json &op) {
  constexpr std::array names = {"reset", "write", "fill",
                                "start", "wait",  "check"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (op == names[i])
      return static_cast<step::kind>(i);
  return std::nullopt;
}

/// One line; nothing when it is no step.
std::optional<step> parse_step(const json &line) {
  if (!line.is_object() || !line.contains("op"))
    return std::nullopt;
  const auto kind = kind_of(line["op"]);
  if (!kind)
    return std::nullopt;
  step made;
  made.what = *kind;
  bool whole = true;
  const auto number = [&](const char *key) {
    const auto found = line.find(key);
    whole = whole && found != line.end() && found->is_number_unsigned();
    return whole ? found->get<std::uint64_t>() : 0;
  };
  const auto word = [&](const char *key) {
    const std::uint64_t value = number(key);
    whole = whole && value <= 0xffffffff;
    return static_cast<std::uint32_t>(value);
  };
  switch (*kind) {
  case step::kind::reset:
    break;
  case step::kind::write:
    made.address = number("address");
    made.at = number("at");
    made.bytes = number("bytes");
    break;
  case step::kind::fill:
    made.address = number("address");
    made.bytes = number("bytes");
    made.value = word("pattern");
    break;
  case step::kind::start:
    made.address = number("entry");
    made.value = word("tohost");
    break;
  case step::kind::wait:
    made.value = word("tohost");
    break;
  case step::kind::check:
    made.address = number("address");
    made.bytes = number("bytes");
    made.value = word("crc");
    whole = whole && line.value("name", json()).is_string();
    if (whole)
      made.name = line["name"].get<std::string>();
    break;
  }
  return whole ? std::optional(made) : std::nullopt;
}

} // namespace

result<target::target_ptr> record(target::target_ptr inner,
                                  const std::filesystem::path &folder,
                                  const header &what,
                                  std::vector<checkpoint> checkpoints) {
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  std::ofstream text(folder / "session.jsonl"),
      data(folder / "data.bin", std::ios::binary);
  if (ec || !text || !data)
    return fail(errc::file, "cannot write the recording {}", folder.string());
  text << json{{"version", 1},
               {"producer", "seeker " SEEKER_VERSION},
               {"target", what.target},
               {"configuration", what.configuration},
               {"configuration_hash", what.configuration_hash},
               {"image", what.image},
               {"image_sha256", what.image_sha256}}
              .dump()
       << '\n';
  return std::make_unique<recorder>(std::move(inner), std::move(text),
                                    std::move(data), folder.string(),
                                    std::move(checkpoints));
}

result<recording> read_recording(const std::filesystem::path &folder) {
  const auto content = blob::map(folder / "session.jsonl", max_text_bytes);
  if (!content)
    return content.error();
  auto data = blob::map(folder / "data.bin", max_data_bytes);
  if (!data)
    return data.error();
  const auto wrong = [&](const std::string &what) {
    return fail(errc::format, "{} is no recording: {}", folder.string(), what);
  };
  recording made;
  made.data = *std::move(data);
  std::string_view rest(reinterpret_cast<const char *>(content->data()),
                        content->size());
  std::size_t number = 0;
  bool ended = false;
  while (!rest.empty() && !ended) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos)
      break; // the writer was killed within a line
    const json line = json::parse(rest.substr(0, end), nullptr, false);
    rest.remove_prefix(end + 1);
    if (++number == 1) {
      if (!line.is_object() || line.value("version", json()) != 1)
        return wrong("its first line does not say version 1");
      const auto text = [&](const char *key) {
        const json value = line.value(key, json());
        return value.is_string() ? value.get<std::string>() : std::string();
      };
      made.what = {text("target"), text("configuration"),
                   text("configuration_hash"), text("image"),
                   text("image_sha256")};
      continue;
    }
    if (line.is_object() && line.value("op", json()) == "end") {
      ended = true;
      continue;
    }
    const auto next = parse_step(line);
    if (!next)
      return wrong(fmt::format("line {} is no step", number));
    if (next->what == step::kind::write &&
        (next->at > made.data.size() ||
         next->bytes > made.data.size() - next->at))
      return wrong(
          fmt::format("line {} has {} bytes at {} of data.bin, which has {}",
                      number, next->bytes, next->at, made.data.size()));
    made.steps.push_back(*next);
  }
  if (!ended)
    return wrong("it was cut short");
  return made;
}

} // namespace seeker::replay
