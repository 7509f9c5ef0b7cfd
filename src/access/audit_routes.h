// /api/v1/audit: who did what in this workspace.
#pragma once

#include "access/access.h"
#include "http/router.h"

namespace throughline::access {

void add_audit_routes(http::Router& router, Access& access);

}  // namespace throughline::access
