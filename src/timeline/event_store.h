// The rows of the record: appending events and reading them back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "event/event.h"
#include "storage/database.h"
#include "timeline/line_index.h"
#include "timeline/position.h"
#include "timeline/positioned_event.h"
#include "timeline/recording.h"

namespace throughline::timeline {

// Stored in events.flags.
constexpr std::int64_t flag_server = 1;
constexpr std::int64_t flag_random_id = 2;
constexpr std::int64_t flag_erased = 4;

struct NewEvent {
  EventSeq seq = {};  // SQLite; PostgreSQL numbers by itself.
  IdentifierId key_identifier = {};
  std::int64_t name = 0;
  std::vector<std::string> notes = {};
};

// Gives the event's position, or nothing where PostgreSQL finds that another unit has just accepted
// the same id.
Result<std::optional<Position>> insert_event(storage::Transaction& tx, const Draft& draft,
                                             const NewEvent& event);

// The newest event that this transaction sees.
Result<EventSeq> newest_seq(storage::Transaction& tx);

// Error::not_found for a seq that is not there or whose event was erased.
Result<Event> find_event(storage::Transaction& tx, EventSeq seq);
// Those of `seqs` that are there and not erased, in the order of `seqs`.
Result<std::vector<Event>> find_events(storage::Transaction& tx, const std::vector<EventSeq>& seqs);

// In position order, after `after`, erased events too. On PostgreSQL only what
// lies below every transaction that is still open, so that nothing can appear before it later.
Result<std::vector<PositionedEvent>> events_after(storage::Transaction& tx, Position after,
                                                  std::size_t limit,
                                                  EventParts parts = EventParts::all);
// The other way: before it, the newest first, without the erased ones.
Result<std::vector<PositionedEvent>> events_before(storage::Transaction& tx, Position before,
                                                   std::size_t limit);
// In order of seq, those in (after, last] that this transaction sees, its own among them, but not
// the erased ones. The seq to go on from is that of the last row, erased or not.
struct RecordedEvents {
  std::vector<Event> events = {};
  EventSeq next = {};
  bool more = false;
};
Result<RecordedEvents> recorded_between(storage::Transaction& tx, EventSeq after, EventSeq last,
                                        std::size_t limit);
// The last position that events_after() would give.
Result<Position> last_position(storage::Transaction& tx);
// That of the newest event that this transaction sees, whoever may take it yet.
Result<Position> newest_position(storage::Transaction& tx);
// Whether what committed at `position` is seen by this transaction (PostgreSQL).
Result<bool> sees(storage::Transaction& tx, Position position);

// What the index keeps of the events in (after, last], without digests.
struct ErasableEntry {
  IndexEntry entry = {};
  bool erased = false;  // Then `message_id` is the digest.
};
Result<std::vector<ErasableEntry>> index_entries(storage::Transaction& tx, EventSeq after,
                                                 EventSeq last, std::size_t limit);

// The accepted event as JSON, to be compared with one that collided with it.
std::string to_payload(const Event& event);

}  // namespace throughline::timeline
