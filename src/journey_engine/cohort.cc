#include "journey_engine/cohort.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace throughline::journey_engine {
namespace {

using Counts = std::array<std::uint32_t, cohort_metrics_max>;

bool holds(const CohortCriteria& criteria, const Counts& counts) {
  bool any = false;
  bool all = true;
  for (std::size_t i = 0; i < criteria.metrics.size(); ++i) {
    const bool reached = counts.at(i) >= criteria.metrics[i].at_least;
    any = any || reached;
    all = all && reached;
  }
  return criteria.join == CohortJoin::all ? all : any;
}

// Whether the event counts for any metric.
bool count(const CohortCriteria& criteria, CustomerId customer, const LineEvent& event,
           Counts& counts) {
  bool counted = false;
  for (std::size_t i = 0; i < criteria.metrics.size(); ++i) {
    if (criteria.metrics[i].events.has(customer, event)) {
      ++counts.at(i);
      counted = true;
    }
  }
  return counted;
}

struct Inclusion {
  std::int64_t period = 0;
  std::size_t event = 0;
};

// In the order of the line: the event with which a period comes to include.
std::vector<Inclusion> find_inclusions(const CohortQuestion& question, CustomerId customer,
                                       Line line, bool first_only) {
  struct Period {
    Counts counts = {};
    bool included = false;
  };
  PeriodCursor period_of(question.table.calendar, question.table.unit);
  std::map<std::int64_t, Period> periods;
  std::vector<Inclusion> inclusions;
  for (std::size_t i = 0; i < line.size(); ++i) {
    Counts counted = {};
    if (line[i].at_ms < question.from_ms || !count(question.included, customer, line[i], counted)) {
      continue;
    }
    const std::int64_t number = period_of(line[i].at_ms);
    Period& period = periods[number];
    for (std::size_t metric = 0; metric < counted.size(); ++metric) {
      period.counts.at(metric) += counted.at(metric);
    }
    if (!period.included && holds(question.included, period.counts)) {
      period.included = true;
      inclusions.push_back({number, i});
      if (first_only) {
        break;
      }
    }
  }
  return inclusions;
}

std::int64_t divided_down(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

// What counts towards coming back, in the order of the line.
class Returns {
 public:
  Returns(const CohortQuestion& question, CustomerId customer, Line line)
      : question_(question), line_(line) {
    PeriodCursor period_of(question.table.calendar, question.table.unit);
    for (std::size_t i = 0; i < line.size(); ++i) {
      Counts counts = {};
      if (count(question.returned, customer, line[i], counts)) {
        returns_.push_back({i, period_of(line[i].at_ms), counts});
      }
    }
  }

  [[nodiscard]] std::vector<bool> back(const Inclusion& inclusion) const {
    const auto columns = static_cast<std::int64_t>(question_.columns());
    std::vector<bool> back(question_.columns());
    for (const auto& [offset, counts] : by_offset(inclusion)) {
      if (!holds(question_.returned, counts)) {
        continue;
      }
      if (question_.table.kind == RetentionKind::unbounded) {
        fill_from_inclusion(back, offset);
      } else if (const std::int64_t column = offset - question_.first_offset();
                 column >= 0 && column < columns) {
        back[static_cast<std::size_t>(column)] = true;
      }
    }
    if (question_.table.kind == RetentionKind::rolling) {
      break_at_gaps(back);
    }
    return back;
  }

 private:
  struct Return {
    std::size_t event = 0;
    std::int64_t period = 0;
    Counts counts = {};
  };

  [[nodiscard]] std::map<std::int64_t, Counts> by_offset(const Inclusion& inclusion) const {
    const bool around = question_.direction == CohortDirection::around;
    std::map<std::int64_t, Counts> counts;
    for (const Return& one : returns_) {
      if (!around && one.event < inclusion.event) {
        continue;
      }
      const std::int64_t offset = offset_of(inclusion, one);
      if (!around && offset < 0) {
        continue;
      }
      Counts& sum = counts[offset];
      for (std::size_t metric = 0; metric < sum.size(); ++metric) {
        sum.at(metric) += one.counts.at(metric);
      }
    }
    return counts;
  }
  [[nodiscard]] std::int64_t offset_of(const Inclusion& inclusion, const Return& one) const {
    return question_.table.clock == RetentionClock::calendar
               ? one.period - inclusion.period
               : divided_down(line_[one.event].at_ms - line_[inclusion.event].at_ms,
                              elapsed_ms(question_.table.unit));
  }
  // That period and those between it and the inclusion's; one before the inclusion says nothing of
  // that itself.
  void fill_from_inclusion(std::vector<bool>& back, std::int64_t offset) const {
    const std::int64_t first = question_.first_offset();
    const std::int64_t last = first + static_cast<std::int64_t>(back.size()) - 1;
    const std::int64_t from = offset < 0 ? std::max(offset, first) : 0;
    const std::int64_t to = offset < 0 ? -1 : std::min(offset, last);
    for (std::int64_t at = from; at <= to; ++at) {
      back[static_cast<std::size_t>(at - first)] = true;
    }
  }
  // Away from the inclusion, to both sides; its own period does not have to hold a return.
  void break_at_gaps(std::vector<bool>& back) const {
    const auto zero = static_cast<std::size_t>(-question_.first_offset());
    for (std::size_t i = zero + 2; i < back.size(); ++i) {
      back[i] = back[i] && back[i - 1];
    }
    for (std::size_t i = zero; i >= 2; --i) {
      back[i - 2] = back[i - 2] && back[i - 1];
    }
  }

  const CohortQuestion& question_;
  Line line_;
  std::vector<Return> returns_;
};

Result<void> check(const CohortCriteria& criteria) {
  if (criteria.metrics.empty() || criteria.metrics.size() > cohort_metrics_max) {
    return Error::invalid("A cohort is said by one to three metrics.");
  }
  for (const CohortMetric& metric : criteria.metrics) {
    if (metric.at_least < 1 || metric.at_least > cohort_threshold_max) {
      return Error::invalid("A threshold is from 1 to 1000000.");
    }
  }
  return {};
}

}  // namespace

Result<void> check(const CohortQuestion& question) {
  TL_TRY(check(question.included));
  TL_TRY(check(question.returned));
  return check(question.table);
}

std::vector<CohortMember> find_cohorts(const CohortQuestion& question, CustomerId customer,
                                       Line line) {
  std::vector<CohortMember> members;
  const auto inclusions = find_inclusions(question, customer, line,
                                          question.table.cohort == RetentionCohort::first_start);
  if (inclusions.empty()) {
    return members;
  }
  const Returns returns(question, customer, line);
  for (const Inclusion& inclusion : inclusions) {
    members.push_back({inclusion.period, inclusion.event, returns.back(inclusion)});
  }
  return members;
}

const LineEvent* find_inclusion(const CohortQuestion& question, CustomerId customer, Line line) {
  const auto first = find_inclusions(question, customer, line, true);
  return first.empty() ? nullptr : &line[first.front().event];
}

Completeness completeness(const CohortQuestion& question, std::int64_t period, std::int64_t offset,
                          std::int64_t now_ms) {
  if (offset < 0) {
    return now_ms < question.table.calendar.end_ms(question.table.unit, period)
               ? Completeness::partial
               : Completeness::complete;
  }
  return completeness(question.table, period, static_cast<unsigned>(offset), now_ms);
}

bool is_over(const CohortQuestion& question, std::int64_t included_at_ms, std::int64_t offset,
             std::int64_t now_ms) {
  const RetentionQuestion& table = question.table;
  if (table.clock == RetentionClock::elapsed) {
    return included_at_ms + (offset + 1) * elapsed_ms(table.unit) <= now_ms;
  }
  const std::int64_t period = table.calendar.period_of(table.unit, included_at_ms);
  return table.calendar.end_ms(table.unit, period + offset) <= now_ms;
}

}  // namespace throughline::journey_engine
