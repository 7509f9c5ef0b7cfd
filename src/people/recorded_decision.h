// What people decided about identity, by the names of the identifiers: for taking it out and in.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "event/identifier.h"

namespace throughline::people {

struct RecordedDecision {
  std::string kind = {};  // merge, unmerge, freeze or allow
  Time decided_at = {};
  std::string actor = {};
  std::string reason = {};
  std::vector<Identifier> identifiers = {};
  std::vector<Identifier> others = {};  // Of an unmerge: the other side.
};

}  // namespace throughline::people
