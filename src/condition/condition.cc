#include "condition/condition.h"

#include "base/name_table.h"

namespace throughline::condition {
namespace {

constexpr std::array<std::string_view, 14> comparison_names = {
    "equals", "not_equals", "one_of",  "contains", "starts_with", "ends_with",   "greater",
    "less",   "exists",     "missing", "before",   "after",       "within_days", "not_within_days"};
constexpr std::array<std::string_view, 3> quantifier_names = {"at_least", "at_most", "exactly"};

}  // namespace

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
