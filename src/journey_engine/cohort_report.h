// CohortReport: a cohort table of many customers, by the period of their inclusion or by what the
// caller puts them into instead. Owned by one thread at a time and merged in any order.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "journey_engine/cohort.h"
#include "journey_engine/kernel.h"

namespace throughline::journey_engine {

struct CohortCounts {
  std::uint64_t customers = 0;
  // By column: of whom it is told, and who came back of them. By the period of inclusion it is told
  // of all; else of those for whom that period is over.
  std::vector<std::uint64_t> told = {};
  std::vector<std::uint64_t> back = {};
};

// Into which row an inclusion goes.
using CohortRowOf = std::function<std::int64_t(CustomerId, const LineEvent&)>;
struct CohortRows {
  CohortRowOf row_of = {};  // Null: the period.
  std::int64_t now_ms = 0;
};

class CohortReport {
 public:
  // The question and the rows must outlive the report.
  CohortReport(const CohortQuestion& question, const CohortRows& rows);

  void add(CustomerId customer, Line line);
  void merge(const CohortReport& other);
  [[nodiscard]] Kernel kernel() const;
  [[nodiscard]] const std::map<std::int64_t, CohortCounts>& rows() const { return counts_; }

 private:
  CohortCounts& counts_of(std::int64_t row);

  const CohortQuestion* question_;
  const CohortRows* rows_;
  std::map<std::int64_t, CohortCounts> counts_;
};

}  // namespace throughline::journey_engine
