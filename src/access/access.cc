#include "access/access.h"

#include <algorithm>
#include <utility>

#include "access/audit_store.h"
#include "access/key_store.h"
#include "access/member_store.h"
#include "access/text_rules.h"
#include "access/token_store.h"
#include "base/assert.h"
#include "base/log.h"
#include "base/text.h"
#include "codec/json.h"

namespace throughline::access {
namespace {

constexpr const char* wrong_password = "This email address and password do not belong together";
constexpr const char* dead_link = "This link has been used, has expired, or never was one";

std::string user_target(UserId user) {
  return "user:" + std::to_string(user.value);
}

std::string role_detail(Role role) {
  return R"({"role":")" + std::string(name_of(role)) + "\"}";
}

Error too_many_attempts(std::int64_t wait_us) {
  const std::int64_t seconds = (wait_us + us_per_second - 1) / us_per_second;
  return Error::too_many("Too many attempts. Try again in " + std::to_string(seconds) + " s.");
}

// A setting that holds a text, or `otherwise`.
Result<std::string> text_setting(storage::Transaction& tx, std::string_view name,
                                 std::string_view otherwise) {
  TL_TRY_ASSIGN(const auto json, find_setting(tx, name));
  if (!json) {
    return std::string(otherwise);
  }
  TL_TRY_ASSIGN(const codec::Json value, codec::parse_json(*json));
  return std::string(value.text_or(otherwise));
}

}  // namespace

// What the audit says of something done in the instance's database.
struct Access::Deed {
  std::string_view action;
  std::string target;
  std::string detail = "{}";
};

// A session before it is written: made outside of the unit, which may run twice.
struct Access::NewToken {
  std::string token;
  NewSession session;
};

Access::Access(storage::Workspaces& workspaces, Clock& clock, Random& random)
    : workspaces_(workspaces), clock_(clock), random_(random) {}

Result<void> Access::start(std::string_view first_workspace_name) {
  const Time now = clock_.now();
  TL_TRY_ASSIGN(const std::vector<Workspace> workspaces,
                instance().write([&](storage::Transaction& tx) -> Result<std::vector<Workspace>> {
                  TL_TRY(delete_expired(tx, now));
                  TL_TRY_ASSIGN(std::vector<Workspace> all, access::all_workspaces(tx));
                  if (!all.empty()) {
                    return all;
                  }
                  TL_TRY(insert_workspace(tx, first_workspace_name, now));
                  return access::all_workspaces(tx);
                }));
  for (const Workspace& workspace : workspaces) {
    TL_TRY(workspaces_.create(workspace.id));
  }
  TL_TRY_ASSIGN(KeyIndex::Owners owners, instance().read(load_key_index));
  keys_.replace(std::move(owners));
  deliver_audit();
  return {};
}

Result<void> Access::note(storage::Transaction& tx, const Actor& actor, const Deed& deed) {
  return insert_waiting_audit(
      tx, {actor.workspace,
           {clock_.now(), audit_name(actor), std::string(deed.action), deed.target, deed.detail}});
}

void Access::deliver_audit() {
  const auto waiting = instance().read(waiting_audit);
  if (!waiting) {
    log(LogLevel::error, "the audit could not be read", {{"why", waiting.error().message}});
    return;
  }
  for (const WaitingAudit& each : *waiting) {
    Result<void> delivered = workspaces_.write(
        each.workspace, [&](storage::Transaction& tx) { return insert_audit(tx, each.entry); });
    if (delivered) {
      delivered = instance().write([&](storage::Transaction& tx) {
        return delete_waiting_audit(tx, each.entry.origin.value_or(0));
      });
    }
    if (!delivered) {
      log(LogLevel::error, "an audit entry waits", {{"why", delivered.error().message}});
      return;
    }
  }
}

