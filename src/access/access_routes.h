// All HTTP endpoints of this room: /api/v1/setup, session, invitations, users, keys and workspace.
#pragma once

#include "access/access.h"
#include "codec/openapi.h"
#include "http/router.h"

namespace throughline::access {

void add_access_routes(http::Router& router, codec::Schemas& schemas, Access& access);

}  // namespace throughline::access
