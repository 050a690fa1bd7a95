// The compiler reads a configuration as the generator of package and header
// does, and refuses one that lacks or distorts what it needs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Config/Configuration.h"
#include "seeker_cfg.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <gtest/gtest.h>

using namespace llvm;
using namespace seeker;

static std::string defaultText() {
  auto buffer = MemoryBuffer::getFile(SEEKER_DEFAULT_JSON);
  EXPECT_TRUE(bool(buffer));
  return (*buffer)->getBuffer().str();
}

static std::string errorOf(std::string text) {
  Expected<Configuration> c = parseConfiguration(text, "test");
  return c ? "accepted" : toString(c.takeError());
}

static std::string replaced(StringRef from, StringRef to) {
  std::string text = defaultText();
  size_t at = text.find(from.str());
  EXPECT_NE(at, std::string::npos) << from.str();
  return text.replace(at, from.size(), to.str());
}

TEST(Configuration, AgreesWithTheGeneratedHeader) {
  Expected<Configuration> c = loadConfiguration(SEEKER_DEFAULT_JSON);
  ASSERT_TRUE(bool(c)) << toString(c.takeError());
  EXPECT_EQ(c->name, SEEKER_NAME);
  EXPECT_EQ("0x" + c->hash, "0x" + utohexstr(SEEKER_CONFIG_HASH, true, 16));
  EXPECT_EQ(c->computeCores, SEEKER_CLUSTER_COMPUTE_CORES);
  EXPECT_EQ(c->tcdmBase, SEEKER_TCDM_BASE);
  EXPECT_EQ(c->tcdmBytes, SEEKER_TCDM_BYTES);
  EXPECT_EQ(c->l3Bytes, SEEKER_L3_BYTES);
  EXPECT_EQ(c->l1Budget(), SEEKER_TCDM_BYTES -
                               9 * SEEKER_FIRMWARE_STACK_BYTES_PER_HART -
                               SEEKER_FIRMWARE_RESERVE_BYTES);
}

TEST(Configuration, HashIgnoresLayoutButNotValues) {
  Expected<Configuration> plain = parseConfiguration(defaultText(), "test");
  Expected<Configuration> spaced =
      parseConfiguration(replaced("\"banks\": 32", "\"banks\":   32"), "test");
  Expected<Configuration> other =
      parseConfiguration(replaced("\"banks\": 32", "\"banks\": 16"), "test");
  ASSERT_TRUE(plain && spaced && other);
  EXPECT_EQ(plain->hash, spaced->hash);
  EXPECT_NE(plain->hash, other->hash);
}

TEST(Configuration, RefusesWhatItCannotUse) {
  EXPECT_EQ(errorOf("[]"), "configuration test: not an object");
  EXPECT_EQ(errorOf(replaced("\"tcdm\"", "\"tcmd\"")),
            "configuration test: 'tcdm.base' is missing");
  EXPECT_EQ(errorOf(replaced("\"bytes\": 131072", "\"bytes\": \"all\"")),
            "configuration test: 'tcdm.bytes' is not an integer");
  EXPECT_EQ(errorOf(replaced("\"compute_cores\": 8", "\"compute_cores\": 0")),
            "configuration test: 'cluster.compute_cores' is 0, at least 1 is "
            "needed");
  EXPECT_EQ(errorOf(replaced("\"0x80000000\"", "2147483648")),
            "configuration test: 'l3.base' is not an address of the form "
            "\"0x...\"");
  EXPECT_EQ(errorOf(replaced("\"length_minus_one\": true",
                             "\"length_minus_one\": 1")),
            "configuration test: 'frep.length_minus_one' is neither true nor "
            "false");
  EXPECT_EQ(errorOf(replaced("\"name\": \"default\"", "\"name\": 1")),
            "configuration test: 'name' is not a string");
  EXPECT_EQ(errorOf(replaced("\"bytes\": 131072", "\"bytes\": 10240")),
            "configuration test: 10240 bytes of stacks and reserve leave "
            "nothing of 10240 bytes of L1");
  EXPECT_NE(errorOf("{").find("configuration test: "), std::string::npos);
}

TEST(Configuration, NamesAMissingFile) {
  Expected<Configuration> c = loadConfiguration("nowhere.json");
  ASSERT_FALSE(bool(c));
  EXPECT_EQ(toString(c.takeError()),
            "configuration 'nowhere.json': cannot read nowhere.json: No such "
            "file or directory");
}
