#include "access/key_store.h"

#include <algorithm>

#include "access/rights.h"

namespace throughline::access {
namespace {

constexpr std::string_view key_select =
    "SELECT k.id, k.name, k.role, k.prefix, k.created_at, k.created_by, u.name, k.last_used_at, "
    "k.scopes, k.expires_at "
    "FROM api_keys k LEFT JOIN users u ON u.id = k.created_by ";

Result<ApiKey> decode_key(const storage::Row& row) {
  TL_TRY_ASSIGN(const Role role, parse_role(row[2].text()));
  ApiKey key = {.id = row[0].id<ApiKeyId>(),
                .name = row[1].text(),
                .role = role,
                .prefix = row[3].text(),
                .created_at = row[4].time(),
                .created_by = row[5].id<UserId>(),
                .created_by_name = row[6].text()};
  if (!row[7].is_null()) {
    key.last_used_at = row[7].time();
  }
  TL_TRY_ASSIGN(key.scopes, parse_rights(row[8].text()));
  if (!row[9].is_null()) {
    key.expires_at = row[9].time();
  }
  return key;
}

// NULL where there is none.
template <class IdType>
storage::Value nullable(IdType id) {
  return id ? storage::Value(id) : storage::Value();
}

std::vector<std::string> hashes_in(const std::vector<storage::Row>& rows) {
  std::vector<std::string> hashes;
  hashes.reserve(rows.size());
  for (const storage::Row& row : rows) {
    hashes.push_back(row[0].bytes());
  }
  return hashes;
}

storage::Value nullable(const std::optional<Time>& time) {
  return time ? storage::Value(*time) : storage::Value();
}

std::optional<Time> earliest(const storage::Value& one, const storage::Value& other) {
  if (one.is_null() || other.is_null()) {
    const storage::Value& only = one.is_null() ? other : one;
    return only.is_null() ? std::nullopt : std::optional(only.time());
  }
  return std::min(one.time(), other.time());
}

}  // namespace

Result<ApiKeyId> insert_api_key(storage::Transaction& tx, WorkspaceId workspace,
                                const ApiKey& key) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO api_keys (workspace_id, name, role, prefix, created_at, "
                "created_by, scopes, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                {workspace, key.name, name_of(key.role), key.prefix, key.created_at,
                 nullable(key.created_by), to_text(key.scopes), nullable(key.expires_at)}));
  return ApiKeyId{id};
}

Result<ApiKey> find_api_key(storage::Transaction& tx, WorkspaceId workspace, ApiKeyId id) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row(std::string(key_select) + "WHERE k.workspace_id = ? AND k.id = ?",
                            {workspace, id}));
  if (!row) {
    return Error::not_found("No such key");
  }
  return decode_key(*row);
}

Result<std::vector<ApiKey>> all_api_keys(storage::Transaction& tx, WorkspaceId workspace) {
  TL_TRY_ASSIGN(
      const auto rows,
      tx.rows(std::string(key_select) + "WHERE k.workspace_id = ? ORDER BY k.id", {workspace}));
  std::vector<ApiKey> keys;
  keys.reserve(rows.size());
  for (const storage::Row& row : rows) {
    TL_TRY_ASSIGN(ApiKey key, decode_key(row));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<void> save_api_key_used(storage::Transaction& tx, ApiKeyId id, Time now) {
  return tx.run("UPDATE api_keys SET last_used_at = ? WHERE id = ?", {now, id});
}

Result<void> save_api_key_prefix(storage::Transaction& tx, ApiKeyId id, std::string_view prefix) {
  return tx.run("UPDATE api_keys SET prefix = ? WHERE id = ?", {prefix, id});
}

Result<void> delete_api_key(storage::Transaction& tx, ApiKeyId id) {
  return tx.run("DELETE FROM api_keys WHERE id = ?", {id});
}

Result<std::vector<std::string>> end_key_hashes(storage::Transaction& tx, WorkspaceId workspace,
                                                ApiKeyId id, Time at) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("UPDATE key_index SET expires_at = CASE WHEN expires_at < ? THEN expires_at"
                        " ELSE ? END WHERE workspace_id = ? AND api_key_id = ? RETURNING hash",
                        {at, at, workspace, id}));
  return hashes_in(rows);
}

Result<std::vector<std::string>> delete_ended_hashes(storage::Transaction& tx, Time now) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("DELETE FROM key_index WHERE expires_at <= ? RETURNING hash", {now}));
  return hashes_in(rows);
}

Result<KeyIndex::Owners> load_key_index(storage::Transaction& tx) {
  KeyIndex::Owners owners;
  TL_TRY(
      tx.each("SELECT i.hash, i.workspace_id, i.source_id, i.api_key_id, k.role, k.name, "
              "k.scopes, k.expires_at, i.expires_at "
              "FROM key_index i LEFT JOIN api_keys k ON k.id = i.api_key_id",
              {}, [&](const storage::Row& row) -> Result<void> {
                KeyOwner owner = {.workspace = row[1].id<WorkspaceId>(),
                                  .source = row[2].id<SourceId>(),
                                  .api_key = row[3].id<ApiKeyId>()};
                if (owner.api_key) {
                  TL_TRY_ASSIGN(owner.role, parse_role(row[4].text()));
                  owner.name = row[5].text();
                  TL_TRY_ASSIGN(owner.scopes, parse_rights(row[6].text()));
                  owner.expires_at = earliest(row[7], row[8]);
                }
                owners.emplace(row[0].bytes(), std::move(owner));
                return {};
              }));
  return owners;
}

Result<void> insert_key_hash(storage::Transaction& tx, std::string_view hash,
                             const KeyOwner& owner) {
  const storage::Bytes bytes = {std::string(hash)};
  TL_TRY_ASSIGN(const auto taken, tx.find_row("SELECT 1 FROM key_index WHERE hash = ?", {bytes}));
  if (taken) {
    return Error::conflict("This key is in use already");
  }
  return tx.run(
      "INSERT INTO key_index (hash, workspace_id, source_id, api_key_id) VALUES (?, ?, ?, ?)",
      {bytes, owner.workspace, nullable(owner.source), nullable(owner.api_key)});
}

Result<std::vector<std::string>> delete_key_hashes(storage::Transaction& tx,
                                                   const KeyOwner& owner) {
  const bool is_source = static_cast<bool>(owner.source);
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(is_source ? "DELETE FROM key_index WHERE workspace_id = ? AND "
                                    "source_id = ? RETURNING hash"
                                  : "DELETE FROM key_index WHERE workspace_id = ? AND "
                                    "api_key_id = ? RETURNING hash",
                        {owner.workspace, is_source ? storage::Value(owner.source)
                                                    : storage::Value(owner.api_key)}));
  return hashes_in(rows);
}

}  // namespace throughline::access
