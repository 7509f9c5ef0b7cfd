#include "journeys/event_code.h"

namespace throughline::journeys {

EventCodes::EventCodes(std::vector<NamedEvent> events) : events_(std::move(events)) {
  for (std::uint32_t code = 0; code < events_.size(); ++code) {
    codes_.try_emplace(events_[code], code);
  }
}

std::optional<std::uint32_t> EventCodes::find(const NamedEvent& event) const {
  const auto found = codes_.find(event);
  return found == codes_.end() ? std::nullopt : std::optional(found->second);
}

std::uint32_t EventCodes::add(const NamedEvent& event) {
  const auto [entry, added] = codes_.try_emplace(event, static_cast<std::uint32_t>(events_.size()));
  if (added) {
    events_.push_back(event);
  }
  return entry->second;
}

std::vector<std::uint32_t> EventCodes::named(std::optional<EventKind> kind,
                                             std::string_view name) const {
  std::vector<std::uint32_t> codes;
  for (std::uint32_t code = 0; code < events_.size(); ++code) {
    if (events_[code].name == name && (!kind || events_[code].kind == *kind)) {
      codes.push_back(code);
    }
  }
  return codes;
}

}  // namespace throughline::journeys
