// The REST API of drawing a journey map together.
#pragma once

#include "codec/openapi.h"
#include "http/router.h"
#include "journey_maps/journey_maps.h"

namespace throughline::journey_maps {

void add_map_live_routes(http::Router& router, codec::Schemas& schemas, JourneyMaps& maps);

}  // namespace throughline::journey_maps
