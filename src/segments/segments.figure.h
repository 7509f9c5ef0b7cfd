// The people behind a figure of a question about journeys, said as a rule: exactly, or not at all.
#pragma once

#include <optional>
#include <string>

#include "base/calendar.h"
#include "journeys/journeys.parts.h"
#include "segments/figure_view.h"

namespace throughline::segments {

// One of the two: the rule as JSON, or why there is none.
struct FigureRule {
  std::optional<std::string> rule = {};
  std::string because = {};
};

FigureRule rule_of(const journeys::WhoAsked<journeys::FunnelAsked, journeys::FunnelCellAsked>& who);
FigureRule rule_of(const journeys::WhoAsked<journeys::CountsAsked, journeys::CountsCellAsked>& who,
                   const Calendar& calendar);

}  // namespace throughline::segments
