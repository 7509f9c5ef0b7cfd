#include <algorithm>

#include "journey_engine/friction.h"
#include "journeys/friction_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Friction;
using journey_engine::FrictionFinding;
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

constexpr std::array<std::string_view, 5> kind_names = {"dead_end", "loop", "repeated_contact",
                                                        "channel_switch", "long_wait"};

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

  [[nodiscard]] bool fits(const FrictionJourney& journey) const {
    if (!journey.begun || (reached && *reached != journey.reached)) {
      return false;
    }
    if (drop_off) {
      return !journey.reached && journey.last == *drop_off;
    }
    return !point || met == std::binary_search(journey.met.begin(), journey.met.end(), *point);
  }
};

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

}  // namespace

Result<FrictionAnswer> answer(const Frame& frame, const FrictionAsked& asked) {
  TL_TRY_ASSIGN(const FrictionQuestion question, question_of(frame, asked));
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
  answer.nodes = legend.nodes();
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const FrictionAsked& asked,
                       const FrictionCellAsked& cell) {
  TL_TRY_ASSIGN(FrictionQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const Wanted wanted, wanted_of(frame.codes(), cell));
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return wanted.fits(journey_engine::find_friction(question, customer, line));
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const FrictionAsked& asked) {
  TL_TRY_ASSIGN(auto begins, frame.events(asked.begins, "begins"));
  return first_of(std::move(begins));
}

}  // namespace throughline::journeys
