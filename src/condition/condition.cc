#include "condition/condition.h"

#include "base/name_table.h"
#include "base/overloaded.h"

namespace throughline::condition {
namespace {

constexpr std::array<std::string_view, 14> comparison_names = {
    "equals", "not_equals", "one_of",  "contains", "starts_with", "ends_with",   "greater",
    "less",   "exists",     "missing", "before",   "after",       "within_days", "not_within_days"};
constexpr std::array<std::string_view, 3> quantifier_names = {"at_least", "at_most", "exactly"};

void collect(const Condition& condition, std::vector<std::string>& segments) {
  const auto collect_all = [&](const std::vector<Condition>& parts) {
    for (const Condition& part : parts) {
      collect(part, segments);
    }
  };
  std::visit(
      overloaded{
          [&](const MemberTest& test) { segments.push_back(test.segment); },
          [&](const std::shared_ptr<const And>& all) { collect_all(all->conditions); },
          [&](const std::shared_ptr<const Or>& any) { collect_all(any->conditions); },
          [&](const std::shared_ptr<const Not>& negated) { collect(negated->condition, segments); },
          [](const auto&) {},
      },
      condition);
}

}  // namespace

std::vector<std::string> segments_of(const Condition& condition) {
  std::vector<std::string> segments;
  collect(condition, segments);
  return segments;
}

std::string_view name_of(Comparison comparison) {
  return name_in(comparison_names, comparison);
}
Result<Comparison> parse_comparison(std::string_view name) {
  return parse_name<Comparison>(comparison_names, name, "comparison");
}

std::string_view name_of(Quantifier quantifier) {
  return name_in(quantifier_names, quantifier);
}
Result<Quantifier> parse_quantifier(std::string_view name) {
  return parse_name<Quantifier>(quantifier_names, name, "count comparison");
}

}  // namespace throughline::condition
