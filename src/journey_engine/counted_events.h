// CountedEvents: the events of lines in columns that are in a set. Owned by one thread; the set
// must outlive it.
#pragma once

#include <cstddef>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/event_set.h"

namespace throughline::journey_engine {

class CountedEvents {
 public:
  explicit CountedEvents(const EventSet& set)
      : set_(&set), all_(set.is_any_code() && !set.has_test()) {}

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns) {
    columns_ = &columns;
    if (!all_) {
      marks_.read(columns, *set_);
    }
  }
  // body(event), in the order of the line.
  template <class Body>
  void visit(const ColumnLine& line, const Body& body) const {
    if (all_) {
      for (std::size_t event = line.first; event < line.last; ++event) {
        body(event);
      }
      return;
    }
    for (std::size_t event = marks_.next(line.first, line.last); event != Marks::none;
         event = marks_.next(event + 1, line.last)) {
      if (!set_->has_test() ||
          set_->passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
        body(event);
      }
    }
  }

 private:
  const EventSet* set_;
  bool all_;
  const Columns* columns_ = nullptr;
  Marks marks_;
};

}  // namespace throughline::journey_engine
