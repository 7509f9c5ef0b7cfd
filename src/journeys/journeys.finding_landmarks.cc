#include "journeys/journeys.finding_landmarks.h"

#include <fmt/format.h>

#include <cmath>

namespace throughline::journeys {
namespace {

EventChoice choice_of(const std::string& name) {
  return {.names = std::vector{name}};
}

LandmarkAsked asked_of(const Looked& looked, const FoundView& view, std::int64_t from_ms,
                       std::int64_t until_ms) {
  const FoundLandmarkView& landmark = *view.landmark;
  LandmarkAsked asked;
  asked.range = TimeRange{.from = Time{from_ms * us_per_ms}, .until = Time{until_ms * us_per_ms}};
  asked.people = looked.people;
  if (landmark.starts) {
    asked.starts = choice_of(*landmark.starts);
  }
  asked.did = choice_of(landmark.did);
  asked.within_ms = landmark.within_ms;
  if (landmark.outcome) {
    asked.outcome = choice_of(*landmark.outcome);
  }
  if (landmark.after_ms > 0) {
    asked.after_ms = landmark.after_ms;
  }
  asked.window_ms = view.window_ms;
  return asked;
}

FoundSideView side_of(stats::Share share, bool did) {
  const auto cell = [&](std::string_view more) {
    return codec::RawJson{fmt::format(R"({{"did":{}{}}})", did, more)};
  };
  return {.share = share_view(share.count, share.of),
          .all = cell(""),
          .reached = cell(R"(,"reached":true)"),
          .stopped = cell(R"(,"reached":false)")};
}

std::string day_of(const Frame& frame, std::int64_t at_ms) {
  return frame.begins_on(PeriodUnit::day, frame.calendar.period_of(PeriodUnit::day, at_ms));
}

}  // namespace

FoundView view_of(const Looked& looked, const LandmarkPlan& plan,
                  const LandmarkContrast& contrast) {
  const LandmarkQuestions& questions = plan.questions[contrast.choice.questions];
  const LandmarkOutcome& outcome = questions.outcomes[contrast.choice.outcome];
  const auto name = [&](std::optional<std::uint16_t> node) {
    return node ? std::optional(plan.nodes.name(*node)) : std::nullopt;
  };
  FoundView view{.group = "early", .kind = "landmark", .page = "landmark"};
  view.landmark = FoundLandmarkView{.did = plan.nodes.name(questions.dids[contrast.choice.did]),
                                    .starts = name(questions.start),
                                    .outcome = name(outcome.node),
                                    .within_ms = questions.within_ms,
                                    .after_ms = outcome.after_ms,
                                    .did_first = contrast.did_first};
  for (const auto& step :
       {view.landmark->starts, std::optional(view.landmark->did), view.landmark->outcome}) {
    if (step) {
      view.steps.push_back(*step);
    }
  }
  view.window_ms = outcome.window_ms;
  view.days = {.from = day_of(looked.frame, questions.from_ms),
               .until = day_of(looked.frame, outcome.until_ms - 1)};
  view.sides = {side_of(contrast.here, contrast.did_first),
                side_of(contrast.there, !contrast.did_first)};
  view.difference = FoundDifferenceView{.value = contrast.difference.value,
                                        .low = contrast.difference.interval.low,
                                        .high = contrast.difference.interval.high,
                                        .p = contrast.p,
                                        .adjusted_p = contrast.adjusted_p};
  view.people = std::llround(contrast.people());
  view.question = {codec::to_json(asked_of(looked, view, questions.from_ms, outcome.until_ms))};
  view.id = id_of(view.question.text);
  return view;
}

}  // namespace throughline::journeys
