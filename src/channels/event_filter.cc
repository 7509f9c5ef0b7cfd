#include "channels/event_filter.h"

#include <algorithm>
#include <string>

#include "base/overloaded.h"
#include "base/text.h"
#include "codec/json_view.h"
#include "condition/condition_json.h"
#include "condition/evaluate.h"

namespace throughline::channels {
namespace {

using condition::Condition;

constexpr std::string_view property_prefix = "properties.";

Result<void> check(const Condition& tested);

Result<void> check_all(const std::vector<Condition>& conditions) {
  for (const Condition& one : conditions) {
    TL_TRY(check(one));
  }
  return {};
}

Result<void> check_trait(const condition::TraitTest& test) {
  const bool known =
      test.key == "name" || test.key == "kind" || test.key == "channel" ||
      (test.key.starts_with(property_prefix) && test.key.size() > property_prefix.size());
  return known ? Result<void>()
               : Error::invalid(
                     "a filter of events knows the traits name, kind, channel and"
                     " properties.KEY, and not " +
                     test.key);
}

// One event says nothing about how often, when first, or what an account is like.
Result<void> check(const Condition& tested) {
  return std::visit(
      overloaded{
          [](const condition::TraitTest& test) { return check_trait(test); },
          [](const condition::IdentifierTest&) { return Result<void>(); },
          [](const condition::AccountTest& test) {
            return test.trait.empty() ? Result<void>()
                                      : Error::invalid(
                                            "a filter of events does not know the"
                                            " traits of accounts");
          },
          [](const condition::SeenTest&) -> Result<void> {
            return Error::invalid("a filter of events does not know first_seen and last_seen");
          },
          [](const condition::EventTest& test) {
            const bool plain = test.quantifier == condition::Quantifier::at_least &&
                               test.count == 1 && !test.within_days;
            return plain ? Result<void>()
                         : Error::invalid(
                               "a filter looks at one event: `event` takes no count"
                               " and no days here");
          },
          [](const condition::PropertyTest&) { return Result<void>(); },
          [](const condition::MemberTest&) -> Result<void> {
            return Error::invalid("a filter of events does not know who is in a segment");
          },
          [](const std::shared_ptr<const condition::And>& all) {
            return check_all(all->conditions);
          },
          [](const std::shared_ptr<const condition::Or>& any) {
            return check_all(any->conditions);
          },
          [](const std::shared_ptr<const condition::Not>& negated) {
            return check(negated->condition);
          },
      },
      tested);
}

std::optional<condition::Fact> fact_of(codec::JsonView value) {
  if (const auto boolean = value.boolean()) {
    return *boolean;
  }
  if (const auto number = value.number()) {
    return *number;
  }
  if (value.is_string()) {
    return std::string(value.text());
  }
  return !value || value.is_null() ? std::nullopt : std::optional<condition::Fact>(value.to_text());
}

condition::Facts facts_of(const Event& event) {
  condition::Facts facts;
  facts.traits.emplace("name", event.name);
  facts.traits.emplace("kind", std::string(name_of(event.kind)));
  facts.traits.emplace("channel", std::string(name_of(event.channel)));
  if (!event.properties.empty()) {
    if (const auto document = codec::JsonDocument::parse(event.properties); document.ok()) {
      for (const auto& [key, value] : document->root().members()) {
        if (const auto fact = fact_of(value)) {
          facts.traits.emplace(std::string(property_prefix) + std::string(key), *fact);
          facts.properties.emplace(key, *fact);
        }
      }
    }
  }
  for (const Identifier& identifier : event.identifiers) {
    facts.identifiers.emplace(identifier.type, identifier.value);
  }
  if (!event.account.empty()) {
    facts.accounts.push_back({.group_id = event.account});
  }
  facts.events[event.name] = {event.occurred_at};
  return facts;
}

}  // namespace

Result<EventFilter> EventFilter::make(std::string_view json) {
  EventFilter filter;
  if (!json.empty()) {
    TL_TRY_ASSIGN(filter.condition_, condition::parse_condition(json));
    TL_TRY(check(*filter.condition_));
  }
  return filter;
}

bool EventFilter::passes(const Event& event) const {
  return !condition_ || condition::holds(*condition_, facts_of(event), event.occurred_at);
}

bool is_excluded(std::string_view integrations, std::string_view name) {
  if (integrations.empty()) {
    return false;
  }
  const auto document = codec::JsonDocument::parse(integrations);
  if (!document.ok()) {
    return false;
  }
  std::optional<bool> all;
  std::optional<bool> own;
  for (const auto& [key, value] : document->root().members()) {
    // Options of a destination are an object, and say yes.
    const bool yes = value.boolean().value_or(!value.is_null());
    if (equal_ignoring_case(key, "all")) {
      all = yes;
    } else if (equal_ignoring_case(key, name)) {
      own = yes;
    }
  }
  return !own.value_or(all.value_or(true));
}

}  // namespace throughline::channels
