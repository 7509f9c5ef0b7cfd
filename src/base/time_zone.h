// TimeZone: how far local time is ahead of UTC at any instant, by the system's tz database.
//
// Beyond the last change that the database lists, its rule for the years to come is followed up to
// 2500. Times are Unix milliseconds. A value, cheap to copy; immutable and so safe to share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace throughline {

class TimeZone {
 public:
  // Coordinated universal time.
  TimeZone();
  // By its name in the database, such as "Europe/Berlin". Error::invalid for any other text.
  static Result<TimeZone> find(std::string_view name);

  // A stretch of time with one offset: [from_ms, to_ms).
  struct Stretch {
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
    std::int64_t offset_ms = 0;
  };
  [[nodiscard]] Stretch stretch_at(std::int64_t at_ms) const;
  // The earliest instant whose local time is this or later: where clocks go forward past it, the
  // instant of the change.
  [[nodiscard]] std::int64_t first_at_local(std::int64_t local_ms) const;

 private:
  struct Table;
  explicit TimeZone(std::shared_ptr<const Table> table);
  [[nodiscard]] Stretch stretch(std::size_t index) const;
  [[nodiscard]] std::size_t index_at(std::int64_t at_ms) const;
  std::shared_ptr<const Table> table_;
};

}  // namespace throughline