Result<void> Access::audit(storage::Transaction& tx, const Actor& actor, std::string_view action,
                           std::string_view target, std::string_view detail) {
  return insert_audit(tx, {clock_.now(), audit_name(actor), std::string(action),
                           std::string(target), std::string(detail)});
}

Result<bool> Access::setup_needed() {
  TL_TRY_ASSIGN(const bool any, instance().read(any_user));
  return !any;
}

Result<std::optional<std::string>> Access::make_setup_token() {
  const std::string token = make_secret(random_);
  const Time expires = {clock_.now().us + setup_token_lasts_us};
  return instance().write([&](storage::Transaction& tx) -> Result<std::optional<std::string>> {
    TL_TRY_ASSIGN(const bool any, any_user(tx));
    if (any) {
      return std::optional<std::string>();
    }
    TL_TRY(replace_setup_token(tx, hash_of_secret(token), expires));
    return std::optional<std::string>(token);
  });
}

Result<SignedIn> Access::complete_setup(const SetupForm& form) {
  const std::string token_hash = hash_of_secret(form.token);
  const auto check = [&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const bool any, any_user(tx));
    TL_TRY_ASSIGN(const bool live, is_live_setup_token(tx, token_hash, clock_.now()));
    return any || !live ? Result<void>(Error::forbidden(dead_link)) : Result<void>();
  };
  TL_TRY(instance().read(check));
  TL_TRY(check_name("Your name", form.name));
  TL_TRY(check_name("The workspace's name", form.workspace_name));
  TL_TRY_ASSIGN(const std::string email, normal_email(form.email));
  TL_TRY(check_password(form.password));
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(form.password));
  NewToken token = make_session({}, {});
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(check(tx));
    TL_TRY(delete_setup_tokens(tx));
    TL_TRY_ASSIGN(const std::vector<Workspace> all, access::all_workspaces(tx));
    TL_ASSERT(!all.empty());
    token.session.workspace = all.front().id;
    TL_TRY(lock_workspace(tx, token.session.workspace));
    TL_TRY(rename_workspace(tx, token.session.workspace, form.workspace_name));
    TL_TRY_ASSIGN(token.session.user, insert_user(tx, email, form.name, hash, clock_.now()));
    TL_TRY(insert_member(tx, token.session.workspace, token.session.user, Role::owner));
    TL_TRY(insert_session(tx, token.session));
    const Actor self = {.workspace = token.session.workspace, .user = token.session.user};
    return note(tx, self, {"setup.complete", user_target(self.user)});
  }));
  return begun(token);
}

Access::NewToken Access::make_session(UserId user, WorkspaceId workspace) {
  std::string token = make_secret(random_);
  NewSession session = {hash_of_secret(token), user, workspace, make_secret(random_), clock_.now()};
  return {std::move(token), std::move(session)};
}

Result<SignedIn> Access::begun(const NewToken& token) {
  deliver_audit();
  TL_TRY_ASSIGN(auto session, find_session(token.token));
  if (!session) {
    return Error::unauthenticated(wrong_password);
  }
  return SignedIn{token.token, *std::move(session)};
}

Result<SignedIn> Access::sign_in(const SignInForm& form) {
  const Time now = clock_.now();
  const Result<std::string> email = normal_email(form.email);
  if (!email) {
    return Error::unauthenticated(wrong_password);
  }
  const Time allowed = throttle_.attempt(*email, form.address, now);
  if (allowed > now) {
    return too_many_attempts(allowed.us - now.us);
  }
  const auto find = [&](storage::Transaction& tx) { return find_credentials(tx, *email); };
  TL_TRY_ASSIGN(const auto found, instance().read(find));
  const Credentials credentials = found.value_or(Credentials{});
  if (!hasher_.matches(credentials.password_hash, form.password)) {
    return Error::unauthenticated(wrong_password);
  }
  NewToken token = make_session(credentials.user, {});
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto still, find(tx));
    TL_TRY_ASSIGN(const auto workspaces, workspaces_of_user(tx, credentials.user));
    if (!still || still->password_hash != credentials.password_hash || workspaces.empty()) {
      return Error::unauthenticated(wrong_password);
    }
    token.session.workspace = workspaces.front().id;
    TL_TRY(delete_session(tx, hash_of_secret(form.former_token)));
    TL_TRY(insert_session(tx, token.session));
    const Actor self = {.workspace = token.session.workspace, .user = credentials.user};
    return note(tx, self, {"session.begin", user_target(self.user)});
  }));
  throttle_.succeeded(*email, form.address);
  return begun(token);
}

