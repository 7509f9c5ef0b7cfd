// The group commit of SQLite, and what its files hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "testing/databases.h"

namespace throughline::storage {
namespace {

TEST(Group, PublishesByStageOverAllItsUnits) {
  testing::TestStorage storage(Dialect::sqlite,
                               [](StorageOptions& options) { options.group_ms_max = 60'000; });
  Database& database = storage.workspace();
  std::string order;
  std::promise<void> all_wait;
  const std::shared_future<void> waited = all_wait.get_future().share();
  std::promise<void> published;
  for (const char unit : {'a', 'b', 'c'}) {
    const auto say = [&order, unit](const char* what) {
      return [&order, unit, what] { order += std::string(" ") + what + unit; };
    };
    database.submit(
        [&, say, unit](Transaction& tx) -> Result<void> {
          waited.wait();
          say("body")();
          tx.after_commit(Stage::live, say("live"));
          tx.after_commit(Stage::cache, say("cache"));
          tx.after_commit(Stage::index, say("index"));
          tx.on_rollback(say("undo"));
          if (unit == 'c') {
            tx.after_commit(Stage::live, [&] { published.set_value(); });
          }
          return unit == 'b' ? Result<void>(Error::invalid("poisoned")) : Result<void>();
        },
        1, [say](const Result<void>& done) { say(done.ok() ? "done" : "failed")(); });
  }
  all_wait.set_value();
  published.get_future().wait();
  EXPECT_EQ(order,
            " bodya bodyb undob undoa bodya bodyb undob bodyc"
            " indexa indexc cachea cachec donea failedb donec livea livec");
}

TEST(Group, CommitsAtOnceWhenNothingElseWaits) {
  testing::TestStorage storage(Dialect::sqlite,
                               [](StorageOptions& options) { options.group_ms_max = 60'000; });
  EXPECT_TRUE(storage.workspace().write([](Transaction&) -> Result<void> { return {}; }).ok());
}

// Every file of the workspace, in one text.
std::string bytes_of(const std::string& directory) {
  std::ostringstream all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) {
      all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
  }
  return all.str();
}

TEST(Erasure, LeavesNoByteOfWhatWasOverwrittenOnceTheLogIsTruncated) {
  testing::TestStorage storage(Dialect::sqlite);
  Database& database = storage.workspace();
  const std::string& directory = storage.options().data_directory;
  const auto run = [&](std::string_view sql, const Arguments& arguments) {
    return database.write([&](Transaction& tx) { return tx.run(sql, arguments); }).ok();
  };
  ASSERT_TRUE(run("CREATE TABLE secrets (id INTEGER PRIMARY KEY, secret TEXT)", {}));
  ASSERT_TRUE(run("INSERT INTO secrets (secret) VALUES (?)", {"ana@example.org"}));
  ASSERT_TRUE(run("INSERT INTO secrets (secret) VALUES (?)", {std::string(50'000, 'p') + "phone"}));
  EXPECT_NE(bytes_of(directory).find("ana@example.org"), std::string::npos);
  ASSERT_TRUE(run("UPDATE secrets SET secret = NULL WHERE id = ?", {1}));
  ASSERT_TRUE(run("DELETE FROM secrets WHERE id = ?", {2}));
  ASSERT_TRUE(database.truncate_log().ok());
  const std::string left = bytes_of(directory);
  EXPECT_EQ(left.find("ana@example.org"), std::string::npos);
  EXPECT_EQ(left.find("ppppphone"), std::string::npos);
}

std::uintmax_t log_length(const std::string& directory) {
  std::uintmax_t longest = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().string().ends_with("-wal")) {
      longest = std::max(longest, entry.file_size());
    }
  }
  return longest;
}

// However busy the machine is: a log that never began anew would be longer after every round.
TEST(WriteAheadLog, BeginsAnewWhileUnitsCommit) {
  constexpr int pages = 50;
  constexpr int units = 200;  // Of a round. Each writes two pages at least.
  constexpr int rounds = 200;
  testing::TestStorage storage(
      Dialect::sqlite, [](StorageOptions& options) { options.sqlite_checkpoint_pages = pages; });
  Database& database = storage.workspace();
  const auto run = [&](std::string_view sql, const Arguments& arguments) {
    return database.write([&](Transaction& tx) { return tx.run(sql, arguments); }).ok();
  };
  ASSERT_TRUE(run("CREATE TABLE fillers (filler TEXT)", {}));
  std::uintmax_t before = 0;
  bool began_anew = false;
  for (int round = 0; round < rounds && !began_anew; ++round) {
    for (int unit = 0; unit < units; ++unit) {
      ASSERT_TRUE(run("INSERT INTO fillers (filler) VALUES (?)", {std::string(6'000, 'x')}));
    }
    const std::uintmax_t length = log_length(storage.options().data_directory);
    EXPECT_GE(length, pages * 4096U);
    began_anew = length == before;
    before = length;
  }
  EXPECT_TRUE(began_anew);
}

TEST(DataDirectory, IsForItsOwnerAlone) {
  const testing::TestStorage storage(Dialect::sqlite);
  namespace fs = std::filesystem;
  const fs::perms others = fs::status(storage.options().data_directory).permissions() &
                           (fs::perms::group_all | fs::perms::others_all);
  EXPECT_EQ(others, fs::perms::none);
}

}  // namespace
}  // namespace throughline::storage
