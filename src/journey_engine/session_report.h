// SessionReport: the sessions of many customers added up: how long they are, and when they began.
//
// Parts may be added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/calendar.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/kernel.h"
#include "journey_engine/period_rows.h"
#include "journey_engine/period_table.h"
#include "journey_engine/session_columns.h"
#include "journey_engine/sessions.h"
#include "stats/number_sample.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct SessionQuestion {
  SessionRule rule = {};
  Calendar calendar = Calendar();
  PeriodUnit unit = PeriodUnit::day;
};

struct SessionPeriod {
  std::uint64_t sessions = 0;  // That began in the period.
  std::uint64_t customers = 0;
  SessionPeriod& operator+=(const SessionPeriod& other) {
    sessions += other.sessions;
    customers += other.customers;
    return *this;
  }
  bool operator==(const SessionPeriod&) const = default;
};

class SessionReport {
 public:
  // The question must outlive the report.
  explicit SessionReport(const SessionQuestion& question)
      : question_(question),
        period_(question.calendar, question.unit),
        columns_(question.rule),
        table_(question.calendar, question.unit) {}

  void add(CustomerId customer, Line line);
  void merge(const SessionReport& other);
  static Kernel kernel() { return vector_kernel("session_columns"); }
  // The same as add() of each line. Says how many customers there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t sessions() const { return lasted_ms_.count(); }
  // From the first event of a session to its last.
  [[nodiscard]] const stats::Sample& lasted_ms() const { return lasted_ms_; }
  [[nodiscard]] stats::Numbers events() const { return events_.numbers(); }
  [[nodiscard]] std::map<std::int64_t, SessionPeriod> periods() const { return periods_.all(); }

 private:
  void add_columns_of(const Columns& columns, const ColumnLine& line);

  const SessionQuestion& question_;
  PeriodCursor period_;
  std::uint64_t customers_ = 0;
  stats::Sample lasted_ms_;
  stats::NumberSample events_;
  PeriodRows<SessionPeriod> periods_;

  SessionColumns columns_;
  PeriodTable table_;
  std::vector<std::uint32_t> lasted_;  // Not in the sample yet.
  std::vector<LineEvent> scratch_;
};

// Who began a session in a period.
bool began_session(const SessionQuestion& question, std::int64_t period, CustomerId customer,
                   Line line);

}  // namespace throughline::journey_engine