std::int64_t Access::sign_in_wait_us(std::string_view email, std::string_view address) const {
  const Time now = clock_.now();
  const Result<std::string> account = normal_email(email);
  return account
             ? std::max<std::int64_t>(0, throttle_.next_allowed(*account, address, now).us - now.us)
             : 0;
}

Result<void> Access::sign_out(std::string_view token) {
  return instance().write(
      [&](storage::Transaction& tx) { return delete_session(tx, hash_of_secret(token)); });
}

Result<std::optional<Session>> Access::find_session(std::string_view token) {
  const Time now = clock_.now();
  const std::string hash = hash_of_secret(token);
  TL_TRY_ASSIGN(auto session, instance().read([&](storage::Transaction& tx) {
    return find_live_session(tx, hash, now);
  }));
  const bool is_fresh = session && session->member.last_seen_at &&
                        now.us - session->last_seen_at.us < seen_every_us &&
                        now.us - session->member.last_seen_at->us < seen_every_us;
  if (!session || is_fresh) {
    return session;
  }
  session->last_seen_at = now;
  session->expires_at = session_end(session->created_at, now);
  const auto noted = instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(save_session_seen(tx, hash, now, session->expires_at));
    return save_user_seen(tx, session->member.user, now);
  });
  if (!noted) {
    log(LogLevel::warning, "a visit was not noted", {{"why", noted.error().message}});
  }
  return session;
}

Result<void> Access::change_password(const Actor& actor, std::string_view session_token,
                                     std::string_view current, std::string_view next,
                                     std::string_view address) {
  TL_TRY(check_password(next));
  const Time now = clock_.now();
  const auto find = [&](storage::Transaction& tx) { return find_credentials(tx, actor.user); };
  const Time allowed = throttle_.attempt(audit_name(actor), address, now);
  if (allowed > now) {
    return too_many_attempts(allowed.us - now.us);
  }
  TL_TRY_ASSIGN(const auto found, instance().read(find));
  const std::string former = found ? found->password_hash : "";
  if (!hasher_.matches(former, current)) {
    return Error::forbidden("The current password is another one");
  }
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(next));
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto still, find(tx));
    if (!still || still->password_hash != former) {
      return Error::conflict("The password has been changed meanwhile");
    }
    TL_TRY(save_password_hash(tx, actor.user, hash));
    TL_TRY(delete_sessions_of(tx, actor.user, hash_of_secret(session_token)));
    return note(tx, actor, {"user.change_password", user_target(actor.user)});
  }));
  throttle_.succeeded(audit_name(actor), address);
  deliver_audit();
  return {};
}

Result<std::vector<Member>> Access::members(const Actor& actor) {
  return instance().read(
      [&](storage::Transaction& tx) { return all_members(tx, actor.workspace); });
}

Result<Member> Access::find_member(const Actor& actor, UserId user) {
  return instance().read(
      [&](storage::Transaction& tx) { return access::find_member(tx, actor.workspace, user); });
}

