// Whether a condition holds for a person, and why.
//
// Pure: time is an argument. The store's SQL must answer the same for every condition and person; a
// property test holds the two against each other.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "condition/condition.h"

namespace throughline::condition {

// How a trait or identifier value is compared: numbers as numbers, text as text, and text that is a
// time also as a time.
using Fact = std::variant<bool, double, std::string>;

struct AccountFacts {
  std::string group_id = {};
  std::map<std::string, Fact> traits = {};
};

// What is known of one person, or of one event.
struct Facts {
  std::map<std::string, Fact> traits = {};
  std::multimap<std::string, std::string> identifiers = {};  // type, value
  std::vector<AccountFacts> accounts = {};
  std::optional<Time> first_seen = {};
  std::optional<Time> last_seen = {};
  std::map<std::string, std::vector<Time>> events = {};  // By name, in any order.
  std::map<std::string, Fact> properties = {};           // Of the event.
  std::set<std::string> segments = {};                   // Public ids.
};

// Lower case for comparison without case: simple folding of ASCII and of the two-byte Latin, Greek
// and Cyrillic letters; the same function folds what the store keeps.
std::string folded(std::string_view text);

bool holds(const Condition& condition, const Facts& facts, Time now);
// For who keeps values apart from their events; none: the event has no such property.
bool holds(const PropertyTest& test, const std::optional<Fact>& value, Time now);

// One line per node that decided, most general first: "plan equals pro: it is free".
struct Reason {
  std::string text = {};
  bool holds = false;
  std::vector<Reason> because = {};
};
Reason explain(const Condition& condition, const Facts& facts, Time now);

// The condition as a sentence: "plan is pro, and seen in the last 30 days". `segment_name` tells
// what a segment is called; without it, or where it says nothing, the id stands there.
using SegmentName = std::function<std::string(const std::string& segment)>;
std::string sentence(const Condition& condition, const SegmentName& segment_name = {});

}  // namespace throughline::condition
