// What the routes of this room read and write as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/rights.h"
#include "access/team.h"
#include "codec/describe.h"

namespace throughline::codec {

template <>
struct EnumText<Role> : EnumTextOf<parse_role, Role::viewer> {};

}  // namespace throughline::codec

namespace throughline::access {

struct SetupStateJson {
  bool needed = false;
  std::string workspace_name = {};
};
BOOST_DESCRIBE_STRUCT(SetupStateJson, (), (needed, workspace_name))

struct SetupJson {
  std::string token = {};
  std::string name = {};
  std::string email = {};
  std::string password = {};
  std::string workspace_name = {};
};
BOOST_DESCRIBE_STRUCT(SetupJson, (), (token, name, email, password, workspace_name))

struct SignInJson {
  std::string email = {};
  std::string password = {};
  std::optional<std::string> code = {};
};
BOOST_DESCRIBE_STRUCT(SignInJson, (), (email, password, code))

struct SecondFactorJson {
  bool enabled = false;
  std::int64_t recovery_codes = 0;
};
BOOST_DESCRIBE_STRUCT(SecondFactorJson, (), (enabled, recovery_codes))

struct PasswordJson {
  std::string password = {};
};
BOOST_DESCRIBE_STRUCT(PasswordJson, (), (password))

struct NewSecondFactorJson {
  std::string secret = {};
  std::string uri = {};
};
BOOST_DESCRIBE_STRUCT(NewSecondFactorJson, (), (secret, uri))

struct FactorCodeJson {
  std::string code = {};
};
BOOST_DESCRIBE_STRUCT(FactorCodeJson, (), (code))

struct RecoveryCodesJson {
  std::vector<std::string> codes = {};
};
BOOST_DESCRIBE_STRUCT(RecoveryCodesJson, (), (codes))

struct AuditEntryJson {
  std::string id = {};
  Time at = {};
  std::string actor = {};
  std::optional<std::string> actor_name = {};
  std::string action = {};
  std::string target = {};
  std::string detail = {};
  std::optional<std::string> hash = {};
};
BOOST_DESCRIBE_STRUCT(AuditEntryJson, (), (id, at, actor, actor_name, action, target, detail, hash))

struct AuditListJson {
  std::vector<AuditEntryJson> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(AuditListJson, (), (items, next))

struct AuditCheckJson {
  bool intact = true;
  std::int64_t entries = 0;
  std::int64_t older = 0;
  std::optional<std::string> broken = {};
  bool complete = true;
  std::string head = {};
};
BOOST_DESCRIBE_STRUCT(AuditCheckJson, (), (intact, entries, older, broken, complete, head))

struct SessionUserJson {
  std::string id = {};
  std::string name = {};
  std::string email = {};
  Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(SessionUserJson, (), (id, name, email, role))

struct SessionWorkspaceJson {
  std::string id = {};
  std::string name = {};
};
BOOST_DESCRIBE_STRUCT(SessionWorkspaceJson, (), (id, name))

struct SessionJson {
  SessionUserJson user = {};
  SessionWorkspaceJson workspace = {};
  std::string csrf_token = {};
  std::vector<std::string> rights = {};
};
BOOST_DESCRIBE_STRUCT(SessionJson, (), (user, workspace, csrf_token, rights))

struct PasswordChangeJson {
  std::string current_password = {};
  std::string new_password = {};
};
BOOST_DESCRIBE_STRUCT(PasswordChangeJson, (), (current_password, new_password))

struct InvitationJson {
  std::string name = {};
  std::string email = {};
  std::string workspace_name = {};
};
BOOST_DESCRIBE_STRUCT(InvitationJson, (), (name, email, workspace_name))

struct AcceptanceJson {
  std::string password = {};
};
BOOST_DESCRIBE_STRUCT(AcceptanceJson, (), (password))

struct UserJson {
  std::string id = {};
  std::string name = {};
  std::string email = {};
  Role role = Role::viewer;
  Time created_at = {};
  std::optional<Time> last_seen_at = {};
  bool invited = false;
};
BOOST_DESCRIBE_STRUCT(UserJson, (), (id, name, email, role, created_at, last_seen_at, invited))

struct UserListJson {
  std::vector<UserJson> items = {};
  std::optional<std::string> next = {};
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(UserListJson, (), (items, next, total))

struct NewUserJson {
  std::string name = {};
  std::string email = {};
  Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(NewUserJson, (), (name, email, role))

struct InvitedJson {
  UserJson user = {};
  std::optional<std::string> invitation_url = {};
};
BOOST_DESCRIBE_STRUCT(InvitedJson, (), (user, invitation_url))

struct UserChangeJson {
  std::optional<Role> role = {};
  std::optional<std::string> name = {};
};
BOOST_DESCRIBE_STRUCT(UserChangeJson, (), (role, name))

struct ApiKeyJson {
  std::string id = {};
  std::string name = {};
  Role role = Role::viewer;
  std::string prefix = {};
  Time created_at = {};
  std::optional<std::string> created_by = {};
  std::optional<Time> last_used_at = {};
  std::vector<std::string> scopes = {};
  std::optional<Time> expires_at = {};
};
BOOST_DESCRIBE_STRUCT(ApiKeyJson, (),
                      (id, name, role, prefix, created_at, created_by, last_used_at, scopes,
                       expires_at))

struct ApiKeyListJson {
  std::vector<ApiKeyJson> items = {};
  std::optional<std::string> next = {};
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(ApiKeyListJson, (), (items, next, total))

struct NewApiKeyJson {
  std::string name = {};
  Role role = Role::viewer;
  std::optional<std::vector<std::string>> scopes = {};
  std::optional<Time> expires_at = {};
};
BOOST_DESCRIBE_STRUCT(NewApiKeyJson, (), (name, role, scopes, expires_at))

struct RotationJson {
  std::optional<std::int64_t> overlap_hours = {};
};
BOOST_DESCRIBE_STRUCT(RotationJson, (), (overlap_hours))

struct CreatedApiKeyJson {
  ApiKeyJson key = {};
  std::string secret = {};
};
BOOST_DESCRIBE_STRUCT(CreatedApiKeyJson, (), (key, secret))

struct WorkspaceJson {
  std::string name = {};
  std::string time_zone = {};
};
BOOST_DESCRIBE_STRUCT(WorkspaceJson, (), (name, time_zone))

struct WorkspaceChangeJson {
  std::optional<std::string> name = {};
  std::optional<std::string> time_zone = {};
};
BOOST_DESCRIBE_STRUCT(WorkspaceChangeJson, (), (name, time_zone))

SessionJson json_of(const Session& session);
UserJson json_of(const Member& member);
ApiKeyJson json_of(const ApiKey& key);

// Every struct above, with what the documents say of its fields.
void add_team_schemas(codec::Schemas& schemas);

}  // namespace throughline::access

namespace throughline::codec {

template <>
inline constexpr std::string_view schema_name<access::SetupStateJson> = "SetupState";
template <>
inline constexpr std::string_view schema_name<access::SetupJson> = "Setup";
template <>
inline constexpr std::string_view schema_name<access::SignInJson> = "SignIn";
template <>
inline constexpr std::string_view schema_name<access::SessionJson> = "Session";
template <>
inline constexpr std::string_view schema_name<access::PasswordChangeJson> = "PasswordChange";
template <>
inline constexpr std::string_view schema_name<access::InvitationJson> = "Invitation";
template <>
inline constexpr std::string_view schema_name<access::AcceptanceJson> = "Acceptance";
template <>
inline constexpr std::string_view schema_name<access::UserJson> = "User";
template <>
inline constexpr std::string_view schema_name<access::UserListJson> = "UserList";
template <>
inline constexpr std::string_view schema_name<access::NewUserJson> = "NewUser";
template <>
inline constexpr std::string_view schema_name<access::InvitedJson> = "Invited";
template <>
inline constexpr std::string_view schema_name<access::UserChangeJson> = "UserChange";
template <>
inline constexpr std::string_view schema_name<access::ApiKeyJson> = "ApiKey";
template <>
inline constexpr std::string_view schema_name<access::ApiKeyListJson> = "ApiKeyList";
template <>
inline constexpr std::string_view schema_name<access::NewApiKeyJson> = "NewApiKey";
template <>
inline constexpr std::string_view schema_name<access::CreatedApiKeyJson> = "CreatedApiKey";
template <>
inline constexpr std::string_view schema_name<access::RotationJson> = "Rotation";
template <>
inline constexpr std::string_view schema_name<access::SecondFactorJson> = "SecondFactor";
template <>
inline constexpr std::string_view schema_name<access::PasswordJson> = "Password";
template <>
inline constexpr std::string_view schema_name<access::NewSecondFactorJson> = "NewSecondFactor";
template <>
inline constexpr std::string_view schema_name<access::FactorCodeJson> = "FactorCode";
template <>
inline constexpr std::string_view schema_name<access::RecoveryCodesJson> = "RecoveryCodes";
template <>
inline constexpr std::string_view schema_name<access::AuditEntryJson> = "AuditEntry";
template <>
inline constexpr std::string_view schema_name<access::AuditListJson> = "AuditList";
template <>
inline constexpr std::string_view schema_name<access::AuditCheckJson> = "AuditCheck";
template <>
inline constexpr std::string_view schema_name<access::WorkspaceJson> = "Workspace";
template <>
inline constexpr std::string_view schema_name<access::WorkspaceChangeJson> = "WorkspaceChange";

}  // namespace throughline::codec
