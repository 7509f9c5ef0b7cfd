// HTTP endpoints for set-up, sessions, invitations and one's own password.
#pragma once

#include "access/access.h"
#include "http/router.h"

namespace throughline::access {

void add_session_routes(http::Router& router, Access& access);

}  // namespace throughline::access
