// Condition: one tree language over a person or an event, used for filters of people and of events
// and all that will need "which people" or "is it so".
//
// Pure values. JSON is in condition_json.h, truth in evaluate.h, SQL in the store that has the
// rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace throughline::condition {

constexpr std::size_t depth_max = 16;
constexpr std::size_t nodes_max = 200;
constexpr std::size_t values_max = 1'000;

// How a value is compared. Text is compared without case but for equals, not_equals and one_of.
// `not_equals` also holds where there is no value; the others but `missing` do not.
enum class Comparison {
  equals,
  not_equals,
  one_of,
  contains,
  starts_with,
  ends_with,
  greater,
  less,
  exists,
  missing,
  before,           // Times: strictly.
  after,            // Times: at or after.
  within_days,      // Times: in the last N days.
  not_within_days,  // Times: longer ago than N days.
};
std::string_view name_of(Comparison comparison);
Result<Comparison> parse_comparison(std::string_view name);

using Scalar = std::variant<bool, double, std::string, Time>;

struct TraitTest {
  std::string key = {};
  Comparison comparison = Comparison::exists;
  std::vector<Scalar> values = {};  // None, one, or several for one_of.
};

struct IdentifierTest {
  std::string type = {};
  Comparison comparison = Comparison::exists;
  std::vector<Scalar> values = {};
};

// About the accounts that a person belongs to; holds when it holds for one of them.
struct AccountTest {
  std::string trait = {};  // Empty: the account's group id.
  Comparison comparison = Comparison::exists;
  std::vector<Scalar> values = {};
};

enum class Seen { first, last };
struct SeenTest {
  Seen seen = Seen::last;
  Comparison comparison = Comparison::within_days;
  Scalar value = 0.0;
};

// About one event: what it says under this key. Of a person it cannot be asked.
struct PropertyTest {
  std::string key = {};
  Comparison comparison = Comparison::exists;
  std::vector<Scalar> values = {};
};

enum class Quantifier { at_least, at_most, exactly };
std::string_view name_of(Quantifier quantifier);
Result<Quantifier> parse_quantifier(std::string_view name);

// How often an event of that name is on the line, in the last N days or ever.
struct EventTest {
  std::string name = {};
  Quantifier quantifier = Quantifier::at_least;
  std::int64_t count = 1;
  std::optional<double> within_days = {};
};

// Whether a person is in a segment now. The room that asks says who is in it.
struct MemberTest {
  std::string segment = {};  // Its public id.
};

struct And;
struct Or;
struct Not;
using Condition = std::variant<TraitTest, IdentifierTest, AccountTest, SeenTest, EventTest,
                               PropertyTest, MemberTest, std::shared_ptr<const And>,
                               std::shared_ptr<const Or>, std::shared_ptr<const Not>>;
// All of them; of none: true.
struct And {
  std::vector<Condition> conditions = {};
};
// One of them; of none: false.
struct Or {
  std::vector<Condition> conditions = {};
};
struct Not {
  Condition condition;
};

// The segments that it asks for, in the order in which they are written.
std::vector<std::string> segments_of(const Condition& condition);

}  // namespace throughline::condition
