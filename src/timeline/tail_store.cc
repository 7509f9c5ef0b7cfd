#include "timeline/tail_store.h"

#include <algorithm>
#include <utility>

#include "base/if_found.h"
#include "base/log.h"
#include "timeline/unit_size.h"

namespace throughline::timeline {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using storage::Transaction;

// Followers take what has gathered meanwhile: one large unit costs less than many small ones.
constexpr milliseconds follow_pause(20);
constexpr milliseconds busy_pause(50);
constexpr std::size_t busy_at_least = 64;  // Events at once.
constexpr int attempts_before_halving = 2;
constexpr milliseconds pause_min(20);
constexpr milliseconds pause_max(5000);
// PostgreSQL: how soon to look again while an older transaction hides what has committed, and how
// soon when only another process could have written.
constexpr milliseconds hidden_pause(10);
constexpr milliseconds idle_pause(1000);

bool passing(const Result<void>& result) {
  return result.ok() || result.error().code == ErrorCode::unavailable;
}

}  // namespace

void LiveReader::stop() {
  reader_.with([](auto& reader) { reader = nullptr; });
}

Tail::Tail(WorkspaceLine& line, std::vector<TailFollower> followers, TailSupport support,
           std::size_t batch)
    : line_(line),
      followers_(std::move(followers)),
      support_(std::move(support)),
      batch_size_(batch),
      places_(followers_.size()),
      reached_(std::vector<Position>(followers_.size())),
      wanted_(Position{}),
      thread_([this](const std::stop_token& stop) { loop(stop); }) {}

Tail::~Tail() {
  thread_.request_stop();
  line_.changed().raise();
}

void Tail::loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::uint64_t seen = line_.changed().count();
    const bool moved_live = step_live() == Step::moved;
    const Steps steps = step_all(stop);
    if (!moved_live && !steps.moved && !stop.stop_requested()) {
      line_.changed().wait(seen, patience(steps.waiting));
    }
  }
}

// Each follower once, unless it is too early for them.
Tail::Steps Tail::step_all(const std::stop_token& stop) {
  Steps steps;
  const steady_clock::time_point now = steady_clock::now();
  const bool may_read = now >= follow_not_before_;
  if (may_read) {
    follow_not_before_ = {};
  }
  for (std::size_t i = 0; i < followers_.size() && !stop.stop_requested(); ++i) {
    const bool gathers = followers_.at(i).gatherer != nullptr;
    if (!may_read && !gathers) {
      continue;
    }
    const Step step = gathers ? step_gatherer(i, may_read) : this->step(i);
    if (may_read && step == Step::moved && batch_.events.size() < batch_size_) {
      const bool busy = batch_.events.size() >= busy_at_least;
      follow_not_before_ = now + (busy ? busy_pause : follow_pause);
    }
    steps.moved = steps.moved || step == Step::moved;
    steps.waiting = steps.waiting || step == Step::waiting;
  }
  return steps;
}

// How long nothing can happen unless a commit is announced.
std::optional<microseconds> Tail::patience(bool waiting) const {
  std::optional<microseconds> patience;
  const auto at_most = [&](microseconds time) {
    patience = std::min(patience.value_or(time), std::max(time, microseconds(0)));
  };
  if (follow_not_before_ != steady_clock::time_point()) {
    at_most(std::chrono::duration_cast<microseconds>(follow_not_before_ - steady_clock::now()));
  }
  for (const Place& place : places_) {
    if (const auto due = place.slices == nullptr ? std::nullopt : place.slices->due_at()) {
      at_most(std::chrono::duration_cast<microseconds>(*due - steady_clock::now()));
    }
  }
  if (waiting) {
    for (const Place& place : places_) {
      if (place.failures > 0) {
        at_most(std::chrono::duration_cast<microseconds>(place.not_before - steady_clock::now()));
      }
    }
  }
  if (line_.database().dialect() == storage::Dialect::postgres) {
    const Position newest = line_.newest_committed();
    const bool hidden = std::any_of(places_.begin(), places_.end(),
                                    [&](const Place& place) { return place.cursor < newest; }) ||
                        live_cursor_ < newest;
    at_most(hidden ? hidden_pause : idle_pause);
  }
  return patience;
}

Tail::Step Tail::step(std::size_t follower) {
  Place& place = places_.at(follower);
  if (place.failures > 0 && steady_clock::now() < place.not_before) {
    return Step::waiting;
  }
  Result<void> done = load(follower);
  Result<const Batch*> batch =
      done.ok() ? batch_after(place.cursor, followers_.at(follower).parts) : done.error();
  if (!batch.ok()) {
    postpone(place);
    return Step::waiting;
  }
  if ((*batch)->last == place.cursor) {
    place.failures = 0;
    return Step::idle;
  }
  done = take_in_units(follower, **batch);
  if (!done.ok()) {
    postpone(place);
    return Step::waiting;
  }
  place.failures = 0;
  return Step::moved;
}

