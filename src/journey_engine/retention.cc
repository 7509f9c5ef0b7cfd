#include "journey_engine/retention.h"

#include <algorithm>
#include <cstddef>

namespace throughline::journey_engine {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

// Ascending and different, with the first start event of each.
struct Start {
  std::int64_t period = 0;
  std::size_t event = 0;
};

std::vector<Start> find_starts(const RetentionQuestion& question, CustomerId customer, Line line) {
  PeriodCursor period_of(question.calendar, question.unit);
  std::vector<Start> starts;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!question.starts.has(customer, line[i])) {
      continue;
    }
    const std::int64_t period = period_of(line[i].at_ms);
    const auto same = [&](const Start& start) { return start.period == period; };
    // Nearly always the last; where clocks went back over midnight, maybe not.
    if (std::none_of(starts.rbegin(), starts.rend(), same)) {
      starts.push_back({period, i});
    }
    if (question.cohort == RetentionCohort::first_start) {
      break;
    }
  }
  return starts;
}

// The offset of each return event, in the order of the line from the start event on.
class Offsets {
 public:
  Offsets(const RetentionQuestion& question, CustomerId customer, Line line)
      : question_(question), period_of_(question.calendar, question.unit), line_(line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (question.returns.has(customer, line[i])) {
        returns_.push_back(i);
        periods_.push_back(period_of_(line[i].at_ms));
      }
    }
  }

  [[nodiscard]] std::vector<bool> back(const Start& start) const {
    std::vector<bool> back(question_.offsets);
    const auto first = std::lower_bound(returns_.begin(), returns_.end(), start.event);
    for (auto i = static_cast<std::size_t>(first - returns_.begin()); i < returns_.size(); ++i) {
      const std::int64_t offset = offset_of(start, i);
      if (offset < 0) {
        continue;
      }
      if (question_.kind == RetentionKind::unbounded) {
        const auto until = std::min<std::int64_t>(offset + 1, question_.offsets);
        std::fill_n(back.begin(), until, true);
      } else if (offset < question_.offsets) {
        back[static_cast<std::size_t>(offset)] = true;
      }
    }
    return question_.kind == RetentionKind::rolling ? unbroken(std::move(back)) : back;
  }

 private:
  [[nodiscard]] std::int64_t offset_of(const Start& start, std::size_t i) const {
    return question_.clock == RetentionClock::calendar
               ? periods_[i] - start.period
               : (line_[returns_[i]].at_ms - line_[start.event].at_ms) / elapsed_ms(question_.unit);
  }
  // The start's own period does not have to hold a return.
  static std::vector<bool> unbroken(std::vector<bool> back) {
    for (std::size_t i = 2; i < back.size(); ++i) {
      back[i] = back[i] && back[i - 1];
    }
    return back;
  }

  const RetentionQuestion& question_;
  PeriodCursor period_of_;
  Line line_;
  std::vector<std::size_t> returns_;
  std::vector<std::int64_t> periods_;
};

}  // namespace

std::int64_t elapsed_ms(PeriodUnit unit) {
  return unit == PeriodUnit::week ? 7 * day_ms : day_ms;
}

Result<void> check(const RetentionQuestion& question) {
  if (question.offsets < 1 || question.offsets > retention_offsets_max) {
    return Error::invalid("Retention looks at 1 to 1000 periods.");
  }
  if (question.clock == RetentionClock::elapsed && question.unit == PeriodUnit::month) {
    return Error::invalid("Months have no fixed length: count them by the calendar.");
  }
  return {};
}

std::vector<RetentionRow> find_retention(const RetentionQuestion& question, CustomerId customer,
                                         Line line) {
  std::vector<RetentionRow> rows;
  const std::vector<Start> starts = find_starts(question, customer, line);
  if (starts.empty()) {
    return rows;
  }
  const Offsets offsets(question, customer, line);
  for (const Start& start : starts) {
    rows.push_back({start.period, offsets.back(start)});
  }
  return rows;
}

bool is_in(const RetentionCell& cell, const RetentionQuestion& question, CustomerId customer,
           Line line) {
  const std::vector<RetentionRow> rows = find_retention(question, customer, line);
  return std::any_of(rows.begin(), rows.end(), [&](const RetentionRow& row) {
    return row.period == cell.period && cell.offset < row.back.size() &&
           row.back[cell.offset] == cell.back;
  });
}

Completeness completeness(const RetentionQuestion& question, std::int64_t period, unsigned offset,
                          std::int64_t now_ms) {
  const auto at = static_cast<std::int64_t>(offset);
  std::int64_t begin = question.calendar.begin_ms(question.unit, period + at);
  std::int64_t end = question.calendar.end_ms(question.unit, period + at);
  if (question.clock == RetentionClock::elapsed) {
    // From the first that can begin to the last that can end.
    begin = question.calendar.begin_ms(question.unit, period) + at * elapsed_ms(question.unit);
    end = question.calendar.end_ms(question.unit, period) + (at + 1) * elapsed_ms(question.unit);
  }
  if (now_ms < begin) {
    return Completeness::not_begun;
  }
  // Who did not come back yet still may, at any time.
  return now_ms < end || question.kind == RetentionKind::unbounded ? Completeness::partial
                                                                   : Completeness::complete;
}

}  // namespace throughline::journey_engine
