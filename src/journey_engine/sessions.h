// Sessions: a line cut into visits, by a rule that is given with the query.
//
// An event begins a session if it is the first of the line, if it is more than the timeout later
// than the event before it, or if it is one that always begins one. Pure; SessionReport is owned by
// one thread at a time and merged in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "base/calendar.h"
#include "journey_engine/event_set.h"
#include "journey_engine/kernel.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct SessionRule {
  std::int64_t timeout_ms = 30 * 60'000;
  EventSet starts = {};
};

// A part of a line: the events [begin, end).
struct LinePart {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const LinePart&) const = default;
};

std::vector<LinePart> find_sessions(const SessionRule& rule, CustomerId customer, Line line);

// What a case of a query is: the whole line, or each of its sessions.
struct CaseRule {
  bool per_session = false;
  SessionRule session = {};
};
std::vector<LinePart> find_cases(const CaseRule& rule, CustomerId customer, Line line);

struct SessionQuestion {
  SessionRule rule = {};
  Calendar calendar = Calendar();
  PeriodUnit unit = PeriodUnit::day;
};

struct SessionPeriod {
  std::uint64_t sessions = 0;  // That began in the period.
  std::uint64_t customers = 0;
};

class SessionReport {
 public:
  // The question must outlive the report.
  explicit SessionReport(const SessionQuestion& question)
      : question_(question), period_(question.calendar, question.unit) {}

  void add(CustomerId customer, Line line);
  void merge(const SessionReport& other);
  static Kernel kernel() {
    return lines_kernel("sessions have no kernel: each event is compared with the one before");
  }

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t sessions() const { return lasted_ms_.count(); }
  // From the first event of a session to its last.
  [[nodiscard]] const stats::Sample& lasted_ms() const { return lasted_ms_; }
  [[nodiscard]] const stats::Sample& events() const { return events_; }
  [[nodiscard]] const std::map<std::int64_t, SessionPeriod>& periods() const { return periods_; }

 private:
  const SessionQuestion& question_;
  PeriodCursor period_;
  std::uint64_t customers_ = 0;
  stats::Sample lasted_ms_;
  stats::Sample events_;
  std::map<std::int64_t, SessionPeriod> periods_;
};

// Who began a session in a period.
bool began_session(const SessionQuestion& question, std::int64_t period, CustomerId customer,
                   Line line);

}  // namespace throughline::journey_engine
