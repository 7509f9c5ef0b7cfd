// The Segment HTTP tracking API: /v1/{track,identify,page,screen,group,alias,batch}, the one-letter
// paths of its browser library, its pixel, and the settings document that the library starts with.
#pragma once

#include "collect/collect.h"
#include "http/router.h"

namespace throughline::collect {

void add_segment_routes(http::Router& router, Collect& collect);

}  // namespace throughline::collect
