#include "journey_engine/event_set.h"

#include <utility>

namespace throughline::journey_engine {

EventSet EventSet::all() {
  EventSet set;
  set.any_code_ = true;
  return set;
}

EventSet EventSet::where(EventTest test) {
  EventSet set = all();
  set.test_ = std::move(test);
  return set;
}

EventSet::EventSet(std::span<const std::uint32_t> codes, EventTest test, RowsTest rows_test)
    : test_(std::move(test)), rows_test_(std::move(rows_test)) {
  for (const std::uint32_t code : codes) {
    if (codes_.size() <= code / 64) {
      codes_.resize(code / 64 + 1);
    }
    codes_[code / 64] |= std::uint64_t{1} << (code % 64);
  }
}

EventSet::EventSet(std::initializer_list<std::uint32_t> codes, EventTest test)
    : EventSet(std::span(codes.begin(), codes.size()), std::move(test)) {}

}  // namespace throughline::journey_engine
