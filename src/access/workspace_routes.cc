#include "access/workspace_routes.h"

#include "access/team_json.h"

namespace throughline::access {
namespace {

http::Response settings_response(const WorkspaceSettings& settings) {
  return http::json_response(codec::to_json(WorkspaceJson{settings.name, settings.time_zone}));
}

Result<http::Response> get_workspace(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const WorkspaceSettings settings, access.settings(request.actor));
  return settings_response(settings);
}

Result<http::Response> change_workspace(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const WorkspaceChangeJson change,
                codec::parse_as<WorkspaceChangeJson>(request.body));
  TL_TRY_ASSIGN(const WorkspaceSettings settings,
                access.change_settings(request.actor, {change.name, change.time_zone}));
  return settings_response(settings);
}

}  // namespace

void add_workspace_routes(http::Router& router, Access& access) {
  router.get("/api/v1/workspace", http::signed_in(),
             {.summary = "The workspace's name and time zone.",
              .tag = "Team",
              .response_schema = "Workspace"},
             [&](const http::Request& request) { return get_workspace(access, request); });
  router.patch("/api/v1/workspace", http::with_right(Right::manage_workspace),
               {.summary = "Change the workspace's name or time zone.",
                .tag = "Team",
                .request_schema = "WorkspaceChange",
                .response_schema = "Workspace"},
               [&](const http::Request& request) { return change_workspace(access, request); });
}

}  // namespace throughline::access
