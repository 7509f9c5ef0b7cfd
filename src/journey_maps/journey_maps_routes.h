// The REST API of journey maps.
#pragma once

#include <functional>
#include <string>

#include "base/actor.h"
#include "base/result.h"
#include "codec/openapi.h"
#include "http/router.h"
#include "journey_maps/journey_maps.h"

namespace throughline::journey_maps {

// The people behind a figure as the API says them, with their names.
using PeopleAnswer =
    std::function<Result<std::string>(const Actor&, const journeys::PeopleBehind&)>;

// After the routes of journeys, whose PeopleBehind it answers with.
void add_journey_maps_routes(http::Router& router, codec::Schemas& schemas, JourneyMaps& maps,
                             const PeopleAnswer& people_answer);

}  // namespace throughline::journey_maps
