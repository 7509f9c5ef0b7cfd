// ActivityQuestion: whose activity is counted, in which periods, and broken down by what. Values.
#pragma once

#include <cstdint>

#include "base/calendar.h"
#include "journey_engine/event_set.h"

namespace throughline::journey_engine {

struct ActivityQuestion {
  EventSet events = EventSet::all();
  Calendar calendar = Calendar();
  PeriodUnit unit = PeriodUnit::day;
  bool by_code = false;    // Broken down by the codes of events.
  ValueOf breakdown = {};  // Or by this.

  [[nodiscard]] bool is_broken_down() const { return by_code || breakdown; }
  // Where it is broken down.
  [[nodiscard]] Value value_of(CustomerId customer, const LineEvent& event) const {
    return by_code ? event.code : breakdown(customer, event);
  }
};

struct ActivityCount {
  std::uint64_t events = 0;
  std::uint64_t customers = 0;
  bool operator==(const ActivityCount&) const = default;
};

inline void add_to(ActivityCount& to, const ActivityCount& from) {
  to.events += from.events;
  to.customers += from.customers;
}

}  // namespace throughline::journey_engine
