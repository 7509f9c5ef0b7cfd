#include "access/access.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "access/audit_store.h"
#include "access/totp.h"
#include "codec/json.h"
#include "testing/access_world.h"

namespace throughline::access {
namespace {

using testing::AccessWorld;

// As an authenticator reads what it is given.
std::string from_base32(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    bits = (bits << 5U) | static_cast<std::uint32_t>(alphabet.find(c));
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((bits >> held) & 255U);
    }
  }
  return bytes;
}

class AccessTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  Access& access() { return world_.access; }
  testing::FakeClock& clock() { return world_.storage.clock(); }
  Actor server() const { return world_.server(); }
  ErrorCode code_of(const auto& result) {
    return result.ok() ? ErrorCode::internal : result.error().code;
  }
  SetupForm setup_form(std::string token) {
    return {std::move(token), "Ada", "ada@example.com", AccessWorld::password, "Acme GmbH"};
  }
  Result<SignedIn> sign_in(std::string_view email, std::string_view password,
                           std::string_view former_token = {}) {
    return access().sign_in(
        {std::string(email), std::string(password), "10.0.0.1", std::string(former_token)});
  }
  std::vector<std::string> audited() {
    const auto entries = world_.storage.workspace().read(
        [](storage::Transaction& tx) { return newest_audit(tx, 100); });
    std::vector<std::string> texts;
    for (const AuditEntry& entry : *entries) {
      texts.insert(texts.begin(), entry.actor + " " + entry.action + " " + entry.target);
    }
    return texts;
  }

  AccessWorld world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Both, AccessTest, testing::both_databases(), testing::database_name);

TEST_P(AccessTest, TheSetupLinkMakesTheFirstOwnerOnce) {
  EXPECT_TRUE(*access().setup_needed());
  const std::string token = access().make_setup_token()->value();
  const auto signed_in = access().complete_setup(setup_form(token));
  ASSERT_TRUE(signed_in.ok()) << signed_in.error().message;
  EXPECT_EQ(signed_in->session.member.role, Role::owner);
  EXPECT_EQ(signed_in->session.workspace.name, "Acme GmbH");
  EXPECT_FALSE(*access().setup_needed());
  EXPECT_FALSE(access().make_setup_token()->has_value());
  SetupForm again = setup_form(token);
  again.email = "eve@example.com";
  EXPECT_EQ(code_of(access().complete_setup(again)), ErrorCode::forbidden);
  EXPECT_EQ(access().members(server())->size(), 1U);
  EXPECT_EQ(audited(), std::vector<std::string>{"user:1 setup.complete user:1"});
}

TEST_P(AccessTest, WrongReplacedAndExpiredSetupTokensOpenNothing) {
  EXPECT_EQ(code_of(access().complete_setup(setup_form("guess"))), ErrorCode::forbidden);
  EXPECT_EQ(code_of(access().complete_setup(setup_form(""))), ErrorCode::forbidden);
  const std::string replaced = access().make_setup_token()->value();
  const std::string expired = access().make_setup_token()->value();
  EXPECT_EQ(code_of(access().complete_setup(setup_form(replaced))), ErrorCode::forbidden);
  clock().advance_us(setup_token_lasts_us);
  EXPECT_EQ(code_of(access().complete_setup(setup_form(expired))), ErrorCode::forbidden);
  EXPECT_TRUE(*access().setup_needed());
  EXPECT_TRUE(access().complete_setup(setup_form(access().make_setup_token()->value())).ok());
}

TEST_P(AccessTest, ARefusedSetupFormLeavesTheLinkAlive) {
  SetupForm form = setup_form(access().make_setup_token()->value());
  form.password = "short";
  EXPECT_EQ(code_of(access().complete_setup(form)), ErrorCode::invalid);
  form = setup_form(form.token);
  form.email = "no address";
  EXPECT_EQ(code_of(access().complete_setup(form)), ErrorCode::invalid);
  EXPECT_TRUE(access().complete_setup(setup_form(form.token)).ok());
}

TEST_P(AccessTest, AUserMadeByTheOperatorEndsTheSetup) {
  const std::string token = access().make_setup_token()->value();
  world_.add_user(Role::owner);
  EXPECT_EQ(code_of(access().complete_setup(setup_form(token))), ErrorCode::forbidden);
}

