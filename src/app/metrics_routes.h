// /metrics, for Prometheus.
#pragma once

#include "app/throughline.h"

namespace throughline::app {

// Open to everybody who reaches the server, or with a key where the configuration says so.
void add_metrics_routes(http::Router& router, Throughline& throughline);

}  // namespace throughline::app
