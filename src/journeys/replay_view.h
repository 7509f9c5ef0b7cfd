// Replays of a process map, as the API asks and answers: what some people of the question did, step
// by step, with its time. Values only.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

// Which steps there are is said as for the map.
struct ReplayAsked : LooksAsked {
  std::optional<EventChoice> events = {};
  std::optional<std::int64_t> session_ms = {};
  std::optional<EventChoice> session_starts = {};  // With `session_ms`: always begin one.
  std::optional<bool> collapse_repeats = {};
  std::optional<std::int64_t> limit = {};  // How many people at most; 200 without.
};
BOOST_DESCRIBE_STRUCT(ReplayAsked, (LooksAsked),
                      (events, session_ms, session_starts, collapse_repeats, limit))

// The n-th node was met at the n-th time.
struct ReplayCaseView {
  std::vector<std::int64_t> nodes = {};
  std::vector<std::int64_t> at_ms = {};  // Unix time.
};
BOOST_DESCRIBE_STRUCT(ReplayCaseView, (), (nodes, at_ms))

struct ReplayPersonView {
  std::string id = {};
  std::optional<std::string> name = {};
  std::vector<ReplayCaseView> cases = {};
  bool cut = false;  // There is more than the answer has.
};
BOOST_DESCRIBE_STRUCT(ReplayPersonView, (), (id, name, cases, cut))

struct ReplayAnswer {
  std::vector<ReplayPersonView> people = {};  // Always the same ones of the same lines.
  std::int64_t all_people = 0;                // With a step.
  std::vector<NodeNameView> nodes = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(ReplayAnswer, (), (people, all_people, nodes, note))

constexpr std::int64_t replayed_default = 200;
constexpr std::int64_t replayed_max = 500;
constexpr std::size_t replayed_steps_max = 500;  // Of each person.

}  // namespace throughline::journeys
