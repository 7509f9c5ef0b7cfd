// ActivePeriods: the periods in which customers in columns were active, the same as
// active_periods() of their lines. Owned by one thread; the question must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "journey_engine/activity_question.h"
#include "journey_engine/counted_events.h"
#include "journey_engine/period_table.h"

namespace throughline::journey_engine {

class ActivePeriods {
 public:
  explicit ActivePeriods(const ActivityQuestion& question);

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);
  // Ascending; until the next call.
  const std::vector<std::int64_t>& find(const ColumnLine& line);

 private:
  const ActivityQuestion* question_;
  PeriodTable table_;
  CountedEvents counted_;
  const Columns* columns_ = nullptr;
  std::vector<std::int64_t> periods_;
  std::vector<LineEvent> scratch_;
};

}  // namespace throughline::journey_engine
