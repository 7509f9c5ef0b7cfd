// What recording an event needs and gives: outcomes, and the interfaces of the rooms above that
// take part. Values and interfaces only.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "event/event.h"
#include "timeline/position.h"

namespace throughline::storage {
class Transaction;
}

namespace throughline::timeline {

// What became of a draft.
enum class Outcome {
  accepted,
  repeated,  // The same id with an equal payload: counted once, long ago.
  collided,  // The same id with another payload: kept as a dead letter `id_collision`.
  refused    // The identity resolver refused it (an erased person): kept as a dead letter.
};
std::string_view name_of(Outcome outcome);

struct Recorded {
  Outcome outcome = Outcome::accepted;
  EventSeq seq = {};       // Of the event, or of the one that it repeats or collides with.
  Position position = {};  // Of that event. Reached once the unit has committed.
  IdentifierId key_identifier = {};  // Where accepted.
  std::string reason = {};           // Where refused, as a dead letter's reason.
  bool forgotten = false;            // Refused, and nothing of it may be kept anywhere.
  std::vector<std::string> decisions =
      {};  // In plain words, for the debugger and the event itself.
};

// Events as the drafts that they were accepted as.
struct PositionedDraft {
  Position position = {};
  IdentifierId key_identifier = {};
  Draft draft = {};
};
struct DraftPage {
  std::vector<PositionedDraft> drafts = {};
  Position reached = {};
};

// Who an event belongs to. Implemented by people/, wired by app/.
struct Resolution {
  IdentifierId key_identifier = {};         // Zero: belongs to nobody.
  std::vector<std::string> decisions = {};  // Links made and refused, each with its reason.
  std::string refused =
      {};                  // Not empty: why this event may not be kept, as a dead letter's reason.
  bool forgotten = false;  // Refused, and nothing of it is kept but that it was counted.
};
class IdentityResolver {
 public:
  virtual ~IdentityResolver() = default;
  // Runs inside record(), before the append. May record identity events through `timeline`.
  virtual Result<Resolution> resolve(storage::Transaction& tx, const Draft& draft) = 0;
};

// Runs inside the unit that accepts the event, in the order of registration; may record further
// drafts (depth at most `reactor_depth_max`).
using Reactor = std::function<Result<void>(storage::Transaction&, const Draft&, const Recorded&)>;
constexpr int reactor_depth_max = 8;

// How much of an event is read. outline: a track, page or screen comes without identifiers, notes,
// properties, context, integrations and extra.
enum class EventParts { outline, all };

// Follows the line behind the commits with its own cursor, which commits with its effects.
class Follower {
 public:
  virtual ~Follower() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  // What follow() needs of its events; it may get more.
  [[nodiscard]] virtual EventParts parts() const { return EventParts::all; }
  // `events` in position order; never empty. May run again after an error: all that it writes goes
  // through `tx`. An event that fails twice alone is kept as a dead letter `follower_failed`.
  virtual Result<void> follow(storage::Transaction& tx, std::span<const Event> events) = 0;
};

}  // namespace throughline::timeline