TEST_P(AccessTest, AWrongPasswordAndAnUnknownAddressGetTheSameAnswer) {
  world_.add_user(Role::agent, "ada@example.com");
  const auto wrong = sign_in("ada@example.com", "another password");
  const auto unknown = sign_in("eve@example.com", AccessWorld::password);
  const auto none = sign_in("not an address", AccessWorld::password);
  for (const auto* refused : {&wrong, &unknown, &none}) {
    EXPECT_EQ(code_of(*refused), ErrorCode::unauthenticated);
    EXPECT_EQ(refused->error().message, wrong.error().message);
  }
  EXPECT_TRUE(sign_in("ADA@example.com ", AccessWorld::password).ok());
}

TEST_P(AccessTest, SigningInGivesANewTokenAndEndsTheOneItCameWith) {
  world_.add_user(Role::agent, "ada@example.com");
  const SignedIn first = *sign_in("ada@example.com", AccessWorld::password);
  const SignedIn second = *sign_in("ada@example.com", AccessWorld::password, first.token);
  EXPECT_NE(first.token, second.token);
  EXPECT_NE(first.session.csrf, second.session.csrf);
  EXPECT_FALSE(access().find_session(first.token)->has_value());
  EXPECT_TRUE(access().find_session(second.token)->has_value());
  EXPECT_FALSE(access().find_session("chosen by an attacker")->has_value());
  EXPECT_FALSE(access().find_session("")->has_value());
}

TEST_P(AccessTest, OnlyHashesOfTokensAreStored) {
  world_.add_user(Role::agent, "ada@example.com");
  const SignedIn signed_in = *sign_in("ada@example.com", AccessWorld::password);
  const auto row = world_.storage.instance().read(
      [](storage::Transaction& tx) { return tx.row("SELECT token_hash FROM sessions"); });
  EXPECT_EQ((*row)[0].bytes(), hash_of_secret(signed_in.token));
}

TEST_P(AccessTest, SessionsSlideForTwoWeeksAndEndAfterNinetyDays) {
  world_.add_user(Role::agent, "ada@example.com");
  const std::string idle = sign_in("ada@example.com", AccessWorld::password)->token;
  const std::string busy = sign_in("ada@example.com", AccessWorld::password)->token;
  for (int day = 0; day < 13; ++day) {
    clock().advance_us(us_per_day);
    EXPECT_TRUE(access().find_session(busy)->has_value());
  }
  clock().advance_us(us_per_day);
  EXPECT_FALSE(access().find_session(idle)->has_value());
  for (int day = 14; day < 90; ++day) {
    EXPECT_TRUE(access().find_session(busy)->has_value()) << day;
    clock().advance_us(us_per_day);
  }
  EXPECT_FALSE(access().find_session(busy)->has_value());
}

TEST_P(AccessTest, AVisitIsNotedAtMostOnceAMinute) {
  world_.add_user(Role::agent, "ada@example.com");
  const Time began = clock().now();
  const std::string token = sign_in("ada@example.com", AccessWorld::password)->token;
  const auto stored = [&] { return access().members(server())->front().last_seen_at; };
  EXPECT_EQ(stored(), began);
  clock().advance_seconds(59);
  EXPECT_TRUE(access().find_session(token)->has_value());
  EXPECT_EQ(stored(), began);
  clock().advance_seconds(1);
  EXPECT_TRUE(access().find_session(token)->has_value());
  EXPECT_EQ(stored(), clock().now());
}

TEST_P(AccessTest, GuessingIsSlowedDownAndARightPasswordWaitsToo) {
  world_.add_user(Role::agent, "ada@example.com");
  for (int i = 0; i < free_attempts; ++i) {
    EXPECT_EQ(code_of(sign_in("ada@example.com", "guess guess")), ErrorCode::unauthenticated);
  }
  EXPECT_EQ(code_of(sign_in("ada@example.com", AccessWorld::password)), ErrorCode::too_many);
  EXPECT_EQ(access().sign_in_wait_us("Ada@example.com", "10.0.0.1"), 2 * us_per_second);
  EXPECT_EQ(access().sign_in_wait_us("ada@example.com", "10.0.0.2"), 0);
  clock().advance_seconds(2);
  EXPECT_TRUE(sign_in("ada@example.com", AccessWorld::password).ok());
  EXPECT_EQ(access().sign_in_wait_us("ada@example.com", "10.0.0.1"), 0);
}

TEST_P(AccessTest, UnknownAddressesAreThrottledLikeKnownOnes) {
  for (int i = 0; i < free_attempts; ++i) {
    EXPECT_EQ(code_of(sign_in("eve@example.com", "guess guess")), ErrorCode::unauthenticated);
  }
  EXPECT_EQ(code_of(sign_in("eve@example.com", "guess guess")), ErrorCode::too_many);
}

