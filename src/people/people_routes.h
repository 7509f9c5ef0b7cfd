// The REST API of people: profiles, their lines, accounts, and the rules of identity.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "base/actor.h"
#include "codec/openapi.h"
#include "http/router.h"
#include "people/people.h"
#include "people/person_view.h"

namespace throughline::people {

// Public ids and names of sources, which belong to a room above this one.
using SourceRefs = std::function<Result<std::map<SourceId, SourceRef>>(const Actor&)>;

// Counted by a room above this one, which may not know; then this room counts.
using PeopleByEventOf = std::function<PeopleByEvent(const Actor&)>;

struct PeopleApi;

void add_people_routes(http::Router& router, codec::Schemas& schemas,
                       const std::shared_ptr<PeopleApi>& api);

}  // namespace throughline::people
