#include "access/team.h"

#include <algorithm>

namespace throughline::access {

Time session_end(Time created, Time seen) {
  return {std::min(seen.us + session_idle_us, created.us + session_longest_us)};
}

std::string audit_name(const Actor& actor) {
  if (actor.user) {
    return "user:" + std::to_string(actor.user.value);
  }
  if (actor.api_key) {
    return "api_key:" + std::to_string(actor.api_key.value);
  }
  return "server";
}

}  // namespace throughline::access
