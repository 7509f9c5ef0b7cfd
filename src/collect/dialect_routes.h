// The paths of other products' clients, each translated by its dialect and then collected like any
// other message.
#pragma once

#include "collect/collect.h"
#include "http/router.h"

namespace throughline::collect {

void add_dialect_routes(http::Router& router, Collect& collect);

}  // namespace throughline::collect
