// HTTP endpoints of the people list, of what conditions can be about, and of accounts.
#pragma once

#include <memory>

#include "people/render_routes.h"

namespace throughline::people {

void add_people_list_routes(http::Router& router, codec::Schemas& schemas,
                            const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
