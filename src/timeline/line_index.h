// LineIndex: what is derived from the record so that ids and lines are found: the duplicate index
// and the row lists of one workspace.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "event/event.h"
#include "timeline/duplicate_index.h"
#include "timeline/row_lists.h"

namespace throughline::timeline {

// What the index keeps of an event.
struct IndexEntry {
  EventSeq seq = {};
  SourceId source = {};
  std::string message_id = {};
  std::string digest = {};  // Of the id; the index fills it in.
  std::string payload_hash = {};
  IdentifierId key_identifier = {};
  Time occurred_at = {};
  std::int64_t sequence = 0;
  EventKind kind = EventKind::track;
  Channel channel = Channel::server;
  std::int64_t name = 0;
};

class LineIndex : public DuplicateIndex, public RowLists {
 public:
  // Notes an event of this unit: known to find_id() at once, to everything after the commit, and to
  // nothing if the unit rolls back.
  virtual Result<void> add(storage::Transaction& tx, IndexEntry entry) = 0;
  // How many events of the record this does not hold as they are, and rows that it holds too many.
  virtual Result<std::int64_t> differences(storage::Transaction& tx) = 0;
  // Takes the rows of these identifiers, whose events were erased, out of the files, without a
  // trace and without reading what belongs to others. Not from a body.
  virtual Result<void> forget(const std::vector<IdentifierId>& identifiers) = 0;
  // Builds everything again from the record. Blocks writers only at the end. Not from a body.
  virtual Result<void> rebuild() = 0;
};

}  // namespace throughline::timeline
