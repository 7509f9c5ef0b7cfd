#include "journey_engine/funnel_report.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace throughline::journey_engine {
namespace {

Value value_of(const FunnelQuestion& question, CustomerId customer, Line line,
               const FunnelAttempt& attempt) {
  return question.breakdown ? question.breakdown(customer, line[attempt.entry]) : no_value;
}

void count(std::vector<std::uint64_t>& levels, unsigned level, unsigned steps) {
  levels.resize(steps);
  for (unsigned i = 0; i < steps; ++i) {  // All: how far they got is as good as chance.
    levels[i] += i < level ? 1 : 0;
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

Kernel FunnelReport::kernel() const {
  if (!has_columns(question_.funnel)) {
    return lines_kernel("the steps are not sets of events");
  }
  if (question_.breakdown) {
    return lines_kernel("each attempt has a value of its own");
  }
  if (question_.cases.per_session) {
    return lines_kernel("each session is a case");
  }
  constexpr std::array<std::string_view, 3> names = {"funnel_chains", "funnel_steps",
                                                     "funnel_instants"};
  FunnelPlan plan = plan_of(question_.funnel);
  return vector_kernel(std::string(names.at(static_cast<std::size_t>(plan.way))),
                       std::move(plan.because));
}

void FunnelReport::add_attempt(FunnelGroup& group, const FunnelAttempt& attempt) {
  const unsigned steps = question_.funnel.steps;
  count(group.counts.attempts, attempt.level(), steps);
  if (question_.has_trend) {
    count(group.trend[period_(attempt.at_ms.front())].attempts, attempt.level(), steps);
  }
  group.from_step_before_ms.resize(steps);
  for (unsigned i = 1; i < attempt.level(); ++i) {
    group.from_step_before_ms[i].add(attempt.at_ms[i] - attempt.at_ms[i - 1]);
  }
  if (attempt.level() == steps) {
    group.took_ms.add(attempt.took_ms());
  }
}

template <class ValueOfAttempt>
void FunnelReport::add_attempts(std::span<const FunnelAttempt> attempts,
                                const ValueOfAttempt& value_of) {
  const unsigned steps = question_.funnel.steps;
  // Each customer once in a cell, with the highest level that they have there.
  std::map<Value, unsigned> levels;
  std::map<std::pair<Value, std::int64_t>, unsigned> levels_in_period;
  for (const FunnelAttempt& attempt : attempts) {
    const Value value = value_of(attempt);
    add_attempt(groups_[value], attempt);
    unsigned& level = levels[value];
    level = std::max(level, attempt.level());
    if (question_.has_trend) {
      unsigned& in_period = levels_in_period[{value, period_(attempt.at_ms.front())}];
      in_period = std::max(in_period, attempt.level());
    }
  }
  for (const auto& [value, level] : levels) {
    count(groups_[value].counts.customers, level, steps);
  }
  for (const auto& [cell, level] : levels_in_period) {
    count(groups_[cell.first].trend[cell.second].customers, level, steps);
  }
}

void FunnelReport::add(CustomerId customer, Line line) {
  ++customers_;
  add_attempts(find_attempts(question_, customer, line), [&](const FunnelAttempt& attempt) {
    return value_of(question_, customer, line, attempt);
  });
}

// The only attempt of a customer, where nothing is broken down.
void FunnelReport::add_one(const FunnelAttempt& attempt) {
  const unsigned steps = question_.funnel.steps;
  FunnelGroup& group = groups_[no_value];
  add_attempt(group, attempt);
  count(group.counts.customers, attempt.level(), steps);
  if (question_.has_trend) {
    count(group.trend[period_(attempt.at_ms.front())].customers, attempt.level(), steps);
  }
}

void FunnelReport::add_found(std::span<const FunnelAttempt> attempts) {
  if (attempts.size() == 1) {
    add_one(attempts.front());
  } else {
    add_attempts(attempts, [](const FunnelAttempt& /*attempt*/) { return no_value; });
  }
}

std::uint64_t FunnelReport::add(const Columns& columns, const LookedAt& looked) {
  return add_divided(columns, looked,
                     [this](const Columns&, std::size_t, std::size_t) { return this; });
}

std::uint64_t FunnelReport::add_divided(const Columns& columns, const LookedAt& looked,
                                        const ReportOf<FunnelReport>& report_of) {
  if (*columns_ == nullptr) {
    *columns_ = std::make_unique<FunnelColumns>(question_.funnel);
  }
  FunnelColumns& found = **columns_;
  found.read(columns, looked);
  lines_.clear();
  visit_lines(columns, looked, [&](const ColumnLine& line) { lines_.push_back(line); });
  customers_ += lines_.size();
  found.find(lines_, [&](const ColumnLine& line, std::span<const FunnelAttempt> attempts) {
    FunnelReport* const report = report_of(columns, line.customer, attempts.front().entry);
    if (report != nullptr) {
      report->add_found(attempts);
    }
  });
  return lines_.size();
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
