// The web application: its files, and index.html for every path that is a page of it.
#pragma once

#include <string>

#include "http/router.h"

namespace throughline::app {

// From `web_directory` where it is not empty, else from the binary.
void add_ui_routes(http::Router& router, const std::string& web_directory);

}  // namespace throughline::app
