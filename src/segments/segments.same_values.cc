#include "segments/segments.same_values.h"

#include <utility>

namespace throughline::segments {

std::uint32_t SameValues::number_of(journey_engine::PropertyValue value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    const auto number = static_cast<double>(*whole);
    if (number < 0x1p63 && static_cast<std::int64_t>(number) == *whole) {
      value = number;
    }
  }
  return numbers_.try_emplace(std::move(value), static_cast<std::uint32_t>(numbers_.size() + 1))
      .first->second;
}

}  // namespace throughline::segments
