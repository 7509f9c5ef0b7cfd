// The REST API of personas.
#pragma once

#include "codec/openapi.h"
#include "http/router.h"
#include "segments/segments.personas.h"
#include "segments/segments_routes.h"

namespace throughline::segments {

// `personas` must outlive the router.
void add_persona_routes(http::Router& router, codec::Schemas& schemas, Personas& personas,
                        Segments& segments, const PersonNames& names);

}  // namespace throughline::segments