Tail::Step Tail::step_gatherer(std::size_t follower, bool may_read) {
  Place& place = places_.at(follower);
  if (place.failures > 0 && steady_clock::now() < place.not_before) {
    return Step::waiting;
  }
  if (place.slices == nullptr) {
    place.slices =
        std::make_unique<Slices>(line_.database(), *followers_.at(follower).gatherer, support_);
  }
  Slices& slices = *place.slices;
  const auto work = [&]() -> Result<bool> {
    TL_TRY(slices.load());
    TL_TRY_ASSIGN(bool worked, may_read ? gather(follower) : Result<bool>(false));
    const Position wanted = wanted_.with([](Position furthest) { return furthest; });
    if (!slices.writing() && slices.is_due(steady_clock::now(), wanted)) {
      slices.begin();
    }
    if (slices.writing()) {
      TL_TRY(slices.write_slice());
      worked = true;
    }
    return worked;
  };
  const Result<bool> worked = work();
  place.cursor = slices.gathered();
  reached(follower, slices.cursor());
  if (!worked.ok()) {
    postpone(place);
    return Step::waiting;
  }
  place.failures = 0;
  return *worked ? Step::moved : Step::idle;
}

// Whether there was anything.
Result<bool> Tail::gather(std::size_t follower) {
  Slices& slices = *places_.at(follower).slices;
  if (!slices.has_room()) {
    return false;
  }
  TL_TRY_ASSIGN(const Batch* const batch,
                batch_after(slices.gathered(), followers_.at(follower).parts));
  if (batch->last == slices.gathered()) {
    return false;
  }
  TL_TRY(slices.take(batch->events, batch->positions, batch->last));
  return true;
}

Result<void> Tail::load(std::size_t follower) {
  Place& place = places_.at(follower);
  if (place.loaded) {
    return {};
  }
  TL_TRY_ASSIGN(const Position cursor, line_.database().read([&](Transaction& tx) {
    return support_.load_cursor(tx, followers_.at(follower).name);
  }));
  place.loaded = true;
  moved(follower, cursor);
  return {};
}

// Followers that stand at the same place share what was read.
Result<const Tail::Batch*> Tail::batch_after(Position after, EventParts parts) {
  if (batch_.after == after && batch_.last != after && batch_.parts >= parts) {
    return &batch_;
  }
  TL_TRY_ASSIGN(std::vector<PositionedEvent> found, line_.database().read([&](Transaction& tx) {
    return events_after(tx, after, batch_size_, parts);
  }));
  batch_ = {};
  batch_.after = after;
  batch_.parts = parts;
  batch_.last = found.empty() ? after : found.back().position;
  for (PositionedEvent& event : found) {
    if (!event.erased) {
      batch_.events.push_back(std::move(event.event));
      batch_.positions.push_back(event.position);
    }
  }
  return &batch_;
}

Result<void> Tail::take(std::size_t follower, const Batch& batch, std::size_t first,
                        std::size_t last) {
  const TailFollower& who = followers_.at(follower);
  const auto events = std::span<const Event>(batch.events).subspan(first, last - first);
  const Position cursor = last == batch.events.size() ? batch.last : batch.positions.at(last - 1);
  std::chrono::nanoseconds took = {};
  const Result<void> done = line_.database().write([&](Transaction& tx) -> Result<void> {
    const steady_clock::time_point begun = steady_clock::now();
    if (!events.empty()) {
      TL_TRY(who.follow(tx, events));
    }
    TL_TRY(support_.save_cursor(tx, who.name, cursor));
    took = steady_clock::now() - begun;
    return {};
  });
  TL_TRY(done);
  std::size_t& unit = places_.at(follower).unit;
  unit = fitting_unit(unit, events.size(), took, batch_size_);
  moved(follower, cursor);
  return {};
}

Result<void> Tail::take_in_units(std::size_t follower, const Batch& batch) {
  const std::size_t events = batch.events.size();
  std::size_t first = 0;
  do {
    const std::size_t last =
        std::min(events, first + std::min(places_.at(follower).unit, batch_size_));
    TL_TRY(take_or_halve(follower, batch, first, last));
    first = last;
  } while (first < events);
  return {};
}

Result<void> Tail::take_or_halve(std::size_t follower, const Batch& batch, std::size_t first,
                                 std::size_t last) {
  Result<void> taken;
  for (int attempt = 0; attempt < attempts_before_halving; ++attempt) {
    taken = take(follower, batch, first, last);
    if (passing(taken)) {
      return taken;
    }
  }
  if (last - first <= 1) {
    return quarantine(follower, batch, first, taken.error().message);
  }
  const std::size_t middle = first + (last - first) / 2;
  TL_TRY(take_or_halve(follower, batch, first, middle));
  return take_or_halve(follower, batch, middle, last);
}

