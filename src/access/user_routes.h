// HTTP endpoints for the users of a workspace.
#pragma once

#include "access/access.h"
#include "http/router.h"

namespace throughline::access {

void add_user_routes(http::Router& router, Access& access);

}  // namespace throughline::access
