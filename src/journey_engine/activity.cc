#include "journey_engine/activity.h"

#include <algorithm>
#include <set>
#include <utility>

namespace throughline::journey_engine {

void ActivityCounts::add(CustomerId customer, Line line) {
  std::set<std::int64_t> mine;
  std::map<Value, std::set<std::int64_t>> mine_of_values;
  for (const LineEvent& event : line) {
    if (!question_.events.has(customer, event)) {
      continue;
    }
    const std::int64_t period = period_(event.at_ms);
    add_to(periods_[period], {1, mine.insert(period).second ? 1U : 0U});
    if (question_.is_broken_down()) {
      const Value value = question_.value_of(customer, event);
      auto& periods = mine_of_values[value];
      add_to(totals_[value], {1, periods.empty() ? 1U : 0U});
      add_to(values_[value][period], {1, periods.insert(period).second ? 1U : 0U});
    }
    ++total_.events;
  }
  total_.customers += mine.empty() ? 0 : 1;
}

void ActivityCounts::merge(const ActivityCounts& other) {
  for (const auto& [period, count] : other.periods_) {
    add_to(periods_[period], count);
  }
  for (const auto& [value, periods] : other.values_) {
    for (const auto& [period, count] : periods) {
      add_to(values_[value][period], count);
    }
  }
  for (const auto& [value, count] : other.totals_) {
    add_to(totals_[value], count);
  }
  add_to(total_, other.total_);
  table_.merge(other.table_);
}

Kernel ActivityCounts::kernel() const {
  return question_.breakdown ? lines_kernel("events are not counted by their names")
                             : Kernel{.name = "activity_columns"};
}

std::uint64_t ActivityCounts::add(const Columns& columns, const LookedAt& looked) {
  if (*columns_ == nullptr) {
    *columns_ = std::make_unique<ActivityColumns>(question_);
  }
  ActivityColumns& counting = **columns_;
  counting.read(columns);
  std::uint64_t customers = 0;
  std::vector<LineEvent> scratch;
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    if (!counting.add(line, table_)) {
      add(columns.ids[line.customer], put_together(columns, line, scratch));
    }
  });
  return customers;
}

ActivityCounts::Periods ActivityCounts::periods() const {
  Periods periods = periods_;
  for (std::size_t row = 0; row < table_.periods.size(); ++row) {
    ActivityCount count = table_.periods[row];
    for (const ActivityCount& of_code : table_.codes[row]) {
      count.events += of_code.events;
    }
    if (count.events != 0) {
      add_to(periods[table_.first + static_cast<std::int64_t>(row)], count);
    }
  }
  return periods;
}

ActivityCount ActivityCounts::total() const {
  ActivityCount total = total_;
  total.customers += table_.customers;
  for (const ActivityCount& period : table_.periods) {
    total.events += period.events;
  }
  table_.visit_codes([&](std::int64_t /*period*/, Value /*code*/, const ActivityCount& count) {
    total.events += count.events;
  });
  return total;
}

std::map<Value, ActivityCounts::Periods> ActivityCounts::periods_of_values() const {
  std::map<Value, Periods> values = values_;
  table_.visit_codes([&](std::int64_t period, Value code, const ActivityCount& count) {
    add_to(values[code][period], count);
  });
  return values;
}

std::map<Value, ActivityCount> ActivityCounts::totals() const {
  std::map<Value, ActivityCount> totals = totals_;
  table_.visit_codes([&](std::int64_t /*period*/, Value code, const ActivityCount& count) {
    totals[code].events += count.events;
  });
  for (auto& [value, total] : totals) {
    if (value < table_.customers_of_codes.size()) {
      total.customers += table_.customers_of_codes[value];
    }
  }
  return totals;
}

bool is_in(const ActivityCell& cell, const ActivityQuestion& question, CustomerId customer,
           Line line) {
  return std::any_of(line.begin(), line.end(), [&](const LineEvent& event) {
    if (!question.events.has(customer, event)) {
      return false;
    }
    const Value value = question.is_broken_down() ? question.value_of(customer, event) : no_value;
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

LifecycleCount& LifecycleCount::operator+=(const LifecycleCount& other) {
  newcomers += other.newcomers;
  returning += other.returning;
  resurrected += other.resurrected;
  dormant += other.dormant;
  return *this;
}

void Lifecycle::add(CustomerId customer, Line line) {
  add_active(active_periods(question_, customer, line));
}

std::uint64_t Lifecycle::add(const Columns& columns, const LookedAt& looked) {
  return visit_active_periods(
      question_, *active_, columns, looked,
      [this](std::span<const std::int64_t> periods) { add_active(periods); });
}

void Lifecycle::add_active(std::span<const std::int64_t> periods) {
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
