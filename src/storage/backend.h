// Backend: how one installation names, makes, opens, saves and restores its databases. There is one
// for SQLite files and one for PostgreSQL schemas.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "storage/database.h"
#include "storage/options.h"

namespace throughline::storage {

// A workspace, or (zero) the instance. Thread-safe.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual Result<bool> exists(WorkspaceId id) = 0;
  // Makes an empty database; one that exists is kept.
  virtual Result<void> make(WorkspaceId id) = 0;
  virtual Result<std::unique_ptr<Database>> open(WorkspaceId id) = 0;
  // Into <data>/backups, named after the database and `version`.
  virtual Result<void> back_up(WorkspaceId id, std::string_view version) = 0;
  virtual Result<void> restore(WorkspaceId id, const std::string& backup) = 0;
};

std::unique_ptr<Backend> make_sqlite_backend(const StorageOptions& options);
std::unique_ptr<Backend> make_postgres_backend(const StorageOptions& options);

std::string workspace_directory(const StorageOptions& options, WorkspaceId id);
// <data>/backups/<name>-before-<version><extension>
std::string backup_path(const StorageOptions& options, WorkspaceId id, std::string_view version,
                        std::string_view extension);

}  // namespace throughline::storage
