// Stickiness: of the people active in a month, how many are active on a day; and on how many days
// each of them was.
//
// For each day: people active on it, in the 7 days that end with it, and in the 28 or 30. People
// are counted one by one. Parts may be added on different threads and merged in any order. Owned by
// one thread at a time.
#pragma once

#include <cstdint>
#include <map>

#include "journey_engine/activity.h"

namespace throughline::journey_engine {

struct StickinessQuestion {
  ActivityQuestion activity = {};  // Its unit is the day; its breakdown is not used.
  std::int64_t first_day = 0;      // Periods of its calendar: days from first to last are reported.
  std::int64_t last_day = 0;
  std::int64_t month_days = 28;  // 28, so that every window has each day of the week as often.
};

struct StickyDay {
  std::uint64_t daily = 0;
  std::uint64_t weekly = 0;
  std::uint64_t monthly = 0;
  bool operator==(const StickyDay&) const = default;
};

class Stickiness {
 public:
  // The question must outlive this.
  explicit Stickiness(const StickinessQuestion& question) : question_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const Stickiness& other);
  [[nodiscard]] static Kernel kernel() { return {.name = "active_periods"}; }
  // The same as add() of each line. Says how many customers there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  // All days from first to last.
  [[nodiscard]] std::map<std::int64_t, StickyDay> days() const;
  // How many people were active on exactly so many of those days, from 1.
  [[nodiscard]] const std::map<std::uint64_t, std::uint64_t>& active_days() const {
    return active_days_;
  }

 private:
  using Changes = PeriodRows<std::int64_t>;  // By day, as differences.
  void add_active(std::span<const std::int64_t> days);
  void add_windows(std::span<const std::int64_t> days, std::int64_t length, Changes& to) const;

  const StickinessQuestion& question_;
  Changes daily_;
  Changes weekly_;
  Changes monthly_;
  std::map<std::uint64_t, std::uint64_t> active_days_;
  NotCopied<std::unique_ptr<ActivePeriods>> active_;
};

// Whether the customer was active in the `length` days that end with this one.
bool was_active(const StickinessQuestion& question, std::int64_t day, std::int64_t length,
                CustomerId customer, Line line);

}  // namespace throughline::journey_engine
