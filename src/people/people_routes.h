// The REST API of people: profiles, their lines, accounts, and the rules of identity.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/actor.h"
#include "codec/openapi.h"
#include "http/router.h"
#include "people/people.h"

namespace throughline::people {

// Names of sources, which belong to a room above this one.
using SourceNames = std::function<Result<std::map<SourceId, std::string>>(const Actor&)>;

void add_people_routes(http::Router& router, codec::Schemas& schemas, People& people,
                       SourceNames source_names);

}  // namespace throughline::people
