#include "access/member_store.h"

#include "access/factor_store.h"
#include "access/rights.h"

namespace throughline::access {
namespace {

constexpr std::string_view member_select =
    "SELECT u.id, u.email, u.name, m.role, u.created_at, u.last_seen_at, "
    "CASE WHEN u.password_hash = '' THEN 1 ELSE 0 END "
    "FROM members m JOIN users u ON u.id = m.user_id ";

Result<Member> decode_member(const storage::Row& row) {
  TL_TRY_ASSIGN(const Role role, parse_role(row[3].text()));
  Member member = {.user = row[0].id<UserId>(),
                   .email = row[1].text(),
                   .name = row[2].text(),
                   .role = role,
                   .created_at = row[4].time(),
                   .invited = row[6].number() != 0};
  if (!row[5].is_null()) {
    member.last_seen_at = row[5].time();
  }
  return member;
}

Workspace decode_workspace(const storage::Row& row) {
  return {row[0].id<WorkspaceId>(), row[1].text(), row[2].time()};
}

std::vector<Workspace> decode_workspaces(const std::vector<storage::Row>& rows) {
  std::vector<Workspace> workspaces;
  workspaces.reserve(rows.size());
  for (const storage::Row& row : rows) {
    workspaces.push_back(decode_workspace(row));
  }
  return workspaces;
}

Result<std::optional<Credentials>> credentials_where(storage::Transaction& tx,
                                                     std::string_view condition,
                                                     const storage::Value& value) {
  TL_TRY_ASSIGN(
      const auto row,
      tx.find_row("SELECT id, password_hash FROM users WHERE " + std::string(condition), {value}));
  if (!row) {
    return std::optional<Credentials>();
  }
  return std::optional<Credentials>({(*row)[0].id<UserId>(), (*row)[1].text()});
}

Result<std::int64_t> count(storage::Transaction& tx, std::string_view sql,
                           const storage::Arguments& arguments) {
  TL_TRY_ASSIGN(const auto row, tx.row(sql, arguments));
  return row[0].number();
}

}  // namespace

Result<WorkspaceId> insert_workspace(storage::Transaction& tx, std::string_view name, Time now) {
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO workspaces (name, created_at) VALUES (?, ?)", {name, now}));
  return WorkspaceId{id};
}

Result<Workspace> find_workspace(storage::Transaction& tx, WorkspaceId id) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT id, name, created_at FROM workspaces WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("No such workspace");
  }
  return decode_workspace(*row);
}

Result<std::vector<Workspace>> all_workspaces(storage::Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT id, name, created_at FROM workspaces ORDER BY id"));
  return decode_workspaces(rows);
}

Result<std::vector<Workspace>> workspaces_of_user(storage::Transaction& tx, UserId user) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT w.id, w.name, w.created_at FROM workspaces w "
                        "JOIN members m ON m.workspace_id = w.id WHERE m.user_id = ? ORDER BY w.id",
                        {user}));
  return decode_workspaces(rows);
}

Result<void> rename_workspace(storage::Transaction& tx, WorkspaceId id, std::string_view name) {
  return tx.run("UPDATE workspaces SET name = ? WHERE id = ?", {name, id});
}

Result<void> lock_workspace(storage::Transaction& tx, WorkspaceId id) {
  return tx.run("UPDATE workspaces SET name = name WHERE id = ?", {id});
}

Result<bool> any_user(storage::Transaction& tx) {
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT 1 FROM users LIMIT 1"));
  return row.has_value();
}

Result<std::optional<Credentials>> find_credentials(storage::Transaction& tx,
                                                    std::string_view email) {
  return credentials_where(tx, "email = ?", email);
}

Result<std::optional<Credentials>> find_credentials(storage::Transaction& tx, UserId user) {
  return credentials_where(tx, "id = ?", user);
}

Result<UserId> insert_user(storage::Transaction& tx, std::string_view email, std::string_view name,
                           std::string_view password_hash, Time now) {
  TL_TRY_ASSIGN(const auto taken, find_credentials(tx, email));
  if (taken) {
    return Error::conflict("There is a user with this email address already");
  }
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO users (email, name, password_hash, created_at) "
                          "VALUES (?, ?, ?, ?)",
                          {email, name, password_hash, now}));
  return UserId{id};
}

Result<void> rename_user(storage::Transaction& tx, UserId user, std::string_view name) {
  return tx.run("UPDATE users SET name = ? WHERE id = ?", {name, user});
}

Result<void> save_password_hash(storage::Transaction& tx, UserId user, std::string_view hash) {
  return tx.run("UPDATE users SET password_hash = ? WHERE id = ?", {hash, user});
}

Result<void> save_user_seen(storage::Transaction& tx, UserId user, Time now) {
  return tx.run("UPDATE users SET last_seen_at = ? WHERE id = ?", {now, user});
}

Result<Member> find_member(storage::Transaction& tx, WorkspaceId workspace, UserId user) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(member_select) +
                                                "WHERE m.workspace_id = ? AND m.user_id = ?",
                                            {workspace, user}));
  if (!row) {
    return Error::not_found("No such user");
  }
  return decode_member(*row);
}

Result<std::vector<Member>> all_members(storage::Transaction& tx, WorkspaceId workspace) {
  TL_TRY_ASSIGN(
      const auto rows,
      tx.rows(std::string(member_select) + "WHERE m.workspace_id = ? ORDER BY u.id", {workspace}));
  std::vector<Member> members;
  members.reserve(rows.size());
  for (const storage::Row& row : rows) {
    TL_TRY_ASSIGN(Member member, decode_member(row));
    members.push_back(std::move(member));
  }
  return members;
}

Result<std::int64_t> count_members(storage::Transaction& tx, WorkspaceId workspace) {
  return count(tx, "SELECT count(*) FROM members WHERE workspace_id = ?", {workspace});
}

Result<void> insert_member(storage::Transaction& tx, WorkspaceId workspace, UserId user,
                           Role role) {
  TL_TRY_ASSIGN(const auto member,
                tx.find_row("SELECT 1 FROM members WHERE workspace_id = ? AND user_id = ?",
                            {workspace, user}));
  if (member) {
    return Error::conflict("There is a user with this email address already");
  }
  return tx.run("INSERT INTO members (workspace_id, user_id, role) VALUES (?, ?, ?)",
                {workspace, user, name_of(role)});
}

Result<void> save_role(storage::Transaction& tx, WorkspaceId workspace, UserId user, Role role) {
  return tx.run("UPDATE members SET role = ? WHERE workspace_id = ? AND user_id = ?",
                {name_of(role), workspace, user});
}

Result<std::int64_t> count_owners(storage::Transaction& tx, WorkspaceId workspace) {
  return count(tx,
               "SELECT count(*) FROM members m JOIN users u ON u.id = m.user_id "
               "WHERE m.workspace_id = ? AND m.role = ? AND u.password_hash <> ''",
               {workspace, name_of(Role::owner)});
}

Result<void> delete_member(storage::Transaction& tx, WorkspaceId workspace, UserId user) {
  for (const char* table : {"sessions", "invitations", "members"}) {
    TL_TRY(tx.run("DELETE FROM " + std::string(table) + " WHERE workspace_id = ? AND user_id = ?",
                  {workspace, user}));
  }
  TL_TRY_ASSIGN(const auto elsewhere, workspaces_of_user(tx, user));
  if (!elsewhere.empty()) {
    return {};
  }
  TL_TRY(delete_second_factor(tx, user));
  return tx.run("DELETE FROM users WHERE id = ?", {user});
}

}  // namespace throughline::access
