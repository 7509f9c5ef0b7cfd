// What is laid over a journey map, and what is discovered, as the REST API asks and answers. Values
// only; the exact meaning is in docs/queries.md.
//
// A line is on the map when it has an event of a touchpoint in the time that is asked about. Its
// events of touchpoints, in their order, are all that the overlay looks at, but for the scores. A
// visit is a run of events of one stage; it lasts from its first event to the first event of the
// next visit, the last visit to its own last event. Durations are in milliseconds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey_maps/map_document.h"
#include "journeys/journeys.questions.h"

namespace throughline::journey_maps {
struct DeviationView;
struct MomentView;
struct OverlayAsked;
struct OverlayFiguresView;
struct StageFiguresView;
}  // namespace throughline::journey_maps

namespace throughline::codec {

template <>
inline constexpr std::string_view schema_name<journey_maps::DeviationView> = "JourneyMapDeviation";
template <>
inline constexpr std::string_view schema_name<journey_maps::MomentView> = "JourneyMapMoment";
template <>
inline constexpr std::string_view schema_name<journey_maps::OverlayAsked> =
    "JourneyMapOverlayQuestion";
template <>
inline constexpr std::string_view schema_name<journey_maps::OverlayFiguresView> =
    "JourneyMapFigures";
template <>
inline constexpr std::string_view schema_name<journey_maps::StageFiguresView> =
    "JourneyMapStageFigures";

}  // namespace throughline::codec

