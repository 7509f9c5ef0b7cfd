// HTTP endpoints that tell what happens as it happens, as server-sent events.
#pragma once

#include <memory>

#include "people/render_routes.h"

namespace throughline::people {

void add_live_routes(http::Router& router, codec::Schemas& schemas,
                     const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
