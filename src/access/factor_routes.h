// /api/v1/session/second-factor: one's own authenticator.
#pragma once

#include "access/access.h"
#include "http/router.h"

namespace throughline::access {

void add_factor_routes(http::Router& router, Access& access);

}  // namespace throughline::access
