// walk and BestRows: how the rows of a line are read from RocksDB.
#pragma once

#include <rocksdb/iterator.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "timeline/row_key.h"
#include "timeline/row_lists.h"

namespace throughline::timeline {

// The places that a query may take, and the one it begins at.
struct Span {
  explicit Span(const RowsQuery& query)
      : older(query.direction == Direction::older),
        bound(query.bound ? place_of(*query.bound) : std::string()),
        from(query.filter.from ? place_before(*query.filter.from) : std::string()),
        until(query.filter.until ? place_before(*query.filter.until)
                                 : std::string(2 * row_prefix_bytes, '\xff')) {}

  [[nodiscard]] const std::string& begin() const {
    if (bound.empty()) {
      return older ? until : from;
    }
    return older ? std::min(bound, until) : std::max(bound, from);
  }
  [[nodiscard]] bool over(std::string_view place) const {
    return older ? place < from : place >= until;
  }

  bool older = false;
  std::string bound;  // Not itself taken; empty: none.
  std::string from;
  std::string until;
};

// Walks the rows of one identifier from the bound on; `visit` gets place and value, and says
// whether to go on.
template <class Visit>
void walk(rocksdb::Iterator& rows, IdentifierId identifier, const RowsQuery& query,
          const Visit& visit) {
  const std::string prefix = row_prefix(identifier);
  const Span span(query);
  if (span.older) {
    rows.SeekForPrev(prefix + span.begin());
  } else {
    rows.Seek(prefix + span.begin());
  }
  for (; rows.Valid(); span.older ? rows.Prev() : rows.Next()) {
    const std::string_view key = rows.key().ToStringView();
    const std::string_view place = key.substr(std::min(row_prefix_bytes, key.size()));
    if (!key.starts_with(prefix) || span.over(place)) {
      return;
    }
    const RowValue value = row_value_of(rows.value().ToStringView());
    if (place != span.bound && value.seq <= query.newest &&
        query.filter.takes(value.kind, value.channel, value.name) && !visit(place, value)) {
      return;
    }
  }
}

// The best `limit` rows over any number of lists, found by reading each list only while its next
// row is better than the worst one kept.
class BestRows {
 public:
  BestRows(Direction direction, std::size_t limit) : limit_(limit) {
    better_ = [older = direction == Direction::older](const Kept& a, const Kept& b) {
      return older ? a.place > b.place : a.place < b.place;
    };
  }

  // False once nothing that follows in this list can be taken.
  bool offer(std::string_view place, EventSeq seq) {
    Kept row{std::string(place), seq};
    if (kept_.size() == limit_) {
      if (!better_(row, kept_.front())) {
        return false;
      }
      std::pop_heap(kept_.begin(), kept_.end(), better_);
      kept_.pop_back();
    }
    kept_.push_back(std::move(row));
    std::push_heap(kept_.begin(), kept_.end(), better_);
    return true;
  }

  std::vector<LineRow> take() {
    std::sort_heap(kept_.begin(), kept_.end(), better_);
    std::vector<LineRow> rows;
    rows.reserve(kept_.size());
    for (const Kept& row : kept_) {
      rows.push_back({position_of_place(row.place), row.seq});
    }
    return rows;
  }

 private:
  struct Kept {
    std::string place;
    EventSeq seq;
  };
  std::size_t limit_;
  std::function<bool(const Kept&, const Kept&)> better_;
  std::vector<Kept> kept_;  // A heap, the worst in front.
};

}  // namespace throughline::timeline