// Whether `actor` may turn `member` into one with the role `next`, or, without it, remove her.
Result<void> Access::check_manageable(storage::Transaction& tx, const Actor& actor,
                                      const Member& member, std::optional<Role> next) {
  if (!may_manage(actor.role, member.role) || (next && !may_manage(actor.role, *next))) {
    return Error::forbidden("Only an owner makes, changes and removes owners");
  }
  if (member.role != Role::owner || member.invited || next == Role::owner) {
    return {};
  }
  TL_TRY_ASSIGN(const std::int64_t owners, count_owners(tx, actor.workspace));
  return owners > 1 ? Result<void>()
                    : Result<void>(Error::conflict(
                          "The last owner stays. Make somebody else an owner first."));
}

Result<Invited> Access::invite(const Actor& actor, const NewUser& user) {
  TL_TRY(check_name("The name", user.name));
  TL_TRY_ASSIGN(const std::string email, normal_email(user.email));
  if (!may_manage(actor.role, user.role)) {
    return Error::forbidden("Only an owner makes owners");
  }
  const Time now = clock_.now();
  const std::string token = make_secret(random_);
  auto invited = instance().write([&](storage::Transaction& tx) -> Result<Invited> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const std::int64_t members, count_members(tx, actor.workspace));
    if (members >= users_max) {
      return Error::too_many("This workspace has as many users as it may have");
    }
    TL_TRY_ASSIGN(const auto known, find_credentials(tx, email));
    UserId id = known ? known->user : UserId{};
    if (!known) {
      TL_TRY_ASSIGN(id, insert_user(tx, email, user.name, "", now));
    }
    TL_TRY(insert_member(tx, actor.workspace, id, user.role));
    TL_TRY(note(tx, actor, {"user.invite", user_target(id), role_detail(user.role)}));
    TL_TRY_ASSIGN(Member member, access::find_member(tx, actor.workspace, id));
    if (!member.invited) {
      return Invited{std::move(member), {}};
    }
    TL_TRY(insert_invitation(tx, hash_of_secret(token), {id, actor.workspace},
                             {now.us + invitation_lasts_us}));
    return Invited{std::move(member), token};
  });
  deliver_audit();
  return invited;
}

Result<Invited> Access::invite_again(const Actor& actor, UserId user) {
  const std::string token = make_secret(random_);
  const Time expires = {clock_.now().us + invitation_lasts_us};
  auto invited = instance().write([&](storage::Transaction& tx) -> Result<Invited> {
    TL_TRY_ASSIGN(Member member, access::find_member(tx, actor.workspace, user));
    if (!may_manage(actor.role, member.role)) {
      return Error::forbidden("Only an owner makes owners");
    }
    if (!member.invited) {
      return Error::conflict("This user has accepted already");
    }
    TL_TRY(delete_invitations_of(tx, user));
    TL_TRY(insert_invitation(tx, hash_of_secret(token), {user, actor.workspace}, expires));
    TL_TRY(note(tx, actor, {"user.invite", user_target(user), role_detail(member.role)}));
    return Invited{std::move(member), token};
  });
  deliver_audit();
  return invited;
}

Result<InvitationView> Access::find_invitation(std::string_view token) {
  return instance().read([&](storage::Transaction& tx) -> Result<InvitationView> {
    TL_TRY_ASSIGN(const auto found, find_live_invitation(tx, hash_of_secret(token), clock_.now()));
    if (!found) {
      return Error::not_found(dead_link);
    }
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, found->workspace, found->user));
    TL_TRY_ASSIGN(const Workspace workspace, find_workspace(tx, found->workspace));
    return InvitationView{member.name, member.email, workspace.name};
  });
}

Result<SignedIn> Access::accept_invitation(std::string_view token, std::string_view password,
                                           std::string_view former_token) {
  TL_TRY(find_invitation(token));
  TL_TRY(check_password(password));
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(password));
  NewToken begins = make_session({}, {});
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto found, find_live_invitation(tx, hash_of_secret(token), clock_.now()));
    if (!found) {
      return Error::not_found(dead_link);
    }
    begins.session.user = found->user;
    begins.session.workspace = found->workspace;
    TL_TRY(delete_invitations_of(tx, found->user));
    TL_TRY(save_password_hash(tx, found->user, hash));
    TL_TRY(delete_session(tx, hash_of_secret(former_token)));
    TL_TRY(insert_session(tx, begins.session));
    const Actor self = {.workspace = found->workspace, .user = found->user};
    return note(tx, self, {"user.accept", user_target(found->user)});
  }));
  return begun(begins);
}