TEST_P(AccessTest, ANewPasswordEndsTheOtherSessions) {
  const Member ada = world_.add_user(Role::agent, "ada@example.com");
  const Actor self = {.workspace = {1}, .user = ada.user, .role = Role::agent};
  const std::string here = sign_in("ada@example.com", AccessWorld::password)->token;
  const std::string there = sign_in("ada@example.com", AccessWorld::password)->token;
  EXPECT_EQ(code_of(access().change_password(self, here, "wrong wrong", "new password", "::1")),
            ErrorCode::forbidden);
  EXPECT_EQ(code_of(access().change_password(self, here, AccessWorld::password, "short", "::1")),
            ErrorCode::invalid);
  ASSERT_TRUE(
      access().change_password(self, here, AccessWorld::password, "new password", "::1").ok());
  EXPECT_TRUE(access().find_session(here)->has_value());
  EXPECT_FALSE(access().find_session(there)->has_value());
  EXPECT_FALSE(sign_in("ada@example.com", AccessWorld::password).ok());
  EXPECT_TRUE(sign_in("ada@example.com", "new password").ok());
}

TEST_P(AccessTest, TheOperatorResetsAPassword) {
  world_.add_user(Role::agent, "ada@example.com");
  const std::string token = sign_in("ada@example.com", AccessWorld::password)->token;
  ASSERT_TRUE(access().reset_password(server(), "Ada@example.com", "new password").ok());
  EXPECT_FALSE(access().find_session(token)->has_value());
  EXPECT_TRUE(sign_in("ada@example.com", "new password").ok());
  EXPECT_EQ(code_of(access().reset_password(server(), "eve@example.com", "new password")),
            ErrorCode::not_found);
}

TEST_P(AccessTest, AnInvitationIsAcceptedOnce) {
  const Invited invited = *access().invite(server(), {"Bea@Example.com", "Bea", Role::analyst});
  EXPECT_TRUE(invited.member.invited);
  EXPECT_FALSE(sign_in("bea@example.com", "").ok());
  EXPECT_EQ(access().find_invitation(invited.token)->email, "bea@example.com");
  EXPECT_EQ(access().find_invitation(invited.token)->workspace_name, "Acme");
  EXPECT_EQ(code_of(access().accept_invitation(invited.token, "short", "")), ErrorCode::invalid);
  const auto accepted = access().accept_invitation(invited.token, AccessWorld::password, "");
  ASSERT_TRUE(accepted.ok()) << accepted.error().message;
  EXPECT_EQ(accepted->session.member.role, Role::analyst);
  EXPECT_FALSE(accepted->session.member.invited);
  EXPECT_EQ(code_of(access().accept_invitation(invited.token, "another password", "")),
            ErrorCode::not_found);
  EXPECT_TRUE(sign_in("bea@example.com", AccessWorld::password).ok());
}

TEST_P(AccessTest, WrongReplacedExpiredAndWithdrawnInvitationsOpenNothing) {
  const auto dead = [&](const std::string& token) {
    return code_of(access().accept_invitation(token, AccessWorld::password, "")) ==
               ErrorCode::not_found &&
           code_of(access().find_invitation(token)) == ErrorCode::not_found;
  };
  EXPECT_TRUE(dead("guess"));
  const Invited first = *access().invite(server(), {"bea@example.com", "Bea", Role::agent});
  const Invited second = *access().invite_again(server(), first.member.user);
  EXPECT_TRUE(dead(first.token));
  clock().advance_us(invitation_lasts_us);
  EXPECT_TRUE(dead(second.token));
  const Invited third = *access().invite_again(server(), first.member.user);
  ASSERT_TRUE(access().remove_user(server(), first.member.user).ok());
  EXPECT_TRUE(dead(third.token));
}

TEST_P(AccessTest, AnAddressIsInvitedOnce) {
  world_.add_user(Role::agent, "ada@example.com");
  EXPECT_EQ(code_of(access().invite(server(), {"ADA@example.com", "Ada", Role::agent})),
            ErrorCode::conflict);
  EXPECT_EQ(code_of(access().create_user(server(), {"ada@example.com", "Ada", Role::agent},
                                         AccessWorld::password)),
            ErrorCode::conflict);
}

