#include "storage/key_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/random.h"
#include "base/secret_box.h"
#include "testing/temporary_directory.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

TEST(KeyFile, IsMadeOnceAndForItsOwnerAlone_AM16) {
  const testing::TemporaryDirectory directory;
  const auto key = read_or_make_key(directory.path());
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->size(), secret_box_key_bytes);
  const std::string path = directory.path() + "/" + key_file_name;
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(*read_or_make_key(directory.path()), *key);
}

TEST(KeyFile, IsRefusedWhereOthersMayReadIt) {
  const testing::TemporaryDirectory directory;
  ASSERT_TRUE(read_or_make_key(directory.path()).ok());
  fs::permissions(directory.path() + "/" + key_file_name, fs::perms::group_read,
                  fs::perm_options::add);
  const auto refused = read_or_make_key(directory.path());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("chmod 600"), std::string::npos);
}

TEST(SecretBox, OpensWithItsOwnKeyAndNothingThatWasAltered) {
  SecureRandom random;
  const SecretBox box(random.bytes(secret_box_key_bytes));
  const SecretBox other(random.bytes(secret_box_key_bytes));
  std::string sealed = box.seal(random, "a secret");
  EXPECT_EQ(box.open(sealed), "a secret");
  EXPECT_NE(box.seal(random, "a secret"), sealed);
  EXPECT_FALSE(other.open(sealed).has_value());
  EXPECT_FALSE(SecretBox().open(sealed).has_value());
  EXPECT_FALSE(box.open("").has_value());
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  EXPECT_FALSE(box.open(sealed).has_value());
}

}  // namespace
}  // namespace throughline::storage
