// The books of the countries, one per file in places/, as country.cc reads them.
#pragma once

#include <string_view>

namespace throughline::demo::places {

extern const std::string_view brazil;
extern const std::string_view egypt;
extern const std::string_view france;
extern const std::string_view germany;
extern const std::string_view india;
extern const std::string_view israel;
extern const std::string_view japan;
extern const std::string_view poland;
extern const std::string_view spain;
extern const std::string_view sweden;
extern const std::string_view united_kingdom;
extern const std::string_view united_states;

}  // namespace throughline::demo::places