TEST_P(AccessTest, WhoHasAPasswordIsAMemberOfAnotherWorkspaceAtOnce) {
  const Member ada = world_.add_user(Role::agent, "ada@example.com");
  const Workspace other = *access().create_workspace("Sandbox");
  const Actor there = {.workspace = other.id, .role = Role::owner};
  const Invited invited = *access().invite(there, {"ada@example.com", "Other", Role::viewer});
  EXPECT_EQ(invited.token, "");
  EXPECT_EQ(invited.member.user, ada.user);
  EXPECT_EQ(access().workspaces_of(ada.user)->size(), 2U);
  EXPECT_EQ(access().find_member(server(), ada.user)->role, Role::agent);
  ASSERT_TRUE(access().remove_user(there, ada.user).ok());
  EXPECT_TRUE(sign_in("ada@example.com", AccessWorld::password).ok());
}

TEST_P(AccessTest, TheLastOwnerStays) {
  const Member ada = world_.add_user(Role::owner, "ada@example.com");
  const Invited bea = *access().invite(server(), {"bea@example.com", "Bea", Role::owner});
  EXPECT_EQ(code_of(access().change_user(server(), ada.user, {.role = Role::admin})),
            ErrorCode::conflict);
  EXPECT_EQ(code_of(access().remove_user(server(), ada.user)), ErrorCode::conflict);
  EXPECT_EQ(access().find_member(server(), ada.user)->role, Role::owner);
  ASSERT_TRUE(access().accept_invitation(bea.token, AccessWorld::password, "").ok());
  EXPECT_TRUE(access().change_user(server(), ada.user, {.role = Role::admin}).ok());
  EXPECT_EQ(code_of(access().remove_user(server(), bea.member.user)), ErrorCode::conflict);
}

TEST_P(AccessTest, AnAdminManagesEverybodyButOwners) {
  const Member owner = world_.add_user(Role::owner);
  world_.add_user(Role::owner, "second@example.com");
  const Member agent = world_.add_user(Role::agent);
  const Actor admin = {.workspace = {1}, .role = Role::admin};
  EXPECT_TRUE(access().change_user(admin, agent.user, {.role = Role::admin}).ok());
  for (const auto code : {
           code_of(access().change_user(admin, agent.user, {.role = Role::owner})),
           code_of(access().change_user(admin, owner.user, {.role = Role::agent})),
           code_of(access().change_user(admin, owner.user, {.name = "Eve"})),
           code_of(access().remove_user(admin, owner.user)),
           code_of(access().invite(admin, {"eve@example.com", "Eve", Role::owner})),
           code_of(access().create_api_key(admin, "Key", Role::owner)),
           code_of(access().revoke_api_key(
               admin, access().create_api_key(server(), "Key", Role::owner)->key.id)),
       }) {
    EXPECT_EQ(code, ErrorCode::forbidden);
  }
}

TEST_P(AccessTest, ARemovedUsersSessionsEndAndHerAddressIsFree) {
  const Member ada = world_.add_user(Role::agent, "ada@example.com");
  const std::string token = sign_in("ada@example.com", AccessWorld::password)->token;
  ASSERT_TRUE(access().remove_user(server(), ada.user).ok());
  EXPECT_FALSE(access().find_session(token)->has_value());
  EXPECT_FALSE(sign_in("ada@example.com", AccessWorld::password).ok());
  EXPECT_EQ(code_of(access().remove_user(server(), ada.user)), ErrorCode::not_found);
  const Member again = world_.add_user(Role::agent, "ada@example.com");
  EXPECT_NE(again.user, ada.user) << "the audit must not speak of another user";
}

TEST_P(AccessTest, AChangedRoleCountsFromTheNextRequestOn) {
  const Member ada = world_.add_user(Role::agent, "ada@example.com");
  const std::string token = sign_in("ada@example.com", AccessWorld::password)->token;
  ASSERT_TRUE(access().change_user(server(), ada.user, {.role = Role::viewer}).ok());
  EXPECT_EQ((*access().find_session(token))->member.role, Role::viewer);
}

