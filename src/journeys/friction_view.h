// Friction, as the API asks and answers: what goes with not reaching the outcome of a journey.
// Values only; its meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct FrictionAsked : LooksAsked {
  EventChoice outcome = {};
  std::optional<EventChoice> begins = {};          // Any event without.
  std::optional<EventChoice> events = {};          // The nodes; others are left out.
  std::optional<std::int64_t> session_ms = {};     // A case is a session with this timeout.
  std::optional<EventChoice> session_starts = {};  // With `session_ms`: always begin one.
  std::optional<bool> collapse_repeats = {};
  std::optional<std::int64_t> silence_ms = {};   // That ends a session at a dead end; 30 minutes.
  std::optional<EventChoice> contacts = {};      // None without.
  std::optional<std::int64_t> soon_ms = {};      // Between repeated contacts; 7 days without.
  std::optional<std::int64_t> too_long_ms = {};  // Of a long wait; 3 days without.
  std::optional<EventChoice> errors = {};        // None without.
  std::optional<std::int64_t> rage_count = {};   // Of the same event is rage; 3 without.
  std::optional<std::int64_t> rage_ms = {};      // Within this; 2 seconds without.
  std::optional<std::int64_t> people_min = {};   // Who met a point that is tested; 10 without.
  std::optional<std::int64_t> limit = {};        // Of findings; 50 without.
};
BOOST_DESCRIBE_STRUCT(FrictionAsked, (LooksAsked),
                      (outcome, begins, events, session_ms, session_starts, collapse_repeats,
                       silence_ms, contacts, soon_ms, too_long_ms, errors, rage_count, rage_ms,
                       people_min, limit))

struct FindingView {
  // dead_end, loop, repeated_contact, channel_switch, long_wait, rage or error.
  std::string kind = {};
  std::int64_t at = 0;
  std::optional<std::int64_t> to = {};
  ShareView met = {};      // Of those who met it, how many reached the outcome.
  ShareView not_met = {};  // And of those who did not.
  // How much less often those reach it who met it, with its 95 % interval (Newcombe).
  double difference = 0;
  double low = -1;
  double high = 1;
  double p = 1;
  double adjusted_p = 1;  // Benjamini and Hochberg, over all points that were tested.
  bool holds = false;     // At a false discovery rate of 5 %.
};
BOOST_DESCRIBE_STRUCT(FindingView, (),
                      (kind, at, to, met, not_met, difference, low, high, p, adjusted_p, holds))

struct DropOffView {
  std::int64_t at = 0;
  std::int64_t people = 0;  // Who did not reach the outcome, and stopped here.
};
BOOST_DESCRIBE_STRUCT(DropOffView, (), (at, people))

struct FrictionKindView {
  std::string kind = {};
  std::int64_t people = 0;  // Who met it.
  std::int64_t times = 0;
  // Of the log odds of the outcome, for one more of log(1 + times), with its 95 % interval; none
  // where it was not learned, or where all met it as often. Below zero hurts.
  std::optional<double> weight = {};
  std::optional<double> low = {};
  std::optional<double> high = {};
};
BOOST_DESCRIBE_STRUCT(FrictionKindView, (), (kind, people, times, weight, low, high))

struct FrictionBarView {
  std::int64_t from = 0;
  std::optional<std::int64_t> below = {};  // The last has 100 too.
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(FrictionBarView, (), (from, below, people))

// On journeys that were not learned from: the chance that of one who reached the outcome and one
// who did not, the weights give the first the higher chance. 0.5 is what guessing has.
struct FrictionPredictsView {
  double area = 0.5;
  std::optional<double> low = {};
  std::optional<double> high = {};
};
BOOST_DESCRIBE_STRUCT(FrictionPredictsView, (), (area, low, high))

struct FrictionIndexView {
  bool learned = false;
  // few_reached, few_stopped, all_alike or not_converged, where it was not learned.
  std::optional<std::string> because = {};
  std::vector<FrictionKindView> kinds = {};
  std::optional<double> mean = {};
  std::optional<double> median = {};
  std::optional<double> p90 = {};
  std::optional<double> without = {};  // The chance of the outcome without any friction.
  std::vector<FrictionBarView> bars = {};
  std::optional<FrictionPredictsView> predicts = {};
};
BOOST_DESCRIBE_STRUCT(FrictionIndexView, (),
                      (learned, because, kinds, mean, median, p90, without, bars, predicts))

struct FrictionAnswer {
  ShareView reached = {};  // Of those who began.
  std::vector<NodeNameView> nodes = {};
  std::vector<FindingView> findings = {};
  std::int64_t all_findings = 0;
  std::vector<DropOffView> drop_offs = {};  // The most first.
  FrictionIndexView index = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(FrictionAnswer, (),
                      (reached, nodes, findings, all_findings, drop_offs, index, note))

struct FrictionCellAsked {
  // began, drop_off, index, or the kind of a finding: who met it.
  std::string kind = "began";
  std::optional<std::int64_t> at = {};
  std::optional<std::int64_t> to = {};
  std::optional<bool> met = {};      // False: of a finding, who did not meet it.
  std::optional<bool> reached = {};  // Only those who reached the outcome, or who did not.
  std::optional<double> from = {};   // Of the index, at least; 0 without.
  std::optional<double> below = {};  // Of the index; no end without.
};
BOOST_DESCRIBE_STRUCT(FrictionCellAsked, (), (kind, at, to, met, reached, from, below))

}  // namespace throughline::journeys
