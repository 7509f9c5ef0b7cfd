#include "journeys/journeys.derived.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "condition/condition_json.h"

namespace throughline::journeys {

using condition::Comparison;
using condition::Condition;
using condition::PropertyTest;

namespace {

constexpr std::string_view column_prefix = "derived:";

Result<void> note_property(const PropertyTest& test, std::set<std::string>& of) {
  if (test.key.starts_with(derived_prefix)) {
    return Error::invalid("`" + test.key + "` is derived itself");
  }
  if (test.comparison == Comparison::within_days ||
      test.comparison == Comparison::not_within_days) {
    return Error::invalid("`" + std::string(name_of(test.comparison)) +
                          "` changes by the passing of time; compare with a day instead");
  }
  of.insert(test.key);
  return {};
}

Result<void> note_properties(const Condition& condition, std::set<std::string>& of) {
  const auto all = [&](const std::vector<Condition>& parts) -> Result<void> {
    for (const Condition& part : parts) {
      TL_TRY(note_properties(part, of));
    }
    return {};
  };
  return std::visit(
      overloaded{
          [&](const PropertyTest& test) { return note_property(test, of); },
          [&](const std::shared_ptr<const condition::And>& list) { return all(list->conditions); },
          [&](const std::shared_ptr<const condition::Or>& list) { return all(list->conditions); },
          [&](const std::shared_ptr<const condition::Not>& negated) {
            return note_properties(negated->condition, of);
          },
          [](const auto&) -> Result<void> {
            return Error::invalid("it takes `property`, `and`, `or` and `not`");
          },
      },
      condition);
}

Result<void> check_text(const std::string& text, const std::string& field) {
  if (text.empty() || text.size() > derived_value_bytes_max) {
    return Error::invalid("`" + field + "` must have from 1 to " +
                          std::to_string(derived_value_bytes_max) + " bytes");
  }
  return {};
}

Result<Condition> where_of(const DerivedCaseAsked& asked, std::set<std::string>& of) {
  TL_TRY_ASSIGN(Condition where, condition::parse_condition(asked.where.text));
  TL_TRY(note_properties(where, of));
  return where;
}

}  // namespace

Result<std::string> column_of(const DerivedAsked& asked, const std::string& field) {
  TL_TRY(check_text(asked.name, field + ".name"));
  if (asked.cases.empty() || asked.cases.size() > derived_cases_max) {
    return Error::invalid("`" + field + ".cases` must be from 1 to " +
                          std::to_string(derived_cases_max));
  }
  DerivedAsked kept{.otherwise = asked.otherwise};  // Under whatever name, its values are the same.
  for (std::size_t i = 0; i < asked.cases.size(); ++i) {
    const std::string of_case = field + ".cases[" + std::to_string(i) + "]";
    TL_TRY(check_text(asked.cases[i].value, of_case + ".value"));
    std::set<std::string> of;
    const auto where = where_of(asked.cases[i], of);
    if (!where.ok()) {
      return Error::invalid("`" + of_case + ".where`: " + where.error().message);
    }
    kept.cases.push_back({.value = asked.cases[i].value, .where = {condition::to_json(*where)}});
  }
  if (asked.otherwise) {
    TL_TRY(check_text(*asked.otherwise, field + ".otherwise"));
  }
  return std::string(column_prefix) + codec::to_json(kept);
}

bool is_derived(std::string_view column) {
  return column.starts_with(column_prefix);
}

std::optional<DerivedProperty> DerivedProperty::read(std::string_view column) {
  if (!is_derived(column)) {
    return std::nullopt;
  }
  const auto asked = codec::parse_as<DerivedAsked>(column.substr(column_prefix.size()));
  if (!asked.ok()) {
    return std::nullopt;
  }
  DerivedProperty derived;
  derived.otherwise_ = asked->otherwise;
  for (const DerivedCaseAsked& one : asked->cases) {
    auto where = where_of(one, derived.of_);
    if (!where.ok()) {
      return std::nullopt;
    }
    derived.cases_.push_back({.value = one.value, .where = *std::move(where)});
  }
  return derived;
}

std::optional<std::string> DerivedProperty::value(const condition::Facts& facts) const {
  const auto found = std::find_if(cases_.begin(), cases_.end(), [&](const Case& one) {
    return condition::holds(one.where, facts, Time());
  });
  return found == cases_.end() ? otherwise_ : std::optional(found->value);
}

}  // namespace throughline::journeys
