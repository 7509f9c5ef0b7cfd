// The OpenAPI document and its readable form, made from the routes themselves.
#pragma once

#include <string>

#include "codec/openapi.h"
#include "http/router.h"

namespace throughline::app {

// The document of all routes of the REST API and the tracking API that `router` has.
std::string make_openapi(const http::Router& router, const codec::Schemas& schemas);

// `document` outlives the router.
void add_openapi_routes(http::Router& router, const std::string& document);

}  // namespace throughline::app
