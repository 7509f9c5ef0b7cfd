// FunnelReport: the attempts of many customers added up, with what stands behind each figure.
//
// Parts of the customers may be added on different threads and merged in any order. Each cell
// answers "who" through `is_in`, so the list of people and the figure cannot disagree. Owned by one
// thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/calendar.h"
#include "journey_engine/funnel_columns.h"
#include "journey_engine/kernel.h"
#include "journey_engine/not_copied.h"
#include "journey_engine/sessions.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct FunnelQuestion {
  FunnelDefinition funnel = {};
  // A value of the customer or of the event that began the attempt; none: no breakdown.
  ValueOf breakdown = {};
  // Where each session is a case, no chain goes from one to the next; `best` and `first` still give
  // each customer one attempt: of the earliest session with the highest level, or with step 1.
  CaseRule cases = {};
  // The trend is by when attempts began.
  Calendar calendar = Calendar();
  PeriodUnit trend = PeriodUnit::day;
  bool has_trend = true;  // Without it no group has one, which takes less time.
};

// The attempts of one customer, case by case, in the order of time.
std::vector<FunnelAttempt> find_attempts(const FunnelQuestion& question, CustomerId customer,
                                         Line line);

// By level: [0] did step 1, and so on.
struct FunnelCounts {
  std::vector<std::uint64_t> attempts = {};
  std::vector<std::uint64_t> customers = {};
};

struct FunnelGroup {
  FunnelCounts counts = {};
  std::vector<stats::Sample> from_step_before_ms = {};  // [0] stays empty.
  stats::Sample took_ms = {};                           // Of whole conversions.
  std::map<std::int64_t, FunnelCounts> trend = {};      // By period.
};

class FunnelReport {
 public:
  // The question must outlive the report.
  explicit FunnelReport(const FunnelQuestion& question);

  void add(CustomerId customer, Line line);
  void merge(const FunnelReport& other);

  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns.
  // Says how many customers there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // The same, but each customer with an attempt goes into the report of the event that began it (of
  // the first one, where every attempt counts).
  std::uint64_t add_divided(const Columns& columns, const LookedAt& looked,
                            const ReportOf<FunnelReport>& report_of);

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  // By value of the breakdown; under no_value where there is none.
  [[nodiscard]] const std::map<Value, FunnelGroup>& groups() const { return groups_; }

 private:
  void add_attempt(FunnelGroup& group, const FunnelAttempt& attempt);
  void add_one(const FunnelAttempt& attempt);
  void add_found(std::span<const FunnelAttempt> attempts);
  template <class ValueOfAttempt>
  void add_attempts(std::span<const FunnelAttempt> attempts, const ValueOfAttempt& value_of);

  const FunnelQuestion& question_;
  PeriodCursor period_;
  std::uint64_t customers_ = 0;
  std::map<Value, FunnelGroup> groups_;
  NotCopied<std::unique_ptr<FunnelColumns>> columns_;  // Of who reads any: parts do not.
  std::vector<ColumnLine> lines_;                      // That are looked at.
};

struct FunnelCell {
  unsigned level_min = 1;
  unsigned level_max = funnel_steps_max;  // Those who dropped out after step i: i and i.
  std::optional<Value> value = {};
  std::optional<std::int64_t> period = {};
  // Whole conversions that took [low, high) milliseconds.
  std::int64_t took_ms_low = 0;
  std::int64_t took_ms_high = no_window;
};
// Whether the customer belongs to the cell, by the highest level of their attempts there.
bool is_in(const FunnelCell& cell, const FunnelQuestion& question, CustomerId customer, Line line);

}  // namespace throughline::journey_engine
