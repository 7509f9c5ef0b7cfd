// Rows of sessions, invitations and set-up tokens, each found by the hash of its token.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "access/team.h"
#include "storage/database.h"

namespace throughline::access {

struct NewSession {
  std::string token_hash = {};
  UserId user = {};
  WorkspaceId workspace = {};
  std::string csrf = {};
  Time created_at = {};
};
Result<void> insert_session(storage::Transaction& tx, const NewSession& session);
// With the member as she is now, or nothing: unknown, ended, or no longer a member.
Result<std::optional<Session>> find_live_session(storage::Transaction& tx,
                                                 std::string_view token_hash, Time now);
Result<void> save_session_seen(storage::Transaction& tx, std::string_view token_hash, Time now,
                               Time expires_at);
Result<void> delete_session(storage::Transaction& tx, std::string_view token_hash);
Result<void> delete_sessions_of(storage::Transaction& tx, UserId user,
                                std::string_view except_token_hash);

struct Invitation {
  UserId user = {};
  WorkspaceId workspace = {};
};
Result<void> insert_invitation(storage::Transaction& tx, std::string_view token_hash,
                               const Invitation& invitation, Time expires_at);
Result<std::optional<Invitation>> find_live_invitation(storage::Transaction& tx,
                                                       std::string_view token_hash, Time now);
Result<void> delete_invitations_of(storage::Transaction& tx, UserId user);

// There is at most one.
Result<void> replace_setup_token(storage::Transaction& tx, std::string_view token_hash,
                                 Time expires_at);
Result<bool> is_live_setup_token(storage::Transaction& tx, std::string_view token_hash, Time now);
Result<void> delete_setup_tokens(storage::Transaction& tx);

Result<void> delete_expired(storage::Transaction& tx, Time now);

}  // namespace throughline::access
