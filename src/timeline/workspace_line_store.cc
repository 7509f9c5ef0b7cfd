#include "timeline/workspace_line_store.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "timeline/event_store.h"
#include "timeline/rocksdb_index_store.h"
#include "timeline/sql_index_store.h"

namespace throughline::timeline {
namespace {

using storage::Bytes;
using storage::Dialect;
using storage::Row;
using storage::Transaction;

constexpr std::size_t secret_bytes = 32;

// A random value that the record keeps; made when it is first asked for.
Result<std::string> secret(Transaction& tx, std::string_view name) {
  SecureRandom random;
  TL_TRY(tx.run("INSERT INTO timeline_values (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
                {name, Bytes{random.bytes(secret_bytes)}}));
  TL_TRY_ASSIGN(const Row row, tx.row("SELECT value FROM timeline_values WHERE name = ?", {name}));
  return row.at(0).bytes();
}

struct Secrets {
  std::string record = {};  // The record's own random name.
  std::string index_key = {};
};

Result<Secrets> read_secrets(storage::Database& database) {
  return database.write([](Transaction& tx) -> Result<Secrets> {
    Secrets secrets;
    TL_TRY_ASSIGN(secrets.record, secret(tx, "record"));
    TL_TRY_ASSIGN(secrets.index_key, secret(tx, "index_key"));
    return secrets;
  });
}

Result<std::unique_ptr<LineIndex>> open_index(storage::Database& database, const Secrets& secrets,
                                              const std::string& directory,
                                              const TimelineOptions& options) {
  const bool derived = options.index == IndexKind::derived && database.dialect() == Dialect::sqlite;
  if (!derived) {
    TL_TRY(make_sql_indexes(database));
    return make_sql_index(secrets.index_key);
  }
  TL_TRY(drop_sql_indexes(database));
  RocksdbPlace place;
  place.directory = directory + "/index";
  place.record = secrets.record;
  place.index_key = secrets.index_key;
  TL_TRY_ASSIGN(std::unique_ptr<RocksdbIndex> index,
                RocksdbIndex::open(database, std::move(place), options.rocksdb));
  return std::unique_ptr<LineIndex>(std::move(index));
}

// PostgreSQL: a record that was restored on another server may carry transaction ids that are still
// to come there, so that nobody would see its events yet. All positions then move down together,
// which keeps their order; none that was given out before means anything here.
Result<void> adopt_positions(storage::Database& database) {
  return database.write([](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto newest,
                  tx.find_row("SELECT xid FROM events"
                              " WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
                              " ORDER BY xid DESC LIMIT 1"));
    if (!newest) {
      return {};
    }
    TL_TRY(tx.run("UPDATE events SET xid = xid - ?", {newest->at(0).number()}));
    TL_TRY(
        tx.run("UPDATE follower_slices SET until_xid = until_xid - ?", {newest->at(0).number()}));
    return tx.run("UPDATE cursors SET xid = xid - ?", {newest->at(0).number()});
  });
}

}  // namespace

Result<std::unique_ptr<WorkspaceLine>> WorkspaceLine::open(WorkspaceId workspace,
                                                           storage::Database& database,
                                                           const std::string& directory,
                                                           const TimelineOptions& options) {
  std::unique_ptr<WorkspaceLine> line(new WorkspaceLine(workspace, database));
  if (database.dialect() == Dialect::postgres) {
    TL_TRY(adopt_positions(database));
  }
  TL_TRY_ASSIGN(const Secrets secrets, read_secrets(database));
  line->index_key_ = secrets.index_key;
  TL_TRY_ASSIGN(line->index_, open_index(database, secrets, directory, options));
  TL_TRY_ASSIGN(const EventSeq newest,
                database.read([](Transaction& tx) { return newest_seq(tx); }));
  line->last_seq_ = newest.value;
  if (database.dialect() == Dialect::sqlite) {
    line->newest_.with([&](Position& position) { position.seq = newest.value; });
  }
  return line;
}

void WorkspaceLine::committed(Position position) {
  newest_.with([&](Position& newest) { newest = std::max(newest, position); });
  ++commits_;
}

Position WorkspaceLine::newest_committed() const {
  return newest_.with([](const Position& newest) { return newest; });
}

void WorkspaceLine::announce() {
  const std::int64_t commits = commits_;
  if (announced_.exchange(commits) != commits) {
    changed_.raise();
  }
}

}  // namespace throughline::timeline
