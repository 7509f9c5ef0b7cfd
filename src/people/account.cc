#include "people/account.h"

#include <algorithm>
#include <set>

#include "codec/json_view.h"

namespace throughline::people {
namespace {

// A text or a list of texts.
std::vector<std::string> texts_of(std::string_view json) {
  const auto document = codec::JsonDocument::parse(json);
  std::set<std::string> texts;
  if (document.ok()) {
    const codec::JsonView root = document->root();
    if (root.is_string() && !root.text().empty()) {
      texts.emplace(root.text());
    }
    for (const codec::JsonView item : root.items()) {
      if (item.is_string() && !item.text().empty()) {
        texts.emplace(item.text());
      }
    }
  }
  return {texts.begin(), texts.end()};
}

std::vector<std::string> texts_of(const TraitStates& traits, const std::string& key) {
  const auto found = traits.find(key);
  const Assertion* const holds = found == traits.end() ? nullptr : winner(found->second);
  return holds == nullptr ? std::vector<std::string>() : texts_of(holds->value);
}

bool is_role(const Assertion& assertion) {
  return assertion.op == TraitOp::set && (assertion.key == "role" || assertion.key == "roles");
}

}  // namespace

GroupStatement parse_group(std::string_view traits, const TraitOrigin& origin) {
  GroupStatement statement;
  if (Result<std::vector<Assertion>> said = parse_assertions(traits, origin); said.ok()) {
    statement.traits = *std::move(said);
  }
  std::set<std::string> roles;
  for (const Assertion& assertion : statement.traits) {
    if (is_role(assertion)) {
      const auto named = texts_of(assertion.value);
      roles.insert(named.begin(), named.end());
    }
  }
  std::erase_if(statement.traits, is_role);
  statement.roles.assign(roles.begin(), roles.end());
  statement.roles.resize(std::min(statement.roles.size(), roles_max));
  return statement;
}

void describe_by_traits(Account& account) {
  const auto types = texts_of(account.traits, "type");
  account.type = types.empty() ? std::string(default_account_type) : types.front();
  account.parents = texts_of(account.traits, "parents");
  if (account.parents.empty()) {
    account.parents = texts_of(account.traits, "parent");
  }
}

}  // namespace throughline::people
