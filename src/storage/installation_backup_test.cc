#include "storage/installation_backup.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "storage/blobs.h"
#include "testing/databases.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

constexpr WorkspaceId one = {1};
constexpr WorkspaceId two = {2};

const std::vector<Migration> version = {
    {Scope::instance, "room/0001_users", "CREATE TABLE users (id {{id}}, name TEXT);"},
    {Scope::workspace, "room/0001_things",
     "CREATE TABLE things (id {{id}}, name TEXT); CREATE TABLE pairs (id {{id}}, thing BIGINT);"}};

std::string content_of(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every byte of a directory's files, one after the other.
std::string bytes_below(const std::string& directory) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) {
      all += content_of(entry.path());
    }
  }
  return all;
}

class InstallationBackupTest : public testing::StorageTest {
 protected:
  void SetUp() override {
    storage_.close();
    options_ = storage_.options();
    root_ = options_.data_directory;
    options_.data_directory = root_ + "-own";
    restored_ = options_;
    restored_.data_directory = root_ + "-restored";
    target_ = root_ + "-backup";
    if (!options_.postgres_url.empty()) {
      options_.postgres_url = first_.emplace().url();
      restored_.postgres_url = second_.emplace().url();
    }
    workspaces_ = open(options_);
    for (const WorkspaceId id : {one, two}) {
      ASSERT_TRUE(workspaces_->create(id).ok());
    }
  }
  void TearDown() override { workspaces_.reset(); }

  std::unique_ptr<Workspaces> open(const StorageOptions& options) {
    Result<std::unique_ptr<Workspaces>> opened = Workspaces::open(options, clock(), version);
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    return opened.ok() ? *std::move(opened) : nullptr;
  }
  Result<void> add(WorkspaceId id, const std::string& name) {
    return workspaces_->write(id, [&](Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const auto thing, tx.insert("INSERT INTO things (name) VALUES (?)", {name}));
      return tx.run("INSERT INTO pairs (thing) VALUES (?)", {thing});
    });
  }
  static std::vector<std::string> names(Workspaces& workspaces, WorkspaceId id) {
    std::vector<std::string> all;
    const Result<void> read = workspaces.read(id, [&](Transaction& tx) {
      return tx.each("SELECT name FROM things ORDER BY id", {},
                     [&](const Row& row) -> Result<void> {
                       all.push_back(row.at(0).text());
                       return {};
                     });
    });
    EXPECT_TRUE(read.ok());
    return all;
  }
  [[nodiscard]] BackupOptions backup_options() { return {.version = "1.2.3", .clock = &clock()}; }
  void back_up(const BackupOptions& backup) {
    const auto saved = back_up_installation(options_, target_, backup);
    ASSERT_TRUE(saved.ok()) << saved.error().message;
  }

  StorageOptions options_;
  StorageOptions restored_;
  std::string root_;
  std::string target_;
  std::optional<testing::PostgresTestDatabase> first_;
  std::optional<testing::PostgresTestDatabase> second_;
  std::unique_ptr<Workspaces> workspaces_;
};

INSTANTIATE_TEST_SUITE_P(Both, InstallationBackupTest, testing::both_databases(),
                         testing::database_name);

TEST_P(InstallationBackupTest, BringsEveryDatabaseAndBlobBack_AM18) {
  ASSERT_TRUE(add(one, "first").ok());
  ASSERT_TRUE(add(two, "second").ok());
  ASSERT_TRUE(workspaces_->instance()
                  .write([](Transaction& tx) {
                    return tx.run("INSERT INTO users (name) VALUES (?)", {"ana"});
                  })
                  .ok());
  const auto blobs = Blobs::open(workspaces_->directory_of(two) + "/blobs");
  ASSERT_TRUE(blobs.ok());
  const auto blob = (*blobs)->put("raw mail");
  ASSERT_TRUE(blob.ok());
  back_up(backup_options());

  const auto manifest = restore_installation(restored_, target_, {});
  ASSERT_TRUE(manifest.ok()) << manifest.error().message;
  EXPECT_EQ(manifest->version, "1.2.3");
  EXPECT_EQ(manifest->workspaces, (std::vector<WorkspaceId>{one, two}));
  const auto restored = open(restored_);
  EXPECT_EQ(names(*restored, one), std::vector<std::string>{"first"});
  EXPECT_EQ(names(*restored, two), std::vector<std::string>{"second"});
  const auto user =
      restored->instance().read([](Transaction& tx) { return tx.row("SELECT name FROM users"); });
  ASSERT_TRUE(user.ok());
  EXPECT_EQ(user->at(0).text(), "ana");
  const auto kept = Blobs::open(restored->directory_of(two) + "/blobs");
  EXPECT_EQ((*kept)->get(blob->name).ok(), true);
}

