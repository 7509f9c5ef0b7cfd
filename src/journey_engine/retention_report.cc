#include "journey_engine/retention_report.h"

#include <bit>

namespace throughline::journey_engine {

RetentionReport::RetentionReport(const RetentionQuestion& question) : question_(question) {
  if (kernel().reads_columns()) {
    columns_.emplace(question);
  }
}

Kernel RetentionReport::kernel() const {
  std::string because = why_no_columns(question_);
  return because.empty() ? vector_kernel("retention_bits") : lines_kernel(std::move(because));
}

RetentionCounts& RetentionReport::cohort(std::int64_t period) {
  RetentionCounts& counts = cohorts_[period];
  counts.back.resize(question_.offsets);
  ++counts.customers;
  return counts;
}

void RetentionReport::add(CustomerId customer, Line line) {
  for (const RetentionRow& row : find_retention(question_, customer, line)) {
    RetentionCounts& counts = cohort(row.period);
    for (std::size_t offset = 0; offset < row.back.size(); ++offset) {
      counts.back[offset] += row.back[offset] ? 1 : 0;
    }
  }
}

std::uint64_t RetentionReport::add(const Columns& columns, const LookedAt& looked) {
  return add_divided(columns, looked,
                     [this](const Columns&, std::size_t, std::size_t) { return this; });
}

std::uint64_t RetentionReport::add_divided(const Columns& columns, const LookedAt& looked,
                                           const ReportOf<RetentionReport>& report_of) {
  std::uint64_t customers = 0;
  columns_->read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    const auto found = columns_->find(line);
    RetentionReport* const report =
        found ? report_of(columns, line.customer, found->start) : nullptr;
    if (report == nullptr) {
      return;
    }
    RetentionCounts& counts = report->cohort(found->period);
    for (std::uint64_t left = found->back; left != 0; left &= left - 1) {
      ++counts.back[static_cast<std::size_t>(std::countr_zero(left))];
    }
  });
  return customers;
}

void RetentionReport::merge(const RetentionReport& other) {
  for (const auto& [period, from] : other.cohorts_) {
    RetentionCounts& to = cohorts_[period];
    to.back.resize(question_.offsets);
    to.customers += from.customers;
    for (std::size_t offset = 0; offset < from.back.size(); ++offset) {
      to.back[offset] += from.back[offset];
    }
  }
}

}  // namespace throughline::journey_engine
