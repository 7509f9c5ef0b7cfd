// Actor: who is asking, in which workspace, and with which role. Built once per request by access/.
#pragma once

#include <string>

#include "base/id.h"

namespace throughline {

// What an actor may do; which role holds which right is decided in one place, access/rights.h.
enum class Right {
  view_people,      // read profiles, events, accounts
  edit_people,      // merge, correct traits, lock a trait
  manage_sources,   // sources, write keys, dead letters, debugger
  manage_keys,      // API keys
  manage_team,      // users and their roles
  manage_workspace  // settings, identity rules
};

enum class Role { owner, admin, agent, analyst, viewer };

struct Actor {
  WorkspaceId workspace = {};
  UserId user = {};       // Zero: an API key or the product itself.
  ApiKeyId api_key = {};  // Zero: a signed-in user or the product itself.
  Role role = Role::viewer;
  std::string name = {};
};

}  // namespace throughline
