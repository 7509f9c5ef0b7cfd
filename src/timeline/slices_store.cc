#include "timeline/slices_store.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/if_found.h"
#include "base/log.h"
#include "timeline/event_store.h"
#include "timeline/unit_size.h"

namespace throughline::timeline {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using storage::Transaction;

// The more events share a page the less each costs; but whoever looks without asking for a position
// sees nothing newer than this.
constexpr milliseconds age_max(500);
constexpr std::size_t events_max = 20'000;
// So few cost little each for themselves.
constexpr std::size_t few_events = 64;
constexpr std::size_t keys_max_at_once = 4'000;
constexpr int attempts_before_halving = 2;

}  // namespace

Slices::Slices(storage::Database& database, Gatherer& gatherer, const TailSupport& support)
    : database_(database), gatherer_(gatherer), support_(support), name_(gatherer.name()) {}

Result<void> Slices::load() {
  if (loaded_) {
    return {};
  }
  TL_TRY_ASSIGN(stored_, database_.read([this](Transaction& tx) { return read(tx); }));
  gathered_ = stored_.cursor;
  loaded_ = true;
  return {};
}

Result<Slices::Stored> Slices::read(Transaction& tx) const {
  Stored stored;
  TL_TRY_ASSIGN(stored.cursor, support_.load_cursor(tx, name_));
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT until_xid, until_seq, done FROM follower_slices"
                                            " WHERE follower = ?",
                                            {name_}));
  if (row) {
    stored.until = Position{row->at(0).number(), row->at(1).number()};
    stored.done = row->at(2).number();
  }
  return stored;
}

Result<void> Slices::save(Transaction& tx, const Stored& stored) const {
  if (stored.until) {
    return tx.run(
        "INSERT INTO follower_slices (follower, until_xid, until_seq, done) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (follower) DO UPDATE SET until_xid = excluded.until_xid,"
        " until_seq = excluded.until_seq, done = excluded.done",
        {name_, stored.until->xid, stored.until->seq, stored.done});
  }
  if (stored_.until) {
    TL_TRY(tx.run("DELETE FROM follower_slices WHERE follower = ?", {name_}));
  }
  return support_.save_cursor(tx, name_, stored.cursor);
}

bool Slices::has_room() const {
  return events_ < events_max || is_again();
}

// What was being written when the program ended is gathered again exactly.
bool Slices::is_again() const {
  return stored_.until && !writing();
}

Result<void> Slices::take(std::span<const Event> events, std::span<const Position> positions,
                          Position last) {
  const bool again = is_again();
  if (again) {
    const auto beyond = std::ranges::upper_bound(positions, *stored_.until) - positions.begin();
    events = events.first(static_cast<std::size_t>(beyond));
    last = std::min(last, *stored_.until);
  }
  if (gathering_ == nullptr) {
    gathering_ = gatherer_.begin();
    since_ = steady_clock::now();
  }
  if (!events.empty()) {
    const auto added = database_.read([&](Transaction& tx) { return gathering_->add(tx, events); });
    if (!added.ok()) {
      forget();
      return added;
    }
    events_ += events.size();
  }
  gathered_ = last;
  if (again && last == *stored_.until) {
    begin();
  }
  return {};
}

bool Slices::is_due(TimePoint now, Position wanted) const {
  if (gathering_ == nullptr || is_again()) {
    return false;
  }
  return events_ <= few_events || events_ >= events_max || wanted > until_ ||
         now >= since_ + age_max;
}

std::optional<Slices::TimePoint> Slices::due_at() const {
  return gathering_ == nullptr ? std::nullopt : std::optional(since_ + age_max);
}

void Slices::begin() {
  TL_ASSERT(!writing() && gathering_ != nullptr);
  writing_ = std::move(gathering_);
  events_ = 0;
  until_ = gathered_;
  keys_ = writing_->keys();
  next_ = 0;
  if (stored_.until) {
    next_ = static_cast<std::size_t>(std::ranges::upper_bound(keys_, stored_.done) - keys_.begin());
  }
}

// Where the next `keys` of them leave it.
Slices::Stored Slices::after(std::size_t keys) const {
  const std::size_t next = next_ + keys;
  if (next == keys_.size()) {
    return {.cursor = until_};
  }
  return {.cursor = stored_.cursor, .until = until_, .done = keys_.at(next - 1)};
}

Result<void> Slices::write_slice() {
  const std::size_t keys = std::min(at_once_, keys_.size() - next_);
  const Result<void> done = write_keys(keys);
  if (done.ok() || done.error().code == ErrorCode::unavailable) {
    failures_ = 0;
    return done;
  }
  if (++failures_ < attempts_before_halving) {
    return {};
  }
  failures_ = 0;
  if (keys > 1) {
    at_once_ = keys / 2;
    return {};
  }
  return leave_out(done.error().message);
}

// False where somebody else has moved it, or what was gathered holds no longer.
Result<bool> Slices::is_as_stored(Transaction& tx) {
  TL_TRY_ASSIGN(const Stored now, read(tx));
  return now == stored_ ? writing_->holds(tx) : Result<bool>(false);
}

Result<void> Slices::write_keys(std::size_t keys) {
  const Stored then = after(keys);
  bool holds = false;
  std::chrono::nanoseconds took = {};
  const Result<void> done = database_.write([&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(holds, is_as_stored(tx));
    if (!holds) {
      return {};
    }
    const auto begun = steady_clock::now();
    TL_TRY(writing_->write(tx, std::span(keys_).subspan(next_, keys)));
    took = steady_clock::now() - begun;
    return save(tx, then);
  });
  TL_TRY(done);
  if (!holds) {
    forget();
    return {};
  }
  at_once_ = fitting_unit(at_once_, keys, took, keys_max_at_once);
  written(then, keys);
  return {};
}

Result<void> Slices::leave_out(const std::string& why) {
  const std::size_t keys = std::min<std::size_t>(1, keys_.size() - next_);
  if (keys == 0) {
    return Error::unavailable(why);  // Only the cursor could not be saved.
  }
  const EventSeq latest = writing_->latest_of(keys_.at(next_));
  log(LogLevel::error, "a follower cannot take what events add up to; the latest is a dead letter",
      {{"follower", name_}, {"seq", std::to_string(latest.value)}});
  const Stored then = after(keys);
  bool holds = false;
  TL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(holds, is_as_stored(tx));
    if (!holds) {
      return {};
    }
    TL_TRY_ASSIGN(const auto event, if_found(find_event(tx, latest)));
    if (event) {  // Else erased meanwhile.
      TL_TRY(support_.quarantine(tx, name_, *event, why));
    }
    return save(tx, then);
  }));
  if (!holds) {
    forget();
    return {};
  }
  written(then, keys);
  return {};
}

void Slices::written(const Stored& stored, std::size_t keys) {
  stored_ = stored;
  next_ += keys;
  if (!stored_.until) {
    writing_.reset();
    keys_ = {};
  }
}

// Everything is read again from where the database says that it stands.
void Slices::forget() {
  loaded_ = false;
  gathering_.reset();
  events_ = 0;
  writing_.reset();
  keys_ = {};
  until_ = {};
}

}  // namespace throughline::timeline
