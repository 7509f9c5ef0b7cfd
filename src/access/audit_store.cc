#include "access/audit_store.h"

#include <utility>

#include "access/audit_chain.h"

namespace throughline::access {

namespace {

ChainedText chained_text(const AuditEntry& entry) {
  return {entry.at, entry.actor, entry.action, entry.target, entry.detail};
}

StoredAuditEntry decode(const storage::Row& row) {
  return {row[0].number(),
          {row[1].time(), row[2].text(), row[3].text(), row[4].text(), row[5].text()},
          row[6].bytes()};
}

constexpr std::int64_t chain_page = 1'000;

}  // namespace

// The head's row is locked first, so that entries have their ids in the order of the chain.
Result<void> insert_audit(storage::Transaction& tx, const AuditEntry& entry) {
  if (entry.origin) {
    TL_TRY_ASSIGN(const auto there,
                  tx.find_row("SELECT 1 FROM audit WHERE origin = ?", {*entry.origin}));
    if (there) {
      return {};
    }
  }
  TL_TRY_ASSIGN(const storage::Row head,
                tx.row("UPDATE audit_head SET entries = entries + 1 WHERE id = 1 RETURNING hash"));
  const storage::Bytes hash = {chained_hash(head[0].bytes(), chained_text(entry))};
  TL_TRY(
      tx.run("INSERT INTO audit (at, actor, action, target, detail, origin, hash)"
             " VALUES (?, ?, ?, ?, ?, ?, ?)",
             {entry.at, entry.actor, entry.action, entry.target, entry.detail,
              entry.origin ? storage::Value(*entry.origin) : storage::Value(), hash}));
  return tx.run("UPDATE audit_head SET hash = ? WHERE id = 1", {hash});
}

Result<std::vector<StoredAuditEntry>> find_audit(storage::Transaction& tx,
                                                 const AuditQuery& query) {
  std::string sql = "SELECT id, at, actor, action, target, detail, hash FROM audit WHERE 1 = 1";
  storage::Arguments arguments;
  const auto where = [&](std::string_view condition, storage::Value value) {
    sql.append(" AND ").append(condition);
    arguments.push_back(std::move(value));
  };
  if (query.before) {
    where("id < ?", *query.before);
  }
  if (!query.actor.empty()) {
    where("actor = ?", query.actor);
  }
  if (!query.target.empty()) {
    where("target = ?", query.target);
  }
  if (query.action.find('.') != std::string::npos) {
    where("action = ?", query.action);
  } else if (!query.action.empty()) {
    where("substr(action, 1, length(CAST(? AS TEXT)) + 1) = CAST(? AS TEXT) || '.'", query.action);
    arguments.emplace_back(query.action);
  }
  if (query.from) {
    where("at >= ?", *query.from);
  }
  if (query.until) {
    where("at < ?", *query.until);
  }
  arguments.emplace_back(query.limit);
  TL_TRY_ASSIGN(const auto rows, tx.rows(sql + " ORDER BY id DESC LIMIT ?", arguments));
  std::vector<StoredAuditEntry> entries;
  entries.reserve(rows.size());
  for (const storage::Row& row : rows) {
    entries.push_back(decode(row));
  }
  return entries;
}

Result<AuditCheck> check_audit(storage::Transaction& tx) {
  AuditCheck check;
  std::string former;
  for (std::int64_t after = 0;;) {
    TL_TRY_ASSIGN(const auto rows,
                  tx.rows("SELECT id, at, actor, action, target, detail, hash FROM audit"
                          " WHERE id > ? ORDER BY id LIMIT ?",
                          {after, chain_page}));
    for (const storage::Row& row : rows) {
      const StoredAuditEntry stored = decode(row);
      if (stored.hash.empty() && check.entries == 0) {
        ++check.older;
        continue;
      }
      ++check.entries;
      if (!check.broken && stored.hash != chained_hash(former, chained_text(stored.entry))) {
        check.broken = stored.id;
      }
      former = stored.hash;
    }
    if (static_cast<std::int64_t>(rows.size()) < chain_page) {
      break;
    }
    after = rows.back()[0].number();
  }
  TL_TRY_ASSIGN(const storage::Row head, tx.row("SELECT entries, hash FROM audit_head"));
  check.complete = head[0].number() == check.entries && head[1].bytes() == former;
  check.head = head[1].bytes();
  return check;
}

Result<std::vector<AuditEntry>> newest_audit(storage::Transaction& tx, std::int64_t limit) {
  TL_TRY_ASSIGN(const auto rows, tx.rows("SELECT at, actor, action, target, detail, origin "
                                         "FROM audit ORDER BY id DESC LIMIT ?",
                                         {limit}));
  std::vector<AuditEntry> entries;
  entries.reserve(rows.size());
  for (const storage::Row& row : rows) {
    AuditEntry entry = {row[0].time(), row[1].text(), row[2].text(), row[3].text(), row[4].text()};
    if (!row[5].is_null()) {
      entry.origin = row[5].number();
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<void> insert_waiting_audit(storage::Transaction& tx, const WaitingAudit& waiting) {
  const AuditEntry& entry = waiting.entry;
  return tx.run(
      "INSERT INTO audit_outbox (workspace_id, at, actor, action, target, detail) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      {waiting.workspace, entry.at, entry.actor, entry.action, entry.target, entry.detail});
}

Result<std::vector<WaitingAudit>> waiting_audit(storage::Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT id, workspace_id, at, actor, action, target, detail "
                        "FROM audit_outbox ORDER BY id"));
  std::vector<WaitingAudit> all;
  all.reserve(rows.size());
  for (const storage::Row& row : rows) {
    all.push_back({row[1].id<WorkspaceId>(),
                   {row[2].time(), row[3].text(), row[4].text(), row[5].text(), row[6].text(),
                    row[0].number()}});
  }
  return all;
}

Result<void> delete_waiting_audit(storage::Transaction& tx, std::int64_t origin) {
  return tx.run("DELETE FROM audit_outbox WHERE id = ?", {origin});
}

Result<std::optional<std::string>> find_setting(storage::Transaction& tx, std::string_view name) {
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT value FROM settings WHERE name = ?", {name}));
  return row ? std::optional<std::string>((*row)[0].text()) : std::optional<std::string>();
}

Result<void> save_setting(storage::Transaction& tx, std::string_view name, std::string_view json) {
  return tx.run(
      "INSERT INTO settings (name, value) VALUES (?, ?) "
      "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {name, json});
}

}  // namespace throughline::access
