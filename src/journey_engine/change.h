// Change: what happened to lines, as the engine's writer is told. Values only.
#pragma once

#include <cstdint>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "journey_engine/line.h"
#include "journey_engine/order_key.h"

namespace throughline::journey_engine {

// An event of the record, once. Its key identifier must have an owner.
struct EventAdded {
  IdentifierId key_identifier = {};
  std::uint32_t code = 0;
  Time occurred_at = {};
  OrderKey key = {};
  std::uint64_t row = 0;
};

// These identifiers belong to `owner` from now on: new ones, a merge, an unmerge, a re-resolution.
// Their events, known and future ones, are on the owner's line; without an owner, the known ones
// are forgotten.
struct OwnersChanged {
  std::vector<IdentifierId> identifiers = {};
  CustomerId owner = {};
};

// These events are on no line any more. With the key identifiers they had, only the lines of these
// are searched; without, all lines are.
struct RowsErased {
  std::vector<std::uint64_t> rows = {};
  std::vector<IdentifierId> key_identifiers = {};
};

// Everything on this customer's line is on no line any more.
struct CustomerErased {
  CustomerId customer = {};
};

}  // namespace throughline::journey_engine
