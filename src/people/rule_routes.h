// HTTP endpoints of the rules of identity and of survivorship.
#pragma once

#include <memory>

#include "people/render_routes.h"

namespace throughline::people {

void add_rule_routes(http::Router& router, codec::Schemas& schemas,
                     const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
