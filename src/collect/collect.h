// The collect room as others see it: sources, and the one pipeline that every dialect feeds.
//
// A request's items are read on the caller's thread, queued as one unit of work, and answered when
// the unit has committed; no worker waits. One bad item never fails the others: it becomes a dead
// letter with its reason. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/actor.h"
#include "base/guarded.h"
#include "base/result.h"
#include "codec/json_view.h"
#include "collect/decision_log.h"
#include "collect/message.h"
#include "collect/source.h"
#include "timeline/timeline.h"

namespace throughline {
class Clock;
class Random;
}  // namespace throughline
namespace throughline::access {
class Access;
}
namespace throughline::people {
class People;
}
namespace throughline::storage {
class Transaction;
class Workspaces;
}  // namespace throughline::storage

namespace throughline::collect {

// A source that a request's key has opened.
struct OpenSource {
  WorkspaceId workspace = {};
  Source source = {};
};

struct Report;
// What else commits with an intake's items, after them; may run again.
using Beside = std::function<Result<void>(storage::Transaction&, const Report&)>;

// What a request carries, whatever its dialect, or a piece of a file. Views point into `document`.
struct Intake {
  std::shared_ptr<const codec::JsonDocument> document = {};
  std::vector<codec::JsonView> items = {};
  std::optional<EventKind> kind = {};  // From the path; none in a batch.
  codec::JsonView context = {};
  codec::JsonView integrations = {};
  codec::JsonView sent_at = {};
  Time received = {};
  bool from_file = false;
  std::vector<std::int64_t> sequences = {};  // Of the items that say none; empty: all 0.
  Beside beside = {};
};

struct Rejected {
  std::size_t index = 0;
  std::string reason = {};
  std::string detail = {};
  bool forgotten = false;  // Of somebody who was erased: nothing of it may be kept.
};

// What became of an intake, once it is durable.
struct Report {
  Tally tally = {};
  std::vector<Rejected> rejected = {};
  timeline::Position position = {};
  EventSeq last = {};  // The last item that is on the line, accepted now or before.
};
using Done = std::function<void(Result<Report>)>;

// A dead letter sent once more, and the event that is on the line now, if one is.
struct Replayed {
  struct At {
    EventSeq seq = {};
    Time received_at = {};
  };
  Report report = {};
  std::optional<At> event = {};
};

// Whether the letter holds a whole item, which a cut or unreadable payload is not. What a follower
// stumbled over is an event on the line already.
bool is_replayable(const timeline::DeadLetter& letter);

struct NewSource {
  Source source = {};
  std::string write_key = {};  // Shown once.
};

struct ListedSource {
  Source source = {};
  SourceHealth health = {};
  std::int64_t dead_letters = 0;
};

class Collect {
 public:
  Collect(storage::Workspaces& workspaces, access::Access& access, timeline::Timeline& timeline,
          people::People& people, Clock& clock, Random& random);

  // Error::unauthenticated for an unknown key, Error::forbidden for a source that is switched off.
  Result<OpenSource> open_source(std::string_view write_key);
  // `done` is called exactly once, perhaps at once and perhaps on another thread.
  void collect(const OpenSource& source, Intake intake, Done done);
  // Waits for the commit: for importers and the demo company.
  Result<Report> collect_now(const OpenSource& source, Intake intake);

  Result<std::vector<ListedSource>> sources(const Actor& actor);
  Result<ListedSource> find_source(const Actor& actor, SourceId id);
  // Removed ones too: their events stay.
  Result<std::vector<Source>> all_sources(const Actor& actor);
  Result<NewSource> create_source(const Actor& actor, std::string_view name, SourceKind kind);
  Result<Source> change_source(const Actor& actor, SourceId id, const SourceChange& change);
  // The key before stops working with the next request.
  Result<NewSource> rotate_write_key(const Actor& actor, SourceId id);
  Result<void> remove_source(const Actor& actor, SourceId id);

  [[nodiscard]] DecisionLog& decisions() { return decisions_; }
  // Whose line the decided events are on: public ids of profiles by key identifier.
  Result<std::map<std::int64_t, std::string>> people_of(const Actor& actor,
                                                        const std::vector<Decision>& decisions);

  // Dead letters of one source, newest first.
  Result<std::vector<timeline::DeadLetter>> dead_letters(const Actor& actor,
                                                         const timeline::DeadLetterQuery& query);
  Result<std::vector<timeline::DeadLetterCount>> dead_letter_counts(const Actor& actor,
                                                                    SourceId source);
  // Sends the letter's item, or `payload` in its place, through the pipeline once more. It keeps
  // its id, except an id collision, which is accepted under a new one. Accepted, the letter is
  // settled.
  Result<Replayed> replay(const Actor& actor, timeline::DeadLetterId id,
                          const std::optional<std::string>& payload);
  Result<void> remove_dead_letter(const Actor& actor, timeline::DeadLetterId id);

 private:
  struct Prepared;
  Result<Source> settings_of(WorkspaceId workspace, SourceId id);
  void forget_settings(WorkspaceId workspace, SourceId id);
  Result<std::string> replayed_item(const timeline::DeadLetter& letter,
                                    const std::optional<std::string>& payload);
  Result<std::shared_ptr<Prepared>> prepare(const OpenSource& source, Intake intake);
  Result<void> record(storage::Transaction& tx, const std::shared_ptr<Prepared>& prepared);
  Result<void> keep_refusal(storage::Transaction& tx, Prepared& prepared, std::size_t item,
                            Decision& decision);
  Result<void> record_draft(storage::Transaction& tx, Prepared& prepared, std::size_t item,
                            Decision& decision);

  storage::Workspaces& workspaces_;
  access::Access& access_;
  timeline::Timeline& timeline_;
  people::People& people_;
  Clock& clock_;
  Random& random_;
  DecisionLog decisions_;
  Guarded<std::map<std::pair<WorkspaceId, SourceId>, Source>> settings_;
};

}  // namespace throughline::collect
