// Looking: what a question looks at: whose lines, which part of them, and what it is asked of
// again: the groups of a breakdown, or the sides of a comparison.
//
// Made once for a question and shared by all its parts. Immutable; safe to read from many threads.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "journeys/journeys.breakdown.h"
#include "journeys/journeys.scan.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

struct Looking {
  struct Compared {
    std::string name = {};
    Span shown = {};
  };
  Span shown = {};  // The range as it was asked for, and the people.
  std::vector<Compared> compared = {};
  std::shared_ptr<const Breakdown> breakdown = {};  // Null: none.
  std::map<std::string, std::shared_ptr<const TraitValues>> traits =
      {};  // That the question reads.
  std::size_t groups = static_cast<std::size_t>(groups_default);
  bool breaks_events_down = false;  // By a property, each event counts for its own value.
  std::string explanation = {};
};

}  // namespace throughline::journeys
