#include "access/audit_store.h"

namespace throughline::access {

Result<void> insert_audit(storage::Transaction& tx, const AuditEntry& entry) {
  return tx.run(
      "INSERT INTO audit (at, actor, action, target, detail, origin) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (origin) DO NOTHING",
      {entry.at, entry.actor, entry.action, entry.target, entry.detail,
       entry.origin ? storage::Value(*entry.origin) : storage::Value()});
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
