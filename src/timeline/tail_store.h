// Tail: reads the record of one workspace behind its commits, for followers and for live updates.
//
// One thread. A follower's effects and its cursor are one unit of work, so each event has its
// effects once. A batch that fails twice is halved until the event that fails is alone; that one is
// kept as a dead letter and the follower goes on. While the database is unavailable it waits.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"
#include "base/signal.h"
#include "storage/database.h"
#include "timeline/event_store.h"
#include "timeline/gathering.h"
#include "timeline/slices_store.h"
#include "timeline/workspace_line_store.h"

namespace throughline::timeline {

// A follower and how its cursor is kept.
struct TailFollower {
  std::string name = {};
  std::function<Result<void>(storage::Transaction&, std::span<const Event>)> follow = {};
  EventParts parts = EventParts::all;
  Gatherer* gatherer = nullptr;  // Then used instead of `follow`.
};

using LiveEvents = std::vector<std::shared_ptr<const Event>>;

// One who sees events as they are committed, until it is stopped.
class LiveReader {
 public:
  LiveReader(Position after, std::function<void(const LiveEvents&)> reader)
      : after_(after), reader_(std::move(reader)) {}
  // Waits for a call that is under way.
  void stop();

 private:
  friend class Tail;
  Position after_;  // The tail's thread only.
  Guarded<std::function<void(const LiveEvents&)>> reader_;
};

// Thread-safe.
class Tail {
 public:
  Tail(WorkspaceLine& line, std::vector<TailFollower> followers, TailSupport support,
       std::size_t batch);
  ~Tail();
  Tail(const Tail&) = delete;
  Tail& operator=(const Tail&) = delete;

  // Whether every follower has reached `position` before `deadline`. What was gathered up to there
  // is written at once.
  bool wait_for(Position position, std::chrono::steady_clock::time_point deadline);
  void add_reader(const std::shared_ptr<LiveReader>& reader);

 private:
  struct Place {
    bool loaded = false;
    Position cursor = {};
    std::size_t unit = 128;  // How many events are taken in one unit of work.
    int failures = 0;        // In a row, because the database was unavailable.
    std::chrono::steady_clock::time_point not_before = {};
    std::unique_ptr<Slices> slices = {};  // Of a gatherer, whose `cursor` is what is gathered.
  };
  // What stands in the record in (after, last]; erased events are left out.
  struct Batch {
    Position after = {};
    Position last = {};
    EventParts parts = EventParts::all;
    std::vector<Event> events = {};
    std::vector<Position> positions = {};  // One per event.
  };
  enum class Step { moved, idle, waiting };
  struct Steps {
    bool moved = false;  // One of them.
    bool waiting = false;
  };

  void loop(const std::stop_token& stop);
  Steps step_all(const std::stop_token& stop);
  Step step(std::size_t follower);
  // May also only write what was gathered.
  Step step_gatherer(std::size_t follower, bool may_read);
  Result<bool> gather(std::size_t follower);
  std::vector<std::shared_ptr<LiveReader>> present_readers();
  Step step_live();
  Result<void> load(std::size_t follower);
  Result<const Batch*> batch_after(Position after, EventParts parts);
  Result<void> take(std::size_t follower, const Batch& batch, std::size_t first, std::size_t last);
  Result<void> take_in_units(std::size_t follower, const Batch& batch);
  Result<void> take_or_halve(std::size_t follower, const Batch& batch, std::size_t first,
                             std::size_t last);
  Result<void> quarantine(std::size_t follower, const Batch& batch, std::size_t event,
                          const std::string& why);
  void moved(std::size_t follower, Position cursor);
  void reached(std::size_t follower, Position position);
  void ask_for(Position position);
  void postpone(Place& place);
  [[nodiscard]] std::optional<std::chrono::microseconds> patience(bool waiting) const;

  WorkspaceLine& line_;
  const std::vector<TailFollower> followers_;
  const TailSupport support_;
  const std::size_t batch_size_;
  std::vector<Place> places_;  // The thread's own.
  Batch batch_;
  std::chrono::steady_clock::time_point follow_not_before_ = {};
  Position live_cursor_ = {};
  Guarded<std::vector<Position>> reached_;
  Guarded<Position> wanted_;  // The furthest that anybody has waited for.
  Guarded<std::vector<std::weak_ptr<LiveReader>>> readers_;
  Signal moved_;
  std::jthread thread_;  // Last: it uses all of the above.
};

}  // namespace throughline::timeline
