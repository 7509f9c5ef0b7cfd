// Rows of workspaces, users and members, in the instance database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/team.h"
#include "storage/database.h"

namespace throughline::access {

Result<WorkspaceId> insert_workspace(storage::Transaction& tx, std::string_view name, Time now);
Result<Workspace> find_workspace(storage::Transaction& tx, WorkspaceId id);
Result<std::vector<Workspace>> all_workspaces(storage::Transaction& tx);
Result<std::vector<Workspace>> workspaces_of_user(storage::Transaction& tx, UserId user);
Result<void> rename_workspace(storage::Transaction& tx, WorkspaceId id, std::string_view name);
// Holds back other units that count the members of this workspace until this one is done.
Result<void> lock_workspace(storage::Transaction& tx, WorkspaceId id);

struct Credentials {
  UserId user = {};
  std::string password_hash = {};  // Empty: invited.
};
Result<bool> any_user(storage::Transaction& tx);
Result<std::optional<Credentials>> find_credentials(storage::Transaction& tx,
                                                    std::string_view email);
Result<std::optional<Credentials>> find_credentials(storage::Transaction& tx, UserId user);
// Error::conflict where the address is taken.
Result<UserId> insert_user(storage::Transaction& tx, std::string_view email, std::string_view name,
                           std::string_view password_hash, Time now);
Result<void> rename_user(storage::Transaction& tx, UserId user, std::string_view name);
Result<void> save_password_hash(storage::Transaction& tx, UserId user, std::string_view hash);
Result<void> save_user_seen(storage::Transaction& tx, UserId user, Time now);

Result<Member> find_member(storage::Transaction& tx, WorkspaceId workspace, UserId user);
// In the order in which they came.
Result<std::vector<Member>> all_members(storage::Transaction& tx, WorkspaceId workspace);
Result<std::int64_t> count_members(storage::Transaction& tx, WorkspaceId workspace);
// Error::conflict where the user is a member already.
Result<void> insert_member(storage::Transaction& tx, WorkspaceId workspace, UserId user, Role role);
Result<void> save_role(storage::Transaction& tx, WorkspaceId workspace, UserId user, Role role);
// Owners who can sign in.
Result<std::int64_t> count_owners(storage::Transaction& tx, WorkspaceId workspace);
// Sessions and invitations of the user in this workspace go too, and a user who is left in no
// workspace.
Result<void> delete_member(storage::Transaction& tx, WorkspaceId workspace, UserId user);

}  // namespace throughline::access
