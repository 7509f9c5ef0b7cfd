// The web application's files, embedded in the binary or read from a folder while developing.
#pragma once

#include <map>
#include <string_view>

namespace throughline::app {

// By path below web/app/dist, such as "index.html"; empty in a build without the UI.
const std::map<std::string_view, std::string_view>& embedded_assets();

}  // namespace throughline::app
