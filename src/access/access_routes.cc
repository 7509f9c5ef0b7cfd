#include "access/access_routes.h"

#include "access/audit_routes.h"
#include "access/factor_routes.h"
#include "access/key_routes.h"
#include "access/session_routes.h"
#include "access/team_json.h"
#include "access/user_routes.h"
#include "access/workspace_routes.h"

namespace throughline::access {

void add_access_routes(http::Router& router, codec::Schemas& schemas, Access& access) {
  add_team_schemas(schemas);
  add_session_routes(router, access);
  add_user_routes(router, access);
  add_key_routes(router, access);
  add_workspace_routes(router, access);
  add_factor_routes(router, access);
  add_audit_routes(router, access);
}

}  // namespace throughline::access
