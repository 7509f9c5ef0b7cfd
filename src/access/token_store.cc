#include "access/token_store.h"

#include "access/member_store.h"
#include "base/if_found.h"

namespace throughline::access {
namespace {

storage::Bytes bytes(std::string_view hash) {
  return {std::string(hash)};
}

}  // namespace

Result<void> insert_session(storage::Transaction& tx, const NewSession& session) {
  return tx.run(
      "INSERT INTO sessions (token_hash, user_id, workspace_id, csrf, created_at, last_seen_at, "
      "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {bytes(session.token_hash), session.user, session.workspace, session.csrf, session.created_at,
       session.created_at, session_end(session.created_at, session.created_at)});
}

Result<std::optional<Session>> find_live_session(storage::Transaction& tx,
                                                 std::string_view token_hash, Time now) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT user_id, workspace_id, csrf, created_at, last_seen_at, "
                            "expires_at FROM sessions WHERE token_hash = ? AND expires_at > ?",
                            {bytes(token_hash), now}));
  if (!row) {
    return std::optional<Session>();
  }
  Session session = {.csrf = (*row)[2].text(),
                     .created_at = (*row)[3].time(),
                     .last_seen_at = (*row)[4].time(),
                     .expires_at = (*row)[5].time()};
  TL_TRY_ASSIGN(auto member,
                if_found(find_member(tx, (*row)[1].id<WorkspaceId>(), (*row)[0].id<UserId>())));
  if (!member) {
    return std::optional<Session>();
  }
  session.member = *std::move(member);
  TL_TRY_ASSIGN(session.workspace, find_workspace(tx, (*row)[1].id<WorkspaceId>()));
  return std::optional<Session>(std::move(session));
}

Result<void> save_session_seen(storage::Transaction& tx, std::string_view token_hash, Time now,
                               Time expires_at) {
  return tx.run("UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE token_hash = ?",
                {now, expires_at, bytes(token_hash)});
}

Result<void> delete_session(storage::Transaction& tx, std::string_view token_hash) {
  return tx.run("DELETE FROM sessions WHERE token_hash = ?", {bytes(token_hash)});
}

Result<void> delete_sessions_of(storage::Transaction& tx, UserId user,
                                std::string_view except_token_hash) {
  return tx.run("DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?",
                {user, bytes(except_token_hash)});
}

Result<void> insert_invitation(storage::Transaction& tx, std::string_view token_hash,
                               const Invitation& invitation, Time expires_at) {
  return tx.run(
      "INSERT INTO invitations (token_hash, user_id, workspace_id, expires_at) "
      "VALUES (?, ?, ?, ?)",
      {bytes(token_hash), invitation.user, invitation.workspace, expires_at});
}

Result<std::optional<Invitation>> find_live_invitation(storage::Transaction& tx,
                                                       std::string_view token_hash, Time now) {
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT user_id, workspace_id FROM invitations "
                                            "WHERE token_hash = ? AND expires_at > ?",
                                            {bytes(token_hash), now}));
  if (!row) {
    return std::optional<Invitation>();
  }
  return std::optional<Invitation>({(*row)[0].id<UserId>(), (*row)[1].id<WorkspaceId>()});
}

Result<void> delete_invitations_of(storage::Transaction& tx, UserId user) {
  return tx.run("DELETE FROM invitations WHERE user_id = ?", {user});
}

Result<void> replace_setup_token(storage::Transaction& tx, std::string_view token_hash,
                                 Time expires_at) {
  TL_TRY(delete_setup_tokens(tx));
  return tx.run("INSERT INTO setup_tokens (token_hash, expires_at) VALUES (?, ?)",
                {bytes(token_hash), expires_at});
}

Result<bool> is_live_setup_token(storage::Transaction& tx, std::string_view token_hash, Time now) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT 1 FROM setup_tokens WHERE token_hash = ? AND expires_at > ?",
                            {bytes(token_hash), now}));
  return row.has_value();
}

Result<void> delete_setup_tokens(storage::Transaction& tx) {
  return tx.run("DELETE FROM setup_tokens");
}

Result<void> delete_expired(storage::Transaction& tx, Time now) {
  for (const char* table : {"sessions", "invitations", "setup_tokens"}) {
    TL_TRY(tx.run("DELETE FROM " + std::string(table) + " WHERE expires_at <= ?", {now}));
  }
  return {};
}

}  // namespace throughline::access
