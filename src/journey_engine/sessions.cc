#include "journey_engine/sessions.h"

#include <algorithm>

namespace throughline::journey_engine {

std::vector<LinePart> find_sessions(const SessionRule& rule, CustomerId customer, Line line) {
  std::vector<LinePart> sessions;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i == 0 || line[i].at_ms - line[i - 1].at_ms > rule.timeout_ms ||
        rule.starts.has(customer, line[i])) {
      sessions.push_back({i, i});
    }
    sessions.back().end = i + 1;
  }
  return sessions;
}

std::vector<LinePart> find_cases(const CaseRule& rule, CustomerId customer, Line line) {
  if (rule.per_session) {
    return find_sessions(rule.session, customer, line);
  }
  return line.empty() ? std::vector<LinePart>() : std::vector<LinePart>{{0, line.size()}};
}

void SessionReport::add(CustomerId customer, Line line) {
  const std::vector<LinePart> sessions = find_sessions(question_.rule, customer, line);
  customers_ += sessions.empty() ? 0 : 1;
  const SessionPeriod* last = nullptr;
  for (const LinePart& session : sessions) {
    lasted_ms_.add(line[session.end - 1].at_ms - line[session.begin].at_ms);
    events_.add(static_cast<std::int64_t>(session.end - session.begin));
    SessionPeriod& period = periods_[period_(line[session.begin].at_ms)];
    ++period.sessions;
    // Sessions come in the order of time, so those of one period come together.
    period.customers += &period == last ? 0 : 1;
    last = &period;
  }
}

void SessionReport::merge(const SessionReport& other) {
  customers_ += other.customers_;
  lasted_ms_.merge(other.lasted_ms_);
  events_.merge(other.events_);
  for (const auto& [number, from] : other.periods_) {
    SessionPeriod& to = periods_[number];
    to.sessions += from.sessions;
    to.customers += from.customers;
  }
}

bool began_session(const SessionQuestion& question, std::int64_t period, CustomerId customer,
                   Line line) {
  const std::vector<LinePart> sessions = find_sessions(question.rule, customer, line);
  return std::any_of(sessions.begin(), sessions.end(), [&](const LinePart& session) {
    return question.calendar.period_of(question.unit, line[session.begin].at_ms) == period;
  });
}

}  // namespace throughline::journey_engine
