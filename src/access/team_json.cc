#include "access/team_json.h"

#include <array>

#include "event/public_id.h"

namespace throughline::codec {

template <>
inline constexpr std::array field_docs<access::SetupStateJson> = {
    FieldDoc{"needed", "Whether there is no user yet."}};
template <>
inline constexpr std::array field_docs<access::SetupJson> = {
    FieldDoc{"token", "From the link that the server printed; it works once."},
    FieldDoc{"password", "At least 10 characters, at most 1000 bytes."}};
template <>
inline constexpr std::array field_docs<access::SessionJson> = {
    FieldDoc{"csrf_token", "Send it as X-CSRF-Token with everything that changes something."},
    FieldDoc{"rights", "What the user's role may do."}};
template <>
inline constexpr std::array field_docs<access::UserJson> = {
    FieldDoc{"last_seen_at", "To the minute; null for who never signed in."},
    FieldDoc{"invited", "Has not accepted the invitation yet."}};
template <>
inline constexpr std::array field_docs<access::InvitedJson> = {FieldDoc{
    "invitation_url", "Shown once, works once, for 7 days. Null for who has a password already."}};
template <>
inline constexpr std::array field_docs<access::ApiKeyJson> = {
    FieldDoc{"prefix", "The start of the key, to recognise it by."},
    FieldDoc{"created_by", "The user; null for the command line."},
    FieldDoc{"last_used_at", "To the minute."},
    FieldDoc{"scopes", "The rights of its role that it may use; empty for all of them."},
    FieldDoc{"expires_at", "When it ends; null for never."}};
template <>
inline constexpr std::array field_docs<access::NewApiKeyJson> = {
    FieldDoc{"scopes", "Rights of the role, without manage_keys and manage_team; none for all."},
    FieldDoc{"expires_at", "In the future; none for never."}};
template <>
inline constexpr std::array field_docs<access::RotationJson> = {FieldDoc{
    "overlap_hours", "How long the former secret goes on, 0 to 168; 24 where it is left out."}};
template <>
inline constexpr std::array field_docs<access::SignInJson> = {
    FieldDoc{"code",
             "Of the second factor, or a recovery code; asked for with the problem "
             "second_factor_required."}};
template <>
inline constexpr std::array field_docs<access::AuditEntryJson> = {
    FieldDoc{"actor", "user:N, api_key:N or server."},
    FieldDoc{"actor_name", "Null for who is no member any more."}, FieldDoc{"detail", "JSON text."},
    FieldDoc{"hash", "SHA-256 over the hash before and this entry; null for older entries."}};
template <>
inline constexpr std::array field_docs<access::AuditCheckJson> = {
    FieldDoc{"broken", "The first entry that is not as it was written."},
    FieldDoc{"complete", "Whether nothing is missing at the end."},
    FieldDoc{"head",
             "The last hash: keep it elsewhere to prove later that nothing was rewritten."}};
template <>
inline constexpr std::array field_docs<access::CreatedApiKeyJson> = {
    FieldDoc{"secret", "The key itself. Shown once; only its hash is kept."}};
template <>
inline constexpr std::array field_docs<access::WorkspaceJson> = {
    FieldDoc{"time_zone", "A name of the time zone database, such as Europe/Berlin."}};

}  // namespace throughline::codec

namespace throughline::access {

SessionJson json_of(const Session& session) {
  const Member& member = session.member;
  SessionJson json = {.user = {to_public_id("user", member.created_at, member.user.value),
                               member.name, member.email, member.role},
                      .workspace = {to_public_id("workspace", session.workspace.created_at,
                                                 session.workspace.id.value),
                                    session.workspace.name},
                      .csrf_token = session.csrf};
  for (const Right right : rights_of(member.role)) {
    json.rights.emplace_back(name_of(right));
  }
  return json;
}

UserJson json_of(const Member& member) {
  return {to_public_id("user", member.created_at, member.user.value),
          member.name,
          member.email,
          member.role,
          member.created_at,
          member.last_seen_at,
          member.invited};
}

ApiKeyJson json_of(const ApiKey& key) {
  ApiKeyJson json = {to_public_id("key", key.created_at, key.id.value),
                     key.name,
                     key.role,
                     key.prefix,
                     key.created_at,
                     std::nullopt,
                     key.last_used_at,
                     {},
                     key.expires_at};
  for (const Right right : key.scopes) {
    json.scopes.emplace_back(name_of(right));
  }
  if (!key.created_by_name.empty()) {
    json.created_by = key.created_by_name;
  }
  return json;
}

namespace {

template <class... Structs>
void add_all(codec::Schemas& schemas) {
  (codec::add_schema<Structs>(schemas), ...);
}

}  // namespace

void add_team_schemas(codec::Schemas& schemas) {
  add_all<SetupStateJson, SetupJson, SignInJson, SessionJson, PasswordChangeJson, InvitationJson,
          AcceptanceJson, UserJson, UserListJson, NewUserJson, InvitedJson, UserChangeJson,
          ApiKeyJson, ApiKeyListJson, NewApiKeyJson, CreatedApiKeyJson, WorkspaceJson,
          WorkspaceChangeJson, RotationJson, SecondFactorJson, PasswordJson, NewSecondFactorJson,
          FactorCodeJson, RecoveryCodesJson, AuditEntryJson, AuditListJson, AuditCheckJson>(
      schemas);
}

}  // namespace throughline::access
