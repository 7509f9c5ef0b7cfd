// Rule: who belongs to a segment. The language of conditions (condition.h) with what needs the
// whole line of a person: events with what they say, when and in which order; and membership in
// other segments.
//
// Pure values. What a rule means for somebody at an instant is in outcome.h, its JSON in
// rule_json.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "condition/condition.h"

namespace throughline::segments {

using SegmentId = Id<struct SegmentTag>;

constexpr std::string_view segment_prefix = "segment";
constexpr std::size_t sequence_steps_max = 10;

// Events of a name that say what `where` asks for; of any kind that customers' systems send.
struct EventStep {
  std::string name = {};
  std::optional<condition::Condition> where = {};  // Over properties only.
  std::string same = {};   // In a sequence: the property of which its hits tell the values apart.
  std::size_t number = 0;  // Among the steps of the rule, in the order in which it is written.
};

// Which part of a line is looked at: [from, until), or the last days.
struct Window {
  std::optional<double> within_days = {};
  std::optional<Time> from = {};
  std::optional<Time> until = {};
};

// How often somebody did it.
struct DidTest {
  EventStep step = {};
  condition::Quantifier quantifier = condition::Quantifier::at_least;
  std::int64_t count = 1;
  Window window = {};
};

// When somebody did it first or last. Who never did it is not in.
struct WhenTest {
  EventStep step = {};
  condition::Seen which = condition::Seen::last;
  condition::Comparison comparison = condition::Comparison::within_days;
  condition::Scalar value = 0.0;
};

// All of them, one after the other, the last at most so long after the first.
struct SequenceTest {
  std::vector<EventStep> steps = {};
  std::string same = {};  // The property of which all say the same value; empty: none.
  std::optional<std::int64_t> within_s = {};
  Window window = {};
};

// Did it, and in the time after the last time has not done the other. Holds once that time is over.
struct UnfollowedTest {
  EventStep step = {};
  EventStep missing = {};
  std::int64_t within_s = 0;
  Window window = {};  // Of the last time.
};

struct MemberTest {
  SegmentId segment = {};
  std::string public_id = {};
};

struct AccountPeopleTest;

// What the condition room answers from what is known of a person now.
struct PersonTest {
  condition::Condition test;
  std::size_t number = 0;  // Among the person tests of the rule.
};

struct All;
struct Any;
struct Not;
using Rule = std::variant<PersonTest, DidTest, WhenTest, SequenceTest, UnfollowedTest, MemberTest,
                          std::shared_ptr<const AccountPeopleTest>, std::shared_ptr<const All>,
                          std::shared_ptr<const Any>, std::shared_ptr<const Not>>;
// Of none: everybody.
struct All {
  std::vector<Rule> rules = {};
};
// Of none: nobody.
struct Any {
  std::vector<Rule> rules = {};
};
struct Not {
  Rule rule;
};

// Of an account that a person belongs to: whether its people, they themselves among them, are what
// `rule` says. Who belongs to several is in when it is so for one of them; who belongs to none
// never is.
enum class AmongPeople { any, all, none };
std::string_view name_of(AmongPeople among);
Result<AmongPeople> parse_among_people(std::string_view name);
struct AccountPeopleTest {
  AmongPeople among = AmongPeople::any;
  Rule rule = {};          // Asks for no segment and no account's people.
  std::size_t number = 0;  // Among such tests of the whole rule.
};

// What has to be known to answer a rule. The pointers are into the rule.
struct RuleParts {
  std::vector<const EventStep*> steps = {};  // By their number.
  std::vector<const SequenceTest*> sequences = {};
  std::vector<const PersonTest*> people = {};  // By their number.
  std::vector<const MemberTest*> members = {};
  std::vector<const AccountPeopleTest*> account_people = {};  // By their number.
};
RuleParts parts_of(const Rule& rule);

// "did Paid at least 2 times in the last 30 days, and plan is pro". `segment_name` tells what
// another segment is called.
struct Naming {
  std::function<std::string(SegmentId)> segment_name = {};
};
std::string sentence(const Rule& rule, const Naming& naming = {});

}  // namespace throughline::segments
