// Activity over time: how many events and people in each period, who is new, who came back, who
// fell silent, and how often people come.
//
// People are counted one by one: those of a month are not the sum of those of its days. Parts may
// be added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/calendar.h"
#include "journey_engine/active_periods.h"
#include "journey_engine/activity_columns.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/kernel.h"
#include "journey_engine/not_copied.h"
#include "journey_engine/period_rows.h"

namespace throughline::journey_engine {

// Events and people by period and by value, and over all periods together.
class ActivityCounts {
 public:
  // By period.
  using Periods = std::map<std::int64_t, ActivityCount>;

  // The question must outlive the counts.
  explicit ActivityCounts(const ActivityQuestion& question)
      : question_(question), period_(question.calendar, question.unit) {}

  void add(CustomerId customer, Line line);
  void merge(const ActivityCounts& other);
  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  // Of all values together.
  [[nodiscard]] Periods periods() const;
  [[nodiscard]] ActivityCount total() const;
  // By value; empty where there is no breakdown.
  [[nodiscard]] std::map<Value, Periods> periods_of_values() const;
  [[nodiscard]] std::map<Value, ActivityCount> totals() const;

 private:
  const ActivityQuestion& question_;
  PeriodCursor period_;
  // Of the lines that were not read from columns.
  Periods periods_;
  ActivityCount total_;
  std::map<Value, Periods> values_;
  std::map<Value, ActivityCount> totals_;
  ActivityTable table_;  // Of all others.
  NotCopied<std::unique_ptr<ActivityColumns>> columns_;
};

struct ActivityCell {
  std::optional<std::int64_t> period = {};
  std::optional<Value> value = {};
};
bool is_in(const ActivityCell& cell, const ActivityQuestion& question, CustomerId customer,
           Line line);

// The periods in which the customer was active, ascending.
std::vector<std::int64_t> active_periods(const ActivityQuestion& question, CustomerId customer,
                                         Line line);

// body(periods) for each customer with events that are looked at, as active_periods() has them.
// Says how many customers there are.
template <class Body>
std::uint64_t visit_active_periods(const ActivityQuestion& question,
                                   std::unique_ptr<ActivePeriods>& active, const Columns& columns,
                                   const LookedAt& looked, const Body& body) {
  if (active == nullptr) {
    active = std::make_unique<ActivePeriods>(question);
  }
  active->read(columns);
  std::uint64_t customers = 0;
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    body(std::span<const std::int64_t>(active->find(line)));
  });
  return customers;
}

enum class LifecycleState {
  newcomer,     // Active for the first time.
  returning,    // Active now and in the period before.
  resurrected,  // Active now and some time ago, but not in the period before.
  dormant       // Active in the period before and not now.
};

struct LifecycleCount {
  std::uint64_t newcomers = 0;
  std::uint64_t returning = 0;
  std::uint64_t resurrected = 0;
  std::uint64_t dormant = 0;
  bool operator==(const LifecycleCount&) const = default;
  LifecycleCount& operator+=(const LifecycleCount& other);
};

class Lifecycle {
 public:
  // The question, whose breakdown is not used, must outlive this.
  explicit Lifecycle(const ActivityQuestion& question) : question_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const Lifecycle& other) { periods_.merge(other.periods_); }
  [[nodiscard]] static Kernel kernel() { return {.name = "active_periods"}; }
  // The same as add() of each line. Says how many customers there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // The last may be a period that has only just begun, and hold nobody but the dormant.
  [[nodiscard]] std::map<std::int64_t, LifecycleCount> periods() const { return periods_.all(); }

 private:
  void add_active(std::span<const std::int64_t> periods);

  const ActivityQuestion& question_;
  PeriodRows<LifecycleCount> periods_;
  NotCopied<std::unique_ptr<ActivePeriods>> active_;
};

// Nothing for who was neither active then nor in the period before.
std::optional<LifecycleState> lifecycle_state(const ActivityQuestion& question, std::int64_t period,
                                              CustomerId customer, Line line);

}  // namespace throughline::journey_engine
