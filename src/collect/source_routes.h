// The REST API of sources, their live debugger and their dead letters.
#pragma once

#include "codec/openapi.h"
#include "collect/collect.h"
#include "http/router.h"

namespace throughline::collect {

void add_source_routes(http::Router& router, codec::Schemas& schemas, Collect& collect);

}  // namespace throughline::collect
