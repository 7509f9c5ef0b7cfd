// EventFilter: which events go to a destination: a condition over one event, and what the event's
// own `integrations` say. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "condition/condition.h"
#include "event/event.h"

namespace throughline::channels {

// The tests of conditions mean here: {"event":NAME}: the event's name; {"trait":"kind"},
// {"trait":"channel"}, {"trait":"name"} and {"property":KEY}, also written
// {"trait":"properties.KEY"}: what the event says;
// {"identifier":TYPE}: what it carries; {"account":"group_id"}: its account.
class EventFilter {
 public:
  EventFilter() = default;  // Every event.
  // Empty: every event. Error::invalid for tests that one event cannot answer.
  static Result<EventFilter> make(std::string_view json);

  [[nodiscard]] bool passes(const Event& event) const;

 private:
  std::optional<condition::Condition> condition_;
};

// Only what sources sent goes out, not what the product itself notes about people.
constexpr bool may_go_out(EventKind kind) {
  return !is_of_the_product(kind);
}

// Whether {"All":false} or {"NAME":false} keeps the event from a destination of that name; a name
// that is said wins over All.
bool is_excluded(std::string_view integrations, std::string_view name);

}  // namespace throughline::channels
