// The answers of questions about journeys as text for a terminal: tables, bars, sparklines. Pure.
#pragma once

#include <string>
#include <string_view>

#include "codec/json_view.h"

namespace throughline::app {

// `question` and `answer` as the API has them. The answer's own text for a question that has no
// table.
std::string journey_table(std::string_view name, codec::JsonView question, codec::JsonView answer);
// How the answer came about.
std::string explanation_text(codec::JsonView answer);
// Who is behind a cell.
std::string people_table(codec::JsonView answer);

}  // namespace throughline::app