Result<Member> Access::change_user(const Actor& actor, UserId user, const UserChange& change) {
  if (change.name) {
    TL_TRY(check_name("The name", *change.name));
  }
  auto changed = instance().write([&](storage::Transaction& tx) -> Result<Member> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, actor.workspace, user));
    TL_TRY(check_manageable(tx, actor, member, change.role.value_or(member.role)));
    if (change.name && *change.name != member.name) {
      TL_TRY(rename_user(tx, user, *change.name));
      TL_TRY(note(tx, actor, {"user.rename", user_target(user)}));
    }
    if (change.role && *change.role != member.role) {
      TL_TRY(save_role(tx, actor.workspace, user, *change.role));
      TL_TRY(note(tx, actor, {"user.change_role", user_target(user), role_detail(*change.role)}));
    }
    return access::find_member(tx, actor.workspace, user);
  });
  deliver_audit();
  return changed;
}

Result<void> Access::remove_user(const Actor& actor, UserId user) {
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, actor.workspace, user));
    TL_TRY(check_manageable(tx, actor, member, std::nullopt));
    TL_TRY(delete_member(tx, actor.workspace, user));
    return note(tx, actor, {"user.remove", user_target(user), role_detail(member.role)});
  }));
  deliver_audit();
  return {};
}

Result<Member> Access::create_user(const Actor& actor, const NewUser& user,
                                   std::string_view password) {
  TL_TRY(check_name("The name", user.name));
  TL_TRY_ASSIGN(const std::string email, normal_email(user.email));
  TL_TRY(check_password(password));
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(password));
  auto created = instance().write([&](storage::Transaction& tx) -> Result<Member> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const UserId id, insert_user(tx, email, user.name, hash, clock_.now()));
    TL_TRY(insert_member(tx, actor.workspace, id, user.role));
    TL_TRY(delete_setup_tokens(tx));
    TL_TRY(note(tx, actor, {"user.create", user_target(id), role_detail(user.role)}));
    return access::find_member(tx, actor.workspace, id);
  });
  deliver_audit();
  return created;
}

Result<void> Access::reset_password(const Actor& actor, std::string_view email,
                                    std::string_view password) {
  TL_TRY_ASSIGN(const std::string address, normal_email(email));
  TL_TRY(check_password(password));
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(password));
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto found, find_credentials(tx, address));
    if (!found) {
      return Error::not_found("There is no user with this email address");
    }
    TL_TRY(save_password_hash(tx, found->user, hash));
    TL_TRY(delete_invitations_of(tx, found->user));
    TL_TRY(delete_sessions_of(tx, found->user, ""));
    return note(tx, actor, {"user.reset_password", user_target(found->user)});
  }));
  deliver_audit();
  return {};
}

Result<void> Access::put_key(storage::Transaction& tx, const std::string& hash,
                             const KeyOwner& owner) {
  TL_TRY(insert_key_hash(tx, hash, owner));
  tx.after_commit(storage::Stage::cache, [this, hash, owner] { keys_.put(hash, owner); });
  return {};
}

void Access::forget_key_after_commit(storage::Transaction& tx, std::vector<std::string> hashes) {
  tx.after_commit(storage::Stage::cache, [this, hashes = std::move(hashes)] {
    for (const std::string& hash : hashes) {
      keys_.drop(hash);
    }
  });
}

Result<std::vector<ApiKey>> Access::api_keys(const Actor& actor) {
  return instance().read(
      [&](storage::Transaction& tx) { return all_api_keys(tx, actor.workspace); });
}

