// Timers: what must happen at a time. A timer is a row; it fires in the unit of work that deletes
// the row and holds what it does, so that it fires once, whatever happens.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "jobs/backoff.h"
#include "storage/database.h"

namespace throughline::jobs {

using TimerId = Id<struct TimerTag>;

struct Timer {
  std::string kind = {};
  std::string key = {};  // With the kind, names the timer.
  Time due_at = {};
  std::string payload = {};  // The kind's own, usually JSON.
};

// A timer of the same kind and key is replaced.
Result<void> save_timer(storage::Transaction& tx, const Timer& timer);
// Whether there was one.
Result<bool> remove_timer(storage::Transaction& tx, std::string_view kind, std::string_view key);
Result<std::optional<Timer>> find_timer(storage::Transaction& tx, std::string_view kind,
                                        std::string_view key);

// Thread-safe once the kinds are registered.
class Timers {
 public:
  using Handler = std::function<Result<void>(storage::Transaction&, const Timer&)>;

  Timers(const Clock& clock, Random& random, Backoff backoff = {})
      : clock_(clock), random_(random), backoff_(backoff) {}
  void on(std::string kind, Handler handler);

  // Fires what is due, earliest first, and says when the next one is. A timer whose handler fails
  // is tried again later, and is dead after the last attempt. Kinds without a handler wait.
  Result<std::optional<Time>> fire_due(storage::Database& database, const std::stop_token& stop);

 private:
  Result<void> fire(storage::Database& database, TimerId id);
  Result<void> postpone(storage::Database& database, TimerId id, const std::string& why);

  const Clock& clock_;
  Random& random_;
  const Backoff backoff_;
  std::map<std::string, Handler, std::less<>> handlers_;
};

}  // namespace throughline::jobs
