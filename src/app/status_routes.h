// Health, metrics and what this installation is.
#pragma once

#include "app/throughline.h"

namespace throughline::app {

void add_status_routes(http::Router& router, codec::Schemas& schemas, Throughline& throughline);

}  // namespace throughline::app
