#include "base/log.h"
#include "storage/backend.h"
#include "storage/files.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/dump.h"
#include "storage/postgres/postgres_database.h"

namespace throughline::storage {
namespace {

using postgres::Connection;

std::string schema_of(WorkspaceId id) {
  return id ? "workspace_" + std::to_string(id.value) : "instance";
}

class PostgresBackend final : public Backend {
 public:
  explicit PostgresBackend(StorageOptions options) : options_(std::move(options)) {}

  // PostgreSQL's server archives its own log.
  void archive_into(LogArchive& archive) override { (void)archive; }

  Result<bool> exists(WorkspaceId id) override {
    TL_TRY_ASSIGN(const std::unique_ptr<Connection> connection, connect());
    bool found = false;
    TL_TRY(connection->each("SELECT 1 FROM pg_namespace WHERE nspname = ?", {schema_of(id)},
                            [&found](const Row&) -> Result<void> {
                              found = true;
                              return {};
                            }));
    return found;
  }

  Result<void> make(WorkspaceId id) override {
    TL_TRY_ASSIGN(const std::unique_ptr<Connection> connection, connect());
    return connection->script("CREATE SCHEMA IF NOT EXISTS \"" + schema_of(id) + "\"");
  }

  Result<std::unique_ptr<Database>> open(WorkspaceId id) override {
    return postgres::open_database(options_, schema_of(id));
  }

  Result<void> back_up(WorkspaceId id, std::string_view version) override {
    if (postgres::find_program("pg_dump").empty()) {
      if (options_.migrate_without_backup) {
        log(LogLevel::warning, "migrating without a backup, as configured");
        return {};
      }
      return Error::unavailable(
          "pg_dump is not installed, so that no backup can be taken before the migration; install "
          "it, or allow a migration without one");
    }
    const std::string target = backup_path(options_, id, version, ".pgdump");
    TL_TRY(make_directories(parent_of(target)));
    return postgres::dump_schema(options_.postgres_url, schema_of(id), target);
  }

  Result<void> save(WorkspaceId id, const std::string& target) override {
    if (postgres::find_program("pg_dump").empty()) {
      return Error::unavailable("pg_dump is not installed");
    }
    return postgres::dump_schema(options_.postgres_url, schema_of(id), target);
  }

  Result<std::vector<WorkspaceId>> workspaces() override {
    TL_TRY_ASSIGN(const std::unique_ptr<Connection> connection, connect());
    std::vector<WorkspaceId> found;
    TL_TRY(
        connection->each("SELECT substr(nspname, 11)::bigint FROM pg_namespace"
                         " WHERE nspname ~ '^workspace_[0-9]+$' ORDER BY 1",
                         {}, [&found](const Row& row) -> Result<void> {
                           found.push_back({row.at(0).number()});
                           return {};
                         }));
    return found;
  }

  [[nodiscard]] std::string_view extension() const override { return ".pgdump"; }

  // The old schema is put aside until the backup stands.
  Result<void> restore(WorkspaceId id, const std::string& backup) override {
    const std::string schema = "\"" + schema_of(id) + "\"";
    const std::string aside = "\"" + schema_of(id) + "_replaced\"";
    TL_TRY_ASSIGN(const std::unique_ptr<Connection> connection, connect());
    TL_TRY(connection->script("DROP SCHEMA IF EXISTS " + aside + " CASCADE"));
    TL_TRY_ASSIGN(const bool replaces, exists(id));
    if (replaces) {
      TL_TRY(connection->script("ALTER SCHEMA " + schema + " RENAME TO " + aside));
    }
    Result<void> restored = postgres::restore_schema(options_.postgres_url, backup);
    if (!restored.ok()) {
      if (replaces) {
        TL_TRY(connection->script("ALTER SCHEMA " + aside + " RENAME TO " + schema));
      }
      return restored;
    }
    return connection->script("DROP SCHEMA IF EXISTS " + aside + " CASCADE");
  }

 private:
  Result<std::unique_ptr<Connection>> connect() {
    return Connection::open(options_.postgres_url, "", options_.faults);
  }

  const StorageOptions options_;
};

}  // namespace

std::unique_ptr<Backend> make_postgres_backend(const StorageOptions& options) {
  return std::make_unique<PostgresBackend>(options);
}

}  // namespace throughline::storage
