// The REST API of dashboards.
#pragma once

#include "codec/openapi.h"
#include "http/router.h"

namespace throughline::dashboards {

class Dashboards;

void add_dashboard_routes(http::Router& router, codec::Schemas& schemas, Dashboards& dashboards);

}  // namespace throughline::dashboards
