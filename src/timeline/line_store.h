// Reading a person's line: pages, walks, days and extent over the row lists of her identifiers.
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "storage/database.h"
#include "timeline/line.h"
#include "timeline/row_lists.h"

namespace throughline::timeline {

Result<LinePage> read_line(storage::Transaction& tx, RowLists& lists,
                           const std::vector<IdentifierId>& identifiers, const LineQuery& query);
Result<void> read_each_event(storage::Transaction& tx, RowLists& lists,
                             const std::vector<IdentifierId>& identifiers, const LineFilter& filter,
                             const std::function<Result<void>(const Event&)>& sink);
Result<std::vector<DayCount>> read_density(storage::Transaction& tx, RowLists& lists,
                                           const std::vector<IdentifierId>& identifiers,
                                           const LineFilter& filter);
Result<Extent> read_extent(storage::Transaction& tx, RowLists& lists,
                           const std::vector<IdentifierId>& identifiers);

}  // namespace throughline::timeline
