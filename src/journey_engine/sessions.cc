#include "journey_engine/sessions.h"

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

}  // namespace throughline::journey_engine
