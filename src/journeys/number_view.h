// Numbers of people and events, as the API asks for them and answers: what they are like, two of
// them side by side, and counts by what events and people are. Values only; their meaning is in
// docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct NumberAsked {
  // property: what each event says. Of each person: count of events; sum, mean, least, greatest or
  // last of what they say; trait.
  std::string of = {};
  std::optional<EventChoice> events = {};
  std::optional<std::string> property = {};
  std::optional<std::string> trait = {};
  std::optional<bool> zeros = {};  // With count and sum: zero for who has none of the events.
};
BOOST_DESCRIBE_STRUCT(NumberAsked, (), (of, events, property, trait, zeros))

// Broken down by a property, each event counts for its own value.
struct DistributionAsked : LooksAsked {
  static constexpr bool breaks_events_down = true;
  NumberAsked number = {};
  std::optional<std::vector<double>> bounds = {};  // Ascending; round ones without.
  std::optional<std::int64_t> bins = {};           // About how many, without `bounds`.
};
BOOST_DESCRIBE_STRUCT(DistributionAsked, (LooksAsked), (number, bounds, bins))

// [from, below); either may be missing at the ends.
struct NumberBinView {
  std::optional<double> from = {};
  std::optional<double> below = {};
  std::int64_t numbers = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(NumberBinView, (), (from, below, numbers, people))

struct DistributionAnswer {
  std::int64_t numbers = 0;
  std::int64_t people = 0;  // With a number.
  std::int64_t events = 0;  // That count.
  // Events that say no number; or people with events that count and no number.
  std::int64_t without = 0;
  double sum = 0;
  std::optional<double> mean = {};  // The others are null where there is no number.
  std::optional<double> median = {};
  std::optional<double> p90 = {};
  std::optional<double> least = {};
  std::optional<double> greatest = {};
  std::vector<double> bounds = {};
  std::vector<NumberBinView> bins = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(DistributionAnswer, (),
                      (numbers, people, events, without, sum, mean, median, p90, least, greatest,
                       bounds, bins, note))

// With a number from (inclusive) and below.
struct DistributionCellAsked {
  std::optional<double> from = {};
  std::optional<double> below = {};
};
BOOST_DESCRIBE_STRUCT(DistributionCellAsked, (), (from, below))

struct ScatterAsked : LooksAsked {
  static constexpr bool breaks_events_down = true;
  NumberAsked x = {};
  NumberAsked y = {};
  std::optional<std::int64_t> points = {};  // Shown one by one, at most; else counted in cells.
};
BOOST_DESCRIBE_STRUCT(ScatterAsked, (LooksAsked), (x, y, points))

struct ScatterAxisView {
  double least = 0;
  double median = 0;
  double greatest = 0;
  std::vector<double> bounds = {};  // Of the cells; none where all points are shown.
};
BOOST_DESCRIBE_STRUCT(ScatterAxisView, (), (least, median, greatest, bounds))

struct ScatterPointView {
  double x = 0;
  double y = 0;
  std::int64_t people = 0;  // With just these two numbers.
};
BOOST_DESCRIBE_STRUCT(ScatterPointView, (), (x, y, people))

// Between neighbours of the bounds.
struct ScatterCellView {
  double x_from = 0;
  double x_below = 0;
  double y_from = 0;
  double y_below = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(ScatterCellView, (), (x_from, x_below, y_from, y_below, people))

// How the two go together, by their ranks (Spearman).
struct CorrelationView {
  double value = 0;
  double low = -1;
  double high = 1;
};
BOOST_DESCRIBE_STRUCT(CorrelationView, (), (value, low, high))

struct ScatterAnswer {
  std::int64_t people = 0;  // With both numbers.
  std::optional<ScatterAxisView> x = {};
  std::optional<ScatterAxisView> y = {};
  std::optional<CorrelationView> correlation = {};
  std::vector<ScatterPointView> points = {};  // All, or those outside of the cells.
  std::vector<ScatterCellView> cells = {};    // With anybody in them.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(ScatterAnswer, (), (people, x, y, correlation, points, cells, note))

// Just one pair of numbers, or between bounds.
struct ScatterCellAsked {
  std::optional<double> x = {};
  std::optional<double> y = {};
  std::optional<double> x_from = {};
  std::optional<double> x_below = {};
  std::optional<double> y_from = {};
  std::optional<double> y_below = {};
};
BOOST_DESCRIBE_STRUCT(ScatterCellAsked, (), (x, y, x_from, x_below, y_from, y_below))

// One of the three.
struct TreemapByAsked {
  std::optional<bool> event = {};  // The name of each event.
  std::optional<std::string> property = {};
  std::optional<std::string> trait = {};
  std::optional<std::int64_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(TreemapByAsked, (), (event, property, trait, limit))

struct TreemapAsked : LooksAsked {
  static constexpr bool breaks_events_down = true;
  std::optional<EventChoice> events = {};
  std::vector<TreemapByAsked> by = {};       // One or two.
  std::optional<std::string> measure = {};   // events, people or sum.
  std::optional<std::string> property = {};  // Of the sum.
};
BOOST_DESCRIBE_STRUCT(TreemapAsked, (LooksAsked), (events, by, measure, property))

struct TreemapGroupView {
  std::vector<PartAsked> values = {};  // One, or two below the first.
  std::int64_t events = 0;
  std::int64_t people = 0;
  std::optional<double> sum = {};
};
BOOST_DESCRIBE_STRUCT(TreemapGroupView, (), (values, events, people, sum))

struct TreemapAnswer {
  std::int64_t events = 0;
  std::int64_t people = 0;
  std::optional<double> sum = {};
  // The largest first, each followed by those below it.
  std::vector<TreemapGroupView> groups = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(TreemapAnswer, (), (events, people, sum, groups, note))

struct TreemapCellAsked {
  std::vector<PartAsked> values = {};  // As in the answer; none: everybody.
};
BOOST_DESCRIBE_STRUCT(TreemapCellAsked, (), (values))

// The traits that a question reads of everybody.
std::vector<std::string> traits_read(const DistributionAsked& asked);
std::vector<std::string> traits_read(const ScatterAsked& asked);
std::vector<std::string> traits_read(const TreemapAsked& asked);

}  // namespace throughline::journeys
