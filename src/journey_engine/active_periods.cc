#include "journey_engine/active_periods.h"

#include "journey_engine/activity.h"

namespace throughline::journey_engine {

ActivePeriods::ActivePeriods(const ActivityQuestion& question)
    : question_(&question), table_(question.calendar, question.unit), counted_(question.events) {}

void ActivePeriods::read(const Columns& columns) {
  columns_ = &columns;
  counted_.read(columns);
}

const std::vector<std::int64_t>& ActivePeriods::find(const ColumnLine& line) {
  const std::int32_t* const seconds = columns_->seconds;
  if (line.far || !table_.covers(seconds[line.first], seconds[line.last - 1])) {
    periods_ = active_periods(*question_, columns_->ids[line.customer],
                              put_together(*columns_, line, scratch_));
    return periods_;
  }
  // As far as there are events, then only those of different periods stay.
  periods_.resize(line.last - line.first);
  std::size_t count = 0;
  std::int64_t before = -1;
  counted_.visit(line, [&](std::size_t event) {
    const std::int64_t place = table_.place_of(seconds[event]);
    periods_[count] = table_.base() + place;
    count += place == before ? 0 : 1;
    before = place;
  });
  periods_.resize(count);
  return periods_;
}

}  // namespace throughline::journey_engine
