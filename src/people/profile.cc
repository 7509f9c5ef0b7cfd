#include "people/profile.h"

namespace throughline::people {

Result<RuleBook> make_rule_book(const std::string& rules_json,
                                const std::string& survivorship_json) {
  Rules rules;
  if (!rules_json.empty()) {
    TL_TRY_ASSIGN(rules, parse_rules(rules_json));
  }
  TraitRules survivorship;
  if (!survivorship_json.empty()) {
    TL_TRY_ASSIGN(survivorship, parse_trait_rules(survivorship_json));
  }
  TL_TRY_ASSIGN(BlockedValues blocked, BlockedValues::compile(rules));
  return RuleBook{rules_json, survivorship_json, std::move(rules), std::move(blocked),
                  std::move(survivorship)};
}

}  // namespace throughline::people
