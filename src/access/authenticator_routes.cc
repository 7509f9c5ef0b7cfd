#include "access/authenticator_routes.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace throughline::access {
namespace {

// The key of an Authorization header, empty where it holds none.
std::string key_in(std::string_view authorization) {
  const std::size_t space = authorization.find(' ');
  const std::string_view scheme = authorization.substr(0, space);
  const std::string_view rest =
      space == std::string_view::npos ? "" : trimmed(authorization.substr(space));
  if (equal_ignoring_case(scheme, "bearer")) {
    return std::string(rest);
  }
  if (equal_ignoring_case(scheme, "basic")) {
    const std::string pair = from_base64(rest).value_or("");
    return pair.substr(0, pair.find(':'));
  }
  return {};
}

bool changes_nothing(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

Result<Actor> actor_of_session(Access& access, const http::Request& request) {
  const std::string token = session_token_of(request);
  if (token.empty()) {
    return Error::unauthenticated("Sign in, or send an API key");
  }
  TL_TRY_ASSIGN(const auto session, access.find_session(token));
  if (!session) {
    return Error::unauthenticated("This session has ended. Sign in again.");
  }
  if (!changes_nothing(request.method)) {
    TL_TRY(check_same_origin(request));
    if (!equal_in_constant_time(request.headers.value_or("x-csrf-token", ""), session->csrf)) {
      return Error::forbidden("The header X-CSRF-Token is missing or of another session");
    }
  }
  return Actor{.workspace = session->workspace.id,
               .user = session->member.user,
               .role = session->member.role,
               .name = session->member.name};
}

Result<KeyHolder> holder_of(Access& access, const http::Request& request) {
  const auto authorization = request.headers.find("authorization");
  if (!authorization) {
    TL_TRY_ASSIGN(Actor actor, actor_of_session(access, request));
    return KeyHolder{std::move(actor), {}};
  }
  auto holder = access.find_key_holder(key_in(*authorization));
  if (!holder) {
    return Error::unauthenticated("This is no API key, or one that was revoked or has ended");
  }
  return *std::move(holder);
}

std::string cookie_of(std::string_view token, std::string_view max_age, bool secure) {
  return std::string(session_cookie) + "=" + std::string(token) +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::string(max_age) +
         (secure ? "; Secure" : "");
}

}  // namespace

http::Authenticator make_authenticator(Access& access) {
  return [&access](const http::Request& request, const http::Access& needed) -> Result<Actor> {
    if (needed.kind == http::Access::Kind::anyone) {
      return Actor{};
    }
    TL_TRY_ASSIGN(KeyHolder holder, holder_of(access, request));
    Actor& actor = holder.actor;
    const auto& scopes = holder.scopes;
    if (needed.kind == http::Access::Kind::right && !scopes.empty() &&
        std::find(scopes.begin(), scopes.end(), needed.right) == scopes.end()) {
      return Error::forbidden("This key's scopes do not hold the right " +
                              std::string(name_of(needed.right)));
    }
    if (needed.kind == http::Access::Kind::signed_in || holds(actor.role, needed.right)) {
      return std::move(actor);
    }
    return Error::forbidden("The role " + std::string(name_of(actor.role)) +
                            " does not hold the right " + std::string(name_of(needed.right)));
  };
}

Result<void> check_same_origin(const http::Request& request) {
  bool is_same = true;
  if (const auto site = request.headers.find("sec-fetch-site")) {
    is_same = *site == "same-origin" || *site == "none";
  } else if (const auto origin = request.headers.find("origin")) {
    const std::size_t scheme = origin->find("://");
    // A proxy may ask for us by another name than people do.
    is_same =
        scheme != std::string_view::npos &&
        (equal_ignoring_case(*origin, request.origin) ||
         equal_ignoring_case(origin->substr(scheme + 3), request.headers.value_or("host", "")));
  }
  return is_same ? Result<void>()
                 : Result<void>(Error::forbidden("Another site may not ask for this"));
}

std::string session_token_of(const http::Request& request) {
  return request.cookie(session_cookie).value_or("");
}

void set_session_cookie(http::Response& response, std::string_view token, bool secure) {
  response.headers.add(
      "set-cookie", cookie_of(token, std::to_string(session_longest_us / us_per_second), secure));
}

void clear_session_cookie(http::Response& response, bool secure) {
  response.headers.add("set-cookie", cookie_of("", "0", secure));
}

}  // namespace throughline::access
