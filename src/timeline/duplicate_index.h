// DuplicateIndex: whether a source's message id was ever accepted. Exact, without a time window.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "timeline/position.h"

namespace throughline::storage {
class Transaction;
}

namespace throughline::timeline {

struct Seen {
  Position position = {};  // Of the accepted event.
  std::string payload_hash = {};
};

// Asked by units of work only.
class DuplicateIndex {
 public:
  virtual ~DuplicateIndex() = default;
  // Sees the events of this unit and of the units before it, committed or not.
  virtual Result<std::optional<Seen>> find_id(storage::Transaction& tx, SourceId source,
                                              std::string_view message_id) = 0;
};

}  // namespace throughline::timeline
