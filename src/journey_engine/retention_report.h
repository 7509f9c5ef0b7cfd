// RetentionReport: who came back of many customers, added up by cohort. Owned by one thread at a
// time and merged in any order.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "journey_engine/kernel.h"
#include "journey_engine/retention.h"
#include "journey_engine/retention_columns.h"

namespace throughline::journey_engine {

struct RetentionCounts {
  std::uint64_t customers = 0;
  std::vector<std::uint64_t> back = {};  // By offset.
};

class RetentionReport {
 public:
  // The question must outlive the report.
  explicit RetentionReport(const RetentionQuestion& question);

  void add(CustomerId customer, Line line);
  void merge(const RetentionReport& other);
  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // The same, but each customer with a start event goes into the report of the first one.
  std::uint64_t add_divided(const Columns& columns, const LookedAt& looked,
                            const ReportOf<RetentionReport>& report_of);
  [[nodiscard]] const std::map<std::int64_t, RetentionCounts>& cohorts() const { return cohorts_; }

 private:
  RetentionCounts& cohort(std::int64_t period);

  const RetentionQuestion& question_;
  std::map<std::int64_t, RetentionCounts> cohorts_;
  std::optional<RetentionColumns> columns_;
};

}  // namespace throughline::journey_engine
