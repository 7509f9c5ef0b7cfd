#include <algorithm>

#include "journey_engine/friction.h"
#include "journeys/friction_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"
#include "journeys/journeys.friction_points.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Friction;
using journey_engine::FrictionFinding;
using journey_engine::FrictionIndex;
using journey_engine::FrictionJourney;
using journey_engine::FrictionKind;
using journey_engine::FrictionPoint;
using journey_engine::FrictionQuestion;
using journey_engine::Line;
using journey_engine::Value;

namespace {

constexpr double false_share_max = 0.05;
constexpr std::int64_t people_min_default = 10;
constexpr std::int64_t people_min_max = 1'000'000'000;
constexpr std::int64_t findings_default = 50;
constexpr std::int64_t findings_max = 1'000;

constexpr std::int64_t rage_count_max = 1'000;

constexpr std::array<std::string_view, journey_engine::friction_kinds> kind_names = {
    "dead_end", "loop", "repeated_contact", "channel_switch", "long_wait", "rage", "error"};
constexpr std::array<std::string_view, 4> not_learned_names = {"few_reached", "few_stopped",
                                                               "all_alike", "not_converged"};

bool has_end(FrictionKind kind) {
  return kind == FrictionKind::channel_switch || kind == FrictionKind::long_wait;
}

Result<FrictionQuestion> question_of(const Frame& frame, const FrictionAsked& asked) {
  FrictionQuestion question;
  TL_TRY_ASSIGN(question.outcome, frame.events(asked.outcome, "outcome"));
  TL_TRY_ASSIGN(question.begins, frame.events(asked.begins, "begins"));
  TL_TRY_ASSIGN(question.rule, frame.trace_rule(asked));
  if (asked.contacts) {
    TL_TRY_ASSIGN(question.contacts, frame.events(asked.contacts, "contacts"));
  }
  TL_TRY_ASSIGN(question.session.timeout_ms,
                number_within(asked.silence_ms ? asked.silence_ms : asked.session_ms,
                              question.session.timeout_ms, 1, duration_ms_max, "silence_ms"));
  question.session.starts = question.rule.cases.session.starts;
  TL_TRY_ASSIGN(question.soon_ms,
                number_within(asked.soon_ms, question.soon_ms, 0, duration_ms_max, "soon_ms"));
  TL_TRY_ASSIGN(question.too_long_ms, number_within(asked.too_long_ms, question.too_long_ms, 0,
                                                    duration_ms_max, "too_long_ms"));
  if (asked.errors) {
    TL_TRY_ASSIGN(question.errors, frame.events(asked.errors, "errors"));
  }
  TL_TRY_ASSIGN(const std::int64_t rage_count,
                number_within(asked.rage_count, static_cast<std::int64_t>(question.rage_count), 2,
                              rage_count_max, "rage_count"));
  question.rage_count = static_cast<std::size_t>(rage_count);
  TL_TRY_ASSIGN(question.rage_ms,
                number_within(asked.rage_ms, question.rage_ms, 0, duration_ms_max, "rage_ms"));
  return question;
}

FindingView finding_view(const FrictionFinding& finding, Legend& legend) {
  FindingView view{.kind = std::string(name_in(kind_names, finding.point.kind)),
                   .at = legend.id(finding.point.at),
                   .met = share_view(finding.met.count, finding.met.of),
                   .not_met = share_view(finding.not_met.count, finding.not_met.of),
                   .difference = finding.difference.value,
                   .low = finding.difference.interval.low,
                   .high = finding.difference.interval.high,
                   .p = finding.difference.p,
                   .adjusted_p = finding.adjusted_p,
                   .holds = finding.adjusted_p <= false_share_max};
  if (has_end(finding.point.kind)) {
    view.to = legend.id(finding.point.to);
  }
  return view;
}

void add_drop_offs(const Friction& friction, Legend& legend, FrictionAnswer& answer) {
  for (const auto& [value, people] : friction.drop_offs()) {
    answer.drop_offs.push_back(
        {.at = legend.id(value), .people = static_cast<std::int64_t>(people)});
  }
  std::stable_sort(answer.drop_offs.begin(), answer.drop_offs.end(),
                   [](const auto& a, const auto& b) { return a.people > b.people; });
}

// What a journey must be for a cell, besides begun.
struct Wanted {
  std::optional<FrictionPoint> point = {};
  bool met = true;
  std::optional<Value> drop_off = {};
  std::optional<bool> reached = {};
  double from = 0;
  std::optional<double> below = {};
  std::optional<FrictionIndex> index = {};

