// What is shown of a person: the values that the facade answers with. Times and ids as they are
// inside; routes write them for the outside.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "event/identifier.h"
#include "people/blocked_values.h"
#include "people/rules.h"
#include "people/trait.h"

namespace throughline::people {

constexpr std::string_view profile_prefix = "profile";

struct Profile {
  ProfileId id = {};
  std::string public_id = {};
  Time created_at = {};  // When this system first knew of her, not when she was first seen.
  std::int64_t identifiers = 0;
  bool pending = false;  // Late evidence is still being resolved.
};

struct ProfileIdentifier {
  IdentifierId id = {};
  Identifier name = {};
  bool verified = false;
};

struct IdentifierPage {
  std::vector<ProfileIdentifier> identifiers = {};  // By id.
  bool more = false;
};

// Which day's knowledge a question is about (as_of: in the customer's time; known_at: what this
// system would have answered then). Nothing: now.
struct AsOf {
  std::optional<Time> as_of = {};
  std::optional<Time> known_at = {};
};

struct Trait {
  std::string key = {};
  Assertion said = {};  // The assertion that holds; its value is never null.
  bool locked = false;
};

// One entry of a trait's history, newest first.
struct TraitChange {
  Assertion said = {};
  IdentifierId identifier = {};  // Said about this one of hers.
  bool holds = false;            // Whether it is the one that holds now.
};

// What an agent does to a trait. lock also sets.
enum class TraitEdit { set, lock, unlock };

struct MergeRequest {
  std::string one = {};  // Public ids or type:value.
  std::string other = {};
  std::string reason = {};
};

// Identity rules and survivorship, compiled once.
struct RuleBook {
  std::string rules_json = {};
  std::string survivorship_json = {};
  Rules rules = {};
  BlockedValues blocked;
  TraitRules survivorship = {};
};
Result<RuleBook> make_rule_book(const std::string& rules_json,
                                const std::string& survivorship_json);

}  // namespace throughline::people
