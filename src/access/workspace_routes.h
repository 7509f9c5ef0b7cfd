// HTTP endpoints for the workspace's own settings.
#pragma once

#include "access/access.h"
#include "http/router.h"

namespace throughline::access {

void add_workspace_routes(http::Router& router, Access& access);

}  // namespace throughline::access
