// Move: identifiers that changed their owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/id.h"
#include "event/identifier.h"

namespace throughline::people {

// `merge`: nothing was left behind.
struct Move {
  enum class Kind { merge, split };
  Kind kind = Kind::merge;
  ProfileId from = {};
  ProfileId to = {};
  std::int64_t moved = 0;
  std::vector<Identifier> identifiers = {};  // The first `listed_max` of them.
};
constexpr std::size_t listed_max = 100;

}  // namespace throughline::people
