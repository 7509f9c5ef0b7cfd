// Rules as JSON: the conditions of docs/api.md, and what segments add to them.
//
//   {"event": "Paid", "where": {...}, "count": {"is": "at_least", "value": 2}, "within_days": 30}
//   {"event": "Paid", "last": {"is": "not_within_days", "value": 30}}
//   {"sequence": [{"event": "Added"}, {"event": "Paid", "where": {...}}], "within_s": 3600,
//    "same": "cart_id"}
//   {"event": "Added", "not_followed_by": {"event": "Paid"}, "within_s": 3600}
//   {"segment": "segment_..."}
//
// Steps and person tests are numbered in the order in which they are written.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "segments/rule.h"

namespace throughline::segments {

// Error::invalid says which part is wrong and what would be right.
Result<Rule> parse_rule(std::string_view json);

std::string to_json(const Rule& rule);

}  // namespace throughline::segments
