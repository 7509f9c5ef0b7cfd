// The access room as others see it: who may enter, with which key, and what was done by whom.
//
// Rights by role are checked by the authenticator (authenticator_routes.h) from the table in
// rights.h; here only what depends on whom one acts upon: owners are managed by owners, the last
// one stays, and everybody may change her own name. Users, sessions and keys live in the instance
// database; the audit and the settings live in each workspace's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/audit.h"
#include "access/forms.h"
#include "access/kept_answer.h"
#include "access/key_index.h"
#include "access/member_store.h"
#include "access/password.h"
#include "access/rights.h"
#include "access/secret.h"
#include "access/team.h"
#include "access/throttle.h"
#include "access/token_store.h"
#include "base/actor.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret_box.h"
#include "storage/workspaces.h"

namespace throughline::access {

// Thread-safe. Functions that take a password are slow on purpose: call them on a worker.
class Access {
 public:
  Access(storage::Workspaces& workspaces, Clock& clock, Random& random);

  // Before anything else: makes the first workspace where there is none, reads the keys, delivers
  // what waits for the audit, forgets what has expired.
  Result<void> start(std::string_view first_workspace_name);

  // Set-up: as long as there is no user, a one-time link makes the first owner. Each call of
  // make_setup_token gives a new token and ends the one before; nothing where there is a user.
  Result<bool> setup_needed();
  Result<std::optional<std::string>> make_setup_token();
  Result<SignedIn> complete_setup(const SetupForm& form);

  // Sessions. A wrong password and an unknown address get one answer, after the same time.
  Result<SignedIn> sign_in(const SignInForm& form);
  // How long sign_in would refuse this account from this address with Error::too_many.
  [[nodiscard]] std::int64_t sign_in_wait_us(std::string_view email,
                                             std::string_view address) const;
  Result<void> sign_out(std::string_view token);
  // Nothing where the token opens nothing. Notes that the user was seen, at most once a minute.
  Result<std::optional<Session>> find_session(std::string_view token);
  // Ends the user's other sessions.
  Result<void> change_password(const Actor& actor, std::string_view session_token,
                               std::string_view current, std::string_view next,
                               std::string_view address);

  // Second factors: an authenticator's codes, asked for at sign-in once one has been confirmed.
  Result<SecondFactorState> second_factor(const Actor& actor);
  // Replaces one that was not confirmed. Error::conflict where there is a confirmed one.
  Result<NewSecondFactor> begin_second_factor(const Actor& actor, std::string_view password,
                                              std::string_view address);
  // Gives the recovery codes, which are shown once.
  Result<std::vector<std::string>> confirm_second_factor(const Actor& actor, std::string_view code,
                                                         std::string_view address);
  Result<void> remove_second_factor(const Actor& actor, std::string_view password,
                                    std::string_view address);
  // For the operator's command line: who has lost the authenticator and the recovery codes.
  Result<void> forget_second_factor(const Actor& actor, std::string_view email);

  // The audit of the actor's workspace.
  Result<AuditPage> audit_page(const Actor& actor, const AuditQuery& query);
  Result<AuditCheck> check_audit(WorkspaceId workspace);

  // The team.
  Result<std::vector<Member>> members(const Actor& actor);
  Result<Member> find_member(const Actor& actor, UserId user);
  Result<Invited> invite(const Actor& actor, const NewUser& user);
  // A new link for someone who has not accepted yet; former links end.
  Result<Invited> invite_again(const Actor& actor, UserId user);
  Result<InvitationView> find_invitation(std::string_view token);
  Result<SignedIn> accept_invitation(std::string_view token, std::string_view password,
                                     std::string_view former_token);
  // One's own name needs no right.
  Result<Member> change_user(const Actor& actor, UserId user, const UserChange& change);
  Result<void> remove_user(const Actor& actor, UserId user);

  // For the operator's command line.
  Result<Member> create_user(const Actor& actor, const NewUser& user, std::string_view password);
  Result<void> reset_password(const Actor& actor, std::string_view email,
                              std::string_view password);

