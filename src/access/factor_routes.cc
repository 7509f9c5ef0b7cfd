#include "access/factor_routes.h"

#include "access/team_json.h"

namespace throughline::access {
namespace {

Result<void> check_is_user(const http::Request& request) {
  return request.actor.user ? Result<void>()
                            : Result<void>(Error::forbidden("An API key has no second factor"));
}

Result<http::Response> get_factor(Access& access, const http::Request& request) {
  TL_TRY(check_is_user(request));
  TL_TRY_ASSIGN(const SecondFactorState state, access.second_factor(request.actor));
  return http::json_response(codec::to_json(SecondFactorJson{state.enabled, state.recovery_codes}));
}

Result<http::Response> begin_factor(Access& access, const http::Request& request) {
  TL_TRY(check_is_user(request));
  TL_TRY_ASSIGN(const PasswordJson form, codec::parse_as<PasswordJson>(request.body));
  TL_TRY_ASSIGN(const NewSecondFactor made,
                access.begin_second_factor(request.actor, form.password, request.remote_address));
  return http::json_response(codec::to_json(NewSecondFactorJson{made.secret, made.uri}), 201);
}

Result<http::Response> confirm_factor(Access& access, const http::Request& request) {
  TL_TRY(check_is_user(request));
  TL_TRY_ASSIGN(const FactorCodeJson form, codec::parse_as<FactorCodeJson>(request.body));
  TL_TRY_ASSIGN(auto codes,
                access.confirm_second_factor(request.actor, form.code, request.remote_address));
  return http::json_response(codec::to_json(RecoveryCodesJson{std::move(codes)}));
}

Result<http::Response> remove_factor(Access& access, const http::Request& request) {
  TL_TRY(check_is_user(request));
  TL_TRY_ASSIGN(const PasswordJson form, codec::parse_as<PasswordJson>(request.body));
  TL_TRY(access.remove_second_factor(request.actor, form.password, request.remote_address));
  return http::Response{.status = 204};
}

}  // namespace

void add_factor_routes(http::Router& router, Access& access) {
  router.get("/api/v1/session/second-factor", http::signed_in(),
             {.summary = "Whether signing in asks for an authenticator's code.",
              .tag = "Team",
              .response_schema = "SecondFactor"},
             [&](const http::Request& request) { return get_factor(access, request); });
  router.post("/api/v1/session/second-factor", http::signed_in(),
              {.summary = "Begin to add an authenticator. Its secret is shown once.",
               .tag = "Team",
               .request_schema = "Password",
               .response_schema = "NewSecondFactor",
               .status = 201},
              [&](const http::Request& request) { return begin_factor(access, request); });
  router.post("/api/v1/session/second-factor/confirm", http::signed_in(),
              {.summary = "Confirm it with a code. The recovery codes are shown once.",
               .tag = "Team",
               .request_schema = "FactorCode",
               .response_schema = "RecoveryCodes"},
              [&](const http::Request& request) { return confirm_factor(access, request); });
  router.post("/api/v1/session/second-factor/remove", http::signed_in(),
              {.summary = "Sign in with the password alone from now on.",
               .tag = "Team",
               .request_schema = "Password",
               .status = 204},
              [&](const http::Request& request) { return remove_factor(access, request); });
}

}  // namespace throughline::access
