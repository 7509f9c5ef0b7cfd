// SameValues: which values of a property are the same, as numbers for the hits of a sequence.
#pragma once

#include <cstdint>
#include <map>

#include "journey_engine/property_column.h"

namespace throughline::segments {

// Numbers are the same whether they came as integers or not; text is the same to the byte.
class SameValues {
 public:
  // From 1 on.
  std::uint32_t number_of(journey_engine::PropertyValue value);
  void clear() { numbers_.clear(); }

 private:
  std::map<journey_engine::PropertyValue, std::uint32_t> numbers_ = {};
};

}  // namespace throughline::segments
