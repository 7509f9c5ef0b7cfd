// Slices: what one Gatherer has taken in and how far it is written.
//
// While one gathering is written, slice by slice, the events that come meanwhile go into the next.
// The cursor moves when the last slice is committed; until then the record says up to where the
// gathering goes and up to which key it is written. Owned by the tail's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/database.h"
#include "timeline/gathering.h"
#include "timeline/position.h"

namespace throughline::timeline {

// How a cursor is kept, and an event that cannot be taken.
struct TailSupport {
  std::function<Result<Position>(storage::Transaction&, const std::string& follower)> load_cursor;
  std::function<Result<void>(storage::Transaction&, const std::string& follower, Position)>
      save_cursor;
  // Keeps an event that a follower cannot take.
  std::function<Result<void>(storage::Transaction&, const std::string& follower, const Event&,
                             const std::string& why)>
      quarantine;
};

class Slices {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Slices(storage::Database& database, Gatherer& gatherer, const TailSupport& support);

  // Reads where it stands, once.
  Result<void> load();
  // Everything up to here is written, and up to there gathered.
  [[nodiscard]] Position cursor() const { return stored_.cursor; }
  [[nodiscard]] Position gathered() const { return gathered_; }
  [[nodiscard]] bool has_room() const;
  // Events in (gathered(), last], in order, each with its position.
  Result<void> take(std::span<const Event> events, std::span<const Position> positions,
                    Position last);
  // Whether something is being written; begin() turns to what was gathered.
  [[nodiscard]] bool writing() const { return writing_ != nullptr; }
  [[nodiscard]] bool is_due(TimePoint now, Position wanted) const;
  // When it will be due, if nothing else comes.
  [[nodiscard]] std::optional<TimePoint> due_at() const;
  void begin();
  Result<void> write_slice();

 private:
  // As in the database.
  struct Stored {
    Position cursor = {};
    std::optional<Position> until = {};
    std::int64_t done = 0;
    bool operator==(const Stored&) const = default;
  };
  [[nodiscard]] bool is_again() const;
  Result<Stored> read(storage::Transaction& tx) const;
  Result<void> save(storage::Transaction& tx, const Stored& stored) const;
  Result<bool> is_as_stored(storage::Transaction& tx);
  [[nodiscard]] Stored after(std::size_t keys) const;
  Result<void> write_keys(std::size_t keys);
  Result<void> leave_out(const std::string& why);
  void written(const Stored& stored, std::size_t keys);
  void forget();

  storage::Database& database_;
  Gatherer& gatherer_;
  const TailSupport& support_;
  const std::string name_;
  bool loaded_ = false;
  Stored stored_;
  Position gathered_ = {};
  std::unique_ptr<Gathering> gathering_;  // Null: nothing since what is being written.
  std::size_t events_ = 0;                // In it.
  TimePoint since_ = {};                  // When its first event was taken.
  std::unique_ptr<Gathering> writing_;
  Position until_ = {};  // Of what is being written.
  std::vector<std::int64_t> keys_;
  std::size_t next_ = 0;  // The first key that is not written.
  std::size_t at_once_ = 128;
  int failures_ = 0;  // Of the next slice, in a row.
};

}  // namespace throughline::timeline
