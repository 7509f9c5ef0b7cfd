#include "access/key_routes.h"

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
  TL_TRY_ASSIGN(const NewApiKey created,
                access.create_api_key(request.actor, form.name, form.role));
  return http::json_response(
      codec::to_json(CreatedApiKeyJson{json_of(created.key), created.secret}), 201);
}

Result<http::Response> revoke_key(Access& access, const http::Request& request) {
  const auto id = parse_public_id("key", request.parameter("key"));
  if (!id) {
    return Error::not_found("No such key");
  }
  TL_TRY_ASSIGN(const ApiKey key, access.find_api_key(request.actor, ApiKeyId{id->key}));
  if (key.created_at.us / us_per_ms != id->created_ms) {
    return Error::not_found("No such key");
  }
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
  router.remove(
      "/api/v1/keys/{key}", needed,
      {.summary = "Revoke an API key, from the next request on.", .tag = "Team", .status = 204},
      [&](const http::Request& request) { return revoke_key(access, request); });
}

}  // namespace throughline::access
