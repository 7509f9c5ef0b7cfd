// The SQL of a condition finds exactly the people for whom the condition holds.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "condition/condition_json.h"
#include "condition/evaluate.h"
#include "people/people_index_store.h"
#include "people/people_page_store.h"
#include "testing/databases.h"

namespace throughline::people {
namespace {

using condition::Comparison;
using condition::Condition;
using storage::Transaction;

constexpr int people_count = 60;
constexpr int conditions_count = 400;
constexpr Time now = {1'780'000'000 * us_per_second};

const std::array<std::string, 6> texts = {"Pro", "pro", "Ärger", "ärger plus", "", "2026-01-05"};
const std::array<std::string, 3> keys = {"plan", "seats", "since"};
const std::array<std::string, 3> names = {"Order Completed", "Page Viewed", "Never"};

// Each is of those whose number its divisor divides.
const std::map<std::string, std::int64_t> segments = {{"thirds", 3}, {"sevenths", 7}};

Result<SqlCondition> members_sql(Transaction&, const std::string& segment) {
  return SqlCondition{.sql = "SELECT profile FROM people_figures WHERE profile % ? = 0",
                      .arguments = {segments.at(segment)}};
}

// A person as the list keeps her, and the same as the evaluator sees her.
struct Known {
  IndexedPerson person = {};
  condition::Facts facts = {};
};

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {
    for (int i = 1; i <= people_count; ++i) {
      people_.push_back(make_person(i));
      for (const auto& [segment, divisor] : segments) {
        if (i % divisor == 0) {
          people_.back().facts.segments.insert(segment);
        }
      }
    }
  }

  [[nodiscard]] const std::vector<Known>& people() const { return people_; }

  Result<void> save(Transaction& tx) {
    TL_TRY(add_counts(tx, counts_));
    std::set<std::int64_t> identifiers;
    for (const Known& known : people_) {
      for (const IndexedPerson::Id& id : known.person.identifiers) {
        identifiers.insert(id.id.value);
      }
    }
    ListedOwners owners;
    return refresh_people(
        tx, owners, identifiers,
        [this](Transaction&, ProfileId id) -> Result<std::optional<IndexedPerson>> {
          return std::optional(people_.at(static_cast<std::size_t>(id.value - 1)).person);
        },
        // Ten identifiers each at most.
        [](Transaction&, IdentifierId id) -> Result<ProfileId> {
          return ProfileId{id.value / 10};
        });
  }

  // As timeline counts for the few whose events lie on both sides of a window's start.
  CountSince count_since() {
    return [this](IdentifierId id, const std::string& name, Time since) -> Result<std::int64_t> {
      const auto& times = times_[{id.value, name}];
      return std::count_if(times.begin(), times.end(), [&](Time time) { return time >= since; });
    };
  }

  Condition make_condition(int depth) {
    if (random_.below(8) == 0) {
      return condition::MemberTest{random_.below(2) == 0 ? "thirds" : "sevenths"};
    }
    switch (random_.below(depth > 0 ? 8 : 5)) {
      case 0:
        return condition::TraitTest{pick(keys), Comparison::exists, {}};
      case 1:
        return valued([&](Comparison comparison, std::vector<condition::Scalar> values) {
          return Condition(condition::TraitTest{pick(keys), comparison, std::move(values)});
        });
      case 2:
        return condition::IdentifierTest{
            "email",
            std::array{Comparison::exists, Comparison::missing, Comparison::contains,
                       Comparison::not_equals}[random_.below(4)],
            {condition::Scalar(std::string(random_.below(2) == 0 ? "P1" : "p12@post.example"))}};
      case 3:
        return condition::SeenTest{
            random_.below(2) == 0 ? condition::Seen::first : condition::Seen::last,
            random_.below(2) == 0 ? Comparison::within_days : Comparison::not_within_days,
            static_cast<double>(random_.below(100))};
      case 4:
        return make_event_test();
      case 5:
        return std::make_shared<const condition::And>(condition::And{make_conditions(depth)});
      case 6:
        return std::make_shared<const condition::Or>(condition::Or{make_conditions(depth)});
      default:
        return std::make_shared<const condition::Not>(condition::Not{
            random_.below(3) == 0 ? make_account_test() : make_condition(depth - 1)});
    }
  }

 private:
  template <std::size_t size>
  const std::string& pick(const std::array<std::string, size>& from) {
    return from.at(random_.below(size));
  }

  std::vector<Condition> make_conditions(int depth) {
    std::vector<Condition> conditions;
    for (std::uint64_t i = random_.below(4); i > 0; --i) {
      conditions.push_back(make_condition(depth - 1));
    }
    return conditions;
  }

  template <class Make>
  Condition valued(const Make& make) {
    const auto comparison = static_cast<Comparison>(random_.below(14));
    switch (comparison) {
      case Comparison::exists:
      case Comparison::missing:
        return make(comparison, {});
      case Comparison::contains:
      case Comparison::starts_with:
      case Comparison::ends_with:
        return make(comparison, {condition::Scalar(pick(texts))});
      case Comparison::greater:
      case Comparison::less:
        return make(comparison, {condition::Scalar(static_cast<double>(random_.below(6)))});
      case Comparison::before:
      case Comparison::after:
        return make(comparison, {condition::Scalar(*parse_time("2026-01-05"))});
      case Comparison::within_days:
      case Comparison::not_within_days:
        return make(comparison, {condition::Scalar(static_cast<double>(random_.below(300)))});
      default:
        return make(comparison, {make_scalar(), make_scalar()});
    }
  }

  condition::Scalar make_scalar() {
    switch (random_.below(3)) {
      case 0:
        return random_.below(2) == 0;
      case 1:
        return static_cast<double>(random_.below(6));
      default:
        return pick(texts);
    }
  }

  Condition make_event_test() {
    condition::EventTest test = {.name = pick(names),
                                 .quantifier = static_cast<condition::Quantifier>(random_.below(3)),
                                 .count = static_cast<std::int64_t>(random_.below(4))};
    if (random_.below(2) == 0) {
      test.within_days = static_cast<double>(random_.below(60));
    }
    return test;
  }

  Condition make_account_test() {
    if (random_.below(2) == 0) {
      return condition::AccountTest{{}, Comparison::equals, {condition::Scalar(std::string("a1"))}};
    }
    return valued([&](Comparison comparison, std::vector<condition::Scalar> values) {
      return Condition(condition::AccountTest{"plan", comparison, std::move(values)});
    });
  }

  void give_trait(std::map<std::string, std::string>& json,
                  std::map<std::string, condition::Fact>& facts, const std::string& key) {
    const condition::Scalar value = make_scalar();
    if (const auto* flag = std::get_if<bool>(&value)) {
      json[key] = *flag ? "true" : "false";
      facts[key] = *flag;
    } else if (const auto* number = std::get_if<double>(&value)) {
      json[key] = std::to_string(static_cast<int>(*number));
      facts[key] = *number;
    } else {
      json[key] = quote_json(std::get<std::string>(value));
      facts[key] = std::get<std::string>(value);
    }
  }

  void give_events(Known& known, std::int64_t identifier) {
    for (std::uint64_t i = 1 + random_.below(6); i > 0; --i) {
      const std::string& name = names.at(random_.below(2));
      const Time at = {now.us - static_cast<std::int64_t>(random_.below(90)) * us_per_day -
                       static_cast<std::int64_t>(random_.below(us_per_day))};
      counts_[{identifier, name}].add(at);
      times_[{identifier, name}].push_back(at);
      known.facts.events[name].push_back(at);
      known.facts.first_seen = std::min(known.facts.first_seen.value_or(at), at);
      known.facts.last_seen = std::max(known.facts.last_seen.value_or(at), at);
    }
  }

  Known make_person(std::int64_t number) {
    Known known;
    for (std::uint64_t i = 0; i <= random_.below(3); ++i) {
      const std::int64_t id = number * 10 + static_cast<std::int64_t>(i);
      const std::string type = i == 0 ? "user_id" : "email";
      const std::string value = "p" + std::to_string(number) + (i == 0 ? "" : "@post.example");
      known.person.identifiers.push_back({IdentifierId{id}, type, value});
      known.facts.identifiers.emplace(type, value);
      give_events(known, id);
    }
    for (const std::string& key : keys) {
      if (random_.below(3) > 0) {
        give_trait(known.person.traits, known.facts.traits, key);
      }
    }
    if (random_.below(2) == 0) {
      // An account's traits are the same for all of its members.
      const auto account = static_cast<std::int64_t>(1 + random_.below(2));
      condition::AccountFacts facts = {.group_id = "a" + std::to_string(account)};
      IndexedPerson::Group group = {.id = AccountId{account}, .group_id = facts.group_id};
      if (account == 1) {
        group.traits["plan"] = "\"Pro\"";
        facts.traits["plan"] = std::string("Pro");
      }
      known.person.accounts.push_back(std::move(group));
      known.facts.accounts.push_back(std::move(facts));
    }
    return known;
  }

  SeededRandom random_;
  NewCounts counts_;
  std::map<std::pair<std::int64_t, std::string>, std::vector<Time>> times_;
  std::vector<Known> people_;
};

using ConditionSql = testing::StorageTest;
INSTANTIATE_TEST_SUITE_P(Both, ConditionSql, testing::both_databases(), testing::database_name);

TEST_P(ConditionSql, FindsWhomTheConditionHoldsFor) {
  World world(7);
  ASSERT_TRUE(workspace().write([&](Transaction& tx) { return world.save(tx); }).ok());
  int found_some = 0;
  for (int i = 0; i < conditions_count; ++i) {
    const Condition condition = world.make_condition(3);
    std::set<std::int64_t> expected;
    for (int person = 0; person < people_count; ++person) {
      if (condition::holds(condition, world.people().at(static_cast<std::size_t>(person)).facts,
                           now)) {
        expected.insert(person + 1);
      }
    }
    const auto page = workspace().read([&](Transaction& tx) {
      return find_people(tx, {.condition = condition, .limit = 500}, now, world.count_since(),
                         members_sql);
    });
    ASSERT_TRUE(page.ok()) << condition::to_json(condition) << ": " << page.error().message;
    std::set<std::int64_t> found;
    for (const PersonSummary& person : page->people) {
      found.insert(person.profile.value);
    }
    EXPECT_EQ(found, expected) << condition::to_json(condition);
    EXPECT_EQ(page->total, static_cast<std::int64_t>(expected.size()));
    found_some += !expected.empty() && expected.size() < people_count ? 1 : 0;
  }
  EXPECT_GT(found_some, conditions_count / 4) << "the conditions must tell people apart";
}

TEST_P(ConditionSql, PagesThroughEverybodyOnceInEveryOrder) {
  World world(11);
  ASSERT_TRUE(workspace().write([&](Transaction& tx) { return world.save(tx); }).ok());
  for (const PeopleSort sort : {PeopleSort::last_seen, PeopleSort::first_seen, PeopleSort::name,
                                PeopleSort::events, PeopleSort::trait}) {
    for (const SortOrder order : {SortOrder::ascending, SortOrder::descending}) {
      PeopleQuery query = {.sort = sort, .sort_trait = "plan", .order = order, .limit = 7};
      std::vector<std::int64_t> seen;
      std::vector<std::pair<std::string, std::int64_t>> places;
      do {
        const auto page = workspace().read(
            [&](Transaction& tx) { return find_people(tx, query, now, world.count_since()); });
        ASSERT_TRUE(page.ok()) << page.error().message;
        for (const PersonSummary& person : page->people) {
          seen.push_back(person.profile.value);
          places.emplace_back(person.sort_value, person.profile.value);
        }
        query.after = page->next;
      } while (query.after);
      if (sort == PeopleSort::trait) {
        if (order == SortOrder::descending) {
          std::reverse(places.begin(), places.end());
        }
        EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
        EXPECT_NE(places.front().first, places.back().first);
      }
      EXPECT_EQ(seen.size(), static_cast<std::size_t>(people_count));
      EXPECT_EQ(std::set<std::int64_t>(seen.begin(), seen.end()).size(), seen.size());
    }
  }
}

}  // namespace
}  // namespace throughline::people
