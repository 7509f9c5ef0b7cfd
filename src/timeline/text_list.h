// Lists of text as one JSON array, the way identifiers and notes are stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "event/identifier.h"

namespace throughline::timeline {

// Empty for an empty list.
std::string to_json(const std::vector<std::string>& texts);
// ["type","value","type","value"...]
std::string to_json(const std::vector<Identifier>& identifiers);

// What the functions above made. Anything else is a bug.
std::vector<std::string> texts_of(std::string_view json);
std::vector<Identifier> identifiers_of(std::string_view json);

}  // namespace throughline::timeline
