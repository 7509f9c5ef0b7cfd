// HTTP endpoints for API keys.
#pragma once

#include "access/access.h"
#include "http/router.h"

namespace throughline::access {

void add_key_routes(http::Router& router, Access& access);

}  // namespace throughline::access
