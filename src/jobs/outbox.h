// Outbox: effects on the outside world, written in the unit of work that causes them and carried
// out by a worker.
//
// waiting -> sending (committed before the attempt) -> sent; or waiting again after a failure, with
// a growing pause; or dead after the last attempt or a refusal; or suppressed, where the person may
// not be written to at the time of sending. A row that is `sending` after a crash may have been
// sent: it is settled by its kind, sent again under the same key or marked unknown.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "jobs/backoff.h"
#include "storage/database.h"

namespace throughline::jobs {

using OutboxId = Id<struct OutboxTag>;

enum class OutboxState { waiting, sending, sent, dead, unknown, suppressed };
std::string_view name_of(OutboxState state);
Result<OutboxState> parse_outbox_state(std::string_view name);

// What is to be sent. Kind and key name it: the same one twice is one row.
struct Effect {
  std::string kind = {};
  std::string idempotency_key = {};
  std::string payload = {};  // The kind's own, usually JSON.
  Time not_before = {};
};

struct OutboxRow {
  OutboxId id = {};
  Effect effect = {};
  OutboxState state = OutboxState::waiting;
  int attempts = 0;
  std::string last_error = {};
  Time created_at = {};
};

// Gives the row that the effect has, new or not.
Result<OutboxId> add_effect(storage::Transaction& tx, const Effect& effect, Time now);
Result<OutboxRow> find_effect(storage::Transaction& tx, OutboxId id);

// Rows of one kind, for who shows them.
Result<std::int64_t> count_effects(storage::Transaction& tx, std::string_view kind,
                                   OutboxState state, std::int64_t most);
// By id, after `after`.
Result<std::vector<OutboxRow>> effects_in(storage::Transaction& tx, std::string_view kind,
                                          OutboxState state, OutboxId after, std::size_t limit);
// What was given up is attempted again, as if it were new; how many there were.
Result<std::int64_t> revive_effects(storage::Transaction& tx, std::string_view kind, Time now);
// For good; of every state where none is given.
Result<void> remove_effects(storage::Transaction& tx, std::string_view kind,
                            std::optional<OutboxState> state = {});

// What became of one attempt.
struct Attempt {
  // refused: no further attempt can help. withheld: it may not be sent any more. untried: another
  // row's failure ended the attempt before its turn. interrupted: the program is stopping; settled
  // at the next start.
  enum class Outcome { sent, failed, refused, withheld, untried, interrupted };
  Outcome outcome = Outcome::sent;
  std::string detail = {};
  std::optional<Time> not_before = {};  // failed: where the other side said when to come again.
};

// A row and what it became: waiting again after a failure, `sending` where it was not tried, or
// settled.
struct Noted {
  OutboxRow row = {};
  OutboxState state = OutboxState::waiting;
  std::string detail = {};
};

// Carries out effects of one kind.
class Transport {
 public:
  // For a row that may or may not have been sent before a crash.
  enum class Settlement { resend, unknown };

  virtual ~Transport() = default;
  [[nodiscard]] virtual std::string_view kind() const = 0;
  [[nodiscard]] virtual Settlement settlement() const = 0;
  // Outside any transaction. One at a time per workspace.
  virtual Attempt send(const OutboxRow& row, const std::stop_token& stop) = 0;

  // What takes many rows at once says how many, and gives one attempt for each.
  [[nodiscard]] virtual std::size_t rows_max() const { return 1; }
  virtual std::vector<Attempt> send_all(const std::vector<OutboxRow>& rows,
                                        const std::stop_token& stop);
  // Whether rows that were sent or suppressed stay in the table.
  [[nodiscard]] virtual bool keeps_settled() const { return true; }
  // In the unit that stores what became of the rows; may run again.
  virtual Result<void> note(storage::Transaction& /*tx*/, const std::vector<Noted>& /*rows*/) {
    return {};
  }
};

// Whether the effect may be carried out now; else the reason why not.
using ConsentCheck =
    std::function<Result<std::optional<std::string>>(storage::Transaction&, const OutboxRow&)>;

// One per workspace; used by one thread at a time.
class Outbox {
 public:
  using Transports = std::map<std::string, std::unique_ptr<Transport>, std::less<>>;
  struct Wiring {
    Transports transports = {};
    ConsentCheck may_send = {};  // None: everything may.
    Backoff backoff = {};
    // How long nothing at all is attempted after failures in a row: for one receiver's outbox.
    std::optional<Backoff> pause = {};
  };

  Outbox(const Clock& clock, Random& random, const Wiring& wiring)
      : clock_(clock), random_(random), wiring_(wiring) {}

  // After a start, before the first attempt: decides about rows that were being sent.
  Result<void> settle(storage::Database& database);
  // Attempts what is due and says when the next attempt is.
  Result<std::optional<Time>> deliver_due(storage::Database& database, const std::stop_token& stop);

 private:
  // Those that may be sent (still).
  Result<std::vector<OutboxRow>> claim(storage::Database& database, Transport& transport,
                                       const std::vector<OutboxId>& ids);
  Result<void> attempt(storage::Database& database, Transport& transport,
                       const std::vector<OutboxId>& ids, const std::stop_token& stop);
  Result<Noted> note(storage::Transaction& tx, const Transport& transport, const OutboxRow& row,
                     const Attempt& attempt);
  Result<void> note_kept(storage::Database& database);
  void pause_or_go_on();

  const Clock& clock_;
  Random& random_;
  const Wiring& wiring_;
  // Attempts of one transport whose outcome could not be stored yet.
  std::vector<std::pair<OutboxRow, Attempt>> kept_;
  int failures_ = 0;  // In a row.
  Time paused_until_ = {};
};

}  // namespace throughline::jobs
