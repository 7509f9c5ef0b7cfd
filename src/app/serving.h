// Serving: an open Throughline behind its sockets, until it is told to stop.
#pragma once

#include <functional>
#include <string>

#include "app/throughline.h"

namespace throughline::app {

// What runs beside the server once it is ready: the demo's live events, for one. Called with the
// server's URL; what it returns is called before the server drains.
using Companion = std::function<std::function<void()>(Throughline&, const std::string& url)>;

// Listens, prints where, answers commands on the control socket, and returns after SIGTERM or
// SIGINT with everything answered and closed. The exit code of the process.
int serve(Throughline& throughline, const Companion& companion = {});

}  // namespace throughline::app
