// Channels: by what the touches of an attribution are told apart: their names, or what a property
// of theirs says; and what conversions are worth, by a property of theirs.
//
// Immutable; safe to read from many threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journey_engine/event_set.h"
#include "journeys/attribution_view.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

class Channels {
 public:
  // By name.
  Channels() = default;
  // By a property. Error::invalid where no event has it, or touches have too many numbers in it.
  static Result<Channels> by_property(const Frame& frame, const std::string& property,
                                      const journey_engine::EventSet& touches);

  // Empty where names tell channels apart.
  [[nodiscard]] journey_engine::ValueOf value_of() const;
  // The channel that a cell is about, if it is about one; no_value for one that there is not.
  [[nodiscard]] Result<std::optional<journey_engine::Value>> asked_in(
      const EventCodes& codes, const AttributionCellAsked& cell) const;
  void name(journey_engine::Value channel, ChannelView& view, Legend& legend) const;

 private:
  struct ByProperty {
    Breakdown said;
    std::vector<std::uint64_t> numbers;  // Their bits, ascending; a channel for each.
    [[nodiscard]] journey_engine::Value channel_of(const ValueKey& key) const;
    [[nodiscard]] ValueKey key_of(journey_engine::Value channel) const;
  };
  [[nodiscard]] Result<std::optional<journey_engine::Value>> asked_by_name(
      const EventCodes& codes, const AttributionCellAsked& cell) const;

  std::shared_ptr<const ByProperty> by_property_ = {};  // Null: by name.
};

// What a conversion is worth: the number that the property says, up to a million millions either
// way; text is no number. Error::invalid where no event has the property.
using WorthOf = std::function<std::optional<double>(const journey_engine::LineEvent&)>;
Result<WorthOf> worth_by_property(const Frame& frame, const std::string& property);

}  // namespace throughline::journeys
