#include <algorithm>
#include <filesystem>

#include "base/number_in.h"
#include "storage/backend.h"
#include "storage/files.h"
#include "storage/log_archive.h"
#include "storage/sqlite/sqlite_database.h"

namespace throughline::storage {
namespace {

class SqliteBackend final : public Backend {
 public:
  explicit SqliteBackend(StorageOptions options) : options_(std::move(options)) {}

  void archive_into(LogArchive& archive) override { archive_ = &archive; }

  Result<bool> exists(WorkspaceId id) override {
    std::error_code why;
    return std::filesystem::exists(file_of(id), why);
  }

  Result<void> make(WorkspaceId id) override {
    const std::string file = file_of(id);
    TL_TRY(make_directories(parent_of(file)));
    TL_TRY_ASSIGN(const std::unique_ptr<Database> made, open(id));
    return sync_directory(parent_of(file));
  }

  Result<std::unique_ptr<Database>> open(WorkspaceId id) override {
    return sqlite::open_database(file_of(id), options_, {archive_, archive_name(id)});
  }

  Result<void> back_up(WorkspaceId id, std::string_view version) override {
    const std::string target = backup_path(options_, id, version, ".db");
    TL_TRY(make_directories(parent_of(target)));
    return sqlite::back_up(file_of(id), target);
  }

  Result<void> save(WorkspaceId id, const std::string& target) override {
    return sqlite::back_up(file_of(id), target);
  }

  Result<void> restore(WorkspaceId id, const std::string& backup) override {
    TL_TRY(make_directories(parent_of(file_of(id))));
    return sqlite::restore(backup, file_of(id));
  }

  Result<std::vector<WorkspaceId>> workspaces() override {
    std::vector<WorkspaceId> found;
    std::error_code ignored;
    const std::string root = options_.data_directory + "/workspaces";
    for (const auto& entry : std::filesystem::directory_iterator(root, ignored)) {
      const std::string name = entry.path().filename().string();
      const auto number = number_in(name);
      if (number && std::filesystem::exists(file_of({*number}), ignored)) {
        found.push_back({*number});
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  [[nodiscard]] std::string_view extension() const override { return ".db"; }

 private:
  [[nodiscard]] std::string file_of(WorkspaceId id) const {
    return id ? workspace_directory(options_, id) + "/record.db"
              : options_.data_directory + "/instance.db";
  }

  const StorageOptions options_;
  LogArchive* archive_ = nullptr;
};

}  // namespace

std::unique_ptr<Backend> make_sqlite_backend(const StorageOptions& options) {
  return std::make_unique<SqliteBackend>(options);
}

}  // namespace throughline::storage
