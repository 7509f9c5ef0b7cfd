// Retention: of those who began in a period, how many came back in each period after it.
//
// A customer belongs to the cohort of the period of their first start event or, on request, to that
// of every period in which they did a start event. They came back at offset o if they did a return
// event, at or after that start event in the order of the line, o periods later. The start event
// itself counts if it is also a return event. Exact meaning: docs/queries.md. Pure; customers are
// added up in retention_report.h.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "journey_engine/event_set.h"

namespace throughline::journey_engine {

constexpr unsigned retention_offsets_max = 1000;

enum class RetentionCohort { first_start, every_period };
enum class RetentionKind {
  bounded,    // In that very period.
  unbounded,  // In that period or any later one.
  rolling     // In that period and in each one between the start's and it.
};
enum class RetentionClock {
  calendar,  // Periods of the calendar.
  elapsed    // Days of 24 hours, or weeks of 7 of them, since the start event.
};

struct RetentionQuestion {
  EventSet starts = EventSet::all();
  EventSet returns = EventSet::all();
  RetentionCohort cohort = RetentionCohort::first_start;
  RetentionKind kind = RetentionKind::bounded;
  RetentionClock clock = RetentionClock::calendar;
  PeriodUnit unit = PeriodUnit::week;
  unsigned offsets = 12;  // Offsets 0 to offsets - 1.
  Calendar calendar = Calendar();
};
Result<void> check(const RetentionQuestion& question);
// How long a period of elapsed time is.
std::int64_t elapsed_ms(PeriodUnit unit);

// One membership of a customer in a cohort, and at which offsets they count as having come back.
struct RetentionRow {
  std::int64_t period = 0;
  std::vector<bool> back = {};
};
std::vector<RetentionRow> find_retention(const RetentionQuestion& question, CustomerId customer,
                                         Line line);

struct RetentionCell {
  std::int64_t period = 0;
  unsigned offset = 0;
  bool back = true;  // False: those of the cohort who do not count there.
};
bool is_in(const RetentionCell& cell, const RetentionQuestion& question, CustomerId customer,
           Line line);

// A cell tells everything only when its period is over: for everybody in the cohort, with elapsed
// time. What is not over yet must be shown as such.
enum class Completeness { complete, partial, not_begun };
Completeness completeness(const RetentionQuestion& question, std::int64_t period, unsigned offset,
                          std::int64_t now_ms);

}  // namespace throughline::journey_engine
