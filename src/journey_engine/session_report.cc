#include "journey_engine/session_report.h"

#include <algorithm>
#include <limits>

namespace throughline::journey_engine {

void SessionReport::add(CustomerId customer, Line line) {
  const std::vector<LinePart> sessions = find_sessions(question_.rule, customer, line);
  customers_ += sessions.empty() ? 0 : 1;
  std::optional<std::int64_t> last;
  for (const LinePart& session : sessions) {
    lasted_ms_.add(line[session.end - 1].at_ms - line[session.begin].at_ms);
    events_.add(static_cast<double>(session.end - session.begin));
    const std::int64_t period = period_(line[session.begin].at_ms);
    // Sessions come in the order of time, so those of one period come together.
    periods_[period] += {.sessions = 1, .customers = period == last ? 0U : 1U};
    last = period;
  }
}

std::uint64_t SessionReport::add(const Columns& columns, const LookedAt& looked) {
  const std::uint64_t before = customers_;
  columns_.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    const std::int32_t first = columns.seconds[line.first];
    if (line.far || !table_.covers(first, columns.seconds[line.last - 1])) {
      add(columns.ids[line.customer], put_together(columns, line, scratch_));
    } else {
      add_columns_of(columns, line);
    }
  });
  lasted_ms_.add(lasted_);
  lasted_.clear();
  return customers_ - before;
}

void SessionReport::add_columns_of(const Columns& columns, const ColumnLine& line) {
  constexpr std::int64_t small_end = std::numeric_limits<std::uint32_t>::max();
  ++customers_;
  std::int64_t last = -1;
  columns_.visit(line, [&](std::uint32_t begin, std::uint32_t end) {
    const std::int64_t lasted = columns.near_at_ms(end - 1) - columns.near_at_ms(begin);
    if (lasted < small_end) {
      lasted_.push_back(static_cast<std::uint32_t>(lasted));
    } else {
      lasted_ms_.add(lasted);
    }
    events_.add(static_cast<double>(end - begin));
    const std::int64_t place = table_.place_of(columns.seconds[begin]);
    periods_[table_.base() + place] += {.sessions = 1, .customers = place == last ? 0U : 1U};
    last = place;
  });
}

void SessionReport::merge(const SessionReport& other) {
  customers_ += other.customers_;
  lasted_ms_.merge(other.lasted_ms_);
  events_.merge(other.events_);
  periods_.merge(other.periods_);
}

bool began_session(const SessionQuestion& question, std::int64_t period, CustomerId customer,
                   Line line) {
  const std::vector<LinePart> sessions = find_sessions(question.rule, customer, line);
  return std::any_of(sessions.begin(), sessions.end(), [&](const LinePart& session) {
    return question.calendar.period_of(question.unit, line[session.begin].at_ms) == period;
  });
}

}  // namespace throughline::journey_engine
