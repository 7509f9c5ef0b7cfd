// The canonical export: people, traits and accounts as one text that is equal where they are.
//
// Holds nothing that depends on the order of arrival: no row ids, no receive times.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "event/event.h"
#include "people/account.h"
#include "people/blocked_values.h"
#include "people/identity.h"
#include "people/trait.h"

namespace throughline::people {

struct CanonicalPerson {
  std::map<Identifier, bool> identifiers = {};  // Whether verified.
  TraitStates traits = {};
  std::vector<Membership> memberships = {};
};

struct CanonicalPeople {
  std::vector<CanonicalPerson> people = {};
  std::map<std::string, TraitStates> accounts = {};
};

std::string to_text(const CanonicalPeople& people);

// Folds a record: the definition that the stores are compared with. Pure.
class CanonicalFold {
 public:
  CanonicalFold(const Rules& rules, const BlockedValues& blocked, const TraitRules& trait_rules)
      : rules_(rules), blocked_(blocked), trait_rules_(trait_rules) {}

  // `key`: the event's key identifier, if it belongs to somebody.
  void add(const Event& event, const std::optional<Identifier>& key);
  void add(const Claim& claim) { claims_.push_back(claim); }
  void add(Decisions decisions) { decisions_ = std::move(decisions); }
  [[nodiscard]] CanonicalPeople finish() const;

 private:
  struct Member {
    std::string account;
    std::string role;
    auto operator<=>(const Member&) const = default;
  };

  const Rules& rules_;
  const BlockedValues& blocked_;
  const TraitRules& trait_rules_;
  void add_group(const Event& event, const Identifier& key);
  [[nodiscard]] std::vector<Membership> memberships_of(const std::vector<Identifier>& group) const;

  std::vector<Claim> claims_;
  Decisions decisions_;
  std::map<Identifier, std::vector<Assertion>> assertions_;
  std::map<Identifier, std::map<Member, Time>> members_;
  std::map<std::string, TraitStates> accounts_;
};

}  // namespace throughline::people