TEST_P(AccessTest, AnApiKeyOpensUntilItIsRevoked) {
  const NewApiKey created = *access().create_api_key(server(), "Reports", Role::analyst);
  EXPECT_TRUE(created.secret.starts_with(created.key.prefix));
  const auto actor = access().find_key_actor(created.secret);
  ASSERT_TRUE(actor.has_value());
  EXPECT_EQ(actor->role, Role::analyst);
  EXPECT_EQ(actor->name, "Reports");
  EXPECT_EQ(actor->workspace, WorkspaceId{1});
  EXPECT_FALSE(access().find_key_actor(created.secret + "x").has_value());
  EXPECT_FALSE(access().find_key_actor("").has_value());
  EXPECT_FALSE(access().find_write_key(created.secret).has_value());
  ASSERT_TRUE(access().revoke_api_key(server(), created.key.id).ok());
  EXPECT_FALSE(access().find_key_actor(created.secret).has_value());
  EXPECT_TRUE(access().api_keys(server())->empty());
  EXPECT_EQ(code_of(access().revoke_api_key(server(), created.key.id)), ErrorCode::not_found);
}

TEST_P(AccessTest, AKeysUseIsNotedAtMostOnceAMinute) {
  const NewApiKey created = *access().create_api_key(server(), "Reports", Role::analyst);
  const auto stored = [&] { return access().api_keys(server())->front().last_used_at; };
  EXPECT_FALSE(stored().has_value());
  const Time began = clock().now();
  EXPECT_TRUE(access().find_key_actor(created.secret).has_value());
  EXPECT_EQ(stored(), began);
  clock().advance_seconds(59);
  EXPECT_TRUE(access().find_key_actor(created.secret).has_value());
  EXPECT_EQ(stored(), began);
  clock().advance_seconds(1);
  EXPECT_TRUE(access().find_key_actor(created.secret).has_value());
  EXPECT_EQ(stored(), clock().now());
}

TEST_P(AccessTest, WriteKeysOfAnyFormLeadToTheirSource) {
  const IssuedWriteKey issued = *access().issue_write_key({1}, {7});
  EXPECT_TRUE(issued.secret.starts_with("tl_write_"));
  EXPECT_TRUE(issued.secret.starts_with(issued.prefix));
  ASSERT_TRUE(access().import_write_key({1}, {7}, "an old key: ☃").ok());
  for (const std::string& key : {issued.secret, std::string("an old key: ☃")}) {
    const auto found = access().find_write_key(key);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->source, SourceId{7});
    EXPECT_FALSE(access().find_key_actor(key).has_value()) << "a write key reads nothing";
  }
  EXPECT_FALSE(access().find_write_key("tl_write_unknown").has_value());
  EXPECT_EQ(code_of(access().import_write_key({1}, {8}, "an old key: ☃")), ErrorCode::conflict);
  EXPECT_EQ(code_of(access().import_write_key({1}, {8}, "")), ErrorCode::invalid);
}

TEST_P(AccessTest, ARotatedOrRevokedWriteKeyIsRefusedAtOnce) {
  const IssuedWriteKey first = *access().issue_write_key({1}, {7});
  const IssuedWriteKey other = *access().issue_write_key({1}, {8});
  const IssuedWriteKey second = *access().issue_write_key({1}, {7});
  EXPECT_FALSE(access().find_write_key(first.secret).has_value());
  EXPECT_TRUE(access().find_write_key(second.secret).has_value());
  ASSERT_TRUE(access().revoke_write_keys({1}, {7}).ok());
  EXPECT_FALSE(access().find_write_key(second.secret).has_value());
  EXPECT_TRUE(access().find_write_key(other.secret).has_value());
}