  [[nodiscard]] bool fits(const FrictionJourney& journey) const {
    if (!journey.begun || (reached && *reached != journey.reached)) {
      return false;
    }
    if (index) {
      const double own = index->of(journey.times);
      return own >= from && (!below || own < *below);
    }
    if (drop_off) {
      return !journey.reached && journey.last == *drop_off;
    }
    return !point || met == std::binary_search(journey.met.begin(), journey.met.end(), *point);
  }
};

constexpr double index_max = 100;

// The weights are learned again, from everybody whom the answer has them from.
Result<Wanted> wanted_of_index(const Frame& frame, const FrictionQuestion& question,
                               const FrictionCellAsked& cell) {
  Wanted wanted{.reached = cell.reached, .from = cell.from.value_or(0), .below = cell.below};
  if (!(wanted.from >= 0 && wanted.from <= index_max)) {
    return Error::invalid("`cell.from` must be from 0 to 100");
  }
  if (wanted.below && !(*wanted.below > wanted.from && *wanted.below <= index_max)) {
    return Error::invalid("`cell.below` must be more than `cell.from`, and at most 100");
  }
  TL_TRY_ASSIGN(const auto counted, frame.count(Friction(question)));
  wanted.index = journey_engine::learn_friction_index(counted.report().journeys(), frame.cancelled);
  if (frame.cancelled && frame.cancelled()) {
    return scanning::gone();
  }
  if (wanted.index->not_learned) {
    return Error::invalid("`cell.kind` cannot be index: the index was not learned (" +
                          std::string(name_in(not_learned_names, *wanted.index->not_learned)) +
                          ")");
  }
  return wanted;
}

Result<Wanted> wanted_of(const EventCodes& codes, const FrictionCellAsked& cell) {
  Wanted wanted{.met = cell.met.value_or(true), .reached = cell.reached};
  if (cell.kind == "began") {
    return wanted;
  }
  if (!cell.at) {
    return Error::invalid("`cell.at` must be given");
  }
  TL_TRY_ASSIGN(const Value at, node_of(codes, *cell.at, "cell.at"));
  if (cell.kind == "drop_off") {
    wanted.drop_off = at;
    return wanted;
  }
  FrictionPoint point{.at = at};
  TL_TRY_ASSIGN(point.kind, parse_name<FrictionKind>(kind_names, cell.kind, "cell.kind"));
  if (has_end(point.kind) != cell.to.has_value()) {
    return Error::invalid("`cell.to` must be given with channel_switch and long_wait alone");
  }
  if (cell.to) {
    TL_TRY_ASSIGN(point.to, node_of(codes, *cell.to, "cell.to"));
  }
  wanted.point = point;
  return wanted;
}

FrictionIndexView index_view(const FrictionIndex& index) {
  FrictionIndexView view{.learned = !index.not_learned};
  for (std::size_t i = 0; i < index.kinds.size(); ++i) {
    const journey_engine::FrictionOfKind& own = index.kinds.at(i);
    FrictionKindView kind{.kind = std::string(kind_names.at(i)),
                          .people = static_cast<std::int64_t>(own.people),
                          .times = static_cast<std::int64_t>(own.times)};
    if (own.weight) {
      kind.weight = own.weight->value;
      kind.low = own.weight->interval.low;
      kind.high = own.weight->interval.high;
    }
    view.kinds.push_back(std::move(kind));
  }
  if (index.not_learned) {
    view.because = name_in(not_learned_names, *index.not_learned);
    return view;
  }
  view.mean = index.mean;
  view.median = index.median;
  view.p90 = index.p90;
  view.without = index.without;
  constexpr auto bars = static_cast<std::int64_t>(FrictionIndex::bars);
  for (std::int64_t i = 0; i < bars; ++i) {
    FrictionBarView bar{.from = i * 100 / bars};
    if (i + 1 < bars) {
      bar.below = (i + 1) * 100 / bars;
    }
    bar.people = static_cast<std::int64_t>(index.people.at(static_cast<std::size_t>(i)));
    view.bars.push_back(bar);
  }
  if (index.predicts) {
    view.predicts = FrictionPredictsView{.area = index.predicts->area};
    if (index.predicts->interval) {
      view.predicts->low = index.predicts->interval->low;
      view.predicts->high = index.predicts->interval->high;
    }
  }
  return view;
}

Result<FrictionAnswer> answer_of(const Frame& frame, const FrictionAsked& asked,
                                 const FrictionQuestion& question, bool with_index) {
  TL_TRY_ASSIGN(const std::int64_t people_min, number_within(asked.people_min, people_min_default,
                                                             1, people_min_max, "people_min"));
  TL_TRY_ASSIGN(const std::int64_t limit,
                number_within(asked.limit, findings_default, 1, findings_max, "limit"));
  TL_TRY_ASSIGN(const auto counted, frame.count(Friction(question)));
  const Friction& friction = counted.report();
  FrictionAnswer answer{.reached = share_view(friction.reached().count, friction.reached().of)};
  Legend legend(frame.codes());
  const auto findings = friction.findings(static_cast<std::uint64_t>(people_min));
  answer.all_findings = static_cast<std::int64_t>(findings.size());
  const std::size_t shown = std::min(findings.size(), static_cast<std::size_t>(limit));
  for (std::size_t i = 0; i < shown; ++i) {
    answer.findings.push_back(finding_view(findings[i], legend));
  }
  add_drop_offs(friction, legend, answer);
  if (with_index) {
    answer.index =
        index_view(journey_engine::learn_friction_index(friction.journeys(), frame.cancelled));
    if (frame.cancelled && frame.cancelled()) {
      return scanning::gone();
    }
  }
  answer.nodes = legend.nodes();
  answer.note = frame.note(counted);
  return answer;
}

}  // namespace