Result<void> Tail::quarantine(std::size_t follower, const Batch& batch, std::size_t event,
                              const std::string& why) {
  const TailFollower& who = followers_.at(follower);
  if (event >= batch.events.size()) {
    return Error::unavailable(why);  // Only the cursor could not be saved.
  }
  log(LogLevel::error, "a follower cannot take an event, which is kept as a dead letter",
      {{"follower", who.name}, {"seq", std::to_string(batch.events[event].seq.value)}});
  const Position cursor = event + 1 == batch.events.size() ? batch.last : batch.positions.at(event);
  const Result<void> kept = line_.database().write([&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto whole, if_found(find_event(tx, batch.events.at(event).seq)));
    if (whole) {  // Else erased meanwhile.
      TL_TRY(support_.quarantine(tx, who.name, *whole, why));
    }
    return support_.save_cursor(tx, who.name, cursor);
  });
  TL_TRY(kept);
  moved(follower, cursor);
  return {};
}

void Tail::moved(std::size_t follower, Position cursor) {
  places_.at(follower).cursor = cursor;
  reached(follower, cursor);
}

void Tail::reached(std::size_t follower, Position position) {
  const bool is_new = reached_.with([&](std::vector<Position>& reached) {
    return std::exchange(reached.at(follower), position) != position;
  });
  if (is_new) {
    moved_.raise();
  }
}

void Tail::postpone(Place& place) {
  const milliseconds pause =
      std::min(pause_max, pause_min * (std::int64_t{1} << std::min(place.failures, 10)));
  ++place.failures;
  place.not_before = steady_clock::now() + pause;
}

// The readers that are still there.
std::vector<std::shared_ptr<LiveReader>> Tail::present_readers() {
  std::vector<std::shared_ptr<LiveReader>> readers;
  readers_.with([&](std::vector<std::weak_ptr<LiveReader>>& all) {
    std::erase_if(all, [](const auto& reader) { return reader.expired(); });
    for (const auto& reader : all) {
      if (std::shared_ptr<LiveReader> present = reader.lock()) {
        readers.push_back(std::move(present));
      }
    }
  });
  return readers;
}

Tail::Step Tail::step_live() {
  const std::vector<std::shared_ptr<LiveReader>> readers = present_readers();
  if (readers.empty()) {
    live_cursor_ = line_.newest_committed();
    return Step::idle;
  }
  live_cursor_ =
      (*std::min_element(readers.begin(), readers.end(), [](const auto& a, const auto& b) {
        return a->after_ < b->after_;
      }))->after_;
  const Result<const Batch*> batch = batch_after(live_cursor_, EventParts::all);
  if (!batch.ok() || (*batch)->last == live_cursor_) {
    return Step::idle;
  }
  LiveEvents events;
  for (const Event& event : (*batch)->events) {
    events.push_back(std::make_shared<const Event>(event));
  }
  for (const auto& reader : readers) {
    const auto first =
        std::upper_bound((*batch)->positions.begin(), (*batch)->positions.end(), reader->after_) -
        (*batch)->positions.begin();
    reader->after_ = std::max(reader->after_, (*batch)->last);
    if (static_cast<std::size_t>(first) < events.size()) {
      const LiveEvents unseen(events.begin() + first, events.end());
      reader->reader_.with([&](const auto& call) {
        if (call) {
          call(unseen);
        }
      });
    }
  }
  return Step::moved;
}

bool Tail::wait_for(Position position, steady_clock::time_point deadline) {
  for (;;) {
    const std::uint64_t seen = moved_.count();
    const bool there = std::as_const(reached_).with([&](const std::vector<Position>& reached) {
      return std::all_of(reached.begin(), reached.end(),
                         [&](Position cursor) { return cursor >= position; });
    });
    const auto left = std::chrono::duration_cast<microseconds>(deadline - steady_clock::now());
    if (there || left <= microseconds(0)) {
      return there;
    }
    ask_for(position);
    moved_.wait(seen, left);
  }
}

void Tail::ask_for(Position position) {
  const bool is_further = wanted_.with([&](Position& wanted) {
    return std::exchange(wanted, std::max(wanted, position)) < position;
  });
  if (is_further) {
    line_.changed().raise();
  }
}

void Tail::add_reader(const std::shared_ptr<LiveReader>& reader) {
  readers_.with([&](std::vector<std::weak_ptr<LiveReader>>& all) { all.push_back(reader); });
  line_.changed().raise();
}

}  // namespace throughline::timeline
