// Findings: what stands out in everybody's lines, found without being asked for, as the API asks
// and answers. Values only; their meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct FindingsAsked {
  std::optional<TimeRange> range = {};        // The last two years without.
  std::optional<codec::RawJson> people = {};  // A condition: whose lines.
  // Whether to answer only when everything was looked at; else at once, with what there is.
  std::optional<bool> wait = {};
};
BOOST_DESCRIBE_STRUCT(FindingsAsked, (), (range, people, wait))

// Days of the workspace's calendar, both included.
struct FoundDaysView {
  std::string from = {};
  std::string until = {};
};
BOOST_DESCRIBE_STRUCT(FoundDaysView, (), (from, until))

// What those on this side have and those on the other have not.
struct FoundByView {
  std::optional<std::string> trait = {};
  std::optional<std::string> property = {};
  codec::RawJson value = {};
};
BOOST_DESCRIBE_STRUCT(FoundByView, (), (trait, property, value))

// The people of one side, as `cell` and `part` of the question's people.
struct FoundSideView {
  ShareView share = {};
  std::optional<PartAsked> part = {};
  codec::RawJson all = {};
  codec::RawJson reached = {};
  codec::RawJson stopped = {};
};
BOOST_DESCRIBE_STRUCT(FoundSideView, (), (share, part, all, reached, stopped))

struct FoundDifferenceView {
  double value = 0;  // Of the first side less the second.
  double low = -1;   // The 95 % interval (Newcombe).
  double high = 1;
  double p = 1;           // By the exact test, times the stretches among which this was chosen.
  double adjusted_p = 1;  // Benjamini and Yekutieli, over all tests of the answer.
};
BOOST_DESCRIBE_STRUCT(FoundDifferenceView, (), (value, low, high, p, adjusted_p))

// What those on the first side met on their way, and those on the other did not.
struct FoundFrictionView {
  std::string kind = {};  // dead_end, loop or long_wait.
  std::string at = {};    // Names of events.
  std::optional<std::string> to = {};
};
BOOST_DESCRIBE_STRUCT(FoundFrictionView, (), (kind, at, to))

// What one side did within the first days, and the other did not.
struct FoundLandmarkView {
  std::string did = {};                     // Names of events.
  std::optional<std::string> starts = {};   // Any event without.
  std::optional<std::string> outcome = {};  // Without: being there again.
  std::int64_t within_ms = 0;
  std::int64_t after_ms = 0;  // The outcome counts from so long after the first days.
  bool did_first = false;     // The first side is those who did it.
};
BOOST_DESCRIBE_STRUCT(FoundLandmarkView, (), (did, starts, outcome, within_ms, after_ms, did_first))

struct FoundView {
  std::string id = {};     // The same as long as it is the same question.
  std::string group = {};  // lost, friction, slow, changed, early or differs.
  std::string kind = {};   // funnel, friction, part, change or landmark.
  std::vector<std::string> steps =
      {};  // Names of events: what is begun first, what is reached last.
  std::int64_t window_ms = 0;
  FoundDaysView days = {};             // When it is begun.
  std::optional<FoundByView> by = {};  // Of a part; of a change, whose.
  // Of a change: these days, against those before them; whether it lasts until the end.
  std::optional<FoundDaysView> changed = {};
  std::optional<FoundDaysView> before = {};
  std::optional<FoundFrictionView> friction = {};
  std::optional<FoundLandmarkView> landmark = {};
  bool lasts = false;
  std::vector<ShareView> reached = {};  // Of a funnel: each step, of the first.
  std::vector<FoundSideView> sides = {};
  std::optional<FoundDifferenceView> difference = {};
  // By how many people it counts: who was lost, or did otherwise than they would have on the other
  // side, at least.
  std::int64_t people = 0;
  std::string page = {};  // Which question it is the answer to: funnel, friction or landmark.
  codec::RawJson question = {};
};
BOOST_DESCRIBE_STRUCT(FoundView, (),
                      (id, group, kind, steps, window_ms, days, by, changed, before, friction,
                       landmark, lasts, reached, sides, difference, people, page, question))

struct FindingsAnswer {
  bool ready = false;    // Once everything was looked at.
  bool working = false;  // Looking, at first or again.
  double progress = 0;   // From 0 to 1, of what is being looked at.
  std::vector<FoundView> findings = {};
  std::int64_t tests = 0;  // How many differences were looked at.
  std::int64_t questions = 0;
  std::int64_t dimensions = 0;
  std::int64_t people = 0;
  std::int64_t events = 0;
  std::optional<FoundDaysView> days = {};
  std::optional<Time> at = {};  // When it was looked at.
  std::optional<std::string> position = {};
  double took_ms = 0;
};
BOOST_DESCRIBE_STRUCT(FindingsAnswer, (),
                      (ready, working, progress, findings, tests, questions, dimensions, people,
                       events, days, at, position, took_ms))

}  // namespace throughline::journeys
