// OrderKey: what decides between two events of the same microsecond.
//
// Columns do not hold it: only events of equal time need it, and only when one of them comes or
// moves later than the other. The engine then asks the record through OrderKeySource.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "base/id.h"
#include "base/result.h"

namespace throughline::journey_engine {

struct OrderKey {
  std::int64_t sequence = 0;  // The source's own; 0 without.
  std::string message_id = {};
  SourceId source = {};  // Two sources may use the same message id.
  auto operator<=>(const OrderKey&) const = default;
};

// Called by the engine's writer only, within apply(). An error stops the engine (engine.h).
class OrderKeySource {
 public:
  virtual ~OrderKeySource() = default;
  virtual Result<OrderKey> order_key_of(std::uint64_t row) = 0;
};

}  // namespace throughline::journey_engine