TEST_P(AccessTest, AKeyOfAUnitThatFailsNeverCounts) {
  const auto failed = world_.storage.instance().write([&](storage::Transaction& tx) {
    EXPECT_TRUE(access().register_write_key(tx, hash_of_secret("key"), {1}, {7}).ok());
    return Result<void>(Error::conflict("on purpose"));
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_FALSE(access().find_write_key("key").has_value());
  EXPECT_TRUE(access().import_write_key({1}, {7}, "key").ok());
}

TEST_P(AccessTest, KeysSurviveARestart) {
  const std::string write_key = access().issue_write_key({1}, {7})->secret;
  const std::string api_key = access().create_api_key(server(), "Key", Role::agent)->secret;
  Access restarted(world_.storage.workspaces(), clock(), world_.random);
  ASSERT_TRUE(restarted.start("Another name").ok());
  EXPECT_EQ(restarted.find_write_key(write_key)->source, SourceId{7});
  EXPECT_EQ(restarted.find_key_actor(api_key)->role, Role::agent);
  EXPECT_EQ(restarted.all_workspaces()->size(), 1U);
  EXPECT_EQ(restarted.all_workspaces()->front().name, "Acme");
}

TEST_P(AccessTest, ExpiredRowsAreForgottenAtTheStart) {
  world_.add_user(Role::agent, "ada@example.com");
  ASSERT_TRUE(sign_in("ada@example.com", AccessWorld::password).ok());
  clock().advance_us(session_idle_us);
  ASSERT_TRUE(access().start("Acme").ok());
  const auto row = world_.storage.instance().read(
      [](storage::Transaction& tx) { return tx.row("SELECT count(*) FROM sessions"); });
  EXPECT_EQ((*row)[0].number(), 0);
}

TEST_P(AccessTest, SettingsAreCheckedAndKept) {
  EXPECT_EQ(access().settings(server())->time_zone, "UTC");
  const auto changed =
      access().change_settings(server(), {.name = "Ünïcode", .time_zone = "Europe/Berlin"});
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  const WorkspaceSettings settings = *access().settings(server());
  EXPECT_EQ(settings.name, "Ünïcode");
  EXPECT_EQ(settings.time_zone, "Europe/Berlin");
  EXPECT_FALSE(access().change_settings(server(), {.time_zone = "Mars/Olympus"}).ok());
  EXPECT_FALSE(access().change_settings(server(), {.name = " "}).ok());
  EXPECT_EQ(audited().back(), "server workspace.change_settings workspace");
}

TEST_P(AccessTest, TheAuditTellsWhoDidWhatInOrderAndOnce) {
  const Member ada = world_.add_user(Role::owner, "ada@example.com");
  const Actor self = {.workspace = {1}, .user = ada.user, .role = Role::owner};
  const Invited bea = *access().invite(self, {"bea@example.com", "Bea", Role::agent});
  ASSERT_TRUE(access().change_user(self, bea.member.user, {.role = Role::viewer}).ok());
  const ApiKey key = access().create_api_key(self, "Key", Role::agent)->key;
  ASSERT_TRUE(access().revoke_api_key(self, key.id).ok());
  ASSERT_TRUE(access().remove_user(self, bea.member.user).ok());
  ASSERT_TRUE(access().start("Acme").ok());
  const std::string actor = "user:" + std::to_string(ada.user.value);
  const std::string target = "user:" + std::to_string(bea.member.user.value);
  EXPECT_EQ(audited(), (std::vector<std::string>{
                           "server user.create " + actor, actor + " user.invite " + target,
                           actor + " user.change_role " + target,
                           actor + " api_key.create api_key:" + std::to_string(key.id.value),
                           actor + " api_key.revoke api_key:" + std::to_string(key.id.value),
                           actor + " user.remove " + target}));
}

TEST_P(AccessTest, WhatWaitsForTheAuditIsDeliveredAtTheStart) {
  const WaitingAudit waiting = {{1}, {clock().now(), "server", "user.create", "user:1", "{}"}};
  ASSERT_TRUE(
      world_.storage.instance()
          .write([&](storage::Transaction& tx) { return insert_waiting_audit(tx, waiting); })
          .ok());
  EXPECT_TRUE(audited().empty());
  ASSERT_TRUE(access().start("Acme").ok());
  EXPECT_EQ(audited(), std::vector<std::string>{"server user.create user:1"});
}

TEST_P(AccessTest, OwnersWhoDemoteEachOtherAtOnceLeaveOne) {
  const Member ada = world_.add_user(Role::owner, "ada@example.com");
  const Member bea = world_.add_user(Role::owner, "bea@example.com");
  const auto demote = [&](UserId user) {
    return std::async(std::launch::async, [this, user] {
      return access().change_user(server(), user, {.role = Role::viewer}).ok();
    });
  };
  auto first = demote(ada.user);
  auto second = demote(bea.user);
  EXPECT_NE(first.get(), second.get());
}

TEST_P(AccessTest, GuessesSideBySideAreCountedLikeGuessesInARow) {
  world_.add_user(Role::agent, "ada@example.com");
  std::vector<std::future<ErrorCode>> guesses;
  for (int i = 0; i < 12; ++i) {
    guesses.push_back(std::async(
        std::launch::async, [this] { return code_of(sign_in("ada@example.com", "guess guess")); }));
  }
  int tried = 0;
  for (auto& guess : guesses) {
    tried += guess.get() == ErrorCode::unauthenticated ? 1 : 0;
  }
  EXPECT_EQ(tried, free_attempts);
}

TEST_P(AccessTest, AnAuditEntryCopiedTwiceIsOneEntry) {
  const AuditEntry entry = {clock().now(), "server", "user.create", "user:1", "{}", 5};
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(world_.storage.workspace()
                    .write([&](storage::Transaction& tx) { return insert_audit(tx, entry); })
                    .ok());
  }
  EXPECT_EQ(audited().size(), 1U);
}

TEST_P(AccessTest, TheAuditShowsEveryEntryThatWasChangedTakenOutOrAdded_AM05) {
  const auto user = access().create_user(server(), {"ada@example.com", "Ada", Role::owner},
                                         AccessWorld::password);
  ASSERT_TRUE(user.ok());
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(access().change_settings(server(), {.time_zone = "Europe/Berlin"}).ok());
  }
  const auto check = [&] { return *access().check_audit({1}); };
  EXPECT_TRUE(check().intact());
  EXPECT_EQ(check().entries, 6);
  const auto sql = [&](std::string_view text) {
    const auto done =
        world_.storage.workspace().write([&](storage::Transaction& tx) { return tx.script(text); });
    EXPECT_TRUE(done.ok());
  };
  sql("CREATE TABLE kept AS SELECT * FROM audit");
  for (const char* damage :
       {"UPDATE audit SET at = at + 1 WHERE id = 3",
        "UPDATE audit SET actor = 'user:9' WHERE id = 3", "DELETE FROM audit WHERE id = 3",
        "UPDATE audit SET hash = NULL WHERE id <= 3", "DELETE FROM audit WHERE id >= 3",
        "DELETE FROM audit",
        "INSERT INTO audit (at, actor, action, target, detail) VALUES (1, 'x', 'y', 'z', '{}')"}) {
    sql(damage);
    EXPECT_FALSE(check().intact()) << damage;
    sql("DELETE FROM audit; INSERT INTO audit (id, at, actor, action, target, detail, origin, hash)"
        " SELECT id, at, actor, action, target, detail, origin, hash FROM kept");
    EXPECT_TRUE(check().intact());
  }
}

