// Sessions: a line cut into visits, by a rule that is given with the query.
//
// An event begins a session if it is the first of the line, if it is more than the timeout later
// than the event before it, or if it is one that always begins one. Pure; session_report.h adds up
// what sessions are like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "journey_engine/event_set.h"

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

}  // namespace throughline::journey_engine
