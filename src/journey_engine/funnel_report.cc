#include "journey_engine/funnel_report.h"

#include <algorithm>
#include <utility>

namespace throughline::journey_engine {
namespace {

Value value_of(const FunnelQuestion& question, CustomerId customer, Line line,
               const FunnelAttempt& attempt) {
  return question.breakdown ? question.breakdown(customer, line[attempt.entry]) : no_value;
}

void count(std::vector<std::uint64_t>& levels, unsigned level, unsigned steps) {
  levels.resize(steps);
  for (unsigned i = 0; i < level; ++i) {
    ++levels[i];
  }
}

void add(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  to.resize(std::max(to.size(), from.size()));
  for (std::size_t i = 0; i < from.size(); ++i) {
    to[i] += from[i];
  }
}

void add(FunnelCounts& to, const FunnelCounts& from) {
  add(to.attempts, from.attempts);
  add(to.customers, from.customers);
}

}  // namespace

std::vector<FunnelAttempt> find_attempts(const FunnelQuestion& question, CustomerId customer,
                                         Line line) {
  if (!question.cases.per_session) {
    return find_attempts(question.funnel, customer, line);
  }
  const FunnelAttempts kind = question.funnel.attempts;
  std::vector<FunnelAttempt> attempts;
  for (const LinePart& part : find_cases(question.cases, customer, line)) {
    const Line session = line.subspan(part.begin, part.end - part.begin);
    for (FunnelAttempt& attempt : find_attempts(question.funnel, customer, session)) {
      attempt.entry += part.begin;
      const bool further =
          attempts.empty() || kind == FunnelAttempts::every ||
          (kind == FunnelAttempts::best && attempt.level() > attempts.front().level());
      if (further && kind != FunnelAttempts::every) {
        attempts.clear();
      }
      if (further) {
        attempts.push_back(std::move(attempt));
      }
    }
  }
  return attempts;
}

FunnelReport::FunnelReport(const FunnelQuestion& question)
    : question_(question), period_(question.calendar, question.trend) {}

void FunnelReport::add_attempt(CustomerId customer, Line line, const FunnelAttempt& attempt) {
  const unsigned steps = question_.funnel.steps;
  FunnelGroup& group = groups_[value_of(question_, customer, line, attempt)];
  count(group.counts.attempts, attempt.level(), steps);
  count(group.trend[period_(attempt.at_ms.front())].attempts, attempt.level(), steps);
  group.from_step_before_ms.resize(steps);
  for (unsigned i = 1; i < attempt.level(); ++i) {
    group.from_step_before_ms[i].add(attempt.at_ms[i] - attempt.at_ms[i - 1]);
  }
  if (attempt.level() == steps) {
    group.took_ms.add(attempt.took_ms());
  }
}

void FunnelReport::add(CustomerId customer, Line line) {
  ++customers_;
  const unsigned steps = question_.funnel.steps;
  // Each customer once in a cell, with the highest level that they have there.
  std::map<Value, unsigned> levels;
  std::map<std::pair<Value, std::int64_t>, unsigned> levels_in_period;
  for (const FunnelAttempt& attempt : find_attempts(question_, customer, line)) {
    add_attempt(customer, line, attempt);
    const Value value = value_of(question_, customer, line, attempt);
    unsigned& level = levels[value];
    level = std::max(level, attempt.level());
    unsigned& in_period = levels_in_period[{value, period_(attempt.at_ms.front())}];
    in_period = std::max(in_period, attempt.level());
  }
  for (const auto& [value, level] : levels) {
    count(groups_[value].counts.customers, level, steps);
  }
  for (const auto& [cell, level] : levels_in_period) {
    count(groups_[cell.first].trend[cell.second].customers, level, steps);
  }
}

void FunnelReport::merge(const FunnelReport& other) {
  customers_ += other.customers_;
  for (const auto& [value, from] : other.groups_) {
    FunnelGroup& to = groups_[value];
    journey_engine::add(to.counts, from.counts);
    to.took_ms.merge(from.took_ms);
    to.from_step_before_ms.resize(question_.funnel.steps);
    for (std::size_t i = 0; i < from.from_step_before_ms.size(); ++i) {
      to.from_step_before_ms[i].merge(from.from_step_before_ms[i]);
    }
    for (const auto& [period, counts] : from.trend) {
      journey_engine::add(to.trend[period], counts);
    }
  }
}

bool is_in(const FunnelCell& cell, const FunnelQuestion& question, CustomerId customer, Line line) {
  const auto belongs = [&](const FunnelAttempt& attempt, unsigned level) {
    if (level < cell.level_min || level > cell.level_max) {
      return false;
    }
    if (cell.took_ms_low == 0 && cell.took_ms_high == no_window) {
      return true;
    }
    return attempt.level() == question.funnel.steps && attempt.took_ms() >= cell.took_ms_low &&
           attempt.took_ms() < cell.took_ms_high;
  };
  std::vector<FunnelAttempt> attempts;
  unsigned highest = 0;
  for (FunnelAttempt& attempt : find_attempts(question, customer, line)) {
    const bool of_value = !cell.value || value_of(question, customer, line, attempt) == *cell.value;
    const bool of_period =
        !cell.period ||
        question.calendar.period_of(question.trend, attempt.at_ms.front()) == *cell.period;
    if (of_value && of_period) {
      highest = std::max(highest, attempt.level());
      attempts.push_back(std::move(attempt));
    }
  }
  // By the highest level in the cell, as the figures count customers: whoever converted in any
  // attempt did not drop out.
  return std::any_of(attempts.begin(), attempts.end(),
                     [&](const FunnelAttempt& attempt) { return belongs(attempt, highest); });
}

}  // namespace throughline::journey_engine
