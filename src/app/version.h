// The version of this program.
#pragma once

#include <string_view>

namespace throughline::app {

constexpr std::string_view version = TL_VERSION;

}  // namespace throughline::app
