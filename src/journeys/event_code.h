// EventCodes: which number stands in the columns for which kind and name of events.
//
// A value that grows; numbers are dense from 0 and never change their meaning.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"

namespace throughline::journeys {

struct NamedEvent {
  EventKind kind = EventKind::track;
  std::string name = {};
  auto operator<=>(const NamedEvent&) const = default;
};

class EventCodes {
 public:
  EventCodes() = default;
  // By code. Of equal ones the first is the one that new events get.
  explicit EventCodes(std::vector<NamedEvent> events);

  [[nodiscard]] std::optional<std::uint32_t> find(const NamedEvent& event) const;
  // Gives an event that is new the next number.
  std::uint32_t add(const NamedEvent& event);

  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] const NamedEvent& at(std::uint32_t code) const { return events_.at(code); }
  // Every number with this name: of one kind, or of any.
  [[nodiscard]] std::vector<std::uint32_t> named(std::optional<EventKind> kind,
                                                 std::string_view name) const;

 private:
  std::vector<NamedEvent> events_;
  std::map<NamedEvent, std::uint32_t> codes_;
};

}  // namespace throughline::journeys