TEST_P(InstallationBackupTest, TakesOneConsistentStateWhileOthersWrite_OP01) {
  std::atomic<bool> stop = false;
  std::atomic<int> acknowledged = 0;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      if (add(one, std::to_string(i)).ok()) {
        ++acknowledged;
      }
    }
  });
  while (acknowledged < 50) {
    std::this_thread::yield();
  }
  const int before = acknowledged;
  back_up(backup_options());
  stop = true;
  writer.join();

  ASSERT_TRUE(restore_installation(restored_, target_, {}).ok());
  const auto restored = open(restored_);
  const std::vector<std::string> found = names(*restored, one);
  EXPECT_GE(static_cast<int>(found.size()), before);
  const auto halves = restored->read(one, [](Transaction& tx) {
    return tx.row("SELECT COUNT(*) FROM things WHERE id NOT IN (SELECT thing FROM pairs)");
  });
  ASSERT_TRUE(halves.ok());
  EXPECT_EQ(halves->at(0).number(), 0);
}

TEST_P(InstallationBackupTest, RefusesToRestoreOverAnInstallation) {
  ASSERT_TRUE(add(one, "kept").ok());
  back_up(backup_options());
  const auto over = restore_installation(options_, target_, {});
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error().code, ErrorCode::conflict);
  EXPECT_EQ(names(*workspaces_, one), std::vector<std::string>{"kept"});

  fs::create_directories(restored_.data_directory);
  std::ofstream(restored_.data_directory + "/something") << "of the user's";
  EXPECT_EQ(restore_installation(restored_, target_, {}).error().code, ErrorCode::conflict);
}

TEST_P(InstallationBackupTest, RefusesToBackUpOverSomething) {
  fs::create_directories(target_);
  std::ofstream(target_ + "/something") << "of the user's";
  EXPECT_EQ(back_up_installation(options_, target_, backup_options()).error().code,
            ErrorCode::conflict);
  EXPECT_EQ(content_of(target_ + "/something"), "of the user's");
}

TEST_P(InstallationBackupTest, NoticesEveryAlteredAndMissingFile) {
  ASSERT_TRUE(add(one, "first").ok());
  back_up(backup_options());
  ASSERT_TRUE(verify_backup(target_).ok());
  const auto manifest = parse_manifest(content_of(target_ + "/MANIFEST"));
  ASSERT_TRUE(manifest.ok());
  ASSERT_EQ(manifest->files.size(), 3U);
  for (const BackupFile& file : manifest->files) {
    const std::string path = target_ + "/" + file.path;
    const std::string content = content_of(path);
    std::string altered = content;
    altered.at(altered.size() / 2) = static_cast<char>(altered.at(altered.size() / 2) ^ 1);
    std::ofstream(path, std::ios::binary) << altered;
    const auto refused = restore_installation(restored_, target_, {});
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().message.find(file.path), std::string::npos);
    fs::remove(path);
    EXPECT_FALSE(verify_backup(target_).ok());
    std::ofstream(path, std::ios::binary) << content;
  }
  EXPECT_FALSE(fs::exists(restored_.data_directory));
  EXPECT_TRUE(restore_installation(restored_, target_, {}).ok());
}

