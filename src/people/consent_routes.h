// The REST API of consent and suppression.
#pragma once

#include <memory>

#include "people/consent_view.h"
#include "people/render_routes.h"

namespace throughline::people {

void add_consent_routes(http::Router& router, codec::Schemas& schemas,
                        const std::shared_ptr<PeopleApi>& api);

// For the export of a person.
ConsentView view_of(const Renderer& render, const ConsentStatement& said);
ConsentChangeView view_of(const ConsentChange& change);

}  // namespace throughline::people
