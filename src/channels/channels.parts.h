// The parts of Channels that only its own files know.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channels/answer.h"
#include "channels/channels.h"
#include "channels/event_filter.h"
#include "channels/replay_store.h"
#include "channels/sender.h"
#include "jobs/outbox.h"
#include "jobs/worker.h"

namespace throughline::channels {

// What a row of the outbox names. Nothing of the event itself is in it.
struct Errand {
  EventSeq event = {};
  ReplayId replay = {};  // Zero: the event was sent as it came.
};
std::string payload_of(const Errand& errand);
Errand errand_in(std::string_view payload);

// The same errand twice is one row.
Result<void> queue_event(storage::Transaction& tx, DestinationId destination, const Errand& errand,
                         Time now);

// Which events one destination wants; `further` is a replay's own filter.
struct Channels::Wanted {
  DestinationId destination = {};
  std::string name = {};
  EventSeq after = {};
  EventFilter filter = {};
  EventFilter further = {};

  [[nodiscard]] bool passes(const Event& event) const {
    return may_go_out(event.kind) && filter.passes(event) && further.passes(event);
  }
  [[nodiscard]] bool is_excluded(const Event& event) const {
    return channels::is_excluded(event.integrations, name);
  }
};

// The events of one page of the record that a replay sends, and how many forbid it themselves.
struct Channels::ReplayPage {
  std::optional<Replay> replay = {};  // Nothing: not now.
  std::vector<EventSeq> events = {};
  std::int64_t excluded = 0;
  ReplayPlace reached = {};
  bool at_end = false;
  std::optional<Time> next = {};  // Where not now: when, if that is known.
};

// Used by the destination's worker alone.
class Channels::Delivery : public jobs::Transport {
 public:
  Delivery(Channels& channels, storage::Database& database, const Destination& destination);

  [[nodiscard]] std::string_view kind() const override { return kind_; }
  [[nodiscard]] Settlement settlement() const override { return Settlement::resend; }
  [[nodiscard]] std::size_t rows_max() const override;
  [[nodiscard]] bool keeps_settled() const override { return false; }
  jobs::Attempt send(const jobs::OutboxRow& row, const std::stop_token& stop) override;
  std::vector<jobs::Attempt> send_all(const std::vector<jobs::OutboxRow>& rows,
                                      const std::stop_token& stop) override;
  Result<void> note(storage::Transaction& tx, const std::vector<jobs::Noted>& rows) override;

  // Sends a test event and notes what became of it.
  Result<void> test(const std::stop_token& stop);

 private:
  using Attempts = std::vector<jobs::Attempt>;
  using Events = std::vector<std::optional<Event>>;
  struct Piece {  // Of a batch.
    std::vector<std::size_t> rows = {};
    std::vector<std::string> messages = {};
    std::size_t bytes = 0;
  };

  Result<Events> events_of(const std::vector<jobs::OutboxRow>& rows);
  void send_each(const Events& events, Attempts& attempts, const std::stop_token& stop);
  static std::vector<Piece> pieces_of(const Events& events);
  void send_batches(const Events& events, Attempts& attempts, const std::stop_token& stop);
  jobs::Attempt send_piece(const Piece& piece, Attempts& attempts, const std::stop_token& stop);
  jobs::Attempt send_webhook(const Event& event, bool is_test, const std::stop_token& stop);
  jobs::Attempt send_batch(const std::vector<std::string>& messages, bool is_test,
                           const std::stop_token& stop);
  jobs::Attempt post(const Outgoing& request, std::int64_t events, bool is_test,
                     const std::stop_token& stop);
  Result<void> note_requests(storage::Transaction& tx);

  Channels& channels_;
  storage::Database& database_;
  const Destination destination_;
  const std::string kind_;
  const std::optional<std::string> secret_;  // Nothing where it cannot be opened.
  // Since the last send_all() began, to be stored by note().
  std::vector<std::int64_t> took_ms_;
  std::vector<AttemptMade> failed_;
};

// Thread-safe. The destructor ends a request that is under way and waits for it.
class Channels::Courier {
 public:
  Courier(Channels& channels, storage::Database& database, const Destination& destination);

  [[nodiscard]] bool is_of(const storage::Database& database) const {
    return &database_ == &database;
  }
  // So many wait already that no more may be queued.
  [[nodiscard]] bool full() const { return full_; }
  void wake() { worker_.wake(); }
  void want_test() {
    test_wanted_ = true;
    wake();
  }

 private:
  std::optional<Time> step(const std::stop_token& stop);
  Result<std::optional<Time>> work(const std::stop_token& stop);
  Result<void> look_how_many_wait();

  Channels& channels_;
  storage::Database& database_;
  const DestinationId id_;
  const bool enabled_;
  Delivery* delivery_ = nullptr;  // Of `wiring_`.
  jobs::Outbox::Wiring wiring_;
  jobs::Outbox outbox_;
  bool settled_ = false;  // The worker's own, as is `looked_at_`.
  Time looked_at_ = {};
  std::atomic<bool> full_ = false;
  std::atomic<bool> test_wanted_ = false;
  jobs::Worker worker_;  // Last: it uses all of the above.
};

}  // namespace throughline::channels
