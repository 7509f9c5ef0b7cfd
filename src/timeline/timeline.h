// Timeline: the one entrance for events, and the one way to read them back.
//
// record() is the only function that appends an event: dedupe, resolve identity, append, inline
// reactors, all in the caller's unit of work. After the commit the duplicate index and the row
// lists take the group (SQLite; PostgreSQL has ordinary indexes), then followers and subscribers
// see it. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "event/event.h"
#include "storage/workspaces.h"

namespace throughline {
class Clock;
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
  EventSeq seq = {};  // Of the event, or of the one that it repeats.
  IdentifierId key_identifier = {};
  std::vector<std::string> decisions = {};  // In plain words, for the debugger and the event itself.
};

// Who an event belongs to. Declared here, implemented by people/, wired by app/.
struct Resolution {
  IdentifierId key_identifier = {};         // Zero: belongs to nobody.
  std::vector<std::string> decisions = {};  // Links made and refused, each with its reason.
};
class IdentityResolver {
 public:
  virtual ~IdentityResolver() = default;
  // Runs inside record(), before the append. May record identity events through `timeline`.
  virtual Result<Resolution> resolve(storage::Transaction& tx, const Draft& draft) = 0;
};

// Runs inside the unit that accepts the event, in the order of registration; may record further
// drafts (depth at most 8).
using Reactor =
    std::function<Result<void>(storage::Transaction&, const Draft&, const Recorded&)>;

// Follows the line behind the commits with its own cursor, which commits with its effects.
class Follower {
 public:
  virtual ~Follower() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  // `events` in position order; never empty.
  virtual Result<void> follow(storage::Transaction& tx, const std::vector<Event>& events) = 0;
};

// A place in the line that a reader can wait for: seq on SQLite, (xid, seq) on PostgreSQL.
struct Position {
  std::int64_t xid = 0;  // 0 on SQLite.
  std::int64_t seq = 0;
  auto operator<=>(const Position&) const = default;
};
std::string to_text(Position position);  // "seq" or "xid.seq".
Result<Position> parse_position(std::string_view text);

struct LineFilter {
  std::vector<EventKind> kinds = {};     // Empty: all.
  std::vector<Channel> channels = {};    // Empty: all.
  std::vector<std::string> names = {};   // Empty: all.
  std::optional<Time> from = {};         // Inclusive.
  std::optional<Time> until = {};        // Exclusive.
};

struct LineQuery {
  LineFilter filter = {};
  std::optional<LinePosition> before = {};  // Strictly older than this; newest first from there.
  std::optional<LinePosition> after = {};   // Strictly newer; then the page is oldest first.
  std::size_t limit = 50;                   // At most 500.
};
struct LinePage {
  std::vector<Event> events = {};  // Newest first, or oldest first with `after`.
  bool more = false;
};

// How many events there are per day, for jumping to a date.
struct DayCount {
  Date day = {};
  std::int64_t events = 0;
};

// Who sees events as they are committed. Called on a thread of the timeline; must be quick.
using Subscriber = std::function<void(const std::vector<std::shared_ptr<const Event>>&)>;

class Timeline {
 public:
  Timeline(storage::Workspaces& workspaces, Clock& clock);
  ~Timeline();

  // Wiring, before the first workspace opens.
  void set_identity_resolver(IdentityResolver& resolver);
  void add_reactor(Reactor reactor);
  void add_follower(std::unique_ptr<Follower> follower);

  // For other facades, inside their unit of work.
  Result<Recorded> record(storage::Transaction& tx, const Draft& draft);

  // The merged line of these key identifiers (one person's), in the total order.
  Result<LinePage> line(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers,
                        const LineQuery& query);
  // Every event of these identifiers that passes, oldest first, until `sink` fails.
  Result<void> each_event(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers,
                          const LineFilter& filter,
                          const std::function<Result<void>(const Event&)>& sink);
  Result<std::vector<DayCount>> density(storage::Transaction& tx,
                                        const std::vector<IdentifierId>& identifiers,
                                        const LineFilter& filter);
  struct Extent {
    std::int64_t events = 0;
    std::optional<Time> first = {};
    std::optional<Time> last = {};
  };
  Result<Extent> extent(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers);
  Result<Event> find_event(storage::Transaction& tx, EventSeq seq);

  // Positions. wait_for() waits until the record, and every follower if `followers`, has reached
  // `position`; Error::unavailable after 2 s.
  enum class Followers { none, all };
  Result<Position> position(WorkspaceId workspace);
  Result<void> wait_for(WorkspaceId workspace, Position position, Followers followers);

  // Live updates until the returned handle is destroyed.
  class Subscription;
  std::shared_ptr<Subscription> subscribe(WorkspaceId workspace, Subscriber subscriber);

  // Drops the derived indexes of a workspace and builds them again from the record.
  Result<void> rebuild(WorkspaceId workspace);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace throughline::timeline
