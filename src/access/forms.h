// What the facade's use cases take and give, as values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/team.h"
#include "base/actor.h"

namespace throughline::access {

// What sign_in answers where the password is right and a second factor is asked for.
constexpr std::string_view second_factor_needed =
    "Enter the code that your authenticator shows, or a recovery code";
constexpr std::string_view second_factor_wrong =
    "This code is wrong, has ended or was used already";

// A session that has just begun. The token is known to the browser's cookie and to nobody else.
struct SignedIn {
  std::string token = {};
  Session session = {};
};

struct SetupForm {
  std::string token = {};
  std::string name = {};
  std::string email = {};
  std::string password = {};
  std::string workspace_name = {};
};

struct SignInForm {
  std::string email = {};
  std::string password = {};
  std::string address = {};       // Of the peer, for the throttle.
  std::string former_token = {};  // The session that the browser came with; it ends.
  std::string code = {};          // Of the second factor, where there is one.
};

// What a user sees of her second factor.
struct SecondFactorState {
  bool enabled = false;
  std::int64_t recovery_codes = 0;  // That are left.
};

// Shown once, to be put into an authenticator.
struct NewSecondFactor {
  std::string secret = {};  // Base32.
  std::string uri = {};     // otpauth://
};

struct NewUser {
  std::string email = {};
  std::string name = {};
  Role role = Role::viewer;
};

struct UserChange {
  std::optional<Role> role = {};
  std::optional<std::string> name = {};
};

// `token` is empty where the user has a password already, from another workspace.
struct Invited {
  Member member = {};
  std::string token = {};
};

struct InvitationView {
  std::string name = {};
  std::string email = {};
  std::string workspace_name = {};
};

struct ApiKeyForm {
  std::string name = {};
  Role role = Role::viewer;
  std::vector<Right> scopes = {};
  std::optional<Time> expires_at = {};
};

struct NewApiKey {
  ApiKey key = {};
  std::string secret = {};  // Shown once.
};

// Who acts with an API key.
struct KeyHolder {
  Actor actor = {};
  std::vector<Right> scopes = {};  // Empty: all rights of the role.
};

struct WriteKey {
  WorkspaceId workspace = {};
  SourceId source = {};
};

struct IssuedWriteKey {
  std::string secret = {};  // Shown once.
  std::string prefix = {};  // What lists may show.
};

struct WorkspaceSettings {
  std::string name = {};
  std::string time_zone = "UTC";
};
struct WorkspaceChange {
  std::optional<std::string> name = {};
  std::optional<std::string> time_zone = {};
};

}  // namespace throughline::access
