// Workspaces: every database of this installation. The way all facades reach theirs.
//
// SQLite: <data>/instance.db and <data>/workspaces/<id>/record.db. PostgreSQL: the schemas
// `instance` and `workspace_<id>`. One process at a time holds the data directory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/actor.h"
#include "base/clock.h"
#include "base/result.h"
#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/options.h"

namespace throughline::storage {

// Thread-safe, except on_open.
class Workspaces {
 public:
  using OpenHook = std::function<Result<void>(WorkspaceId, Database&)>;

  // Takes the lock of the data directory, which is made if missing, and opens and migrates the
  // instance's database. Error::conflict when another process holds the directory, or when the data
  // is of a newer version.
  // `known` outlives this.
  static Result<std::unique_ptr<Workspaces>> open(
      const StorageOptions& options, const Clock& clock,
      const std::vector<Migration>& known = embedded_migrations());
  ~Workspaces();
  Workspaces(const Workspaces&) = delete;
  Workspaces& operator=(const Workspaces&) = delete;

  Database& instance();

  // Registered before the first workspace opens. Run in order whenever one opens, before anybody
  // else can reach it: attaching indexes, replaying tails. If one fails the workspace stays closed.
  void on_open(OpenHook hook);

  // Opens and migrates at the first call. Error::not_found when there is no such workspace. The
  // pointer lives as long as this. Must not be called inside a body.
  Result<Database*> find(WorkspaceId id);

  // Makes the workspace's database and opens it. One that exists is kept as it is.
  Result<void> create(WorkspaceId id);

  template <class F>
  auto write(WorkspaceId id, const F& body) -> decltype(body(std::declval<Transaction&>())) {
    TL_TRY_ASSIGN(Database* const database, find(id));
    return database->write(body);
  }
  template <class F>
  auto read(WorkspaceId id, const F& body) -> decltype(body(std::declval<Transaction&>())) {
    TL_TRY_ASSIGN(Database* const database, find(id));
    return database->read(body);
  }
  template <class F>
  auto write(const Actor& actor, const F& body) -> decltype(body(std::declval<Transaction&>())) {
    return write(actor.workspace, body);
  }
  template <class F>
  auto read(const Actor& actor, const F& body) -> decltype(body(std::declval<Transaction&>())) {
    return read(actor.workspace, body);
  }

  [[nodiscard]] const std::string& data_directory() const;
  // <data>/workspaces/<id>, for blobs and indexes; made by create().
  [[nodiscard]] std::string directory_of(WorkspaceId id) const;

 private:
  class Impl;
  explicit Workspaces(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Replaces a database by a backup taken before a migration, while no process holds the data
// directory. `id` of zero: the instance's.
Result<void> restore_backup(const StorageOptions& options, WorkspaceId id,
                            const std::string& backup);

}  // namespace throughline::storage
