// Cohort tables: who is in a cohort, and what they did in the periods around it, each said by up to
// three metrics with a threshold.
//
// A period includes a customer if in it they reach the thresholds: of the metrics together or of
// any. The event with which they do is the inclusion; its period is their cohort: the first such
// one or, on request, each. They came back in a period if they reach the thresholds of the return
// metrics in it: periods are counted from the inclusion, 0 is its own. `after` looks only at events
// from the inclusion on, in the order of the line; `around` at all, so that 0 is the whole period
// and those before it have negative offsets. Exact meaning: docs/queries.md.
//
// With one metric that is reached at once and nothing before it, this is retention.h. Pure;
// customers are added up in cohort_report.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "base/result.h"
#include "journey_engine/event_set.h"
#include "journey_engine/retention.h"

namespace throughline::journey_engine {

constexpr std::size_t cohort_metrics_max = 3;
constexpr std::uint32_t cohort_threshold_max = 1'000'000;

struct CohortMetric {
  EventSet events = EventSet::all();
  std::uint32_t at_least = 1;
};
enum class CohortJoin { all, any };
struct CohortCriteria {
  std::vector<CohortMetric> metrics = std::vector<CohortMetric>(1);
  CohortJoin join = CohortJoin::all;
};
enum class CohortDirection { after, around };

struct CohortQuestion {
  CohortCriteria included = {};
  CohortCriteria returned = {};
  RetentionQuestion table = {};  // Its starts and returns are not looked at.
  CohortDirection direction = CohortDirection::after;
  // Only events from here on include.
  std::int64_t from_ms = std::numeric_limits<std::int64_t>::min();

  [[nodiscard]] std::int64_t first_offset() const {
    return direction == CohortDirection::around ? 1 - std::int64_t{table.offsets} : 0;
  }
  // Offsets of a table's columns: first_offset() + 0 to columns() - 1.
  [[nodiscard]] std::size_t columns() const {
    return static_cast<std::size_t>(table.offsets - first_offset());
  }
};
Result<void> check(const CohortQuestion& question);

// One membership of a customer in a cohort, and in which columns they count as having come back.
struct CohortMember {
  std::int64_t period = 0;
  std::size_t inclusion = 0;  // The event.
  std::vector<bool> back = {};
};
std::vector<CohortMember> find_cohorts(const CohortQuestion& question, CustomerId customer,
                                       Line line);
// Null for who is in none.
const LineEvent* find_inclusion(const CohortQuestion& question, CustomerId customer, Line line);

// Of a cohort as a whole: complete when its cell tells everything. Before the inclusion that is so
// when nobody can join the cohort any more.
Completeness completeness(const CohortQuestion& question, std::int64_t period, std::int64_t offset,
                          std::int64_t now_ms);
// Whether the period is over that is so far from somebody's own inclusion.
bool is_over(const CohortQuestion& question, std::int64_t included_at_ms, std::int64_t offset,
             std::int64_t now_ms);

}  // namespace throughline::journey_engine
