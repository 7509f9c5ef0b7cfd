#include <algorithm>

#include "journey_engine/next_steps.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"
#include "journeys/next_view.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::NextCounts;
using journey_engine::NextQuestion;
using journey_engine::NextSteps;
using journey_engine::Value;

namespace {

constexpr std::int64_t length_default = 5;
constexpr std::int64_t length_max = 20;
constexpr std::int64_t people_min_default = 10;
constexpr std::int64_t people_min_max = 1'000'000'000;

struct NextMeaning {
  NextQuestion question = {};
  CustomerId left_out = {};  // The person whose line it is.
};

Result<std::vector<Value>> named(const Frame& frame, const std::vector<EventChoice>& asked) {
  if (asked.empty() || asked.size() > static_cast<std::size_t>(length_max)) {
    return Error::invalid("`so_far` must have from 1 to " + std::to_string(length_max) + " events");
  }
  std::vector<Value> nodes;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string field = "so_far[" + std::to_string(i) + "]";
    TL_TRY(event_set_of(frame.codes(), asked[i], field));
    TL_TRY_ASSIGN(const EventKind kind, parse_event_kind(asked[i].kind.value_or("track")));
    const auto& names = asked[i].names;
    if (!names || names->size() != 1) {
      return Error::invalid("`" + field + ".names` must be one name");
    }
    // One that never happened is followed by nothing.
    nodes.push_back(frame.codes()
                        .find({.kind = kind, .name = names->front()})
                        .value_or(journey_engine::no_value));
  }
  return nodes;
}

// The last nodes of the person's last case.
std::vector<Value> last_nodes(const Frame& frame, const NextQuestion& question, CustomerId person,
                              std::size_t length) {
  std::vector<Value> nodes;
  // The same for every part of the question, whatever its range.
  const Span& range = frame.looking->shown;
  frame.view.lines.find(person, [&](CustomerId customer, Line line) {
    const auto traces = journey_engine::find_traces(question.rule, customer, range.of(line));
    if (traces.empty()) {
      return;
    }
    const journey_engine::Trace& last = traces.back();
    for (std::size_t i = last.size() - std::min(length, last.size()); i < last.size(); ++i) {
      nodes.push_back(last[i].node);
    }
  });
  return nodes;
}

Result<NextMeaning> meaning_of(const Frame& frame, const NextAsked& asked) {
  if (asked.person.has_value() == asked.so_far.has_value()) {
    return Error::invalid("either `person` or `so_far` must be given");
  }
  NextMeaning meaning;
  TL_TRY_ASSIGN(meaning.question.rule, frame.trace_rule(asked));
  TL_TRY_ASSIGN(const std::int64_t length,
                number_within(asked.length, length_default, 1, length_max, "length"));
  if (asked.so_far) {
    TL_TRY_ASSIGN(meaning.question.so_far, named(frame, *asked.so_far));
    return meaning;
  }
  TL_TRY_ASSIGN(meaning.left_out, frame.find_person(*asked.person));
  meaning.question.left_out = meaning.left_out;
  meaning.question.so_far =
      last_nodes(frame, meaning.question, meaning.left_out, static_cast<std::size_t>(length));
  return meaning;
}

NextMatchView match_view(std::size_t length, std::uint64_t people, const NextCounts& counts,
                         Legend& legend) {
  NextMatchView match{.length = static_cast<std::int64_t>(length),
                      .people = static_cast<std::int64_t>(people)};
  for (const auto& [node, count] : counts) {
    NextStepView step{.times = static_cast<std::int64_t>(count.times),
                      .people = share_view(count.customers, people),
                      .median_ms = quantile_of(count.after_ms, 0.5)};
    if (node != journey_engine::no_value) {
      step.node = legend.id(node);
    }
    match.next.push_back(step);
  }
  std::stable_sort(match.next.begin(), match.next.end(),
                   [](const auto& a, const auto& b) { return a.times > b.times; });
  return match;
}

}  // namespace

Result<NextAnswer> answer(const Frame& frame, const NextAsked& asked) {
  TL_TRY_ASSIGN(const NextMeaning meaning, meaning_of(frame, asked));
  TL_TRY_ASSIGN(const std::int64_t people_min, number_within(asked.people_min, people_min_default,
                                                             1, people_min_max, "people_min"));
  TL_TRY_ASSIGN(const auto counted, frame.count(NextSteps(meaning.question)));
  const NextSteps& steps = counted.report();
  NextAnswer answer{
      .longest = static_cast<std::int64_t>(steps.longest(static_cast<std::uint64_t>(people_min)))};
  Legend legend(frame.codes());
  for (const Value node : meaning.question.so_far) {
    answer.so_far.push_back(node == journey_engine::no_value ? -1 : legend.id(node));
  }
  for (std::size_t length = 1; length <= meaning.question.so_far.size(); ++length) {
    answer.matches.push_back(
        match_view(length, steps.customers(length), steps.after(length), legend));
  }
  answer.nodes = legend.nodes();
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const NextAsked& asked, const NextCellAsked& cell) {
  TL_TRY_ASSIGN(NextMeaning meaning, meaning_of(frame, asked));
  const auto length_most = static_cast<std::int64_t>(meaning.question.so_far.size());
  if (cell.length < 1 || cell.length > length_most) {
    return Error::invalid("`cell.length` must be that of one of `matches`");
  }
  journey_engine::NextCell wanted{.length = static_cast<std::size_t>(cell.length)};
  if (cell.node) {
    TL_TRY_ASSIGN(wanted.next, node_of(frame.codes(), *cell.node, "cell.node"));
  }
  return IsIn([wanted, meaning = std::move(meaning)](CustomerId customer, Line line) {
    return customer != meaning.left_out &&
           journey_engine::is_in(wanted, meaning.question, customer, line);
  });
}

// The last of the nodes so far: whoever is in any match has come to it.
Result<FirstCounted> first_counted(const Frame& frame, const NextAsked& asked) {
  TL_TRY_ASSIGN(const NextMeaning meaning, meaning_of(frame, asked));
  const std::vector<Value>& so_far = meaning.question.so_far;
  const Value last = so_far.empty() ? journey_engine::no_value : so_far.back();
  return FirstCounted([last, left_out = meaning.left_out, events = meaning.question.rule.events](
                          CustomerId customer, Line line) -> const LineEvent* {
    if (customer == left_out) {
      return nullptr;
    }
    const auto found = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
      return event.code == last && events.has(customer, event);
    });
    return found == line.end() ? nullptr : &*found;
  });
}

}  // namespace throughline::journeys
