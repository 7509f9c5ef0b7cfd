// Frame: what a question is asked in: everybody's line at one position, the part of it that is
// looked at, the calendar and the present. Every question is a few functions over a frame; they are
// listed in journeys.answers.h, and everything that questions share is here.
//
// Owned by one thread at a time; cheap to copy.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "journey_engine/trace.h"
#include "journeys/journeys.divided.h"
#include "journeys/journeys.event_choices.h"
#include "journeys/journeys.looking.h"
#include "journeys/journeys.questions.h"
#include "stats/sample.h"

namespace throughline::journeys {

// What a question says of the frame that it needs.
struct FrameWish {
  LooksAsked looks = {};
  std::optional<std::string> week_start = {};
  // The range says which periods are shown; what happened before it counts too.
  bool looks_back = false;
  bool looks_ahead = false;         // The range says what is begun; what came after it counts too.
  bool breaks_events_down = false;  // Broken down by a property, each event is in its own group.
  std::string conditions = {};      // Over events, in words.
  std::vector<std::string> traits = {};  // That are read of everybody.
};

template <class Asked>
FrameWish wish_of(const Asked& asked) {
  const LooksAsked& looks = asked;
  FrameWish wish{.looks = looks, .conditions = conditions_said(asked)};
  if constexpr (requires { asked.week_start; }) {
    wish.week_start = asked.week_start;
  }
  if constexpr (requires { Asked::looks_back; }) {
    wish.looks_back = Asked::looks_back;
  }
  if constexpr (requires { Asked::looks_ahead; }) {
    wish.looks_ahead = Asked::looks_ahead;
  }
  if constexpr (requires { looks_before_range(asked); }) {
    wish.looks_back = looks_before_range(asked);
  }
  if constexpr (requires { asked.steps_after_range; }) {
    wish.looks_ahead = asked.steps_after_range.value_or(false);
  }
  if constexpr (requires { asked.ends_after_range; }) {
    wish.looks_ahead = asked.ends_after_range.value_or(false);
  }
  if constexpr (requires { Asked::breaks_events_down; }) {
    wish.breaks_events_down = Asked::breaks_events_down;
  }
  if constexpr (requires { traits_read(asked); }) {
    wish.traits = traits_read(asked);
  }
  return wish;
}

// One part of what a question looks at.
struct Part {
  PartView view = {};
  Span shown = {};                      // Its range, and its people.
  journey_engine::EventTest only = {};  // Where not all of their events count in it.
  std::vector<ValueKey> values = {};    // Instead, of those that the one pass has found.
};

struct Frame {
  Feed::View view;
  Span span = {};   // Of every line.
  Span shown = {};  // The range as it was asked for.
  bool looks_back = false;
  bool looks_ahead = false;
  journey_engine::EventTest only = {};  // No other event is in any set; null: all.
  Calendar calendar = Calendar();
  std::int64_t now_ms = 0;
  Cancelled cancelled = {};
  std::chrono::steady_clock::time_point begun = {};
  std::string explanation = {};                 // Of whose lines are looked at, and which events.
  std::shared_ptr<EventChoices> choices = {};   // Never null; shared with all parts.
  std::shared_ptr<const Looking> looking = {};  // The whole question's, in a part of it too.
  std::function<Result<journey_engine::CustomerId>(const std::string&)> find_person = {};
  std::shared_ptr<OnePass> one_pass = {};  // Null: each part is asked for by itself.
  std::vector<ValueKey> values = {};       // Of a part of the one pass.

  [[nodiscard]] const EventCodes& codes() const { return *view.codes; }

  // The same for a part of what is looked at.
  [[nodiscard]] Frame within(const Part& part) const;
  // Makes this what is looked at.
  void show(const Span& range);

  // Every event where there is no choice; `field` is the choice's own.
  [[nodiscard]] Result<journey_engine::EventSet> events(const std::optional<EventChoice>& choice,
                                                        const std::string& field) const {
    return choices->events(choice.value_or(EventChoice()), field, only);
  }

