// What people like this did next, as the API asks and answers. Values only; its meaning is in
// docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

// Either somebody's last events, or the names of some, in their order.
struct NextAsked : LooksAsked {
  std::optional<std::string> person = {};   // An id, or type:value. Is not counted itself.
  std::optional<std::int64_t> length = {};  // How many of that person's last; 5 without.
  std::optional<std::vector<EventChoice>> so_far =
      {};                                       // Each of one kind (track without), one name.
  std::optional<std::int64_t> people_min = {};  // Behind `longest`; 10 without.
  std::optional<EventChoice> events = {};       // Others are left out.
  std::optional<std::int64_t> session_ms = {};
  std::optional<EventChoice> session_starts = {};  // With `session_ms`: always begin one.
  std::optional<bool> collapse_repeats = {};
};
BOOST_DESCRIBE_STRUCT(NextAsked, (LooksAsked),
                      (person, length, so_far, people_min, events, session_ms, session_starts,
                       collapse_repeats))

struct NextStepView {
  std::optional<std::int64_t> node = {};  // None: it ended there.
  std::int64_t times = 0;
  ShareView people = {};  // Of those who got there; one may go several ways at several times.
  std::optional<double> median_ms = {};
};
BOOST_DESCRIBE_STRUCT(NextStepView, (), (node, times, people, median_ms))

struct NextMatchView {
  std::int64_t length = 0;  // Of the last nodes so far, how many are the same.
  std::int64_t people = 0;
  std::vector<NextStepView> next = {};  // The most often first.
};
BOOST_DESCRIBE_STRUCT(NextMatchView, (), (length, people, next))

struct NextAnswer {
  std::vector<NodeNameView> nodes = {};
  std::vector<std::int64_t> so_far = {};
  std::int64_t longest = 0;  // The longest match with enough people; 0: none.
  std::vector<NextMatchView> matches = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(NextAnswer, (), (nodes, so_far, longest, matches, note))

struct NextCellAsked {
  std::int64_t length = 1;
  std::optional<std::int64_t> node = {};  // None: for whom it ended there.
};
BOOST_DESCRIBE_STRUCT(NextCellAsked, (), (length, node))

}  // namespace throughline::journeys