TEST_P(InstallationBackupTest, SealedHoldsNothingReadableAndOpensWithItsKeyAlone) {
  ASSERT_TRUE(add(one, "ana@example.com").ok());
  BackupOptions sealed = backup_options();
  sealed.key = SealKey{std::string(32, 'k')};
  back_up(sealed);
  EXPECT_EQ(bytes_below(target_).find("ana@example.com"), std::string::npos);
  EXPECT_EQ(restore_installation(restored_, target_, {}).error().message,
            "the backup is sealed: its key file is needed");
  const auto wrong = restore_installation(restored_, target_, SealKey{std::string(32, 'x')});
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("another key"), std::string::npos);

  // The failed attempt left its mark, with which nothing opens but a restore succeeds.
  EXPECT_EQ(Workspaces::open(restored_, clock(), version).error().code, ErrorCode::conflict);
  const auto opened = restore_installation(restored_, target_, sealed.key);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(names(*open(restored_), one), std::vector<std::string>{"ana@example.com"});
}

TEST(SealedFile, OpensWhatWasSealedAtEveryLengthAndNothingThatWasCut) {
  const testing::TemporaryDirectory directory;
  const SealKey key = {std::string(32, 'k')};
  const std::string plain = directory.path() + "/plain";
  const std::string sealed = directory.path() + "/sealed";
  const std::string opened = directory.path() + "/opened";
  for (const std::size_t size : {0, 1, 65'535, 65'536, 65'537, 200'000}) {
    const std::string content(size, 'x');
    std::ofstream(plain, std::ios::binary | std::ios::trunc) << content;
    const auto stored = copy_sealed(plain, sealed, key);
    ASSERT_TRUE(stored.ok());
    EXPECT_EQ(measure_file(sealed)->sha256, stored->sha256);
    ASSERT_TRUE(copy_opened(sealed, opened, key).ok()) << size;
    EXPECT_EQ(content_of(opened), content);
    fs::resize_file(sealed, fs::file_size(sealed) - 1);
    EXPECT_FALSE(copy_opened(sealed, opened, key).ok());
    EXPECT_FALSE(fs::exists(opened));
  }
  // A whole chunk less.
  std::ofstream(plain, std::ios::binary | std::ios::trunc) << std::string(131'072, 'x');
  ASSERT_TRUE(copy_sealed(plain, sealed, key).ok());
  fs::resize_file(sealed, 24 + 65'553);
  EXPECT_FALSE(copy_opened(sealed, opened, key).ok());
}

TEST(BackupManifest, ComesBackFromItsText) {
  const BackupManifest manifest = {.version = "0.1.0",
                                   .taken_at = {1'767'225'600'000'000},
                                   .complete_at = {1'767'225'601'000'000},
                                   .database = "sqlite",
                                   .sealed = true,
                                   .workspaces = {{1}, {12}},
                                   .files = {{"instance.db", 4096, std::string(64, 'a')},
                                             {"workspaces/1/blobs/a b", 0, std::string(64, 'b')}}};
  const auto parsed = parse_manifest(to_text(manifest));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(to_text(*parsed), to_text(manifest));
  EXPECT_TRUE(parsed->sealed);
  EXPECT_EQ(parsed->files.at(1).path, "workspaces/1/blobs/a b");
}

TEST(BackupManifest, RefusesPathsThatLeadOutAndTextsThatWereCut) {
  const std::string head = "throughline-backup 1\nversion 1\ndatabase sqlite\nworkspaces\n";
  const std::string hash(64, 'a');
  EXPECT_TRUE(parse_manifest(head + "file 1 " + hash + " instance.db\nend\n").ok());
  for (const char* path : {"/etc/passwd", "../x", "a/../../x", "", "a//b"}) {
    const std::string manifest = fmt::format("{}file 1 {} {}\nend\n", head, hash, path);
    EXPECT_FALSE(parse_manifest(manifest).ok()) << path;
  }
  EXPECT_FALSE(parse_manifest(head + "file 1 " + hash + " instance.db\n").ok());
  EXPECT_FALSE(parse_manifest("throughline-backup 2\nend\n").ok());
  EXPECT_FALSE(parse_manifest("").ok());
}

}  // namespace
}  // namespace throughline::storage
