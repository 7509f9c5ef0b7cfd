#include "journeys/journeys.event_choices.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "condition/condition_json.h"
#include "condition/evaluate.h"
#include "journeys/journeys.derived.h"
#include "journeys/journeys.event_condition.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::EventTest;
using journey_engine::LineEvent;
using journey_engine::PropertyView;
using journey_engine::RowsTest;

namespace {

Result<std::optional<EventKind>> kind_of(const EventChoice& choice, const std::string& field) {
  if (!choice.kind) {
    return std::optional<EventKind>();
  }
  const auto parsed = parse_event_kind(*choice.kind);
  if (!parsed.ok() || is_of_the_product(*parsed)) {
    return Error::invalid("`" + field +
                          ".kind` must be track, page, screen, identify, group or alias");
  }
  return std::optional(*parsed);
}

Result<EventSet> set_of(const EventCodes& codes, const EventChoice& choice,
                        const std::string& field, EventTest test, RowsTest rows_test) {
  TL_TRY_ASSIGN(const std::optional<EventKind> kind, kind_of(choice, field));
  const std::vector<std::string> names = choice.names.value_or(std::vector<std::string>());
  if (names.size() > names_max) {
    return Error::invalid("`" + field + ".names` must be at most " + std::to_string(names_max));
  }
  if (names.empty() && !kind) {
    return test ? EventSet::where(std::move(test)) : EventSet::all();
  }
  std::vector<std::uint32_t> chosen;
  for (const std::string& name : names) {
    const auto named = codes.named(kind, name);
    chosen.insert(chosen.end(), named.begin(), named.end());
  }
  for (std::uint32_t code = 0; names.empty() && code < codes.size(); ++code) {
    if (codes.at(code).kind == kind) {
      chosen.push_back(code);
    }
  }
  return EventSet(std::span<const std::uint32_t>(chosen), std::move(test), std::move(rows_test));
}

EventTest both_of(EventTest one, EventTest other) {
  if (!one || !other) {
    return one ? one : other;
  }
  return [one = std::move(one), other = std::move(other)](CustomerId customer,
                                                          const LineEvent& event) {
    return one(customer, event) && other(customer, event);
  };
}

}  // namespace

Result<void> EventChoices::derive(const std::vector<DerivedAsked>& asked) {
  if (asked.size() > derived_max) {
    return Error::invalid("`derived` may have at most " + std::to_string(derived_max) +
                          " properties");
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string field = "derived[" + std::to_string(i) + "]";
    TL_TRY_ASSIGN(std::string column, column_of(asked[i], field));
    if (!derived_.emplace(std::string(derived_prefix) + asked[i].name, std::move(column)).second) {
      return Error::invalid("`" + field + ".name` stands for two properties");
    }
  }
  return {};
}

Result<PropertyView> EventChoices::property(const std::string& name) const {
  if (name.empty() || name.size() > property_bytes_max) {
    return Error::invalid("the name of a property must have from 1 to " +
                          std::to_string(property_bytes_max) + " bytes");
  }
  const auto derived = derived_.find(name);
  const std::string& column = derived == derived_.end() ? name : derived->second;
  if (derived == derived_.end() && is_derived(name)) {
    return Error::invalid("`derived` must say what `" + name + "` is");
  }
  TL_TRY_ASSIGN(auto found, view_.properties->view(column, view_.last_row, cancelled_));
  if (found.is_empty()) {
    return Error::invalid("no event has the property `" + name + "`");
  }
  return found;
}

Result<EventChoices::Tests> EventChoices::tests_of(const EventChoice& choice,
                                                   const std::string& field) {
  if (!choice.where) {
    return Tests();
  }
  if (const auto found = tests_.find(choice.where->text); found != tests_.end()) {
    return found->second;
  }
  const auto named = [&](const Error& error) {
    return error.code == ErrorCode::invalid
               ? Error::invalid("`" + field + ".where`: " + error.message)
               : error;
  };
  const auto condition = condition::parse_condition(choice.where->text);
  if (!condition.ok()) {
    return named(condition.error());
  }
  auto tested = EventCondition::make(
      *condition, [&](const std::string& name) { return property(name); }, now_);
  if (!tested.ok()) {
    return named(tested.error());
  }
  const auto ready = std::make_shared<const EventCondition>(*std::move(tested));
  Tests tests{.of_event = [ready](CustomerId /*customer*/,
                                  const LineEvent& event) { return ready->holds(event.row); },
              .of_rows = [ready](std::span<const std::uint64_t> rows,
                                 std::span<std::uint8_t> holds) { ready->hold(rows, holds); }};
  tests_.emplace(choice.where->text, tests);
  return tests;
}

Result<EventSet> EventChoices::events(const EventChoice& choice, const std::string& field,
                                      const EventTest& only) {
  TL_TRY_ASSIGN(auto tests, tests_of(choice, field));
  return set_of(*view_.codes, choice, field, both_of(std::move(tests.of_event), only),
                only ? RowsTest() : std::move(tests.of_rows));
}

Result<EventSet> event_set_of(const EventCodes& codes, const EventChoice& choice,
                              const std::string& field) {
  if (choice.where) {
    return Error::invalid("`" + field + ".where` cannot be used in this question");
  }
  return set_of(codes, choice, field, {}, {});
}

std::string condition_said(const EventChoice& choice, const std::string& field) {
  if (!choice.where) {
    return {};
  }
  const auto condition = condition::parse_condition(choice.where->text);
  return condition.ok() ? " `" + field + "` only where " + condition::sentence(*condition) + "."
                        : std::string();
}

}  // namespace throughline::journeys