TEST_P(AccessTest, TheAuditIsReadByPagesAndFilters) {
  const Actor ada = {.workspace = {1}, .user = world_.add_user(Role::owner).user};
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(access().change_settings(ada, {.time_zone = "Europe/Berlin"}).ok());
  }
  const auto first = access().audit_page(server(), {.limit = 4});
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->items.size(), 4U);
  EXPECT_EQ(first->items.front().actor_name, "Ada");
  const auto rest = access().audit_page(server(), {.before = first->next, .limit = 4});
  EXPECT_EQ(rest->items.size(), 2U);
  EXPECT_FALSE(rest->next.has_value());
  const auto count = [&](const AuditQuery& query) {
    return access().audit_page(server(), query)->items.size();
  };
  EXPECT_EQ(count({.actor = "server"}), 1U);
  EXPECT_EQ(count({.action = "workspace"}), 5U);
  EXPECT_EQ(count({.action = "work"}), 0U);
  EXPECT_EQ(count({.action = "user.create"}), 1U);
  EXPECT_EQ(count({.from = Time{clock().now().us + 1}}), 0U);
  EXPECT_FALSE(access().audit_page(server(), {.limit = 501}).ok());
}

TEST_P(AccessTest, AKeyEndsWhenItShouldAndARotatedOneAfterItsOverlap_AM06) {
  const auto now = [&] { return clock().now(); };
  const auto ending = access().create_api_key(
      server(),
      {.name = "Night", .role = Role::analyst, .expires_at = Time{now().us + us_per_hour}});
  ASSERT_TRUE(ending.ok());
  const auto lasting = access().create_api_key(server(), "Day", Role::analyst);
  const auto rotated = access().rotate_api_key(server(), lasting->key.id, us_per_hour);
  ASSERT_TRUE(rotated.ok()) << rotated.error().message;
  EXPECT_NE(rotated->secret, lasting->secret);
  EXPECT_EQ(access().find_key_actor(lasting->secret)->api_key, lasting->key.id);
  EXPECT_EQ(access().find_key_actor(rotated->secret)->api_key, lasting->key.id);
  EXPECT_TRUE(access().find_key_actor(ending->secret).has_value());
  clock().advance_us(us_per_hour);
  EXPECT_FALSE(access().find_key_actor(ending->secret).has_value());
  EXPECT_FALSE(access().find_key_actor(lasting->secret).has_value());
  EXPECT_TRUE(access().find_key_actor(rotated->secret).has_value());

  Access restarted(world_.storage.workspaces(), clock(), world_.random);
  ASSERT_TRUE(restarted.start("Acme").ok());
  EXPECT_FALSE(restarted.find_key_actor(lasting->secret).has_value());
  EXPECT_TRUE(restarted.find_key_actor(rotated->secret).has_value());
  EXPECT_EQ(code_of(access().create_api_key(
                server(), {.name = "Late", .role = Role::viewer, .expires_at = now()})),
            ErrorCode::invalid);
}

