// Derived properties: worked out of what each event says, when somebody asks. Pure.
//
// The definition as JSON is the name of a column like those of other properties
// (property_column.h), so that its values are built on first use, follow new events, and are
// dropped, forgotten and erased as those are; another definition is another column.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "condition/condition.h"
#include "condition/evaluate.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

constexpr std::string_view derived_prefix = "derived.";
constexpr std::size_t derived_max = 20;
constexpr std::size_t derived_cases_max = 50;
constexpr std::size_t derived_value_bytes_max = 200;

// The name of the column with its values. Error::invalid names the part of `field` that is wrong:
// cases ask for other properties of the event, none of them derived, and not for what changes by
// the passing of time.
Result<std::string> column_of(const DerivedAsked& asked, const std::string& field);
// Whether a column is one of these.
bool is_derived(std::string_view column);

class DerivedProperty {
 public:
  // Of a name that column_of() made; nothing for another.
  static std::optional<DerivedProperty> read(std::string_view column);

  // The properties of which it is made.
  [[nodiscard]] const std::set<std::string>& of() const { return of_; }
  // Of an event with these properties.
  [[nodiscard]] std::optional<std::string> value(const condition::Facts& facts) const;

 private:
  struct Case {
    std::string value = {};
    condition::Condition where;
  };
  std::vector<Case> cases_ = {};
  std::optional<std::string> otherwise_ = {};
  std::set<std::string> of_ = {};
};

}  // namespace throughline::journeys
