// Journey maps as text for a terminal. Pure.
#pragma once

#include <string>

#include "codec/json_view.h"

namespace throughline::app {

// {"items": [...]}
std::string maps_table(codec::JsonView answer);
// The API's overlay: stages, conformance, the commonest deviations.
std::string map_overlay_table(codec::JsonView answer);

}  // namespace throughline::app
