// The REST API of destinations, of what became of events there, and of replays.
#pragma once

#include "channels/channels.h"
#include "codec/openapi.h"
#include "http/router.h"

namespace throughline::channels {

void add_destination_routes(http::Router& router, codec::Schemas& schemas, Channels& channels);

}  // namespace throughline::channels
