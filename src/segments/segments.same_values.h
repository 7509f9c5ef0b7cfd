// SameValues: which values of a property are the same, as numbers for the hits of a sequence.
#pragma once

#include <cstdint>
#include <map>
#include <memory_resource>

#include "journey_engine/property_column.h"

namespace throughline::segments {

// Numbers are the same whether they came as integers or not; text is the same to the byte.
class SameValues {
 public:
  // From 1 on.
  std::uint32_t number_of(journey_engine::PropertyValue value);
  void clear() { numbers_.clear(); }

 private:
  // It is emptied for each of very many people.
  std::pmr::unsynchronized_pool_resource pool_;
  std::pmr::map<journey_engine::PropertyValue, std::uint32_t> numbers_{&pool_};
};

}  // namespace throughline::segments
