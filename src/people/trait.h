// Traits: what is said about a person or account, and which of several statements holds.
//
// Pure. History is the list of assertions in her events; what holds is a fold over them that gives
// the same in any order, however often an assertion is folded and however they are split among her
// identifiers.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/json_view.h"
#include "event/event.h"

namespace throughline::people {

// Longer keys stay in the event and are no traits.
constexpr std::size_t trait_key_characters_max = 500;

// set: the latest holds. set_once: the earliest holds where nothing was set. lock: an agent's word
// that no later `set` overrides, until a later unlock.
enum class TraitOp { set, set_once, lock, unlock };
std::string_view name_of(TraitOp op);
Result<TraitOp> parse_trait_op(std::string_view name);

// The total order of a line, and the source to tell apart what two sources say under one id.
struct TraitOrder {
  Time occurred_at = {};
  std::int64_t sequence = 0;
  std::string message_id = {};
  SourceId source = {};
  auto operator<=>(const TraitOrder&) const = default;
};

struct Assertion {
  std::string key = {};
  std::string value = "null";  // Normalised JSON. null unsets.
  TraitOp op = TraitOp::set;
  TraitOrder order = {};
  EventSeq event = {};
  Time received_at = {};
  bool operator==(const Assertion&) const = default;
};

// Which of several set values survives. `manual`: an agent's before all others.
enum class Survivorship { most_recent, most_trusted, maximum, manual };
std::string_view name_of(Survivorship survivorship);
Result<Survivorship> parse_survivorship(std::string_view name);

struct TraitRule {
  Survivorship survivorship = Survivorship::most_recent;
  std::vector<SourceId> trusted = {};  // most_trusted: the best first; all others after them.
  bool operator==(const TraitRule&) const = default;
};

// By key; keys not named have the default rule.
using TraitRules = std::map<std::string, TraitRule>;
const TraitRule& rule_for(const TraitRules& rules, const std::string& key);
std::string to_json(const TraitRules& rules);
Result<TraitRules> parse_trait_rules(std::string_view json);

// What is known about one key: the best assertion of each sort.
struct TraitState {
  std::optional<Assertion> set = {};
  std::optional<Assertion> set_once = {};
  std::optional<Assertion> lock = {};  // The latest lock or unlock.
  bool operator==(const TraitState&) const = default;
};
void fold(TraitState& state, const Assertion& assertion, const TraitRule& rule);
void merge(TraitState& state, const TraitState& other, const TraitRule& rule);
// By key, for one person or account.
using TraitStates = std::map<std::string, TraitState>;

// The assertion that holds, which may be one that unsets; nothing before any assertion.
const Assertion* winner(const TraitState& state);

// The assertions in an identify's or group's traits: {"plan":"pro","$set_once":{...}}, and in what
// an agent recorded: {"$lock":{...},"$unlock":["plan"]}, which only the product itself may.
// Refuses what is no JSON object.
struct TraitOrigin {
  TraitOrder order = {};
  EventSeq event = {};
  Time received_at = {};
};
TraitOrigin origin_of(const Event& event);
Result<std::vector<Assertion>> parse_assertions(std::string_view traits, const TraitOrigin& origin);

// How `a` ranks before `b` as a value: null, booleans, numbers, texts, arrays and objects. Positive
// where `a` is the greater.
int compare_values(std::string_view a, std::string_view b);

}  // namespace throughline::people