Result<FrictionAnswer> answer(const Frame& frame, const FrictionAsked& asked) {
  TL_TRY_ASSIGN(const FrictionQuestion question, question_of(frame, asked));
  return answer_of(frame, asked, question, true);
}

Result<FrictionAnswer> friction_points(const Frame& frame, const FrictionAsked& asked) {
  TL_TRY_ASSIGN(FrictionQuestion question, question_of(frame, asked));
  question.rage_count = 0;
  return answer_of(frame, asked, question, false);
}

Result<IsIn> who_is_in(const Frame& frame, const FrictionAsked& asked,
                       const FrictionCellAsked& cell) {
  TL_TRY_ASSIGN(FrictionQuestion question, question_of(frame, asked));
  if (cell.kind != "index" && (cell.from || cell.below)) {
    return Error::invalid("`cell.from` and `cell.below` may be given with index alone");
  }
  TL_TRY_ASSIGN(const Wanted wanted, cell.kind == "index" ? wanted_of_index(frame, question, cell)
                                                          : wanted_of(frame.codes(), cell));
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return wanted.fits(journey_engine::find_friction(question, customer, line));
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const FrictionAsked& asked) {
  TL_TRY_ASSIGN(auto begins, frame.events(asked.begins, "begins"));
  return first_of(std::move(begins));
}

}  // namespace throughline::journeys
