#include "journey_engine/stickiness.h"

#include <algorithm>

namespace throughline::journey_engine {
namespace {

constexpr std::int64_t week_days = 7;

}  // namespace

// Each active day covers the windows that end on it and on the days after it; where they meet they
// count once.
void Stickiness::add_windows(std::span<const std::int64_t> days, std::int64_t length,
                             Changes& to) const {
  std::int64_t covered = question_.first_day;
  for (const std::int64_t day : days) {
    const std::int64_t from = std::max(day, covered);
    const std::int64_t until = std::min(day + length, question_.last_day + 1);
    if (from < until) {
      ++to[from];
      --to[until];
      covered = until;
    }
  }
}

void Stickiness::add(CustomerId customer, Line line) {
  add_active(active_periods(question_.activity, customer, line));
}

std::uint64_t Stickiness::add(const Columns& columns, const LookedAt& looked) {
  return visit_active_periods(question_.activity, *active_, columns, looked,
                              [this](std::span<const std::int64_t> days) { add_active(days); });
}

void Stickiness::add_active(std::span<const std::int64_t> days) {
  add_windows(days, 1, daily_);
  add_windows(days, week_days, weekly_);
  add_windows(days, question_.month_days, monthly_);
  const auto within = std::count_if(days.begin(), days.end(), [this](std::int64_t day) {
    return day >= question_.first_day && day <= question_.last_day;
  });
  if (within > 0) {
    ++active_days_[static_cast<std::uint64_t>(within)];
  }
}

void Stickiness::merge(const Stickiness& other) {
  daily_.merge(other.daily_);
  weekly_.merge(other.weekly_);
  monthly_.merge(other.monthly_);
  for (const auto& [count, customers] : other.active_days_) {
    active_days_[count] += customers;
  }
}

std::map<std::int64_t, StickyDay> Stickiness::days() const {
  std::map<std::int64_t, StickyDay> days;
  StickyDay now;
  const auto daily = daily_.all();
  const auto weekly = weekly_.all();
  const auto monthly = monthly_.all();
  const auto change_at = [](const std::map<std::int64_t, std::int64_t>& changes, std::int64_t day) {
    const auto found = changes.find(day);
    return static_cast<std::uint64_t>(found == changes.end() ? 0 : found->second);
  };
  for (std::int64_t day = question_.first_day; day <= question_.last_day; ++day) {
    now.daily += change_at(daily, day);
    now.weekly += change_at(weekly, day);
    now.monthly += change_at(monthly, day);
    days[day] = now;
  }
  return days;
}

bool was_active(const StickinessQuestion& question, std::int64_t day, std::int64_t length,
                CustomerId customer, Line line) {
  const std::vector<std::int64_t> days = active_periods(question.activity, customer, line);
  const auto after = std::upper_bound(days.begin(), days.end(), day);
  return after != days.begin() && *(after - 1) > day - length;
}

}  // namespace throughline::journey_engine
