// Reading the record from a place on, for who folds all of it outside the database.
//
// A follower (recording.h) commits its place with its effects; who reads here keeps the place
// itself, and must be able to begin anew. Thread-safe; the functions with a transaction are for
// inside a unit of work or a read.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/database.h"
#include "timeline/position.h"
#include "timeline/positioned_event.h"
#include "timeline/recording.h"

namespace throughline {
class Signal;
}

namespace throughline::timeline {

// Random, and never the same for two records: a place that is kept elsewhere goes with it.
Result<std::string> record_name(storage::Transaction& tx);

// In position order, after `after`, erased events too. On PostgreSQL only what lies below every
// transaction that is still open, so that nothing can appear before it later.
Result<std::vector<PositionedEvent>> record_after(storage::Transaction& tx, Position after,
                                                  std::size_t limit, EventParts parts);

// The properties or the context, JSON, of each kept event with seq in [first, last) that this
// transaction sees and that has any; any order.
enum class EventJson { properties, context };
using EventJsonSink = std::function<void(EventSeq seq, const std::string& json)>;
Result<void> each_json(storage::Transaction& tx, EventJson which, EventSeq first, EventSeq last,
                       const EventJsonSink& sink);

// Where the event stands on its line, erased or not.
Result<LinePosition> line_position_of(storage::Transaction& tx, EventSeq seq);

// 16 bytes that stand for this record up to this event: they differ for another record, and for
// another history of this one. Error::not_found where there is no such event.
Result<std::string> fingerprint_of(storage::Transaction& tx, EventSeq seq);

// Raised after commits of this process. Lives as long as the database.
Signal& record_changed(storage::Database& database);

}  // namespace throughline::timeline
