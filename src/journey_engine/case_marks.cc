#include "journey_engine/case_marks.h"

#include <algorithm>

namespace throughline::journey_engine {

void CaseMarks::read(const Columns& columns, const LookedAt& looked, const CaseRule& rule) {
  const std::size_t events = columns.offsets[columns.customers];
  words_.assign(events / 64 + 2, 0);
  if (rule.per_session) {
    sessions_.read(columns, rule.session.timeout_ms);
    std::copy(sessions_.words().begin(), sessions_.words().end(), words_.begin());
  }
  lines_.clear();
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    lines_.push_back(line);
    if (line.far && rule.per_session) {
      for (std::uint32_t event = line.first + 1; event < line.last; ++event) {
        clear(event);
        if (far_at_ms(columns, event) - far_at_ms(columns, event - 1) > rule.session.timeout_ms) {
          set(event);
        }
      }
    }
    set(line.first);
    set(line.last);
  });
}

}  // namespace throughline::journey_engine
