// The REST API of journeys: every question of the catalogue, with the people behind its figures.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "codec/openapi.h"
#include "http/router.h"
#include "journeys/journeys.h"

namespace throughline::journeys {

struct PersonRef {
  std::string id = {};
  std::optional<std::string> name = {};
};

// The people as they are called; who was erased meanwhile is left out.
using PeopleNames =
    std::function<Result<std::vector<PersonRef>>(const Actor&, const std::vector<ProfileId>&)>;

// As /people answers it.
Result<std::string> people_json(const PeopleBehind& found, const Actor& actor,
                                const PeopleNames& names);

void add_journeys_routes(http::Router& router, codec::Schemas& schemas, Journeys& journeys,
                         const PeopleNames& names);

}  // namespace throughline::journeys