  // API keys.
  Result<std::vector<ApiKey>> api_keys(const Actor& actor);
  Result<ApiKey> find_api_key(const Actor& actor, ApiKeyId id);
  // For what a route's right does not decide. Error::forbidden: neither by role nor by the scopes
  // of the key.
  Result<void> check_right(const Actor& actor, Right right);
  Result<NewApiKey> create_api_key(const Actor& actor, std::string_view name, Role role);
  Result<NewApiKey> create_api_key(const Actor& actor, const ApiKeyForm& form);
  // A new secret for the same key; the former one ends after `overlap_us`.
  Result<NewApiKey> rotate_api_key(const Actor& actor, ApiKeyId id, std::int64_t overlap_us);
  Result<void> revoke_api_key(const Actor& actor, ApiKeyId id);
  // Who acts with this key, or nothing. Notes its use, at most once a minute.
  std::optional<Actor> find_key_actor(std::string_view key);
  // With what she may do of her role's rights.
  std::optional<KeyHolder> find_key_holder(std::string_view key);

  // Write keys of sources; the sources themselves are kept by whoever asks. All of them count from
  // the next request on, and not with `tx` unless it commits. `tx` is the instance's.
  Result<IssuedWriteKey> issue_write_key(WorkspaceId workspace,
                                         SourceId source);  // Ends the others.
  Result<void> import_write_key(WorkspaceId workspace, SourceId source, std::string_view key);
  Result<void> register_write_key(storage::Transaction& tx, const std::string& hash,
                                  WorkspaceId workspace, SourceId source);
  Result<void> revoke_write_keys(WorkspaceId workspace, SourceId source);
  [[nodiscard]] std::optional<WriteKey> find_write_key(std::string_view key) const;

  // What was answered to requests with an Idempotency-Key; see kept_answer_store.h.
  Result<std::optional<KeptAnswer>> find_or_begin_answer(const Actor& actor, const AnswerKey& key);
  Result<void> save_answer(const Actor& actor, const AnswerKey& key, const KeptAnswer& answer);
  Result<void> forget_answer(const Actor& actor, const AnswerKey& key);

  // Workspaces.
  Result<Workspace> create_workspace(std::string_view name);
  Result<std::vector<Workspace>> all_workspaces();
  Result<std::vector<Workspace>> workspaces_of(UserId user);
  Result<WorkspaceSettings> settings(const Actor& actor);
  Result<WorkspaceSettings> change_settings(const Actor& actor, const WorkspaceChange& change);

  // For other facades, in a unit of work of the workspace's database. `action` is noun.verb,
  // `target` names a row ("source:3"), `detail` is JSON without anything about customers.
  Result<void> audit(storage::Transaction& tx, const Actor& actor, std::string_view action,
                     std::string_view target, std::string_view detail = "{}");
  // The same for rooms that keep no Access.
  static Result<void> audit_at(storage::Transaction& tx, Time at, const Actor& actor,
                               std::string_view action, std::string_view target,
                               std::string_view detail = "{}");
  // Settings of other rooms, as JSON text under a name.
  static Result<std::optional<std::string>> setting(storage::Transaction& tx,
                                                    std::string_view name);
  static Result<void> save_setting(storage::Transaction& tx, std::string_view name,
                                   std::string_view json);
  // In the workspace's database; without the name, which is the instance's.
  static Result<WorkspaceSettings> settings_in(storage::Transaction& tx);

 private:
  // What the audit says of something done in the instance's database.
  struct Deed {
    std::string_view action;
    std::string target;
    std::string detail = "{}";
  };
  // A session before it is written: made outside of the unit, which may run twice.
  struct NewToken {
    std::string token;
    NewSession session;
  };
  storage::Database& instance() { return workspaces_.instance(); }
  Result<void> note(storage::Transaction& tx, const Actor& actor, const Deed& deed);
  void deliver_audit();
  Result<void> check_key_form(const Actor& actor, const ApiKeyForm& form) const;
  // The password that the actor says is hers; throttled.
  Result<Credentials> check_own_password(const Actor& actor, std::string_view password,
                                         std::string_view address);
  Result<void> pass_second_factor(storage::Transaction& tx, UserId user, std::string_view code);
  NewToken make_session(UserId user, WorkspaceId workspace);
  Result<SignedIn> begun(const NewToken& token);
  Result<void> check_manageable(storage::Transaction& tx, const Actor& actor, const Member& member,
                                std::optional<Role> next);
  void forget_key_after_commit(storage::Transaction& tx, std::vector<std::string> hashes);
  Result<void> put_key(storage::Transaction& tx, const std::string& hash, const KeyOwner& owner);

  storage::Workspaces& workspaces_;
  Clock& clock_;
  Random& random_;
  PasswordHasher hasher_;
  Throttle throttle_;
  KeyIndex keys_;
  SecretBox box_;
  Guarded<std::unordered_map<std::int64_t, Time>> keys_used_;
};

}  // namespace throughline::access
