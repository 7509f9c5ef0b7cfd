// What the facade's use cases take and give, as values.
#pragma once

#include <optional>
#include <string>

#include "access/team.h"
#include "base/actor.h"

namespace throughline::access {

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

struct NewApiKey {
  ApiKey key = {};
  std::string secret = {};  // Shown once.
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
