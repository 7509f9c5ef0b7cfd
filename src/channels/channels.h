// The channels room as others see it: where events are sent on to.
//
// A follower of the line puts every event that a destination wants into the outbox, in the unit
// that moves its position; each destination has a worker of its own that carries them out, so that
// one which does not answer holds up no other. Whether a person may be told of is asked when an
// event is sent, not when it is queued. A replay goes through the record once more and queues what
// it finds under the same ids, as fast as it was told to. Rights are checked by the routes.
// Thread-safe once started.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/actor.h"
#include "base/guarded.h"
#include "base/result.h"
#include "base/secret_box.h"
#include "channels/destination.h"
#include "channels/replay.h"
#include "jobs/backoff.h"
#include "timeline/timeline.h"

namespace throughline {
class Clock;
class Random;
}  // namespace throughline
namespace throughline::access {
class Access;
}
namespace throughline::jobs {
struct OutboxRow;
}
namespace throughline::people {
class People;
}
namespace throughline::storage {
class Database;
class Transaction;
class Workspaces;
}  // namespace throughline::storage

namespace throughline::channels {

class Sender;

struct ListedDestination {
  Destination destination = {};
  DestinationHealth health = {};
};

struct NewlyMade {
  Destination destination = {};
  std::string secret = {};  // Of a webhook: shown once. Else empty.
};

// An event that was given up.
struct Undelivered {
  std::int64_t id = 0;
  std::optional<Event> event = {};  // Nothing where it was erased since.
  int attempts = 0;
  Time queued_at = {};
  std::string error = {};
};

struct ReplayForm {
  ReplayRange range = {};
  std::int64_t events_per_second = replay_rate_usual;
};

// How long is waited after failures, and when an event is given up.
struct DeliveryOptions {
  jobs::Backoff event = {.attempts_max = 1'000'000, .give_up_after_us = 3 * us_per_day};
  jobs::Backoff receiver = {.most_us = us_per_minute};
};

class Channels {
 public:
  // Registers its follower and its part of an erasure; before the first workspace opens. All must
  // outlive this.
  Channels(storage::Workspaces& workspaces, access::Access& access, timeline::Timeline& timeline,
           people::People& people, Sender& sender, Clock& clock, Random& random,
           const DeliveryOptions& options = {});
  ~Channels();  // Stops the timeline's followers, and then the workers.
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;

  // Reads the key that secrets are sealed with. Before any other call.
  Result<void> open();
  // Starts the workers of a workspace's destinations.
  Result<void> start(WorkspaceId workspace);

  Result<std::vector<ListedDestination>> destinations(const Actor& actor);
  Result<ListedDestination> find(const Actor& actor, DestinationId id);
  Result<NewlyMade> create(const Actor& actor, const NewDestination& form);
  Result<Destination> change(const Actor& actor, DestinationId id, const DestinationChange& change);
  // A new signing secret of a webhook; the one before ends at once.
  Result<NewlyMade> rotate_secret(const Actor& actor, DestinationId id);
  // What waits for it goes too.
  Result<void> remove(const Actor& actor, DestinationId id);
  // Has a test event sent soon; what became of it is an attempt.
  Result<void> test(const Actor& actor, DestinationId id);

  // Newest first.
  Result<std::vector<AttemptMade>> attempts(const Actor& actor, DestinationId id);
  // By id, after `after`.
  Result<std::vector<Undelivered>> dead_letters(const Actor& actor, DestinationId id,
                                                std::int64_t after, std::size_t limit);
  // All of them once more, as if they were new; how many.
  Result<std::int64_t> retry_dead_letters(const Actor& actor, DestinationId id);
  Result<void> discard_dead_letters(const Actor& actor, DestinationId id);

  // Error::conflict while another replay of the destination is not over.
  Result<Replay> replay(const Actor& actor, DestinationId id, const ReplayForm& form);
  Result<ReplayEstimate> estimate(const Actor& actor, DestinationId id, const ReplayRange& range);
  Result<std::vector<Replay>> replays(const Actor& actor, DestinationId id);
  Result<Replay> find_replay(const Actor& actor, DestinationId id, ReplayId replay);
  // running, paused or cancelled; Error::conflict where it is over.
  Result<Replay> set_replay_state(const Actor& actor, DestinationId id, ReplayId replay,
                                  ReplayState state);

 private:
  class Forwarder;  // Follows the line.
  class Delivery;   // Carries out one destination's rows of the outbox.
  class Courier;    // The worker of one destination.
  struct Wanted;    // Which events one destination wants.
  struct ReplayPage;
  using Couriers = std::map<std::pair<WorkspaceId, DestinationId>, std::shared_ptr<Courier>>;

  Result<void> forward(storage::Transaction& tx, std::span<const Event> events);
  Result<std::vector<Wanted>> wanted_now(storage::Transaction& tx);
  Result<void> forward_to(storage::Transaction& tx, const Wanted& wanted, const Event& event,
                          DeliveryCounts& count);
  Result<std::optional<std::string>> may_send(storage::Transaction& tx, const jobs::OutboxRow& row);
  Result<ReplayPage> look_for_replay(storage::Transaction& tx, DestinationId id, Time now);
  // One page of a running replay; when there is more to do.
  Result<std::optional<Time>> advance_replay(storage::Database& database, DestinationId id);
  Result<std::int64_t> count_exactly(storage::Transaction& tx, const Wanted& wanted,
                                     const ReplayRange& range, EventSeq newest);
  Result<std::int64_t> count_in_sample(storage::Transaction& tx, const Wanted& wanted,
                                       const ReplayRange& range, EventSeq newest);
  Result<Wanted> wanted_by(const Destination& destination, std::string_view further);

  Result<std::string> checked_filter(std::string_view json) const;
  std::unique_ptr<timeline::Follower> make_forwarder();
  void start_courier(WorkspaceId workspace, storage::Database& database,
                     const Destination& destination);
  void stop_courier(WorkspaceId workspace, DestinationId id);
  Result<void> restart_courier(WorkspaceId workspace, const Destination& destination);
  void wake_after_commit(storage::Transaction& tx, std::vector<DestinationId> ids);
  [[nodiscard]] bool is_full(const storage::Database& database, DestinationId id);

  storage::Workspaces& workspaces_;
  access::Access& access_;
  timeline::Timeline& timeline_;
  people::People& people_;
  Sender& sender_;
  Clock& clock_;
  Random& random_;
  const DeliveryOptions options_;
  SecretBox box_;
  Guarded<Couriers> couriers_;
};

}  // namespace throughline::channels
