// What people decided about identity, by the names of the identifiers: for taking it out and in.
// Values only.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "event/identifier.h"

namespace throughline::people {

struct RecordedDecision {
  std::string kind = {};  // merge, unmerge, freeze, allow, or two_people for a refused duplicate.
  Time decided_at = {};
  std::string actor = {};
  std::string reason = {};
  std::vector<Identifier> identifiers = {};
  std::vector<Identifier> others = {};  // Of an unmerge or of two people: the other side.
  double weight = 0;                    // Of two people: why they were taken for one.
  std::string evidence = {};            // JSON.
};

// What became of one that came in. forgotten: it is about somebody who was erased.
enum class RestoredDecision { put_in, known, forgotten };

}  // namespace throughline::people
