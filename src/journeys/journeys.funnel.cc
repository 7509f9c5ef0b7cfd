#include <array>

#include "journey_engine/funnel_report.h"
#include "journeys/funnel_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::FunnelAttempts;
using journey_engine::FunnelOrder;
using journey_engine::FunnelQuestion;
using journey_engine::Line;
using journey_engine::WindowKind;

namespace {

constexpr std::array<std::string_view, 3> order_names = {"ordered", "strict_next", "any_order"};
constexpr std::array<std::string_view, 3> attempts_names = {"best", "first", "every"};
constexpr std::array<std::string_view, 2> window_names = {"total", "between_steps"};

Result<unsigned> step_number(std::int64_t number, std::string_view field) {
  if (number < 1 || number > std::int64_t{journey_engine::funnel_steps_max}) {
    return Error::invalid("`" + std::string(field) + "` must be the number of a step, from 1");
  }
  return static_cast<unsigned>(number);
}

Result<FunnelQuestion> question_of(const Frame& frame, const FunnelAsked& asked) {
  const auto exclusions = asked.exclusions.value_or(std::vector<FunnelExclusionAsked>());
  if (asked.steps.size() > journey_engine::funnel_steps_max ||
      exclusions.size() > journey_engine::funnel_exclusions_max) {
    return Error::invalid("a funnel has at most 30 steps and 30 exclusions");
  }
  FunnelQuestion question;
  journey_engine::FunnelDefinition& funnel = question.funnel;
  std::vector<journey_engine::EventSet> steps;
  for (std::size_t i = 0; i < asked.steps.size(); ++i) {
    TL_TRY_ASSIGN(auto set, frame.events(asked.steps[i], "steps[" + std::to_string(i) + "]"));
    steps.push_back(std::move(set));
  }
  std::vector<journey_engine::EventSet> excluded;
  for (std::size_t i = 0; i < exclusions.size(); ++i) {
    const std::string field = "exclusions[" + std::to_string(i) + "]";
    TL_TRY_ASSIGN(auto set, frame.events(exclusions[i].events, field + ".events"));
    TL_TRY_ASSIGN(const unsigned from, step_number(exclusions[i].from, field + ".from"));
    TL_TRY_ASSIGN(const unsigned to, step_number(exclusions[i].to, field + ".to"));
    excluded.push_back(std::move(set));
    funnel.exclusions.push_back({.from = from, .to = to});
  }
  funnel.steps = static_cast<unsigned>(steps.size());
  funnel.matcher = journey_engine::match_sets(std::move(steps), std::move(excluded));
  TL_TRY_ASSIGN(funnel.order, chosen<FunnelOrder>(asked.order, order_names, "order"));
  TL_TRY_ASSIGN(funnel.attempts,
                chosen<FunnelAttempts>(asked.attempts, attempts_names, "attempts"));
  TL_TRY_ASSIGN(funnel.window_kind, chosen<WindowKind>(asked.window, window_names, "window"));
  funnel.window_ms = asked.window_ms.value_or(journey_engine::no_window);
  funnel.strictly_later = asked.strictly_later.value_or(false);
  TL_TRY(journey_engine::check(funnel));
  return question;
}

FunnelAnswer answer_of(const journey_engine::FunnelGroup& group, unsigned steps) {
  FunnelAnswer answer;
  const auto at = [](const std::vector<std::uint64_t>& counts, std::size_t i) {
    return i < counts.size() ? counts[i] : 0;
  };
  const auto& people = group.counts.customers;
  for (std::size_t i = 0; i < steps; ++i) {
    FunnelStepView step{.people = static_cast<std::int64_t>(at(people, i)),
                        .attempts = static_cast<std::int64_t>(at(group.counts.attempts, i)),
                        .of_first = share_view(at(people, i), at(people, 0)),
                        .of_before = share_view(at(people, i), at(people, i == 0 ? 0 : i - 1))};
    if (i > 0 && i < group.from_step_before_ms.size()) {
      step.median_ms = quantile_of(group.from_step_before_ms[i], 0.5);
      step.p90_ms = quantile_of(group.from_step_before_ms[i], 0.9);
    }
    answer.steps.push_back(step);
  }
  answer.median_ms = quantile_of(group.took_ms, 0.5);
  answer.p90_ms = quantile_of(group.took_ms, 0.9);
  return answer;
}

stats::Share converted(const FunnelAnswer& answer) {
  const ShareView& share = answer.steps.back().of_first;
  return {.count = static_cast<std::uint64_t>(share.count),
          .of = static_cast<std::uint64_t>(share.of)};
}

}  // namespace

Result<FunnelAnswer> answer(const Frame& frame, const FunnelAsked& asked) {
  TL_TRY_ASSIGN(const FunnelQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::FunnelReport(question)));
  const auto& groups = counted.report().groups();
  FunnelAnswer answer =
      answer_of(groups.empty() ? journey_engine::FunnelGroup() : groups.begin()->second,
                question.funnel.steps);
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const FunnelAsked& asked, const FunnelCellAsked& cell) {
  TL_TRY_ASSIGN(FunnelQuestion question, question_of(frame, asked));
  journey_engine::FunnelCell wanted;
  TL_TRY_ASSIGN(wanted.level_min, step_number(cell.furthest_from, "cell.furthest_from"));
  TL_TRY_ASSIGN(wanted.level_max, step_number(cell.furthest_to, "cell.furthest_to"));
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

// The event that began the attempt that counts; the first of them where every one does.
Result<FirstCounted> first_counted(const Frame& frame, const FunnelAsked& asked) {
  TL_TRY_ASSIGN(FunnelQuestion question, question_of(frame, asked));
  return FirstCounted([question = std::move(question)](
                          CustomerId customer, Line line) -> const journey_engine::LineEvent* {
    const auto attempts = journey_engine::find_attempts(question, customer, line);
    return attempts.empty() ? nullptr : &line[attempts.front().entry];
  });
}

void add_differences(std::vector<PartAnswer<FunnelAnswer>>& sides) {
  for (std::size_t i = 1; i < sides.size(); ++i) {
    const stats::Difference difference =
        stats::difference(converted(sides[i].answer), converted(sides[0].answer));
    sides[i].answer.against_first = DifferenceView{.value = difference.value,
                                                   .low = difference.interval.low,
                                                   .high = difference.interval.high,
                                                   .p = difference.p};
  }
}

}  // namespace throughline::journeys
