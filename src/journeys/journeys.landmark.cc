#include <algorithm>

#include "journey_engine/landmark.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"
#include "journeys/landmark_view.h"
#include "stats/fisher.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::LandmarkQuestion;
using journey_engine::LandmarkStanding;
using journey_engine::Line;
using journey_engine::LineEvent;

namespace {

constexpr std::int64_t window_default_ms = 30LL * 86'400'000;

Result<LandmarkQuestion> question_of(const Frame& frame, const LandmarkAsked& asked) {
  LandmarkQuestion question;
  TL_TRY_ASSIGN(question.starts, frame.events(asked.starts, "starts"));
  TL_TRY_ASSIGN(question.did, frame.events(asked.did, "did"));
  TL_TRY_ASSIGN(question.outcome, frame.events(asked.outcome, "outcome"));
  question.comes_back = !asked.outcome;
  TL_TRY_ASSIGN(question.within_ms,
                number_within(asked.within_ms, 0, 1, duration_ms_max, "within_ms"));
  TL_TRY_ASSIGN(question.window_ms,
                number_within(asked.window_ms, window_default_ms, 1, duration_ms_max, "window_ms"));
  TL_TRY_ASSIGN(question.after_ms,
                number_within(asked.after_ms, 0, 0, question.window_ms - 1, "after_ms"));
  question.from_ms = frame.shown.from_ms;
  question.until_ms = frame.shown.until_ms;
  question.known_until_ms = frame.now_ms;
  return question;
}

DifferenceView view_of(const stats::Difference& difference, double p) {
  return {.value = difference.value,
          .low = difference.interval.low,
          .high = difference.interval.high,
          .p = p};
}

}  // namespace

Result<LandmarkAnswer> answer(const Frame& frame, const LandmarkAsked& asked) {
  TL_TRY_ASSIGN(const LandmarkQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::LandmarkReport(question)));
  const journey_engine::LandmarkReport& report = counted.report();
  const stats::Stratum all = report.all();
  const stats::Difference alike = stats::difference_among_alike(report.strata());
  const auto left_out = [&](LandmarkStanding standing) {
    return static_cast<std::int64_t>(report.people(standing));
  };
  return LandmarkAnswer{.did = share_view(all.first.count, all.first.of),
                        .did_not = share_view(all.second.count, all.second.of),
                        .difference = view_of(stats::difference(all.first, all.second),
                                              stats::exact_p(all.first, all.second)),
                        .among_alike = view_of(alike, alike.p),
                        .left_out = {.gone = left_out(LandmarkStanding::gone),
                                     .had_it = left_out(LandmarkStanding::had_it),
                                     .too_young = left_out(LandmarkStanding::too_young)},
                        .note = frame.note(counted)};
}

Result<IsIn> who_is_in(const Frame& frame, const LandmarkAsked& asked,
                       const LandmarkCellAsked& cell) {
  TL_TRY_ASSIGN(LandmarkQuestion question, question_of(frame, asked));
  const journey_engine::LandmarkCell wanted{.did = cell.did, .reached = cell.reached};
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

// The start of those who count.
Result<FirstCounted> first_counted(const Frame& frame, const LandmarkAsked& asked) {
  TL_TRY_ASSIGN(LandmarkQuestion question, question_of(frame, asked));
  return FirstCounted(
      [question = std::move(question)](CustomerId customer, Line line) -> const LineEvent* {
        const auto place = journey_engine::find_landmark(question, customer, line);
        return place.standing == LandmarkStanding::counted ? place.start : nullptr;
      });
}

}  // namespace throughline::journeys
