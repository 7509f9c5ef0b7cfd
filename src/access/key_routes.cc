#include "access/key_routes.h"

#include <algorithm>

#include "access/team_json.h"
#include "event/public_id.h"

namespace throughline::access {
namespace {

Result<http::Response> list_keys(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const std::vector<ApiKey> keys, access.api_keys(request.actor));
  ApiKeyListJson list = {.total = static_cast<std::int64_t>(keys.size())};
  for (const ApiKey& key : keys) {
    list.items.push_back(json_of(key));
  }
  return http::json_response(codec::to_json(list));
}

Result<http::Response> create_key(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const NewApiKeyJson form, codec::parse_as<NewApiKeyJson>(request.body));
  ApiKeyForm key = {.name = form.name, .role = form.role, .expires_at = form.expires_at};
  for (const std::string& name : form.scopes.value_or(std::vector<std::string>())) {
    TL_TRY_ASSIGN(const Right right, parse_right(name));
    key.scopes.push_back(right);
  }
  TL_TRY_ASSIGN(const NewApiKey created, access.create_api_key(request.actor, key));
  return http::json_response(
      codec::to_json(CreatedApiKeyJson{json_of(created.key), created.secret}), 201);
}

Result<ApiKey> named_key(Access& access, const http::Request& request) {
  const auto id = parse_public_id("key", request.parameter("key"));
  if (!id) {
    return Error::not_found("No such key");
  }
  TL_TRY_ASSIGN(ApiKey key, access.find_api_key(request.actor, ApiKeyId{id->key}));
  if (key.created_at.us / us_per_ms != id->created_ms) {
    return Error::not_found("No such key");
  }
  return key;
}

Result<http::Response> rotate_key(Access& access, const http::Request& request) {
  constexpr std::int64_t overlap_hours = 24;
  TL_TRY_ASSIGN(const ApiKey key, named_key(access, request));
  TL_TRY_ASSIGN(const RotationJson form, codec::parse_as<RotationJson>(request.body));
  const std::int64_t hours =
      std::clamp<std::int64_t>(form.overlap_hours.value_or(overlap_hours), -1, us_per_hour);
  TL_TRY_ASSIGN(const NewApiKey rotated,
                access.rotate_api_key(request.actor, key.id, hours * us_per_hour));
  return http::json_response(
      codec::to_json(CreatedApiKeyJson{json_of(rotated.key), rotated.secret}));
}

Result<http::Response> revoke_key(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const ApiKey key, named_key(access, request));
  TL_TRY(access.revoke_api_key(request.actor, key.id));
  return http::Response{.status = 204};
}

}  // namespace

void add_key_routes(http::Router& router, Access& access) {
  const http::Access needed = http::with_right(Right::manage_keys);
  router.get("/api/v1/keys", needed,
             {.summary = "The API keys of the workspace, without their secrets.",
              .tag = "Team",
              .response_schema = "ApiKeyList"},
             [&](const http::Request& request) { return list_keys(access, request); });
  router.post("/api/v1/keys", needed,
              {.summary = "Make an API key with a role's rights. Its secret is shown once.",
               .tag = "Team",
               .request_schema = "NewApiKey",
               .response_schema = "CreatedApiKey",
               .status = 201,
               .secret = true},
              [&](const http::Request& request) { return create_key(access, request); });
  router.post("/api/v1/keys/{key}/rotate", needed,
              {.summary = "Give an API key a new secret; the former one goes on for a while.",
               .tag = "Team",
               .request_schema = "Rotation",
               .response_schema = "CreatedApiKey"},
              [&](const http::Request& request) { return rotate_key(access, request); });
  router.remove(
      "/api/v1/keys/{key}", needed,
      {.summary = "Revoke an API key, from the next request on.", .tag = "Team", .status = 204},
      [&](const http::Request& request) { return revoke_key(access, request); });
}

}  // namespace throughline::access
