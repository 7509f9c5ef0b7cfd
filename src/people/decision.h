// What people decide about identity beside merging: asked for, previewed and listed. Values only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "event/identifier.h"

namespace throughline::people {

// "These identifiers are somebody else than the rest of her."
struct UnmergeRequest {
  std::string profile = {};  // A public id or type:value.
  std::vector<Identifier> identifiers = {};
  std::string reason = {};
};

// One of the people that somebody would be after a decision.
struct PersonAfter {
  std::vector<Identifier> identifiers = {};  // Sorted.
  std::int64_t events = 0;
  std::vector<std::string> corrected_traits = {};  // That agents set by hand on these.
};
struct UnmergePreview {
  std::vector<PersonAfter> people = {};  // With the identifier that she was born with first.
};

// freeze: the value joins nobody any more. allow: the breaker leaves it alone.
enum class ValueVerdict { freeze, allow };
std::string_view name_of(ValueVerdict verdict);
Result<ValueVerdict> parse_value_verdict(std::string_view name);

struct VerdictRequest {
  Identifier identifier = {};
  ValueVerdict verdict = ValueVerdict::freeze;
  std::string reason = {};
};

// A value that the breaker holds back.
struct HeldValue {
  IdentifierId id = {};
  Identifier name = {};
  ProfileId profile = {};
  std::int64_t joined = 0;  // People that it joined before it was held.
  std::int64_t held = 0;    // Claims that it was kept from joining by.
};

struct DecisionTaken {
  std::int64_t id = 0;
  std::string kind = {};  // merge, unmerge, freeze or allow
  Time decided_at = {};
  std::string actor = {};
  std::string reason = {};
  std::vector<Identifier> identifiers = {};
  std::vector<Identifier> others = {};
};

// What other rules would make of everybody, before they are applied.
struct RulesPreview {
  struct Sample {
    std::vector<std::vector<Identifier>> before = {};  // People.
    std::vector<std::vector<Identifier>> after = {};
  };
  std::int64_t people_before = 0;
  std::int64_t people_after = 0;
  std::int64_t merged = 0;  // People of today who would join another.
  std::int64_t split = 0;   // People of today who would be several.
  std::vector<Sample> merges = {};
  std::vector<Sample> splits = {};
  std::vector<std::vector<Identifier>> largest = {};  // People with the most identifiers after.
};

}  // namespace throughline::people
