// The REST API of likely duplicates: searches, pairs side by side, and decisions.
#pragma once

#include "codec/openapi.h"
#include "http/router.h"
#include "people/people.duplicates.h"

namespace throughline::people {

void add_duplicate_routes(http::Router& router, codec::Schemas& schemas, People& people,
                          Duplicates& duplicates);

}  // namespace throughline::people
