#include "journeys/journeys.h"

#include <array>

#include "journey_engine/funnel_report.h"
#include "journeys/funnel_view.h"
#include "journeys/journeys.parts.h"
#include "journeys/journeys.questions.h"

namespace throughline::journeys {

using journey_engine::FunnelAttempts;
using journey_engine::FunnelOrder;
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

Result<journey_engine::FunnelQuestion> question_of(Meaning& meaning, const FunnelAsked& asked) {
  if (asked.steps.size() > journey_engine::funnel_steps_max ||
      (asked.exclusions && asked.exclusions->size() > journey_engine::funnel_exclusions_max)) {
    return Error::invalid("a funnel has at most 30 steps and 30 exclusions");
  }
  journey_engine::FunnelQuestion question;
  journey_engine::FunnelDefinition& funnel = question.funnel;
  std::vector<journey_engine::EventSet> steps;
  for (std::size_t i = 0; i < asked.steps.size(); ++i) {
    TL_TRY_ASSIGN(auto set,
                  event_set_of(meaning, asked.steps[i], "steps[" + std::to_string(i) + "]"));
    steps.push_back(std::move(set));
  }
  std::vector<journey_engine::EventSet> excluded;
  for (const FunnelExclusionAsked& one :
       asked.exclusions.value_or(std::vector<FunnelExclusionAsked>())) {
    TL_TRY_ASSIGN(auto set, event_set_of(meaning, one.events, "exclusions.events"));
    TL_TRY_ASSIGN(const unsigned from, step_number(one.from, "exclusions.from"));
    TL_TRY_ASSIGN(const unsigned to, step_number(one.to, "exclusions.to"));
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

std::optional<double> quantile_of(const stats::Sample& sample, double q) {
  return sample.count() == 0 ? std::nullopt : std::optional(sample.quantile(q));
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

// The event that began the attempt that counts; the first of them where every one does. The
// question must outlive what is given.
FirstCounted entry_of(const journey_engine::FunnelQuestion& question) {
  return [&question](journey_engine::CustomerId customer,
                     journey_engine::Line line) -> const journey_engine::LineEvent* {
    const auto attempts = journey_engine::find_attempts(question, customer, line);
    return attempts.empty() ? nullptr : &line[attempts.front().entry];
  };
}

stats::Share converted(const FunnelAnswer& answer) {
  const ShareView& share = answer.steps.back().of_first;
  return {.count = static_cast<std::uint64_t>(share.count),
          .of = static_cast<std::uint64_t>(share.of)};
}

void add_differences(std::vector<PartAnswer<FunnelAnswer>>& parts) {
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const stats::Difference difference =
        stats::difference(converted(parts[i].answer), converted(parts[0].answer));
    parts[i].answer.against_first = DifferenceView{.value = difference.value,
                                                   .low = difference.interval.low,
                                                   .high = difference.interval.high,
                                                   .p = difference.p};
  }
}

}  // namespace

Result<InParts<FunnelAnswer>> Journeys::funnel(const Asking& asking, const FunnelAsked& asked) {
  const auto begun = std::chrono::steady_clock::now();
  TL_TRY_ASSIGN(const Feed::View view, this->view(asking.workspace, asking.at_least));
  Meaning meaning{.view = view, .now = clock_.now(), .cancelled = asking.cancelled};
  TL_TRY_ASSIGN(const auto question, question_of(meaning, asked));
  TL_TRY_ASSIGN(const Looking looking, look(asking, view, asked));
  const auto ask = [&](const Span& span) -> Result<FunnelAnswer> {
    TL_TRY_ASSIGN(const auto counted, scan(view.lines, span, asking.cancelled,
                                           Counted(journey_engine::FunnelReport(question))));
    const auto& groups = counted.report().groups();
    FunnelAnswer answer =
        answer_of(groups.empty() ? journey_engine::FunnelGroup() : groups.begin()->second,
                  question.funnel.steps);
    answer.note = note_of(view, counted.people(), begun, meaning.explanation + looking.explanation);
    return answer;
  };
  TL_TRY_ASSIGN(auto answer, ask_in_parts<FunnelAnswer>(view, looking, asking.cancelled,
                                                        entry_of(question), ask));
  if (asked.compare) {
    add_differences(answer.parts);
  }
  return answer;
}

Result<PeopleBehind> Journeys::funnel_people(const Asking& asking, const FunnelPeopleAsked& asked) {
  TL_TRY_ASSIGN(const Feed::View view, this->view(asking.workspace, asking.at_least));
  Meaning meaning{.view = view, .now = clock_.now(), .cancelled = asking.cancelled};
  TL_TRY_ASSIGN(const auto question, question_of(meaning, asked.question));
  TL_TRY_ASSIGN(const Looking looking, look(asking, view, asked.question));
  journey_engine::FunnelCell cell;
  TL_TRY_ASSIGN(cell.level_min, step_number(asked.cell.furthest_from, "cell.furthest_from"));
  TL_TRY_ASSIGN(cell.level_max, step_number(asked.cell.furthest_to, "cell.furthest_to"));
  TL_TRY_ASSIGN(const Span span,
                span_of_part(view, looking, asking.cancelled, entry_of(question), asked.part));
  return people_behind(view, span, asking.cancelled, asked.page,
                       [&](journey_engine::CustomerId customer, journey_engine::Line line) {
                         return journey_engine::is_in(cell, question, customer, line);
                       });
}

}  // namespace throughline::journeys