Result<ApiKey> Access::find_api_key(const Actor& actor, ApiKeyId id) {
  return instance().read(
      [&](storage::Transaction& tx) { return access::find_api_key(tx, actor.workspace, id); });
}

Result<NewApiKey> Access::create_api_key(const Actor& actor, std::string_view name, Role role) {
  TL_TRY(check_name("The name", name));
  if (!may_manage(actor.role, role)) {
    return Error::forbidden("Only an owner makes keys with an owner's rights");
  }
  const std::string secret = make_secret(random_, api_key_prefix);
  const ApiKey key = {.name = std::string(name),
                      .role = role,
                      .prefix = shown_part(secret),
                      .created_at = clock_.now(),
                      .created_by = actor.user};
  auto created = instance().write([&](storage::Transaction& tx) -> Result<NewApiKey> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const auto existing, all_api_keys(tx, actor.workspace));
    if (static_cast<std::int64_t>(existing.size()) >= api_keys_max) {
      return Error::too_many("This workspace has as many keys as it may have");
    }
    TL_TRY_ASSIGN(const ApiKeyId id, insert_api_key(tx, actor.workspace, key));
    TL_TRY(put_key(tx, hash_of_secret(secret),
                   {.workspace = actor.workspace, .api_key = id, .role = role, .name = key.name}));
    TL_TRY(note(tx, actor,
                {"api_key.create", "api_key:" + std::to_string(id.value), role_detail(role)}));
    TL_TRY_ASSIGN(ApiKey stored, access::find_api_key(tx, actor.workspace, id));
    return NewApiKey{std::move(stored), secret};
  });
  deliver_audit();
  return created;
}

Result<void> Access::revoke_api_key(const Actor& actor, ApiKeyId id) {
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const ApiKey key, access::find_api_key(tx, actor.workspace, id));
    if (!may_manage(actor.role, key.role)) {
      return Error::forbidden("Only an owner revokes keys with an owner's rights");
    }
    TL_TRY_ASSIGN(auto hashes,
                  delete_key_hashes(tx, {.workspace = actor.workspace, .api_key = id}));
    TL_TRY(delete_api_key(tx, id));
    forget_key_after_commit(tx, std::move(hashes));
    return note(tx, actor, {"api_key.revoke", "api_key:" + std::to_string(id.value)});
  }));
  deliver_audit();
  return {};
}

std::optional<Actor> Access::find_key_actor(std::string_view key) {
  const auto owner = keys_.find(hash_of_secret(key));
  if (!owner || !owner->api_key) {
    return std::nullopt;
  }
  const Time now = clock_.now();
  const bool is_noted = keys_used_.with([&](auto& used) {
    const auto [at, is_new] = used.try_emplace(owner->api_key.value, now);
    const bool recent = !is_new && now.us - at->second.us < seen_every_us;
    at->second = recent ? at->second : now;
    return recent;
  });
  if (!is_noted) {
    const auto noted = instance().write(
        [&](storage::Transaction& tx) { return save_api_key_used(tx, owner->api_key, now); });
    if (!noted) {
      log(LogLevel::warning, "a key's use was not noted", {{"why", noted.error().message}});
    }
  }
  return Actor{.workspace = owner->workspace,
               .api_key = owner->api_key,
               .role = owner->role,
               .name = owner->name};
}

Result<IssuedWriteKey> Access::issue_write_key(WorkspaceId workspace, SourceId source) {
  const std::string secret = make_secret(random_, write_key_prefix);
  const KeyOwner owner = {.workspace = workspace, .source = source};
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(auto hashes, delete_key_hashes(tx, owner));
    forget_key_after_commit(tx, std::move(hashes));
    return put_key(tx, hash_of_secret(secret), owner);
  }));
  return IssuedWriteKey{secret, shown_part(secret)};
}

