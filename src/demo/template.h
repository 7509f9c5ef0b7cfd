// Templates: texts with places to fill, such as "Order {order} is late".
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace throughline::demo {

using Filling = std::pair<std::string_view, std::string_view>;

// The text with every {name} of `fillings` replaced; other braces stay.
std::string filled(std::string_view text, std::initializer_list<Filling> fillings);

}  // namespace throughline::demo
