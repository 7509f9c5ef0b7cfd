#include "journeys/journeys.frame.h"

#include <algorithm>

#include "storage/database.h"

namespace throughline::journeys {

using journey_engine::Value;

namespace {

constexpr std::array<std::string_view, 3> unit_names = {"day", "week", "month"};

}  // namespace

Result<Frame> Journeys::frame(const Asking& asking, const FrameWish& wish) {
  const auto begun = std::chrono::steady_clock::now();
  TL_TRY_ASSIGN(Feed::View view, this->view(asking.workspace, asking.at_least));
  Frame frame{.view = std::move(view),
              .looks_back = wish.looks_back,
              .looks_ahead = wish.looks_ahead,
              .cancelled = asking.cancelled,
              .begun = begun};
  const Time now = clock_.now();
  frame.now_ms = now.us / us_per_ms;
  frame.choices = std::make_shared<EventChoices>(frame.view, now, asking.cancelled);
  TL_TRY(frame.choices->derive(wish.looks.derived.value_or(std::vector<DerivedAsked>())));
  TL_TRY_ASSIGN(frame.calendar, this->calendar(asking.workspace, wish.week_start));
  TL_TRY_ASSIGN(Looking looking, look(asking, frame, wish));
  frame.show(looking.shown);
  frame.explanation = wish.conditions + looking.explanation;
  frame.looking = std::make_shared<const Looking>(std::move(looking));
  frame.find_person = person_finder(asking.workspace);
  return frame;
}

std::function<Result<ProfileId>(const std::string&)> Journeys::person_finder(
    WorkspaceId workspace) {
  // The same person in every part of a question, though people are merged meanwhile.
  auto found = std::make_shared<std::map<std::string, ProfileId>>();
  return [this, workspace, found](const std::string& reference) -> Result<ProfileId> {
    if (const auto known = found->find(reference); known != found->end()) {
      return known->second;
    }
    TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
    TL_TRY_ASSIGN(const ProfileId person, database->read([&](storage::Transaction& tx) {
      return people_.find_profile(tx, reference);
    }));
    found->emplace(reference, person);
    return person;
  };
}

void Frame::show(const Span& range) {
  shown = range;
  span = range;
  if (looks_back) {
    span.from_ms = Span().from_ms;
  }
  if (looks_ahead) {
    span.until_ms = Span().until_ms;
  }
}

Frame Frame::within(const Part& part) const {
  Frame frame = *this;
  frame.show(part.shown);
  frame.only = part.only;
  frame.values = part.values;
  return frame;
}

Result<journey_engine::CaseRule> Frame::case_rule(
    const std::optional<std::int64_t>& session_ms,
    const std::optional<EventChoice>& session_starts) const {
  journey_engine::CaseRule rule;
  if (session_starts && !session_ms) {
    return Error::invalid("`session_starts` needs `session_ms`");
  }
  if (session_ms) {
    TL_TRY_ASSIGN(rule.session.timeout_ms,
                  number_within(session_ms, 0, 1, duration_ms_max, "session_ms"));
    rule.per_session = true;
  }
  if (session_starts) {
    TL_TRY_ASSIGN(rule.session.starts, events(session_starts, "session_starts"));
  }
  return rule;
}

std::string Frame::completeness(PeriodUnit unit, std::int64_t period) const {
  const std::int64_t begin = calendar.begin_ms(unit, period);
  const std::int64_t known_until = std::min(now_ms, span.until_ms);
  if (begin >= known_until) {
    return "not_begun";
  }
  const bool whole = begin >= span.from_ms && calendar.end_ms(unit, period) <= known_until;
  return whole ? "complete" : "partial";
}

bool Frame::shows(PeriodUnit unit, std::int64_t period) const {
  return calendar.end_ms(unit, period) > shown.from_ms &&
         calendar.begin_ms(unit, period) < shown.until_ms;
}

std::int64_t Legend::id(Value node) {
  if (!mentioned_.contains(node)) {
    const NamedEvent& event = codes_.at(node);
    mentioned_[node] = {.id = node, .kind = std::string(name_of(event.kind)), .name = event.name};
  }
  return node;
}

std::vector<std::int64_t> Legend::ids(const std::vector<Value>& nodes) {
  std::vector<std::int64_t> ids;
  ids.reserve(nodes.size());
  for (const Value node : nodes) {
    ids.push_back(id(node));
  }
  return ids;
}

std::vector<NodeNameView> Legend::nodes() const {
  std::vector<NodeNameView> nodes;
  nodes.reserve(mentioned_.size());
  for (const auto& [value, node] : mentioned_) {
    nodes.push_back(node);
  }
  return nodes;
}

Result<Value> node_of(const EventCodes& codes, std::int64_t id, const std::string& field) {
  if (id < 0 || id >= static_cast<std::int64_t>(codes.size())) {
    return Error::invalid("`" + field + "` must be the id of a node of the answer");
  }
  return static_cast<Value>(id);
}

Result<std::vector<Value>> nodes_of(const EventCodes& codes, const std::vector<std::int64_t>& ids,
                                    const std::string& field) {
  std::vector<Value> nodes;
  for (const std::int64_t id : ids) {
    TL_TRY_ASSIGN(const Value node, node_of(codes, id, field));
    nodes.push_back(node);
  }
  return nodes;
}

Result<std::int64_t> number_within(const std::optional<std::int64_t>& asked, std::int64_t otherwise,
                                   std::int64_t min, std::int64_t max, const std::string& field) {
  const std::int64_t number = asked.value_or(otherwise);
  if (number < min || number > max) {
    return Error::invalid("`" + field + "` must be from " + std::to_string(min) + " to " +
                          std::to_string(max));
  }
  return number;
}

Result<PeriodUnit> unit_of(const std::optional<std::string>& asked, PeriodUnit otherwise) {
  return asked ? parse_name<PeriodUnit>(unit_names, *asked, "unit") : Result<PeriodUnit>(otherwise);
}

std::optional<double> quantile_of(const stats::Sample& sample, double q) {
  return sample.count() == 0 ? std::nullopt : std::optional(sample.quantile(q));
}

}  // namespace throughline::journeys
