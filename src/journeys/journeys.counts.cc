#include <algorithm>

#include "journey_engine/activity.h"
#include "journeys/activity_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::ActivityCell;
using journey_engine::ActivityCount;
using journey_engine::ActivityCounts;
using journey_engine::ActivityQuestion;
using journey_engine::CustomerId;
using journey_engine::Line;

namespace {

enum class By { event };
constexpr std::array<std::string_view, 1> by_names = {"event"};

Result<ActivityQuestion> question_of(const Frame& frame, const CountsAsked& asked) {
  ActivityQuestion question;
  TL_TRY_ASSIGN(question.events, frame.events(asked.events, "events"));
  TL_TRY_ASSIGN(question.unit, unit_of(asked.unit, PeriodUnit::day));
  question.calendar = frame.calendar;
  if (asked.by) {
    TL_TRY(parse_name<By>(by_names, *asked.by, "by"));
    question.by_code = true;
  }
  return question;
}

using Periods = ActivityCounts::Periods;

// What an answer says of periods, each found out once: every group has them again.
class PeriodViews {
 public:
  PeriodViews(const Frame& frame, PeriodUnit unit) : frame_(frame), unit_(unit) {}

  std::vector<CountsPeriodView> of(const Periods& periods) {
    std::vector<CountsPeriodView> views;
    views.reserve(periods.size());
    for (const auto& [period, count] : periods) {
      CountsPeriodView& view = views.emplace_back(plain(period));
      view.events = static_cast<std::int64_t>(count.events);
      view.people = static_cast<std::int64_t>(count.customers);
    }
    return views;
  }

 private:
  const CountsPeriodView& plain(std::int64_t period) {
    const auto [found, added] = known_.try_emplace(period);
    if (added) {
      found->second = {.period = period,
                       .begins_at = frame_.begins_at(unit_, period),
                       .begins_on = frame_.begins_on(unit_, period),
                       .completeness = frame_.completeness(unit_, period)};
    }
    return found->second;
  }

  const Frame& frame_;
  PeriodUnit unit_;
  std::map<std::int64_t, CountsPeriodView> known_;
};

void add_groups(const Frame& frame, PeriodViews& views, const ActivityCounts& counts,
                CountsAnswer& answer) {
  Legend legend(frame.codes());
  const auto totals = counts.totals();
  for (const auto& [value, periods] : counts.periods_of_values()) {
    const ActivityCount& total = totals.at(value);
    answer.groups.push_back({.node = legend.id(value),
                             .events = static_cast<std::int64_t>(total.events),
                             .people = static_cast<std::int64_t>(total.customers),
                             .periods = views.of(periods)});
  }
  std::stable_sort(answer.groups.begin(), answer.groups.end(),
                   [](const auto& a, const auto& b) { return a.events > b.events; });
  answer.nodes = legend.nodes();
}

}  // namespace

Result<CountsAnswer> answer(const Frame& frame, const CountsAsked& asked) {
  TL_TRY_ASSIGN(const ActivityQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(ActivityCounts(question)));
  const ActivityCounts& counts = counted.report();
  const ActivityCount total = counts.total();
  CountsAnswer answer{.events = static_cast<std::int64_t>(total.events),
                      .people = static_cast<std::int64_t>(total.customers)};
  PeriodViews views(frame, question.unit);
  answer.periods = views.of(counts.periods());
  if (question.is_broken_down()) {
    add_groups(frame, views, counts, answer);
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const CountsAsked& asked, const CountsCellAsked& cell) {
  TL_TRY_ASSIGN(ActivityQuestion question, question_of(frame, asked));
  ActivityCell wanted{.period = cell.period};
  if (cell.node) {
    if (!asked.by) {
      return Error::invalid("`cell.node` needs `by` in the question");
    }
    TL_TRY_ASSIGN(wanted.value, node_of(frame.codes(), *cell.node, "cell.node"));
  }
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

Result<journey_engine::EventSet> each_counted(const Frame& frame, const CountsAsked& asked) {
  return frame.events(asked.events, "events");
}

}  // namespace throughline::journeys
