// Timeline: the one entrance for events, and the one way to read them back.
//
// record() is the only function that appends an event: dedupe, resolve identity, append, inline
// reactors, all in the caller's unit of work. After the commit the duplicate index and the row
// lists take the group (SQLite; PostgreSQL has ordinary indexes), then followers and subscribers
// see it. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "event/event.h"
#include "storage/workspaces.h"
#include "timeline/dead_letter.h"
#include "timeline/line.h"
#include "timeline/options.h"
#include "timeline/position.h"
#include "timeline/recording.h"

namespace throughline {
class Clock;
}

namespace throughline::timeline {

// Who sees events once they are committed, in position order and each once. Called on a thread of
// the timeline; must be quick.
using Subscriber = std::function<void(const std::vector<std::shared_ptr<const Event>>&)>;

class Timeline {
 public:
  // Both must outlive this.
  Timeline(storage::Workspaces& workspaces, Clock& clock, const TimelineOptions& options = {});
  ~Timeline();
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  // Wiring, before the first workspace opens.
  void set_identity_resolver(IdentityResolver& resolver);
  void add_reactor(Reactor reactor);
  void add_follower(std::unique_ptr<Follower> follower);
  // Ends following and live updates for good. A room whose follower uses it calls this before it
  // goes; nothing is recorded afterwards.
  void stop();

  // For other facades, inside their unit of work.
  Result<Recorded> record(storage::Transaction& tx, const Draft& draft);

  // The merged line of these key identifiers (one person's), in the total order.
  Result<LinePage> line(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers,
                        const LineQuery& query);
  // Every event of these identifiers that passes, oldest first, until `sink` fails.
  Result<void> each_event(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers,
                          const LineFilter& filter,
                          const std::function<Result<void>(const Event&)>& sink);
  // Every event of the record that this transaction sees, its own and its group's among them, in
  // order of seq: for folding everything again. What `sink` records meanwhile is not walked.
  Result<void> each_recorded(storage::Transaction& tx,
                             const std::function<Result<void>(const Event&)>& sink);
  Result<std::vector<DayCount>> density(storage::Transaction& tx,
                                        const std::vector<IdentifierId>& identifiers,
                                        const LineFilter& filter);
  using Extent = timeline::Extent;
  Result<Extent> extent(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers);
  Result<Event> find_event(storage::Transaction& tx, EventSeq seq);
  // Everybody's events as they were recorded, newest first, below `before` or from the end; at most
  // 500. On PostgreSQL those below the oldest open transaction, so that pages miss nothing.
  Result<LatestPage> latest(storage::Transaction& tx, const std::optional<Position>& before,
                            std::size_t limit);
  // Everything that was accepted, in position order, for taking it out. See draft_store.h.
  Result<DraftPage> drafts_after(storage::Transaction& tx, Position after, std::size_t limit);

  // Dead letters, inside the caller's unit of work. See dead_letter.h.
  Result<void> keep_dead_letter(storage::Transaction& tx, const Refusal& refusal);
  Result<std::vector<DeadLetter>> dead_letters(storage::Transaction& tx,
                                               const DeadLetterQuery& query);
  Result<std::vector<DeadLetterCount>> dead_letter_counts(storage::Transaction& tx);
  // How many letters of a source there are now.
  Result<std::int64_t> dead_letters_kept(storage::Transaction& tx, SourceId source);
  Result<DeadLetter> find_dead_letter(storage::Transaction& tx, DeadLetterId id);
  Result<void> remove_dead_letter(storage::Transaction& tx, DeadLetterId id);
  Result<void> mark_dead_letter_replayed(storage::Transaction& tx, DeadLetterId id);

  // Erasing a person, inside the caller's unit. What stays of her events keeps duplicates
  // duplicates; they are on no line and in no figure afterwards. Returns how many there were.
  Result<std::int64_t> erase_events(storage::Transaction& tx,
                                    const std::vector<IdentifierId>& identifiers);
  // Every kept event above `after`, in the order of arrival, whoever it belongs to.
  Result<void> each_recorded_after(storage::Transaction& tx, EventSeq after,
                                   const std::function<Result<void>(const Event&)>& sink);
  // Those up to `last` in whose stored texts `says` finds something, in ascending order. It is
  // called from many threads. Opens its own reads.
  Result<std::vector<EventSeq>> events_saying(WorkspaceId workspace, EventSeq last,
                                              const std::function<bool(std::string_view)>& says);
  // Writes the text members of a kept event anew.
  Result<void> rewrite_event(storage::Transaction& tx, const Event& event);
  // Gives every event's name to `rename`, which answers a new one where it must change.
  using Rename = std::function<std::optional<std::string>(const std::string&)>;
  Result<std::int64_t> rename_events(storage::Transaction& tx, const Rename& rename);
  Result<EventSeq> newest_event(storage::Transaction& tx);
  // After the commit of such a unit, and not from a body: takes what was erased out of the derived
  // files. Where it is not known any more whose that was, `rebuild` does it.
  Result<void> forget_erased(WorkspaceId workspace, const std::vector<IdentifierId>& identifiers);

  // Opens a workspace and lets its followers catch up. Happens by itself with the first event.
  Result<void> start(WorkspaceId workspace);

  // Positions. wait_for() waits until the record, and every follower if `followers`, has reached
  // `position`; Error::unavailable after 2 s.
  enum class Followers { none, all };
  // position() is that of the newest event that every reader may take (PostgreSQL: below the oldest
  // open transaction); Recorded::position is the event's own.
  Result<Position> position(WorkspaceId workspace);
  // That of the newest event that has committed, for whom asks to see at least what was written;
  // on PostgreSQL a reader may have to wait for it.
  Result<Position> written_position(WorkspaceId workspace);
  // That of the newest event that had committed when this was called, once every reader may take
  // it; Error::unavailable after half a minute.
  Result<Position> settled_position(WorkspaceId workspace);
  Result<void> wait_for(WorkspaceId workspace, Position position, Followers followers);

  // Live updates of what commits from now on, until the returned handle is destroyed, which waits
  // for a call that is under way and so must not happen inside one.
  class Subscription;
  Result<std::shared_ptr<Subscription>> subscribe(WorkspaceId workspace, Subscriber subscriber);

  // How many events of the record the derived indexes hold wrongly or not at all.
  Result<std::int64_t> index_differences(storage::Transaction& tx);
  // Drops the derived indexes of a workspace and builds them again from the record.
  Result<void> rebuild(WorkspaceId workspace);

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace throughline::timeline