namespace throughline::journey_maps {

// Numbers that events say, such as the answer of a survey, or what was paid.
struct NumbersAsked {
  journeys::EventChoice event = {};
  std::string property = {};
};
BOOST_DESCRIBE_STRUCT(NumbersAsked, (), (event, property))

// The other side: some other range, people or segment; what is left out is as on the first side.
struct OverlayComparedAsked {
  std::optional<journeys::TimeRange> range = {};
  std::optional<codec::RawJson> people = {};
  std::optional<std::string> segment = {};
  std::optional<bool> everybody = {};
};
BOOST_DESCRIBE_STRUCT(OverlayComparedAsked, (), (range, people, segment, everybody))

struct OverlayAsked {
  std::optional<std::int64_t> version = {};  // The newest without.
  std::optional<MapDocument> document = {};  // Instead of the version's: what is being edited.
  std::optional<journeys::TimeRange> range = {};
  std::optional<codec::RawJson> people = {};  // A condition, as journey questions have it.
  std::optional<std::string> segment = {};    // The map's own without.
  std::optional<bool> everybody = {};         // True: no segment, not the map's own either.
  std::optional<OverlayComparedAsked> compare = {};
  std::optional<NumbersAsked> emotion = {};           // How somebody feels.
  std::optional<journeys::EventChoice> outcome = {};  // Of moments; the last stage without.
  std::optional<NumbersAsked> worth = {};             // Of moments: what somebody is worth.
  std::optional<std::int64_t> deviations = {};  // How many are listed; 20 without, 200 at most.
  std::optional<bool> series = {};              // True: how the touchpoints fared over time.
};
BOOST_DESCRIBE_STRUCT(OverlayAsked, (),
                      (version, document, range, people, segment, everybody, compare, emotion,
                       outcome, worth, deviations, series))

struct DurationView {
  std::int64_t people = 0;
  double median_ms = 0;
  double p90_ms = 0;
  std::optional<double> low_ms = {};  // Of the median, at 95 %; absent for fewer than six people.
  std::optional<double> high_ms = {};
};
BOOST_DESCRIBE_STRUCT(DurationView, (), (people, median_ms, p90_ms, low_ms, high_ms))

// The mean of all answers with its 95 % interval, people being what is sampled. No interval for
// fewer than two people.
struct EmotionView {
  double mean = 0;
  std::optional<double> low = {};
  std::optional<double> high = {};
  std::int64_t people = 0;
  std::int64_t answers = 0;
};
BOOST_DESCRIBE_STRUCT(EmotionView, (), (mean, low, high, people, answers))

// The answers of the touchpoint's own events as its kind of score counts them, with their 95 %
// interval, people being what is sampled.
struct TouchpointScoreView {
  ScoreKind kind = ScoreKind::ces;
  double value = 0;
  std::optional<double> low = {};
  std::optional<double> high = {};
  std::int64_t people = 0;
  std::int64_t answers = 0;
};
BOOST_DESCRIBE_STRUCT(TouchpointScoreView, (), (kind, value, low, high, people, answers))

struct TouchpointCostView {
  double total = 0;
  double mean = 0;  // Of an event that says a cost.
  std::optional<double> low = {};
  std::optional<double> high = {};
  std::int64_t people = 0;
  std::int64_t events = 0;
};
BOOST_DESCRIBE_STRUCT(TouchpointCostView, (), (total, mean, low, high, people, events))

// Some days in a row. What is of a person (went_on, wait) is of the day when she had the touchpoint
// first; what nobody says on those days is absent.
struct TouchpointPointView {
  Time at = {};  // Its first day's beginning.
  std::int64_t events = 0;
  std::optional<double> went_on = {};
  std::optional<double> wait_ms = {};  // The median.
  std::optional<double> score = {};
  std::optional<double> cost = {};  // All of them together.
};
BOOST_DESCRIBE_STRUCT(TouchpointPointView, (), (at, events, went_on, wait_ms, score, cost))

struct AlertView {
  AlertFigure figure = AlertFigure::volume;
  AlertSide is = AlertSide::below;
  double value = 0;
  std::optional<double> now = {};  // In the overlay that is shown; absent where nobody says it.
  bool crossed = false;
};
BOOST_DESCRIBE_STRUCT(AlertView, (), (figure, is, value, now, crossed))

struct TouchpointFiguresView {
  std::string touchpoint = {};
  std::string name = {};
  bool measured = true;
  journeys::ShareView people = {};  // Of those who reached the stage.
  std::int64_t events = 0;
  // Of those who had it, who had an event of a later stage after their first of it. Absent in the
  // last measured stage.
  std::optional<journeys::ShareView> went_on = {};
  // From the event of a touchpoint that came right before to the first event of this one. Absent
  // where nothing came before.
  std::optional<DurationView> wait = {};
  std::optional<TouchpointScoreView> score = {};
  std::optional<TouchpointCostView> cost = {};
  std::vector<TouchpointPointView> series = {};  // At most 30 points, where `series` was asked for.
  std::vector<AlertView> alerts = {};
};
BOOST_DESCRIBE_STRUCT(TouchpointFiguresView, (),
                      (touchpoint, name, measured, people, events, went_on, wait, score, cost,
                       series, alerts))

struct StageFiguresView {
  std::string stage = {};
  std::string name = {};
  bool measured = true;  // False: none of its touchpoints has events; all figures are zero.
  std::optional<std::string> owner = {};
  bool without_owner = false;
  bool handoff = false;              // Its owner is another than that of the measured stage before.
  journeys::ShareView reached = {};  // Of the people on the map: who had an event of it.
  // Of who reached the measured stage before, who had an event of this one after their first event
  // of that; and how long it took from the one to the other. Absent of the first.
  std::optional<journeys::ShareView> converted = {};
  std::optional<DurationView> from_before = {};    // Absent where nobody did.
  std::optional<DurationView> time_in_stage = {};  // All visits of a person together.
  std::int64_t visits = 0;
  journeys::ShareView repeated = {};  // Of who reached it: with more than one visit.
  journeys::ShareView returned = {};  // Of who reached it: came back to it from a later stage.
  std::int64_t returns = 0;           // How many times that was.
  journeys::ShareView ended = {};     // Of who reached it: had their last touchpoint here.
  std::optional<double> sla_hours = {};
  std::optional<journeys::ShareView> beyond_sla = {};  // Of who reached it; where there is an SLA.
  std::optional<EmotionView> emotion = {};             // Where there are answers.
  std::vector<TouchpointFiguresView> touchpoints = {};
};
BOOST_DESCRIBE_STRUCT(StageFiguresView, (),
                      (stage, name, measured, owner, without_owner, handoff, reached, converted,
                       from_before, time_in_stage, visits, repeated, returned, returns, ended,
                       sla_hours, beyond_sla, emotion, touchpoints))

// A way in which lines depart from the map.
struct DeviationView {
  // skipped   no event of `stage` fits, and a later stage was reached
  // missing   `touchpoint` of `stage` did not happen, though the stage was reached
  // back      from `from` back to `stage`
  // early     `stage` before its turn, at `from` (absent: before the first)
  // repeated  `touchpoint` of `stage` more often than it may be
  // left      ended after `from`, before the last stage
  std::string kind = {};
  std::optional<std::string> stage = {};
  std::optional<std::string> from = {};
  std::optional<std::string> touchpoint = {};
  journeys::ShareView people = {};  // Of the lines that were aligned.
  std::int64_t times = 0;
  std::string sentence = {};
};
BOOST_DESCRIBE_STRUCT(DeviationView, (), (kind, stage, from, touchpoint, people, times, sentence))

struct ConformanceView {
  std::int64_t lines = 0;         // That were aligned.
  std::int64_t too_long = 0;      // That were not: with more than 20,000 events of touchpoints.
  journeys::ShareView fits = {};  // Without any deviation.
  journeys::ShareView on_the_way = {};         // With no other than having left.
  double fitness = 0;                          // The mean of 1 - cost / worst cost.
  std::vector<DeviationView> deviations = {};  // The most people first.
  std::int64_t all_deviations = 0;
};
BOOST_DESCRIBE_STRUCT(ConformanceView, (),
                      (lines, too_long, fits, on_the_way, fitness, deviations, all_deviations))

// What people are worth in the mean, of those who met it and of the others. Without an interval for
// fewer than five on a side, or where nobody differs.
struct MomentWorthView {
  double met = 0;
  double not_met = 0;
  double difference = 0;  // With its 95 % interval (Welch).
  std::optional<double> low = {};
  std::optional<double> high = {};
  double p = 1;           // Welch's test.
  double adjusted_p = 1;  // Benjamini and Hochberg, over all moments.
  bool holds = false;     // At a false discovery rate of 5 %.
};
BOOST_DESCRIBE_STRUCT(MomentWorthView, (),
                      (met, not_met, difference, low, high, p, adjusted_p, holds))

// How the share that reaches the outcome differs between those who met a stage or a touchpoint
// before it and those who did not.
struct MomentView {
  std::string what = {};  // stage or touchpoint.
  std::string stage = {};
  std::optional<std::string> touchpoint = {};
  std::string name = {};
  journeys::ShareView met = {};
  journeys::ShareView not_met = {};
  double difference = 0;  // With its 95 % interval (Newcombe).
  double low = -1;
  double high = 1;
  double p = 1;                               // Fisher's exact test.
  double adjusted_p = 1;                      // Benjamini and Hochberg, over all moments.
  bool holds = false;                         // At a false discovery rate of 5 %.
  std::optional<MomentWorthView> worth = {};  // Where it was asked for.
};
BOOST_DESCRIBE_STRUCT(MomentView, (),
                      (what, stage, touchpoint, name, met, not_met, difference, low, high, p,
                       adjusted_p, holds, worth))

struct MomentsView {
  journeys::ShareView reached = {};  // The outcome, of the people on the map.
  // Stages and touchpoints, the strongest first: by worth where it was asked for.
  std::vector<MomentView> items = {};
};
BOOST_DESCRIBE_STRUCT(MomentsView, (), (reached, items))

// From a stage of one owner to one of another: how long nobody had her, from the last event of the
// one to the first of the other.
struct HandoffView {
  std::string from = {};
  std::string to = {};
  journeys::ShareView people = {};  // Of the people on the map.
  std::int64_t times = 0;
  double median_ms = 0;
  double p90_ms = 0;
};
BOOST_DESCRIBE_STRUCT(HandoffView, (), (from, to, people, times, median_ms, p90_ms))

struct EmotionScaleView {
  double lowest = 0;  // Of all answers.
  double highest = 0;
};
BOOST_DESCRIBE_STRUCT(EmotionScaleView, (), (lowest, highest))

struct OverlayFiguresView {
  journeys::ShareView on_map = {};  // Of the people with any event in the range.
  std::vector<StageFiguresView> stages = {};
  ConformanceView conformance = {};
  MomentsView moments = {};
  std::vector<HandoffView> handoffs = {};  // The most people first.
  std::optional<EmotionScaleView> emotion_scale = {};
};
BOOST_DESCRIBE_STRUCT(OverlayFiguresView, (),
                      (on_map, stages, conformance, moments, handoffs, emotion_scale))

// The second side minus the first, with its 95 % interval.
struct DifferenceView {
  double difference = 0;
  double low = -1;
  double high = 1;
  double p = 1;
};
BOOST_DESCRIBE_STRUCT(DifferenceView, (), (difference, low, high, p))

struct StageDifferenceView {
  std::string stage = {};
  DifferenceView reached = {};
  std::optional<DifferenceView> converted = {};
  std::optional<double> median_ms = {};  // Of the time in the stage.
  std::optional<double> emotion = {};    // Of the means.
};
BOOST_DESCRIBE_STRUCT(StageDifferenceView, (), (stage, reached, converted, median_ms, emotion))

struct OverlayDifferencesView {
  DifferenceView fits = {};
  double fitness = 0;
  std::vector<StageDifferenceView> stages = {};
};
BOOST_DESCRIBE_STRUCT(OverlayDifferencesView, (), (fits, fitness, stages))

struct OverlayAnswer {
  std::string map = {};
  std::int64_t version = 0;
  std::optional<std::string> segment = {};  // Whose people are shown; everybody without.
  OverlayFiguresView shown = {};
  std::optional<OverlayFiguresView> compared = {};
  std::optional<OverlayDifferencesView> differences = {};
  journeys::AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(OverlayAnswer, (),
                      (map, version, segment, shown, compared, differences, note))

// One figure of an overlay.
//   on_map                                                  everybody on the map
//   reached, not_reached, converted, lost, repeated,
//   returned, ended, beyond_sla, scored                     of `stage`; lost: reached the measured
//                                                           stage before, and was not converted
//   touchpoint, went_on, waited, rated, paid                who had `touchpoint`, and went on,
//   waited
//                                                           before it, gave a score or has a cost
//   handoff                                                 who went from a stage of the owner
//                                                           `from_owner` to one of `to_owner`
//   fits, on_the_way, deviates                              by their alignment
//   deviation                                               by `deviation`, with its stage, from
//   and
//                                                           touchpoint
//   moment                                                  who met `touchpoint` or else `stage`,
//   or
//                                                           with `met` false did not; with
//                                                           `outcome` only who reached it or did
//                                                           not
struct OverlayCellAsked {
  std::string kind = "on_map";
  std::optional<std::string> stage = {};
  std::optional<std::string> from = {};
  std::optional<std::string> touchpoint = {};
  std::optional<std::string> deviation = {};
  std::optional<bool> met = {};
  std::optional<bool> outcome = {};
  std::optional<std::string> from_owner = {};
  std::optional<std::string> to_owner = {};
};
BOOST_DESCRIBE_STRUCT(OverlayCellAsked, (),
                      (kind, stage, from, touchpoint, deviation, met, outcome, from_owner,
                       to_owner))

struct OverlayPeopleAsked {
  OverlayAsked question = {};
  OverlayCellAsked cell = {};
  std::optional<bool> compared = {};  // Of the second side.
  std::optional<journeys::PeoplePageAsked> page = {};
};
BOOST_DESCRIBE_STRUCT(OverlayPeopleAsked, (), (question, cell, compared, page))

// From the first event of `start` of a line to the first event of `end` after it; the whole line
// without either.
struct DiscoverAsked {
  std::optional<journeys::TimeRange> range = {};
  std::optional<codec::RawJson> people = {};
  std::optional<std::string> segment = {};
  std::optional<journeys::EventChoice> start = {};
  std::optional<journeys::EventChoice> end = {};
  // Only these become touchpoints. Without, none that goes on through half of a line, as page
  // views do.
  std::optional<journeys::EventChoice> events = {};
  std::optional<std::int64_t> stages = {};       // 5 without, 2 to 12.
  std::optional<std::int64_t> touchpoints = {};  // At most so many; 20 without, 2 to 60.
};
BOOST_DESCRIBE_STRUCT(DiscoverAsked, (),
                      (range, people, segment, start, end, events, stages, touchpoints))

// Why an event is where it is.
struct DiscoveredEventView {
  std::string touchpoint = {};  // Its id in the document.
  std::string stage = {};
  std::string kind = {};
  std::string name = {};
  journeys::ShareView people = {};  // Who had it.
  double position = 0;  // 0 to 1: the mean place of its first time among the events of a line.
  double times = 0;     // How often those had it who did, in the mean.
};
BOOST_DESCRIBE_STRUCT(DiscoveredEventView, (),
                      (touchpoint, stage, kind, name, people, position, times))

struct DiscoveredMap {
  MapDocument document = {};  // To be saved as a map.
  std::vector<DiscoveredEventView> events = {};
  std::int64_t all_events = 0;  // Names that were found, also those that became no touchpoint.
  journeys::AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(DiscoveredMap, (), (document, events, all_events, note))

}  // namespace throughline::journey_maps
