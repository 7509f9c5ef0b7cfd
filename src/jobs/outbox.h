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
};

// Gives the row that the effect has, new or not.
Result<OutboxId> add_effect(storage::Transaction& tx, const Effect& effect, Time now);
Result<OutboxRow> find_effect(storage::Transaction& tx, OutboxId id);

// What became of one attempt.
struct Attempt {
  enum class Outcome { sent, failed, refused };  // Refused: no further attempt can help.
  Outcome outcome = Outcome::sent;
  std::string detail = {};
  std::optional<Time> not_before = {};  // failed: where the other side said when to come again.
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
};

// Whether the effect may be carried out now; else the reason why not.
using ConsentCheck =
    std::function<Result<std::optional<std::string>>(storage::Transaction&, const OutboxRow&)>;

// One per workspace; used by one thread at a time.
class Outbox {
 public:
  using Transports = std::map<std::string, std::unique_ptr<Transport>, std::less<>>;
  struct Wiring {
    Transports transports;
    ConsentCheck may_send = {};  // None: everything may.
    Backoff backoff = {};
  };

  Outbox(const Clock& clock, Random& random, const Wiring& wiring)
      : clock_(clock), random_(random), wiring_(wiring) {}

  // After a start, before the first attempt: decides about rows that were being sent.
  Result<void> settle(storage::Database& database);
  // Attempts what is due and says when the next attempt is.
  Result<std::optional<Time>> deliver_due(storage::Database& database, const std::stop_token& stop);

 private:
  // Nothing: not to be sent (any more).
  Result<std::optional<OutboxRow>> claim(storage::Database& database, OutboxId id);
  Result<void> note(storage::Database& database, const OutboxRow& row, const Attempt& attempt);
  Result<void> note_kept(storage::Database& database);

  const Clock& clock_;
  Random& random_;
  const Wiring& wiring_;
  // Attempts whose outcome could not be stored yet.
  std::vector<std::pair<OutboxRow, Attempt>> kept_;
};

}  // namespace throughline::jobs
