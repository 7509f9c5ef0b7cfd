// The REST API of people: profiles, their lines, accounts, and the rules of identity.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/actor.h"
#include "codec/openapi.h"
#include "http/router.h"
#include "people/people.h"
#include "people/person_view.h"

namespace throughline::people {

// Public ids and names of sources, which belong to a room above this one.
using SourceRefs = std::function<Result<std::map<SourceId, SourceRef>>(const Actor&)>;

void add_people_routes(http::Router& router, codec::Schemas& schemas, People& people,
                       SourceRefs source_refs);

}  // namespace throughline::people
