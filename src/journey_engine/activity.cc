#include "journey_engine/activity.h"

#include <algorithm>
#include <set>
#include <utility>

namespace throughline::journey_engine {
namespace {

void add_to(ActivityCount& to, const ActivityCount& from) {
  to.events += from.events;
  to.customers += from.customers;
}

}  // namespace

void ActivityCounts::add(CustomerId customer, Line line) {
  std::map<Value, std::set<std::int64_t>> mine;
  for (const LineEvent& event : line) {
    if (!question_.events.has(customer, event)) {
      continue;
    }
    const Value value = question_.breakdown ? question_.breakdown(customer, event) : no_value;
    const std::int64_t period = period_(event.at_ms);
    ActivityCount& count = periods_[value][period];
    ++count.events;
    ++totals_[value].events;
    ++total_.events;
    count.customers += mine[value].insert(period).second ? 1 : 0;
  }
  for (const auto& [value, periods] : mine) {
    ++totals_[value].customers;
  }
  total_.customers += mine.empty() ? 0 : 1;
}

void ActivityCounts::merge(const ActivityCounts& other) {
  for (const auto& [value, periods] : other.periods_) {
    for (const auto& [period, count] : periods) {
      add_to(periods_[value][period], count);
    }
  }
  for (const auto& [value, count] : other.totals_) {
    add_to(totals_[value], count);
  }
  add_to(total_, other.total_);
}

bool is_in(const ActivityCell& cell, const ActivityQuestion& question, CustomerId customer,
           Line line) {
  return std::any_of(line.begin(), line.end(), [&](const LineEvent& event) {
    if (!question.events.has(customer, event)) {
      return false;
    }
    const Value value = question.breakdown ? question.breakdown(customer, event) : no_value;
    return (!cell.value || *cell.value == value) &&
           (!cell.period ||
            question.calendar.period_of(question.unit, event.at_ms) == *cell.period);
  });
}

std::vector<std::int64_t> active_periods(const ActivityQuestion& question, CustomerId customer,
                                         Line line) {
  PeriodCursor period_of(question.calendar, question.unit);
  std::vector<std::int64_t> periods;
  for (const LineEvent& event : line) {
    if (!question.events.has(customer, event)) {
      continue;
    }
    const std::int64_t period = period_of(event.at_ms);
    if (periods.empty() || periods.back() != period) {
      periods.push_back(period);
    }
  }
  // Where clocks go back over midnight, a date comes twice.
  std::sort(periods.begin(), periods.end());
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  return periods;
}

void Lifecycle::add(CustomerId customer, Line line) {
  const std::vector<std::int64_t> periods = active_periods(question_, customer, line);
  for (std::size_t i = 0; i < periods.size(); ++i) {
    LifecycleCount& now = periods_[periods[i]];
    if (i == 0) {
      ++now.newcomers;
    } else {
      ++(periods[i - 1] + 1 == periods[i] ? now.returning : now.resurrected);
    }
    if (i + 1 == periods.size() || periods[i + 1] != periods[i] + 1) {
      ++periods_[periods[i] + 1].dormant;
    }
  }
}

void Lifecycle::merge(const Lifecycle& other) {
  for (const auto& [period, from] : other.periods_) {
    LifecycleCount& to = periods_[period];
    to.newcomers += from.newcomers;
    to.returning += from.returning;
    to.resurrected += from.resurrected;
    to.dormant += from.dormant;
  }
}

std::optional<LifecycleState> lifecycle_state(const ActivityQuestion& question, std::int64_t period,
                                              CustomerId customer, Line line) {
  const std::vector<std::int64_t> periods = active_periods(question, customer, line);
  const auto active = [&](std::int64_t in) {
    return std::binary_search(periods.begin(), periods.end(), in);
  };
  if (!active(period)) {
    return active(period - 1) ? std::optional(LifecycleState::dormant) : std::nullopt;
  }
  if (periods.front() == period) {
    return LifecycleState::newcomer;
  }
  return active(period - 1) ? LifecycleState::returning : LifecycleState::resurrected;
}

}  // namespace throughline::journey_engine
