// What `seeker plan` reads, writes, refuses and answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/L1/PlanCsv.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

using namespace seeker::l1;

namespace {

struct Answer {
  int code = 0;
  std::string out;
  std::string err;
};

class PlanCsv : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("seeker-plan", dir));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(dir); }

  std::string path(const char *name) {
    return (llvm::Twine(dir) + "/" + name).str();
  }
  void write(const char *name, llvm::StringRef text) {
    std::error_code error;
    llvm::raw_fd_ostream file(path(name), error);
    ASSERT_FALSE(error);
    file << text;
  }
  static Answer run(std::vector<llvm::StringRef> args) {
    Answer answer;
    llvm::raw_string_ostream out(answer.out), err(answer.err);
    answer.code = runPlan(args, out, err);
    return answer;
  }

  llvm::SmallString<128> dir;
};

std::string errorOf(llvm::StringRef text) {
  auto buffers = parseBuffers(text, "x.csv");
  return buffers ? "" : llvm::toString(buffers.takeError());
}

TEST_F(PlanCsv, WritesTheOffsets) {
  write("in.csv", "id,lower,upper,size\na,0,2,64\nb,1,3,64\nc,2,4,64\n");
  std::string in = path("in.csv"), out = path("out.csv");
  Answer answer = run({in, "--capacity", "128", "-o", out});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.err, "fits: 3 buffers need 128 of 128 bytes; proven lower "
                        "bound 128\n");
  auto written = llvm::MemoryBuffer::getFile(out);
  ASSERT_TRUE(bool(written));
  EXPECT_TRUE((*written)->getBuffer().starts_with(
      "id,lower,upper,size,alignment,offset\na,0,2,64,1,"));
  auto again = parseBuffers((*written)->getBuffer(), "out.csv");
  ASSERT_TRUE(bool(again));
  EXPECT_EQ(again->size(), 3u);
}

TEST_F(PlanCsv, WritesToStandardOutputWithoutFile) {
  write("in.csv", "size,upper,lower,id,alignment\n10,5,0,a,64\n");
  std::string in = path("in.csv");
  Answer answer = run({in, "--capacity=10"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out,
            "id,lower,upper,size,alignment,offset\na,0,5,10,64,0\n");
}

TEST_F(PlanCsv, SaysTheLowerBoundWhenItCannotFit) {
  write("in.csv", "id,lower,upper,size\nbig,0,2,200\nsmall,1,3,50\n");
  std::string in = path("in.csv"), out = path("out.csv");
  Answer answer = run({in, "--capacity", "150", "-o", out});
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.err,
            "error: buffer 'big' of 200 bytes is larger than the capacity by "
            "itself: no layout can save it\n"
            "error: does not fit: needs 250 bytes, has 150; proven lower bound "
            "250: no layout fits\n");
  EXPECT_FALSE(llvm::sys::fs::exists(out));
}

TEST_F(PlanCsv, PrintsJson) {
  write("in.csv", "id,lower,upper,size\na,0,2,200\n");
  std::string in = path("in.csv");
  Answer answer = run({"--json", in, "--capacity", "100"});
  EXPECT_EQ(answer.code, 1);
  auto parsed = llvm::json::parse(answer.out);
  ASSERT_TRUE(bool(parsed));
  const llvm::json::Object &object = *parsed->getAsObject();
  EXPECT_EQ(object.getBoolean("fits"), false);
  EXPECT_EQ(object.getInteger("need_bytes"), 200);
  EXPECT_EQ(object.getInteger("lower_bound_bytes"), 200);
  EXPECT_EQ(object.getArray("buffers")->size(), 1u);
  EXPECT_EQ(*object.getArray("larger_than_capacity"), llvm::json::Array{"a"});
}

TEST_F(PlanCsv, RefusesBadUsage) {
  auto complaint = [](std::vector<llvm::StringRef> args) {
    Answer answer = run(std::move(args));
    EXPECT_EQ(answer.code, 2);
    return llvm::StringRef(answer.err).split('\n').first.str();
  };
  EXPECT_EQ(complaint({"--capacity", "1"}), "error: no file to plan");
  EXPECT_EQ(complaint({"a.csv"}), "error: --capacity is missing");
  EXPECT_EQ(complaint({"a.csv", "--capacity"}),
            "error: --capacity wants a number of bytes");
  EXPECT_EQ(complaint({"a.csv", "--capacity", "-5"}),
            "error: --capacity '-5' is not a number of bytes from 0 to "
            "1099511627776");
  EXPECT_EQ(complaint({"a.csv", "--capacity", "1", "-o"}),
            "error: -o wants a file");
  EXPECT_EQ(complaint({"a.csv", "--capacity", "1", "--fast"}),
            "error: unknown option '--fast'");
  EXPECT_EQ(complaint({"a.csv", "b.csv", "--capacity", "1"}),
            "error: more than one file: 'a.csv' and 'b.csv'");
  EXPECT_EQ(complaint({"/nonexistent.csv", "--capacity", "1"}),
            "error: cannot read '/nonexistent.csv': No such file or directory");
}

