#include "access/team.h"

#include <algorithm>

#include "access/rights.h"

namespace throughline::access {

Time session_end(Time created, Time seen) {
  return {std::min(seen.us + session_idle_us, created.us + session_longest_us)};
}

std::string audit_name(const Actor& actor) {
  if (actor.user) {
    return audit_name(actor.user);
  }
  return actor.api_key ? audit_name(actor.api_key) : "server";
}

std::string audit_name(UserId user) {
  return "user:" + std::to_string(user.value);
}

std::string audit_name(ApiKeyId key) {
  return "api_key:" + std::to_string(key.value);
}

std::string audit_detail(Role role) {
  return R"({"role":")" + std::string(name_of(role)) + "\"}";
}

}  // namespace throughline::access
