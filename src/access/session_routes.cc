#include "access/session_routes.h"

#include <algorithm>
#include <utility>

#include "access/authenticator_routes.h"
#include "access/team_json.h"

namespace throughline::access {
namespace {

constexpr std::size_t body_bytes_max = std::size_t{64} * 1024;

http::Response session_response(const http::Request& request, const SignedIn& signed_in) {
  http::Response response = http::json_response(codec::to_json(json_of(signed_in.session)));
  set_session_cookie(response, signed_in.token, request.secure);
  return response;
}

Result<http::Response> get_setup(Access& access) {
  TL_TRY_ASSIGN(const bool needed, access.setup_needed());
  TL_TRY_ASSIGN(const auto workspaces, access.all_workspaces());
  return http::json_response(
      codec::to_json(SetupStateJson{needed, workspaces.empty() ? "" : workspaces.front().name}));
}

Result<http::Response> complete_setup(Access& access, const http::Request& request) {
  TL_TRY(check_same_origin(request));
  TL_TRY_ASSIGN(const SetupJson form, codec::parse_as<SetupJson>(request.body));
  TL_TRY_ASSIGN(const SignedIn signed_in,
                access.complete_setup(
                    {form.token, form.name, form.email, form.password, form.workspace_name}));
  return session_response(request, signed_in);
}

http::Response too_many_attempts(const Error& error, std::int64_t wait_us) {
  http::Response response = http::problem(error);
  const std::int64_t seconds = (wait_us + us_per_second - 1) / us_per_second;
  response.headers.set("retry-after", std::to_string(std::max<std::int64_t>(1, seconds)));
  return response;
}

Result<http::Response> sign_in(Access& access, const http::Request& request) {
  TL_TRY(check_same_origin(request));
  TL_TRY_ASSIGN(const SignInJson form, codec::parse_as<SignInJson>(request.body));
  const auto signed_in = access.sign_in({form.email, form.password, request.remote_address,
                                         session_token_of(request), form.code.value_or("")});
  if (!signed_in && (signed_in.error().message == second_factor_needed ||
                     signed_in.error().message == second_factor_wrong)) {
    return http::problem_with_status(401, "second_factor_required", signed_in.error().message);
  }
  if (!signed_in && signed_in.error().code == ErrorCode::too_many) {
    return too_many_attempts(signed_in.error(),
                             access.sign_in_wait_us(form.email, request.remote_address));
  }
  TL_TRY_ASSIGN(const SignedIn session, signed_in);
  return session_response(request, session);
}

Result<http::Response> get_session(Access& access, const http::Request& request) {
  if (!request.actor.user) {
    return Error::forbidden("An API key has no session");
  }
  TL_TRY_ASSIGN(const auto session, access.find_session(session_token_of(request)));
  if (!session) {
    return Error::unauthenticated("This session has ended. Sign in again.");
  }
  return http::json_response(codec::to_json(json_of(*session)));
}

Result<http::Response> sign_out(Access& access, const http::Request& request) {
  TL_TRY(access.sign_out(session_token_of(request)));
  http::Response response = {.status = 204};
  clear_session_cookie(response, request.secure);
  return response;
}

Result<http::Response> change_password(Access& access, const http::Request& request) {
  if (!request.actor.user) {
    return Error::forbidden("An API key has no password");
  }
  TL_TRY_ASSIGN(const PasswordChangeJson form, codec::parse_as<PasswordChangeJson>(request.body));
  TL_TRY(access.change_password(request.actor, session_token_of(request), form.current_password,
                                form.new_password, request.remote_address));
  return http::Response{.status = 204};
}

Result<http::Response> get_invitation(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const InvitationView view, access.find_invitation(request.parameter("token")));
  return http::json_response(
      codec::to_json(InvitationJson{view.name, view.email, view.workspace_name}));
}

Result<http::Response> accept_invitation(Access& access, const http::Request& request) {
  TL_TRY(check_same_origin(request));
  TL_TRY_ASSIGN(const AcceptanceJson form, codec::parse_as<AcceptanceJson>(request.body));
  TL_TRY_ASSIGN(const SignedIn signed_in,
                access.accept_invitation(request.parameter("token"), form.password,
                                         session_token_of(request)));
  return session_response(request, signed_in);
}

// For anyone, and therefore small.
void add_post_for_anyone(http::Router& router, std::string pattern, http::Description description,
                         http::Handler handler) {
  router.add({.method = "POST",
              .pattern = std::move(pattern),
              .access = http::anyone(),
              .description = std::move(description),
              .handler = std::move(handler),
              .body_bytes_max = body_bytes_max});
}

void add_setup_routes(http::Router& router, Access& access) {
  router.get("/api/v1/setup", http::anyone(),
             {.summary = "Whether the first owner is still to be made.",
              .tag = "Team",
              .response_schema = "SetupState"},
             [&](const http::Request&) { return get_setup(access); });
  add_post_for_anyone(
      router, "/api/v1/setup",
      {.summary = "Make the first owner with the one-time token, and sign in.",
       .tag = "Team",
       .request_schema = "Setup",
       .response_schema = "Session"},
      [&](const http::Request& request) { return complete_setup(access, request); });
}

void add_invitation_routes(http::Router& router, Access& access) {
  router.get(
      "/api/v1/invitations/{token}", http::anyone(),
      {.summary = "Who is invited, and where to.", .tag = "Team", .response_schema = "Invitation"},
      [&](const http::Request& request) { return get_invitation(access, request); });
  add_post_for_anyone(
      router, "/api/v1/invitations/{token}",
      {.summary = "Accept an invitation by choosing a password, and sign in.",
       .tag = "Team",
       .request_schema = "Acceptance",
       .response_schema = "Session"},
      [&](const http::Request& request) { return accept_invitation(access, request); });
}

}  // namespace

void add_session_routes(http::Router& router, Access& access) {
  add_setup_routes(router, access);
  add_invitation_routes(router, access);
  add_post_for_anyone(router, "/api/v1/session",
                      {.summary = "Sign in. The answer sets the session's cookie.",
                       .tag = "Team",
                       .request_schema = "SignIn",
                       .response_schema = "Session"},
                      [&](const http::Request& request) { return sign_in(access, request); });
  router.get("/api/v1/session", http::signed_in(),
             {.summary = "Who is signed in, with which rights, and the CSRF token.",
              .tag = "Team",
              .response_schema = "Session"},
             [&](const http::Request& request) { return get_session(access, request); });
  router.remove("/api/v1/session", http::signed_in(),
                {.summary = "Sign out.", .tag = "Team", .status = 204},
                [&](const http::Request& request) { return sign_out(access, request); });
  router.patch("/api/v1/session/password", http::signed_in(),
               {.summary = "Change one's own password, which ends one's other sessions.",
                .tag = "Team",
                .request_schema = "PasswordChange",
                .status = 204},
               [&](const http::Request& request) { return change_password(access, request); });
}

}  // namespace throughline::access
