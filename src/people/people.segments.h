// SegmentMembers: who is in a segment, told by the room that keeps segments, which stands above.
#pragma once

#include <string>

#include "base/result.h"
#include "people/condition_sql_store.h"
#include "storage/database.h"

namespace throughline::people {

class SegmentMembers {
 public:
  SegmentMembers() = default;
  virtual ~SegmentMembers() = default;
  SegmentMembers(const SegmentMembers&) = delete;
  SegmentMembers& operator=(const SegmentMembers&) = delete;

  // SQL whose one column is the profiles that are in it now. Error::invalid where there is no such
  // segment, or it is archived.
  virtual Result<SqlCondition> members_sql(storage::Transaction& tx,
                                           const std::string& segment) const = 0;
  // Empty where there is no such segment.
  virtual Result<std::string> segment_name(storage::Transaction& tx,
                                           const std::string& segment) const = 0;
};

}  // namespace throughline::people
