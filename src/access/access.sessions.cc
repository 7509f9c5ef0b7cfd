// Access: set-up, sessions and passwords.
#include "access/access.h"

#include <algorithm>
#include <utility>

#include "access/member_store.h"
#include "access/text_rules.h"
#include "base/assert.h"
#include "base/log.h"

namespace throughline::access {
namespace {

constexpr const char* wrong_password = "This email address and password do not belong together";

constexpr const char* dead_link = "This link has been used, has expired, or never was one";

Error too_many_attempts(std::int64_t wait_us) {
  const std::int64_t seconds = (wait_us + us_per_second - 1) / us_per_second;
  return Error::too_many("Too many attempts. Try again in " + std::to_string(seconds) + " s.");
}

}  // namespace

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
    return note(tx, self, {"setup.complete", audit_name(self.user)});
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
    TL_TRY(pass_second_factor(tx, credentials.user, form.code));
    token.session.workspace = workspaces.front().id;
    TL_TRY(delete_expired(tx, now));
    TL_TRY(delete_session(tx, hash_of_secret(form.former_token)));
    TL_TRY(insert_session(tx, token.session));
    const Actor self = {.workspace = token.session.workspace, .user = credentials.user};
    return note(tx, self, {"session.begin", audit_name(self.user)});
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

Result<Credentials> Access::check_own_password(const Actor& actor, std::string_view password,
                                               std::string_view address) {
  const Time now = clock_.now();
  const Time allowed = throttle_.attempt(audit_name(actor), address, now);
  if (allowed > now) {
    return too_many_attempts(allowed.us - now.us);
  }
  TL_TRY_ASSIGN(auto found, instance().read([&](storage::Transaction& tx) {
    return find_credentials(tx, actor.user);
  }));
  const bool matches = hasher_.matches(found ? found->password_hash : "", password);
  if (!found || !matches) {
    return Error::forbidden("The current password is another one");
  }
  throttle_.succeeded(audit_name(actor), address);
  return *std::move(found);
}

Result<void> Access::change_password(const Actor& actor, std::string_view session_token,
                                     std::string_view current, std::string_view next,
                                     std::string_view address) {
  TL_TRY(check_password(next));
  const auto find = [&](storage::Transaction& tx) { return find_credentials(tx, actor.user); };
  TL_TRY_ASSIGN(const Credentials credentials, check_own_password(actor, current, address));
  const std::string former = credentials.password_hash;
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(next));
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto still, find(tx));
    if (!still || still->password_hash != former) {
      return Error::conflict("The password has been changed meanwhile");
    }
    TL_TRY(save_password_hash(tx, actor.user, hash));
    TL_TRY(delete_sessions_of(tx, actor.user, hash_of_secret(session_token)));
    return note(tx, actor, {"user.change_password", audit_name(actor.user)});
  }));
  deliver_audit();
  return {};
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
    return note(tx, actor, {"user.reset_password", audit_name(found->user)});
  }));
  deliver_audit();
  return {};
}

}  // namespace throughline::access
