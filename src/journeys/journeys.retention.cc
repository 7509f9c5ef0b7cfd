#include "journeys/journeys.h"

#include <array>

#include "journey_engine/retention.h"
#include "journeys/journeys.parts.h"
#include "journeys/journeys.questions.h"
#include "journeys/retention_view.h"

namespace throughline::journeys {

using journey_engine::RetentionClock;
using journey_engine::RetentionCohort;
using journey_engine::RetentionKind;

namespace {

constexpr std::array<std::string_view, 3> unit_names = {"day", "week", "month"};
constexpr std::array<std::string_view, 2> cohort_names = {"first_start", "every_period"};
constexpr std::array<std::string_view, 3> kind_names = {"bounded", "unbounded", "rolling"};
constexpr std::array<std::string_view, 2> clock_names = {"calendar", "elapsed"};
constexpr std::array<std::string_view, 3> completeness_names = {"complete", "partial", "not_begun"};

Result<journey_engine::RetentionQuestion> question_of(Meaning& meaning, const RetentionAsked& asked,
                                                      Calendar calendar) {
  journey_engine::RetentionQuestion question;
  TL_TRY_ASSIGN(question.starts,
                event_set_of(meaning, asked.starts.value_or(EventChoice()), "starts"));
  TL_TRY_ASSIGN(question.returns,
                event_set_of(meaning, asked.returns.value_or(EventChoice()), "returns"));
  TL_TRY_ASSIGN(question.unit,
                parse_name<PeriodUnit>(unit_names, asked.unit.value_or("week"), "unit"));
  TL_TRY_ASSIGN(question.cohort, chosen<RetentionCohort>(asked.cohort, cohort_names, "cohort"));
  TL_TRY_ASSIGN(question.kind, chosen<RetentionKind>(asked.kind, kind_names, "kind of retention"));
  TL_TRY_ASSIGN(question.clock, chosen<RetentionClock>(asked.clock, clock_names, "clock"));
  const std::int64_t offsets = asked.offsets.value_or(question.offsets);
  if (offsets < 1 || offsets > std::int64_t{journey_engine::retention_offsets_max}) {
    return Error::invalid("`offsets` must be from 1 to " +
                          std::to_string(journey_engine::retention_offsets_max));
  }
  question.offsets = static_cast<unsigned>(offsets);
  question.calendar = std::move(calendar);
  TL_TRY(journey_engine::check(question));
  return question;
}

RetentionAnswer answer_of(const journey_engine::RetentionReport& report,
                          const journey_engine::RetentionQuestion& question, std::int64_t now_ms) {
  RetentionAnswer answer;
  for (const auto& [period, counts] : report.cohorts()) {
    RetentionCohortView cohort{
        .period = period,
        .begins_at = {question.calendar.begin_ms(question.unit, period) * us_per_ms},
        .begins_on = begins_on(question.calendar, question.unit, period),
        .people = static_cast<std::int64_t>(counts.customers)};
    for (unsigned offset = 0; offset < question.offsets; ++offset) {
      const std::uint64_t back = offset < counts.back.size() ? counts.back[offset] : 0;
      cohort.offsets.push_back({.back = share_view(back, counts.customers),
                                .completeness = std::string(name_in(
                                    completeness_names, journey_engine::completeness(
                                                            question, period, offset, now_ms)))});
    }
    answer.cohorts.push_back(std::move(cohort));
  }
  return answer;
}

}  // namespace

Result<InParts<RetentionAnswer>> Journeys::retention(const Asking& asking,
                                                     const RetentionAsked& asked) {
  const auto begun = std::chrono::steady_clock::now();
  TL_TRY_ASSIGN(const Feed::View view, this->view(asking.workspace, asking.at_least));
  TL_TRY_ASSIGN(Calendar calendar, this->calendar(asking.workspace, asked.week_start));
  Meaning meaning{.view = view, .now = clock_.now(), .cancelled = asking.cancelled};
  TL_TRY_ASSIGN(const auto question, question_of(meaning, asked, std::move(calendar)));
  TL_TRY_ASSIGN(const Looking looking, look(asking, view, asked));
  const auto ask = [&](const Span& span) -> Result<RetentionAnswer> {
    TL_TRY_ASSIGN(const auto counted, scan(view.lines, span, asking.cancelled,
                                           Counted(journey_engine::RetentionReport(question))));
    RetentionAnswer answer =
        answer_of(counted.report(), question, std::min(meaning.now.us / us_per_ms, span.until_ms));
    answer.note = note_of(view, counted.people(), begun, meaning.explanation + looking.explanation);
    return answer;
  };
  return ask_in_parts<RetentionAnswer>(view, looking, asking.cancelled, first_of(question.starts),
                                       ask);
}

Result<PeopleBehind> Journeys::retention_people(const Asking& asking,
                                                const RetentionPeopleAsked& asked) {
  TL_TRY_ASSIGN(const Feed::View view, this->view(asking.workspace, asking.at_least));
  TL_TRY_ASSIGN(Calendar calendar, this->calendar(asking.workspace, asked.question.week_start));
  Meaning meaning{.view = view, .now = clock_.now(), .cancelled = asking.cancelled};
  TL_TRY_ASSIGN(const auto question, question_of(meaning, asked.question, std::move(calendar)));
  TL_TRY_ASSIGN(const Looking looking, look(asking, view, asked.question));
  if (asked.cell.offset < 0 || asked.cell.offset >= std::int64_t{question.offsets}) {
    return Error::invalid("`cell.offset` must be below `offsets`");
  }
  const journey_engine::RetentionCell cell{.period = asked.cell.period,
                                           .offset = static_cast<unsigned>(asked.cell.offset),
                                           .back = asked.cell.back.value_or(true)};
  TL_TRY_ASSIGN(const Span span, span_of_part(view, looking, asking.cancelled,
                                              first_of(question.starts), asked.part));
  return people_behind(view, span, asking.cancelled, asked.page,
                       [&](journey_engine::CustomerId customer, journey_engine::Line line) {
                         return journey_engine::is_in(cell, question, customer, line);
                       });
}

}  // namespace throughline::journeys
