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
using journey_engine::LineEvent;

namespace {

enum class By { event };
constexpr std::array<std::string_view, 1> by_names = {"event"};

Result<ActivityQuestion> question_of(const Frame& frame, const CountsAsked& asked) {
  ActivityQuestion question;
  TL_TRY_ASSIGN(question.events, frame.events(asked.events, "events"));
  TL_TRY_ASSIGN(question.unit, unit_of(asked.unit, PeriodUnit::day));
  question.calendar = frame.calendar;
  return question;
}

// Without `by` nothing is broken down.
Result<ActivityQuestion> broken_down(ActivityQuestion question, const CountsAsked& asked) {
  if (asked.by) {
    TL_TRY(parse_name<By>(by_names, *asked.by, "by"));
    question.breakdown = [](CustomerId /*customer*/, const LineEvent& event) { return event.code; };
  }
  return question;
}

// Everything together and, where it is asked for, broken down, in one pass.
class AllAndGroups {
 public:
  AllAndGroups(const ActivityQuestion& all, const ActivityQuestion& grouped) : all_(all) {
    if (grouped.breakdown) {
      groups_.emplace(grouped);
    }
  }
  void add(CustomerId customer, Line line) {
    all_.add(customer, line);
    if (groups_) {
      groups_->add(customer, line);
    }
  }
  void merge(const AllAndGroups& other) {
    all_.merge(other.all_);
    if (groups_ && other.groups_) {
      groups_->merge(*other.groups_);
    }
  }
  [[nodiscard]] const ActivityCounts& all() const { return all_; }
  [[nodiscard]] const std::optional<ActivityCounts>& groups() const { return groups_; }

 private:
  ActivityCounts all_;
  std::optional<ActivityCounts> groups_;
};

using Periods = std::map<std::int64_t, ActivityCount>;

std::vector<CountsPeriodView> periods_of(const Frame& frame, PeriodUnit unit,
                                         const Periods& periods) {
  std::vector<CountsPeriodView> views;
  views.reserve(periods.size());
  for (const auto& [period, count] : periods) {
    views.push_back({.period = period,
                     .begins_at = frame.begins_at(unit, period),
                     .begins_on = frame.begins_on(unit, period),
                     .events = static_cast<std::int64_t>(count.events),
                     .people = static_cast<std::int64_t>(count.customers),
                     .completeness = frame.completeness(unit, period)});
  }
  return views;
}

void add_groups(const Frame& frame, PeriodUnit unit, const ActivityCounts& counts,
                CountsAnswer& answer) {
  Legend legend(frame.codes());
  for (const auto& [value, periods] : counts.periods()) {
    const ActivityCount& total = counts.totals().at(value);
    answer.groups.push_back({.node = legend.id(value),
                             .events = static_cast<std::int64_t>(total.events),
                             .people = static_cast<std::int64_t>(total.customers),
                             .periods = periods_of(frame, unit, periods)});
  }
  std::stable_sort(answer.groups.begin(), answer.groups.end(),
                   [](const auto& a, const auto& b) { return a.events > b.events; });
  answer.nodes = legend.nodes();
}

}  // namespace

Result<CountsAnswer> answer(const Frame& frame, const CountsAsked& asked) {
  TL_TRY_ASSIGN(const ActivityQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const ActivityQuestion grouped, broken_down(question, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(AllAndGroups(question, grouped)));
  const ActivityCounts& all = counted.report().all();
  CountsAnswer answer{.events = static_cast<std::int64_t>(all.total().events),
                      .people = static_cast<std::int64_t>(all.total().customers)};
  if (const auto found = all.periods().find(journey_engine::no_value);
      found != all.periods().end()) {
    answer.periods = periods_of(frame, question.unit, found->second);
  }
  if (const auto& groups = counted.report().groups()) {
    add_groups(frame, question.unit, *groups, answer);
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const CountsAsked& asked, const CountsCellAsked& cell) {
  TL_TRY_ASSIGN(const ActivityQuestion whole, question_of(frame, asked));
  TL_TRY_ASSIGN(ActivityQuestion question, broken_down(whole, asked));
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
