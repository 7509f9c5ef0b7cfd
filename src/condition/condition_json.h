// Conditions as JSON: {"and": [{"trait": "plan", "is": "equals", "value": "pro"}, ...]}.
//
// The shape is documented in docs/api.md and is the only one: the UI, the API and what is stored
// use it alike.
#pragma once

#include <string>

#include "base/result.h"
#include "codec/json_view.h"
#include "condition/condition.h"

namespace throughline::condition {

// Error::invalid says which part is wrong and what would be right.
Result<Condition> parse_condition(codec::JsonView json);
Result<Condition> parse_condition(std::string_view text);

std::string to_json(const Condition& condition);

}  // namespace throughline::condition
