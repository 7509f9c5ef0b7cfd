// Users as members of a workspace, their sessions and invitations, as values. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/actor.h"
#include "base/time.h"

namespace throughline::access {

struct Workspace {
  WorkspaceId id = {};
  std::string name = {};
  Time created_at = {};
};

// A user in one workspace.
struct Member {
  UserId user = {};
  std::string email = {};
  std::string name = {};
  Role role = Role::viewer;
  Time created_at = {};
  std::optional<Time> last_seen_at = {};
  bool invited = false;  // Has no password yet.
};

struct Session {
  Member member = {};
  Workspace workspace = {};
  std::string csrf = {};
  Time created_at = {};
  Time last_seen_at = {};
  Time expires_at = {};
};

constexpr std::int64_t session_idle_us = 14 * us_per_day;
constexpr std::int64_t session_longest_us = 90 * us_per_day;
// Seen again sooner than this, nothing is written.
constexpr std::int64_t seen_every_us = us_per_minute;
constexpr std::int64_t invitation_lasts_us = 7 * us_per_day;
constexpr std::int64_t setup_token_lasts_us = 7 * us_per_day;
constexpr std::int64_t users_max = 10'000;    // Of a workspace.
constexpr std::int64_t api_keys_max = 1'000;  // Of a workspace.

// When a session ends that was created and last seen at these times.
Time session_end(Time created, Time seen);

struct ApiKey {
  ApiKeyId id = {};
  std::string name = {};
  Role role = Role::viewer;
  std::string prefix = {};  // The shown part.
  Time created_at = {};
  UserId created_by = {};  // Zero: the command line.
  std::string created_by_name = {};
  std::optional<Time> last_used_at = {};
  std::vector<Right> scopes = {};       // Of the role's rights; empty: all of them.
  std::optional<Time> expires_at = {};  // Nothing: never.
};

constexpr std::int64_t key_overlap_longest_us = 7 * us_per_day;

// How the audit names actors, users and keys: ids only, so that erasing a person leaves it true.
std::string audit_name(const Actor& actor);
std::string audit_name(UserId user);
std::string audit_name(ApiKeyId key);
// The JSON detail of an entry that gives or takes a role.
std::string audit_detail(Role role);

}  // namespace throughline::access
