// The REST API of decisions about identity: unmerging, values held for review, what rules would do.
#pragma once

#include <memory>

#include "people/render_routes.h"

namespace throughline::people {

void add_decision_routes(http::Router& router, codec::Schemas& schemas,
                         const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