TEST_P(AccessTest, ASecondFactorIsAskedForOnceItIsConfirmed_AM04) {
  const Actor ada = {.workspace = {1}, .user = world_.add_user(Role::owner).user};
  const char* const email = "owner@example.com";
  EXPECT_EQ(code_of(access().begin_second_factor(ada, "wrong password", "10.0.0.1")),
            ErrorCode::forbidden);
  const auto begun = access().begin_second_factor(ada, AccessWorld::password, "10.0.0.1");
  ASSERT_TRUE(begun.ok()) << begun.error().message;
  EXPECT_TRUE(sign_in(email, AccessWorld::password).ok()) << "not yet confirmed";
  const auto code_now = [&] {
    return totp_code(from_base32(begun->secret), clock().now().us / us_per_second / totp_step_s);
  };
  EXPECT_EQ(code_of(access().confirm_second_factor(ada, "000000x", "10.0.0.1")),
            ErrorCode::invalid);
  const auto codes = access().confirm_second_factor(ada, code_now(), "10.0.0.1");
  ASSERT_TRUE(codes.ok()) << codes.error().message;
  EXPECT_EQ(codes->size(), 10U);

  const auto enter = [&](std::string code) {
    return access().sign_in({email, AccessWorld::password, "10.0.0.1", "", std::move(code)});
  };
  EXPECT_EQ(sign_in(email, AccessWorld::password).error().message, second_factor_needed);
  EXPECT_EQ(enter(code_now()).error().message, second_factor_wrong) << "used to confirm it";
  clock().advance_us(totp_step_s * us_per_second);
  EXPECT_TRUE(enter(code_now()).ok());
  EXPECT_EQ(enter(code_now()).error().message, second_factor_wrong) << "once only";
  EXPECT_TRUE(enter(codes->front()).ok());
  EXPECT_EQ(enter(codes->front()).error().message, second_factor_wrong) << "once only";
  EXPECT_EQ(access().second_factor(ada)->recovery_codes, 9);
  ASSERT_TRUE(access().forget_second_factor(server(), email).ok());
  EXPECT_TRUE(sign_in(email, AccessWorld::password).ok());
}

TEST_P(AccessTest, TheSecretOfASecondFactorIsStoredSealed_AM16) {
  const Actor ada = {.workspace = {1}, .user = world_.add_user(Role::owner).user};
  const auto begun = access().begin_second_factor(ada, AccessWorld::password, "10.0.0.1");
  ASSERT_TRUE(begun.ok());
  const auto row = world_.storage.instance().read(
      [](storage::Transaction& tx) { return tx.row("SELECT sealed_secret FROM second_factors"); });
  ASSERT_TRUE(row.ok());
  EXPECT_EQ((*row)[0].bytes().find(from_base32(begun->secret)), std::string::npos);
  EXPECT_GT((*row)[0].bytes().size(), totp_secret_bytes);
}

std::vector<std::string> naughty_strings() {
  const char* folder = std::getenv("THROUGHLINE_TEST_DATA");
  const std::ifstream file(std::filesystem::path(folder == nullptr ? "" : folder) /
                           "naughty-strings/blns.json");
  std::ostringstream text;
  text << file.rdbuf();
  std::vector<std::string> strings;
  const auto json = codec::parse_json(text.str());
  for (const codec::Json& item : json ? json->items() : codec::Json::Array()) {
    strings.emplace_back(item.text_or(""));
  }
  return strings;
}

TEST_P(AccessTest, NaughtyNamesComeBackCodePointForCodePoint) {
  const std::vector<std::string> names = naughty_strings();
  if (names.empty()) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA names no folder with naughty-strings";
  }
  int kept = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto invited =
        access().invite(server(), {std::to_string(i) + "@example.com", names[i], Role::viewer});
    if (!invited.ok()) {
      EXPECT_EQ(code_of(invited), ErrorCode::invalid);
      continue;
    }
    EXPECT_EQ(access().find_member(server(), invited->member.user)->name, names[i]);
    ++kept;
  }
  EXPECT_GE(kept, static_cast<int>(names.size()) - 5) << "only blank names are refused";
}

}  // namespace
}  // namespace throughline::access
