// Backend: how one installation names, makes, opens, saves and restores its databases. There is one
// for SQLite files and one for PostgreSQL schemas.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "storage/database.h"
#include "storage/options.h"

namespace throughline::storage {

class LogArchive;

// A workspace, or (zero) the instance. Thread-safe.
class Backend {
 public:
  virtual ~Backend() = default;
  // What is opened and made from now on is archived, where this kind of database needs it.
  virtual void archive_into(LogArchive& archive) = 0;
  virtual Result<bool> exists(WorkspaceId id) = 0;
  // Makes an empty database; one that exists is kept.
  virtual Result<void> make(WorkspaceId id) = 0;
  virtual Result<std::unique_ptr<Database>> open(WorkspaceId id) = 0;
  // Into <data>/backups, named after the database and `version`.
  virtual Result<void> back_up(WorkspaceId id, std::string_view version) = 0;
  // One consistent state of a database that may be in use, into a new file.
  virtual Result<void> save(WorkspaceId id, const std::string& target) = 0;
  virtual Result<void> restore(WorkspaceId id, const std::string& backup) = 0;
  // Of every workspace that has a database, ascending.
  virtual Result<std::vector<WorkspaceId>> workspaces() = 0;
  // Of the files that save() makes: ".db" or ".pgdump".
  [[nodiscard]] virtual std::string_view extension() const = 0;
};

std::unique_ptr<Backend> make_sqlite_backend(const StorageOptions& options);
std::unique_ptr<Backend> make_postgres_backend(const StorageOptions& options);
// The one that `options` ask for.
std::unique_ptr<Backend> make_backend(const StorageOptions& options);

std::string workspace_directory(const StorageOptions& options, WorkspaceId id);
// <data>/backups/<name>-before-<version><extension>
std::string backup_path(const StorageOptions& options, WorkspaceId id, std::string_view version,
                        std::string_view extension);

}  // namespace throughline::storage
