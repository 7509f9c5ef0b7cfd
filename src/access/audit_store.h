// Rows of a workspace's audit and settings, and of the instance's audit_outbox.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/audit.h"
#include "base/id.h"
#include "base/time.h"
#include "storage/database.h"

namespace throughline::access {

// At the end of the workspace's chain. An entry whose origin is there already adds nothing.
Result<void> insert_audit(storage::Transaction& tx, const AuditEntry& entry);
Result<std::vector<StoredAuditEntry>> find_audit(storage::Transaction& tx, const AuditQuery& query);
// Reads the whole chain.
Result<AuditCheck> check_audit(storage::Transaction& tx);
// Newest first.
Result<std::vector<AuditEntry>> newest_audit(storage::Transaction& tx, std::int64_t limit);

// In the instance database; `origin` of what waits is its row.
struct WaitingAudit {
  WorkspaceId workspace = {};
  AuditEntry entry = {};
};
Result<void> insert_waiting_audit(storage::Transaction& tx, const WaitingAudit& waiting);
Result<std::vector<WaitingAudit>> waiting_audit(storage::Transaction& tx);
Result<void> delete_waiting_audit(storage::Transaction& tx, std::int64_t origin);

// In the workspace's database; JSON text.
Result<std::optional<std::string>> find_setting(storage::Transaction& tx, std::string_view name);
Result<void> save_setting(storage::Transaction& tx, std::string_view name, std::string_view json);

}  // namespace throughline::access