  // Cases as rows of the events' names.
  template <class Asked>
  [[nodiscard]] Result<journey_engine::TraceRule> trace_rule(const Asked& asked) const {
    journey_engine::TraceRule rule;
    TL_TRY_ASSIGN(rule.events, events(asked.events, "events"));
    TL_TRY_ASSIGN(rule.cases, case_rule(asked));
    rule.repeats = asked.collapse_repeats.value_or(false) ? journey_engine::Repeats::collapse
                                                          : journey_engine::Repeats::keep;
    return rule;
  }
  // With a timeout each session is a case, else the whole line.
  template <class Asked>
  [[nodiscard]] Result<journey_engine::CaseRule> case_rule(const Asked& asked) const {
    return case_rule(asked.session_ms, asked.session_starts);
  }
  [[nodiscard]] Result<journey_engine::CaseRule> case_rule(
      const std::optional<std::int64_t>& session_ms,
      const std::optional<EventChoice>& session_starts) const;

  template <class Report>
  [[nodiscard]] Result<Counted<Report>> count(Report empty) const {
    if constexpr (DividesInOnePass<Report>) {
      if (one_pass != nullptr && one_pass->is_done()) {
        return one_pass->part(empty, values);
      }
      if (one_pass != nullptr) {
        TL_TRY_ASSIGN(auto whole, one_pass->count(empty, [&](const Divided<Report>& none) {
          return scan(view.lines, span, cancelled, none);
        }));
        if (whole) {
          return *std::move(whole);
        }
      }
    }
    return scan(view.lines, span, cancelled, Counted<Report>(std::move(empty)));
  }

  template <class Report>
  [[nodiscard]] AnswerNote note(const Counted<Report>& counted) const {
    return note_of(view, counted.people(), begun, counted.kernel(), explanation);
  }

  [[nodiscard]] Time begins_at(PeriodUnit unit, std::int64_t period) const {
    return {calendar.begin_ms(unit, period) * us_per_ms};
  }
  // Its local date, such as 2026-03-01.
  [[nodiscard]] std::string begins_on(PeriodUnit unit, std::int64_t period) const {
    return journeys::begins_on(calendar, unit, period);
  }
  // Whether a period lies within what is looked at and is over: complete, partial or not_begun.
  [[nodiscard]] std::string completeness(PeriodUnit unit, std::int64_t period) const;
  // Whether any of it lies in the range.
  [[nodiscard]] bool shows(PeriodUnit unit, std::int64_t period) const;
};

// The names of the nodes that an answer mentions, each once.
class Legend {
 public:
  // The codes must outlive this.
  explicit Legend(const EventCodes& codes) : codes_(codes) {}
  // Notes that the answer mentions this node.
  std::int64_t id(journey_engine::Value node);
  std::vector<std::int64_t> ids(const std::vector<journey_engine::Value>& nodes);
  [[nodiscard]] std::vector<NodeNameView> nodes() const;

 private:
  const EventCodes& codes_;
  std::map<journey_engine::Value, NodeNameView> mentioned_;
};

// The node that an answer gave this id to; Error::invalid names the field.
Result<journey_engine::Value> node_of(const EventCodes& codes, std::int64_t id,
                                      const std::string& field);
Result<std::vector<journey_engine::Value>> nodes_of(const EventCodes& codes,
                                                    const std::vector<std::int64_t>& ids,
                                                    const std::string& field);

// `otherwise` where there is none; Error::invalid names the field and its bounds.
Result<std::int64_t> number_within(const std::optional<std::int64_t>& asked, std::int64_t otherwise,
                                   std::int64_t min, std::int64_t max, const std::string& field);
Result<PeriodUnit> unit_of(const std::optional<std::string>& asked, PeriodUnit otherwise);

std::optional<double> quantile_of(const stats::Sample& sample, double q);

constexpr std::int64_t duration_ms_max = 200LL * 366 * 86'400'000;
constexpr std::int64_t period_max = 10'000'000;  // Of days: some 27,000 years.

}  // namespace throughline::journeys
