#include "people/canonical.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "people/claim.h"

namespace throughline::people {
namespace {

void append_traits(std::string& text, const TraitStates& traits) {
  for (const auto& [key, state] : traits) {
    const Assertion* const holds = winner(state);
    if (holds == nullptr) {
      continue;
    }
    text += "  trait " + quote_json(key) + " = " + holds->value + " " +
            std::string(name_of(holds->op)) + " at " + std::to_string(holds->order.occurred_at.us) +
            "/" + std::to_string(holds->order.sequence) + "/" +
            quote_json(holds->order.message_id) + " of " +
            std::to_string(holds->order.source.value) + "\n";
  }
}

std::string text_of(const CanonicalPerson& person) {
  std::string text = "person\n";
  for (const auto& [identifier, verified] : person.identifiers) {
    text += "  " + quote_json(identifier.type) + " " + quote_json(identifier.value) +
            (verified ? " verified\n" : "\n");
  }
  append_traits(text, person.traits);
  for (const Membership& membership : person.memberships) {
    text += "  member of " + quote_json(membership.key) + " since " +
            std::to_string(membership.since.us);
    for (const std::string& role : membership.roles) {
      text += " " + quote_json(role);
    }
    text += "\n";
  }
  return text;
}

std::set<Identifier> verified_by(const std::vector<Claim>& claims) {
  std::set<Identifier> verified;
  for (const Claim& claim : claims) {
    for (const Identifier& identifier : claim.identifiers) {
      if (claim.rights == Rights::server && is_channel_type(identifier.type)) {
        verified.insert(identifier);
      }
    }
  }
  return verified;
}

}  // namespace

std::string to_text(const CanonicalPeople& people) {
  std::vector<std::string> parts;
  parts.reserve(people.people.size());
  for (const CanonicalPerson& person : people.people) {
    parts.push_back(text_of(person));
  }
  std::sort(parts.begin(), parts.end());
  std::string text;
  for (const std::string& part : parts) {
    text += part;
  }
  for (const auto& [key, traits] : people.accounts) {
    text += "account " + quote_json(key) + "\n";
    append_traits(text, traits);
  }
  return text;
}

void CanonicalFold::add(const Event& event, const std::optional<Identifier>& key) {
  if (key && event.kind == EventKind::identify) {
    if (const auto said = parse_assertions(event.properties, origin_of(event)); said.ok()) {
      assertions_[*key].insert(assertions_[*key].end(), said->begin(), said->end());
    }
  }
  if (key && event.kind == EventKind::group && !event.account.empty()) {
    add_group(event, *key);
  }
  if (auto claim = claim_of(event, blocked_)) {
    claims_.push_back(*std::move(claim));
  }
}

void CanonicalFold::add_group(const Event& event, const Identifier& key) {
  const GroupStatement said = parse_group(event.properties, origin_of(event));
  TraitStates& states = accounts_[event.account];
  for (const Assertion& assertion : said.traits) {
    fold(states[assertion.key], assertion, {});
  }
  for (const std::string& role : said.roles.empty() ? std::vector<std::string>{""} : said.roles) {
    const auto [at, is_new] =
        members_[key].try_emplace(Member{event.account, role}, event.occurred_at);
    at->second = std::min(at->second, event.occurred_at);
  }
}

std::vector<Membership> CanonicalFold::memberships_of(const std::vector<Identifier>& group) const {
  std::map<std::string, Membership> by_account;
  for (const Identifier& identifier : group) {
    const auto member = members_.find(identifier);
    if (member == members_.end()) {
      continue;
    }
    for (const auto& [role, since] : member->second) {
      const auto [at, is_new] = by_account.try_emplace(role.account);
      at->second.key = role.account;
      at->second.since = is_new ? since : std::min(at->second.since, since);
      at->second.roles.push_back(role.role);
    }
  }
  std::vector<Membership> memberships;
  memberships.reserve(by_account.size());
  for (auto& [key, membership] : by_account) {
    std::set<std::string> roles(membership.roles.begin(), membership.roles.end());
    roles.erase("");
    membership.roles.assign(roles.begin(), roles.end());
    memberships.push_back(std::move(membership));
  }
  return memberships;
}

CanonicalPeople CanonicalFold::finish() const {
  CanonicalPeople people{.accounts = accounts_};
  const std::set<Identifier> verified = verified_by(claims_);
  for (const auto& group : resolve(claims_, rules_, decisions_).groups) {
    CanonicalPerson person;
    for (const Identifier& identifier : group) {
      person.identifiers[identifier] = verified.contains(identifier);
      if (const auto said = assertions_.find(identifier); said != assertions_.end()) {
        for (const Assertion& assertion : said->second) {
          fold(person.traits[assertion.key], assertion, rule_for(trait_rules_, assertion.key));
        }
      }
    }
    person.memberships = memberships_of(group);
    people.people.push_back(std::move(person));
  }
  return people;
}

}  // namespace throughline::people