TEST_F(PlanCsv, SaysHowItIsUsed) {
  for (llvm::StringRef help : {"--help", "-h"}) {
    Answer answer = run({"a.csv", help});
    EXPECT_EQ(answer.code, 0);
    EXPECT_EQ(answer.err, "");
    EXPECT_TRUE(llvm::StringRef(answer.out)
                    .starts_with("usage: seeker plan FILE.csv --capacity"));
  }
}

TEST_F(PlanCsv, RefusesAnOutputThatCannotBeWritten) {
  write("in.csv", "id,lower,upper,size\na,0,2,2\n");
  std::string in = path("in.csv"), out = path("missing/out.csv");
  Answer answer = run({in, "--capacity", "2", "-o", out});
  EXPECT_EQ(answer.code, 2);
  EXPECT_NE(answer.err.find("error: cannot write '" + out +
                            "': No such file or directory"),
            std::string::npos);
}

TEST(PlanCsvErrors, SayTheLine) {
  const std::string header = "id,lower,upper,size,alignment\n";
  EXPECT_EQ(errorOf(""),
            "x.csv:1: no header line id,lower,upper,size[,alignment]");
  EXPECT_EQ(errorOf("id,lower,upper\n"), "x.csv:1: column 'size' is missing");
  EXPECT_EQ(errorOf("id,id,lower,upper,size\n"),
            "x.csv:1: column 'id' is there twice");
  EXPECT_EQ(errorOf("id,begin\n"),
            "x.csv:1: unknown column 'begin'; known are id, lower, upper, "
            "size, alignment, offset");
  EXPECT_EQ(errorOf(header + "a,0,1,2\n"),
            "x.csv:2: has 4 cells where the header has 5");
  EXPECT_EQ(errorOf(header + "\n,0,1,2,1\n"), "x.csv:3: id is empty");
  EXPECT_EQ(errorOf(header + "a,0,1,x,1\n"),
            "x.csv:2: size 'x' is not a whole number of 64 bits");
  EXPECT_EQ(errorOf(header + "a,0,1,99999999999999999999,1\n"),
            "x.csv:2: size '99999999999999999999' is not a whole number of 64 "
            "bits");
  EXPECT_EQ(errorOf(header + "a,0,1,0,1\n"),
            "x.csv:2: size 0 is outside 1 to 1099511627776");
  EXPECT_EQ(errorOf(header + "a,0,1,2000000000000,1\n"),
            "x.csv:2: size 2000000000000 is outside 1 to 1099511627776");
  EXPECT_EQ(errorOf(header + "a,5,5,1,1\n"),
            "x.csv:2: lifetime [5, 5) is empty");
  EXPECT_EQ(errorOf(header + "a,0,1,1,24\n"),
            "x.csv:2: alignment 24 is not a power of two");
  EXPECT_EQ(errorOf(header + "a,0,1,1,1\nb,0,1,1,1\na,0,1,1,1\n"),
            "x.csv:4: id 'a' is used in line 2 already");
}

TEST(PlanCsvErrors, TooManyBuffers) {
  std::string text = "id,lower,upper,size\n";
  for (int i = 0; i <= 20'000; ++i)
    text += std::to_string(i) + ",0,1,1\n";
  EXPECT_EQ(errorOf(text), "x.csv:20002: more than 20000 buffers");
}

TEST(PlanCsvFormat, AcceptsSpacesAndCarriageReturns) {
  auto buffers = parseBuffers(
      "\xEF\xBB\xBFid, lower ,upper,size\r\n a , -3, 4 ,5\r\n", "x.csv");
  ASSERT_TRUE(bool(buffers));
  ASSERT_EQ(buffers->size(), 1u);
  EXPECT_EQ((*buffers)[0].id, "a");
  EXPECT_EQ((*buffers)[0].lower, -3);
  EXPECT_EQ((*buffers)[0].upper, 4);
  EXPECT_EQ((*buffers)[0].size, 5);
}

} // namespace
