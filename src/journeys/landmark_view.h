// What becomes of those who did something in their first days, as the API asks and answers. Values
// only; its meaning is in docs/queries.md.
#pragma once

#include "journeys/funnel_view.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

// Its range says when people begin; what they did before that says whether they had begun already,
// and what comes after it counts.
struct LandmarkAsked : LooksAsked {
  static constexpr bool looks_back = true;
  static constexpr bool looks_ahead = true;
  std::optional<EventChoice> starts = {};  // Any event without.
  EventChoice did = {};
  std::int64_t within_ms = 0;                  // From the start to the landmark.
  std::optional<EventChoice> outcome = {};     // Without: being there again, with any event.
  std::optional<std::int64_t> after_ms = {};   // From the landmark on; it counts at once without.
  std::optional<std::int64_t> window_ms = {};  // From the landmark on; 30 days without.
};
BOOST_DESCRIBE_STRUCT(LandmarkAsked, (LooksAsked),
                      (starts, did, within_ms, outcome, after_ms, window_ms))

// Those who began and are not asked about.
struct LandmarkLeftOutView {
  std::int64_t gone = 0;       // Nothing is known of them from the landmark on.
  std::int64_t had_it = 0;     // The outcome was there before the landmark.
  std::int64_t too_young = 0;  // Their time is not over.
};
BOOST_DESCRIBE_STRUCT(LandmarkLeftOutView, (), (gone, had_it, too_young))

struct LandmarkAnswer {
  ShareView did = {};              // Of those who did it, how many reached the outcome.
  ShareView did_not = {};          // And of those who did not.
  DifferenceView difference = {};  // Of the first less the second; its p is of the exact test.
  // The same among those who were as busy before the landmark (Mantel and Haenszel).
  DifferenceView among_alike = {};
  LandmarkLeftOutView left_out = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(LandmarkAnswer, (), (did, did_not, difference, among_alike, left_out, note))

struct LandmarkCellAsked {
  bool did = true;
  std::optional<bool> reached = {};  // Only those who reached the outcome, or who did not.
};
BOOST_DESCRIBE_STRUCT(LandmarkCellAsked, (), (did, reached))

}  // namespace throughline::journeys
