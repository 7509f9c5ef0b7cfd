// The REST API of erasing, suppressing and taking out one person's data.
#pragma once

#include <memory>

#include "people/render_routes.h"

namespace throughline::people {

void add_erasure_routes(http::Router& router, codec::Schemas& schemas,
                        const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
