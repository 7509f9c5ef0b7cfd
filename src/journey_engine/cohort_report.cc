#include "journey_engine/cohort_report.h"

namespace throughline::journey_engine {

CohortReport::CohortReport(const CohortQuestion& question, const CohortRows& rows)
    : question_(&question), rows_(&rows) {}

Kernel CohortReport::kernel() const {
  if (rows_->row_of) {
    return lines_kernel("rows are values, not periods");
  }
  return lines_kernel(question_->direction == CohortDirection::around
                          ? "what came before the inclusion is looked at"
                          : "thresholds of metrics are asked for");
}

CohortCounts& CohortReport::counts_of(std::int64_t row) {
  CohortCounts& counts = counts_[row];
  counts.told.resize(question_->columns());
  counts.back.resize(question_->columns());
  return counts;
}

void CohortReport::add(CustomerId customer, Line line) {
  for (const CohortMember& member : find_cohorts(*question_, customer, line)) {
    const LineEvent& inclusion = line[member.inclusion];
    CohortCounts& counts =
        counts_of(rows_->row_of ? rows_->row_of(customer, inclusion) : member.period);
    ++counts.customers;
    for (std::size_t column = 0; column < member.back.size(); ++column) {
      const std::int64_t offset = question_->first_offset() + static_cast<std::int64_t>(column);
      if (rows_->row_of && !is_over(*question_, inclusion.at_ms, offset, rows_->now_ms)) {
        break;  // Nor is any later one.
      }
      ++counts.told[column];
      counts.back[column] += member.back[column] ? 1 : 0;
    }
  }
}

void CohortReport::merge(const CohortReport& other) {
  for (const auto& [row, from] : other.counts_) {
    CohortCounts& to = counts_of(row);
    to.customers += from.customers;
    for (std::size_t column = 0; column < from.back.size(); ++column) {
      to.told[column] += from.told[column];
      to.back[column] += from.back[column];
    }
  }
}

}  // namespace throughline::journey_engine
