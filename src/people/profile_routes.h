// HTTP endpoints of one person: who she is, her identifiers, traits, line and accounts.
#pragma once

#include <memory>

#include "people/render_routes.h"

namespace throughline::people {

void add_profile_routes(http::Router& router, codec::Schemas& schemas,
                        const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
