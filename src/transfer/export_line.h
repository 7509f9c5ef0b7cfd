// The lines of a whole export: one JSON object each, from which everything can be made again. Pure.
//
//   {"throughline_export":1,...}  first; then rules, sources, events, decisions; {"end":{...}}
//   last.
// docs/formats/export.md describes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "codec/json_view.h"
#include "event/event.h"

namespace throughline::transfer {

// Events that are made again by themselves when the others are: who became one person, and when
// rules began to hold.
bool is_derived(EventKind kind);

// The draft that `event` was accepted as. Times, clock and hash are those of the first acceptance.
std::string event_line(const Draft& event);
// `event`: the member of that name. The source is the number that the exporting side knew it by.
Result<Draft> parse_event(codec::JsonView event);

}  // namespace throughline::transfer
