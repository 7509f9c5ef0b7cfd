// Import and export over HTTP.
#pragma once

#include "codec/openapi.h"
#include "http/router.h"
#include "transfer/transfer.h"

namespace throughline::transfer {

void add_transfer_routes(http::Router& router, codec::Schemas& schemas, Transfer& transfer);

}  // namespace throughline::transfer
