// Erasing: overwriting what the record holds of a person. The one exception to "never updated".
//
// What stays of an erased event is seq, source, the keyed digest of its message id, kind and time,
// so that duplicates stay duplicates. Functions run in the caller's unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "event/event.h"
#include "storage/database.h"

namespace throughline::timeline {

Result<void> erase_event(storage::Transaction& tx, std::string_view index_key, const Event& event);

// Writes the text members of `event` over those of the row with its seq.
Result<void> rewrite_event(storage::Transaction& tx, const Event& event);

struct EventName {
  std::int64_t id = 0;
  std::string name = {};
};
Result<std::vector<EventName>> all_names(storage::Transaction& tx);
Result<void> rename_events(storage::Transaction& tx, std::int64_t id, const std::string& name);

}  // namespace throughline::timeline
