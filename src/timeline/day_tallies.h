// DayTallies: how many events of an identifier there are by day, kept for those with so many that
// counting them takes long, once they were counted.
//
// Beside the files of an index and only in memory: made from the rows when they are first asked
// for, and added to with everything that is written since. Owned by whoever holds its lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "timeline/line_index.h"
#include "timeline/row_key.h"

namespace throughline::timeline {

// Of one identifier.
class DayTally {
 public:
  void add(Time time, const RowValue& row);
  // Of the rows up to `newest`; false where they are not kept apart any more.
  bool each(const RowFilter& filter, EventSeq newest, const DaySink& sink) const;
  void append(DayTally&& later);
  [[nodiscard]] std::size_t rows() const { return rows_; }

 private:
  using Sort = std::uint64_t;  // Name, kind and channel in one.
  using Counts = std::unordered_map<Sort, std::int64_t>;
  struct Recent {
    EventSeq seq = {};
    std::int64_t day = 0;
    Sort sort = 0;
  };
  static Sort sort_of(const RowValue& row);
  static bool takes(const RowFilter& filter, Sort sort);
  void remember(const Recent& recent);

  std::map<std::int64_t, Counts> days_;
  std::size_t rows_ = 0;
  // Those of the highest seqs, in ascending order: a transaction may not see all of them.
  std::deque<Recent> recent_;
  EventSeq not_recent_ = {};  // The highest of the others.
};

class DayTallies {
 public:
  // Fewer rows than this are counted as quickly as they are looked up.
  static constexpr std::size_t rows_min = 10'000;

  [[nodiscard]] const DayTally* find(IdentifierId identifier) const;
  // Whoever counts the rows that are there says so before, and what is written meanwhile is kept.
  // Nothing where somebody is counting already.
  std::optional<std::uint64_t> begin(IdentifierId identifier);
  void finish(IdentifierId identifier, std::uint64_t began, DayTally counted);
  void add(const std::vector<const IndexEntry*>& entries);
  void forget(const std::vector<IdentifierId>& identifiers);

 private:
  struct Entry {
    DayTally tally;
    std::uint64_t began = 0;
    bool is_whole = false;
  };
  std::uint64_t begun_ = 0;
  std::unordered_map<std::int64_t, Entry> entries_;
  std::deque<std::int64_t> whole_;  // The oldest first.
};

}  // namespace throughline::timeline
