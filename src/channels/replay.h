// Replay: events of a time that are sent to a destination once more, with the ids that they had.
// Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "channels/destination.h"

namespace throughline::channels {

using ReplayId = Id<struct ReplayTag>;

enum class ReplayState { running, paused, done, cancelled };
std::string_view name_of(ReplayState state);
Result<ReplayState> parse_replay_state(std::string_view name);
constexpr bool is_over(ReplayState state) {
  return state == ReplayState::done || state == ReplayState::cancelled;
}

// A place in the record, as timeline::Position.
struct ReplayPlace {
  std::int64_t xid = 0;
  std::int64_t seq = 0;
  auto operator<=>(const ReplayPlace&) const = default;
};

// Events that occurred in [from, until) and pass the destination's filter and this one.
struct ReplayRange {
  std::optional<Time> from = {};
  std::optional<Time> until = {};
  std::string filter = {};  // As a destination's.
  [[nodiscard]] bool holds(Time occurred_at) const {
    return (!from || occurred_at >= *from) && (!until || occurred_at < *until);
  }
};

constexpr std::int64_t replay_rate_max = 5'000;
constexpr std::int64_t replay_rate_usual = 100;

struct Replay {
  ReplayId id = {};
  DestinationId destination = {};
  ReplayRange range = {};
  std::int64_t events_per_second = replay_rate_usual;
  ReplayState state = ReplayState::running;
  ReplayPlace cursor = {};  // Everything up to here has been looked at.
  ReplayPlace end = {};     // Where the record ended when it began.
  std::int64_t queued = 0;
  std::int64_t excluded = 0;
  std::int64_t sent = 0;
  std::int64_t dead = 0;
  std::int64_t withheld = 0;
  Time next_at = {};  // Not before this, for the rate's sake.
  Time created_at = {};
  std::optional<Time> finished_at = {};
};

std::string public_id_of(const Replay& replay);

// How many events a replay would send: exactly, or from a sample with the bounds of 95 %.
struct ReplayEstimate {
  std::int64_t events = 0;
  bool exact = false;
  std::int64_t least = 0;
  std::int64_t most = 0;
};
// `matching` of `looked` drawn at random from `total`.
ReplayEstimate estimate_of(std::int64_t matching, std::int64_t looked, std::int64_t total);

}  // namespace throughline::channels
