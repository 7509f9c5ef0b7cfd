#include "timeline/row_lists.h"

#include <algorithm>

namespace throughline::timeline {

bool RowFilter::takes(EventKind kind, Channel channel, std::int64_t name) const {
  return ((kinds >> static_cast<unsigned>(kind)) & 1U) != 0 &&
         ((channels >> static_cast<unsigned>(channel)) & 1U) != 0 &&
         (!names || std::binary_search(names->begin(), names->end(), name));
}

std::int64_t day_of(Time time) {
  return time.us >= 0 ? time.us / us_per_day : -((-time.us + us_per_day - 1) / us_per_day);
}

Result<void> RowLists::each_day(storage::Transaction& tx, const RowsQuery& query,
                                const DaySink& sink) {
  return each_time(tx, query, [&](Time time) { sink(day_of(time), 1); });
}

}  // namespace throughline::timeline