Result<void> Access::import_write_key(WorkspaceId workspace, SourceId source,
                                      std::string_view key) {
  if (key.empty()) {
    return Error::invalid("A write key must not be empty");
  }
  return instance().write([&](storage::Transaction& tx) {
    return register_write_key(tx, hash_of_secret(key), workspace, source);
  });
}

Result<void> Access::register_write_key(storage::Transaction& tx, const std::string& hash,
                                        WorkspaceId workspace, SourceId source) {
  return put_key(tx, hash, {.workspace = workspace, .source = source});
}

Result<void> Access::revoke_write_keys(WorkspaceId workspace, SourceId source) {
  return instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(auto hashes, delete_key_hashes(tx, {.workspace = workspace, .source = source}));
    forget_key_after_commit(tx, std::move(hashes));
    return {};
  });
}

std::optional<WriteKey> Access::find_write_key(std::string_view key) const {
  const auto owner = keys_.find(hash_of_secret(key));
  if (!owner || !owner->source) {
    return std::nullopt;
  }
  return WriteKey{owner->workspace, owner->source};
}

Result<Workspace> Access::create_workspace(std::string_view name) {
  TL_TRY(check_name("The name", name));
  TL_TRY_ASSIGN(Workspace workspace,
                instance().write([&](storage::Transaction& tx) -> Result<Workspace> {
                  TL_TRY_ASSIGN(const WorkspaceId id, insert_workspace(tx, name, clock_.now()));
                  return find_workspace(tx, id);
                }));
  TL_TRY(workspaces_.create(workspace.id));
  return workspace;
}

Result<std::vector<Workspace>> Access::all_workspaces() {
  return instance().read(access::all_workspaces);
}

Result<std::vector<Workspace>> Access::workspaces_of(UserId user) {
  return instance().read([&](storage::Transaction& tx) { return workspaces_of_user(tx, user); });
}

Result<WorkspaceSettings> Access::settings_in(storage::Transaction& tx) {
  WorkspaceSettings settings;
  TL_TRY_ASSIGN(settings.default_region, text_setting(tx, "default_region", ""));
  TL_TRY_ASSIGN(settings.time_zone, text_setting(tx, "time_zone", "UTC"));
  return settings;
}

Result<WorkspaceSettings> Access::settings(const Actor& actor) {
  TL_TRY_ASSIGN(const Workspace workspace, instance().read([&](storage::Transaction& tx) {
    return find_workspace(tx, actor.workspace);
  }));
  TL_TRY_ASSIGN(WorkspaceSettings settings, workspaces_.read(actor, settings_in));
  settings.name = workspace.name;
  return settings;
}

Result<WorkspaceSettings> Access::change_settings(const Actor& actor,
                                                  const WorkspaceChange& change) {
  if (change.name) {
    TL_TRY(check_name("The workspace's name", *change.name));
  }
  TL_TRY(check_region(change.default_region.value_or("")));
  TL_TRY(check_time_zone(change.time_zone.value_or("UTC")));
  if (change.name) {
    TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
      TL_TRY(rename_workspace(tx, actor.workspace, *change.name));
      return note(tx, actor, {"workspace.rename", "workspace"});
    }));
    deliver_audit();
  }
  if (change.default_region || change.time_zone) {
    TL_TRY(workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<void> {
      if (change.default_region) {
        TL_TRY(save_setting(tx, "default_region", quote_json(*change.default_region)));
      }
      if (change.time_zone) {
        TL_TRY(save_setting(tx, "time_zone", quote_json(*change.time_zone)));
      }
      return audit(tx, actor, "workspace.change_settings", "workspace");
    }));
  }
  return settings(actor);
}

Result<std::optional<std::string>> Access::setting(storage::Transaction& tx,
                                                   std::string_view name) {
  return find_setting(tx, name);
}

Result<void> Access::save_setting(storage::Transaction& tx, std::string_view name,
                                  std::string_view json) {
  return access::save_setting(tx, name, json);
}

}  // namespace throughline::access
