// The property that people rest on: the same set of events and decisions, in any order, in any
// batches and however often repeated, ends in the same people, traits and accounts, and they are
// those of the plain fold over the sorted set.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <limits>
#include <map>
#include <set>

#include "people/canonical.h"
#include "people/claim.h"
#include "people/identity_rows_store.h"
#include "testing/people_world.h"

namespace throughline::people {
namespace {

using storage::Transaction;
using namespace testing;  // NOLINT(google-build-using-namespace): builders of events.

constexpr std::int64_t day_us = us_per_day;

// What an agent decided: two identifiers are one person.
struct Decided {
  Time at = {};
  std::vector<Identifier> identifiers = {};
};

struct Scenario {
  Rules rules = {};
  TraitRules survivorship = {};
  std::vector<Draft> drafts = {};
  std::vector<Decided> decisions = {};
};

using Situations = std::map<std::string, std::int64_t>;

Rules weekly_rules() {
  Rules rules;
  rules.limits["email"] = Limit{2, Window::week};
  rules.limits["phone"] = Limit{1, Window::month};
  rules.limits["anonymous_id"] = Limit{3, Window::ever};
  return rules;
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Scenario scenario() {
    Scenario made;
    const std::uint64_t kind = random_.below(4);
    made.rules = kind == 0 ? weekly_rules() : kind == 1 ? segment_preset() : Rules{};
    made.survivorship["score"] = {.survivorship = Survivorship::maximum};
    made.survivorship["plan"] = {.survivorship = Survivorship::most_trusted,
                                 .trusted = {server_source}};
    const std::size_t events = 6 + random_.below(14);
    for (std::size_t i = 0; i < events; ++i) {
      made.drafts.push_back(draft());
    }
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      made.decisions.push_back(
          {.at = {start_us + 3 * day_us + static_cast<std::int64_t>(i)},
           .identifiers = {any_user(), any_of<Identifier>({any_user(), any_email()})}});
    }
    return made;
  }

 private:
  template <class T>
  T any_of(const std::vector<T>& choices) {
    return choices[random_.below(choices.size())];
  }
  Identifier any_user() { return user(any_of<std::string>({"A", "B", "C"})); }
  Identifier any_email() {
    return email(any_of<std::string>({"1@x.se", "2@x.se", "3@x.se", "4@x.se"}));
  }
  Identifier any_device() { return device(any_of<std::string>({"d1", "d2", "d3", "A"})); }

  std::vector<Identifier> identifiers() {
    std::vector<Identifier> made;
    if (random_.below(2) == 0) {
      made.push_back(any_user());
    }
    if (random_.below(3) == 0) {
      made.push_back(any_email());
    }
    if (random_.below(6) == 0) {
      made.push_back({"phone", any_of<std::string>({"+4930901820", "+4930901821"})});
    }
    if (random_.below(8) == 0) {
      made.push_back(user(any_of<std::string>({"null", "0", "[object Object]"})));
    }
    if (random_.below(2) == 0 || made.empty()) {
      made.push_back(any_device());
    }
    if (random_.below(8) == 0) {
      made.push_back(any_device());
    }
    return made;
  }

  // A few instants, so that they often tie; weeks and a year apart.
  std::int64_t instant() {
    const std::int64_t us = static_cast<std::int64_t>(random_.below(5));
    return us + day_us * any_of<std::int64_t>({0, 0, 1, 5, 8, 40, -366});
  }

  Draft draft() {
    const auto rights = random_.below(2) == 0 ? SourceKind::browser : SourceKind::server;
    Draft made = event_of(rights, number_++, instant(), identifiers());
    made.sequence = static_cast<std::int64_t>(random_.below(2));
    switch (random_.below(6)) {
      case 0:
        made.kind = EventKind::alias;
        made.identifiers = {any_user()};
        made.previous_id = any_of<std::string>({"A", "B", "C", "d1", "d2"});
        break;
      case 1:
      case 2:
        made.kind = EventKind::identify;
        made.properties = any_of<std::string>(
            {R"({"plan":"free","score":1})",
             R"({"plan":"pro","score":7,"$set_once":{"from":"ad"}})",
             R"({"$set_once":{"plan":"trial","from":"mail"}})", R"({"plan":null,"score":4})",
             R"({"from":{"a":[1]},"score":"x"})"});
        break;
      case 3:
        made.kind = EventKind::group;
        made.account = any_of<std::string>({"acme", "home"});
        made.properties = any_of<std::string>(
            {R"({"name":"One","role":"admin"})", R"({"name":"Two","roles":["a","b"]})", ""});
        break;
      default:
        break;
    }
    return made;
  }

  SeededRandom random_;
  std::int64_t number_ = 0;
};

Event event_from(const Draft& draft) {
  Event event;
  event.source = draft.source;
  event.source_kind = draft.source_kind;
  event.message_id = draft.message_id;
  event.kind = draft.kind;
  event.occurred_at = draft.occurred_at;
  event.sequence = draft.sequence;
  event.identifiers = draft.identifiers;
  event.previous_id = draft.previous_id;
  event.account = draft.account;
  event.properties = draft.properties;
  return event;
}

std::vector<Claim> claims_of(const Scenario& scenario) {
  const BlockedValues blocked = *BlockedValues::compile(scenario.rules);
  std::vector<Claim> claims;
  for (const Draft& draft : scenario.drafts) {
    if (auto claim = claim_of(draft, blocked)) {
      claims.push_back(*std::move(claim));
    }
  }
  std::int64_t number = 0;
  for (const Decided& decided : scenario.decisions) {
    claims.push_back(merge_claim(++number, decided.at, decided.identifiers));
  }
  return claims;
}

std::string plain_fold(const Scenario& scenario) {
  const BlockedValues blocked = *BlockedValues::compile(scenario.rules);
  CanonicalFold fold(scenario.rules, blocked, scenario.survivorship);
  for (const Draft& draft : scenario.drafts) {
    const auto claim = claim_of(draft, blocked);
    const auto names =
        claim ? by_priority(scenario.rules, claim->identifiers) : std::vector<Identifier>();
    fold.add(event_from(draft),
             names.empty() ? std::nullopt : std::optional<Identifier>(names.front()));
  }
  std::int64_t number = 0;
  for (const Decided& decided : scenario.decisions) {
    fold.add(merge_claim(++number, decided.at, decided.identifiers));
  }
  return to_text(fold.finish());
}

void count_links(const Scenario& scenario, Situations& seen) {
  const Resolved resolved = resolve(claims_of(scenario), scenario.rules);
  for (const Link& link : resolved.links) {
    const bool refused = link.refused.has_value();
    const bool device_and_user = link.base.type == "user_id" && link.other.type == "anonymous_id";
    seen["limit exceeded"] += link.refused == Refusal::limit ? 1 : 0;
    seen["limit of a week exceeded"] += link.reason.find("per week") != std::string::npos ? 1 : 0;
    seen["limit of a month exceeded"] += link.reason.find("per month") != std::string::npos ? 1 : 0;
    seen["browser refused to merge known people"] += link.refused == Refusal::protection ? 1 : 0;
    seen["A then B on one device"] += refused && device_and_user ? 1 : 0;
    seen["explicit merge by an agent"] += !refused && link.rights == Rights::merge ? 1 : 0;
    seen["explicit merge by alias"] +=
        !refused && link.reason.find("explicitly") != std::string::npos &&
                link.rights == Rights::server
            ? 1
            : 0;
  }
}

void count_drafts(const Scenario& scenario, Situations& seen) {
  std::map<std::string, std::set<std::string>> users_of_device;
  std::map<std::string, std::set<std::string>> aliases;
  std::set<Time> times;
  const BlockedValues blocked = *BlockedValues::compile(scenario.rules);
  for (const Draft& draft : scenario.drafts) {
    seen["equal timestamps"] += times.insert(draft.occurred_at).second ? 0 : 1;
    for (const Identifier& one : draft.identifiers) {
      seen["blocked value"] += blocked.reason(one.value) ? 1 : 0;
      for (const Identifier& other : draft.identifiers) {
        if (one.type == "user_id" && other.type == "anonymous_id") {
          users_of_device[other.value].insert(one.value);
        }
      }
    }
    if (draft.kind == EventKind::alias) {
      aliases[draft.previous_id].insert(draft.identifiers.front().value);
    }
  }
  for (const auto& [name, users] : users_of_device) {
    seen["shared device"] += users.size() > 1 ? 1 : 0;
  }
  for (const auto& [from, to] : aliases) {
    for (const std::string& next : to) {
      const bool goes_on = aliases.contains(next);
      seen["alias chain"] += goes_on && next != from ? 1 : 0;
      seen["alias cycle"] += goes_on && aliases.at(next).contains(from) ? 1 : 0;
    }
  }
}

// One arrival: a draft or a decision.
struct Arrival {
  const Draft* draft = nullptr;
  const Decided* decided = nullptr;
};

std::vector<Arrival> shuffled(const Scenario& scenario, SeededRandom& random, Situations& seen) {
  std::vector<Arrival> arrivals;
  for (const Draft& draft : scenario.drafts) {
    arrivals.push_back({.draft = &draft});
  }
  for (const Decided& decided : scenario.decisions) {
    arrivals.push_back({.decided = &decided});
  }
  for (std::uint64_t i = random.below(4); i > 0; --i) {
    arrivals.push_back({.draft = &scenario.drafts[random.below(scenario.drafts.size())]});
    seen["event repeated"] += 1;
  }
  for (std::size_t i = arrivals.size(); i > 1; --i) {
    std::swap(arrivals[i - 1], arrivals[random.below(i)]);
  }
  Time newest = {std::numeric_limits<std::int64_t>::min() / 2};
  for (const Arrival& arrival : arrivals) {
    if (arrival.draft != nullptr) {
      seen["event a year late"] += arrival.draft->occurred_at.us < newest.us - 365 * day_us ? 1 : 0;
      newest = std::max(newest, arrival.draft->occurred_at);
    }
  }
  return arrivals;
}

Result<void> decide(PeopleWorld& world, Transaction& tx, const Decided& decided,
                    std::int64_t number) {
  TL_TRY_ASSIGN(const Rules rules, world.people().rules(tx));
  const Claim claim = merge_claim(number, decided.at, decided.identifiers);
  TL_TRY(apply_claim(tx, {rules, decided.at}, claim));
  DecisionRow row{.kind = "merge", .decided_at = decided.at, .actor = "Ann", .reason = "test"};
  for (const Identifier& name : decided.identifiers) {
    TL_TRY_ASSIGN(const auto found, find_identifier(tx, name));
    row.identifiers.push_back(found->id);
  }
  TL_TRY_ASSIGN(const std::int64_t id, add_decision(tx, row));
  EXPECT_EQ(id, number);
  return {};
}

// In batches of one to five.
void arrive(PeopleWorld& world, const std::vector<Arrival>& arrivals, SeededRandom& random,
            Situations& seen) {
  std::int64_t decisions = 0;
  for (std::size_t next = 0; next < arrivals.size();) {
    const std::size_t end = std::min(arrivals.size(), next + 1 + random.below(5));
    seen["batch of several"] += end - next > 1 ? 1 : 0;
    const auto done = world.database().write([&](Transaction& tx) -> Result<void> {
      for (std::size_t i = next; i < end; ++i) {
        if (arrivals[i].decided != nullptr) {
          TL_TRY(decide(world, tx, *arrivals[i].decided, ++decisions));
          continue;
        }
        TL_TRY_ASSIGN(const auto recorded, world.timeline().record(tx, *arrivals[i].draft));
        const bool fresh = recorded.outcome == timeline::Outcome::accepted ||
                           recorded.outcome == timeline::Outcome::repeated;
        EXPECT_TRUE(fresh);
      }
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().message;
    next = end;
  }
}

std::int64_t splits_in(PeopleWorld& world) {
  return world.read([](Transaction& tx) -> Result<std::int64_t> {
    TL_TRY_ASSIGN(const auto row, tx.row("SELECT COUNT(*) FROM events WHERE kind = ?",
                                         {static_cast<int>(EventKind::split)}));
    return row[0].number();
  });
}

void expect_all_seen(const Situations& seen, const std::vector<std::string>& wanted) {
  for (const auto& [name, count] : seen) {
    std::cout << count << " x " << name << "\n";
  }
  for (const std::string& name : wanted) {
    EXPECT_TRUE(seen.contains(name) && seen.at(name) > 0) << "never happened: " << name;
  }
}

const std::vector<std::string> wanted_of_scenarios = {"shared device",
                                                      "A then B on one device",
                                                      "limit exceeded",
                                                      "blocked value",
                                                      "limit of a week exceeded",
                                                      "limit of a month exceeded",
                                                      "alias chain",
                                                      "alias cycle",
                                                      "equal timestamps",
                                                      "explicit merge by an agent",
                                                      "explicit merge by alias",
                                                      "browser refused to merge known people"};

TEST(IdentityProperty, LaterRepetitionsOfEvidenceChangeNothing_EV12) {
  Situations seen;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    Generator generator(seed);
    SeededRandom random(seed);
    const Scenario scenario = generator.scenario();
    std::vector<Claim> claims = claims_of(scenario);
    // Say the same again, later and under another id, so that there is much to drop.
    const std::size_t once = claims.size();
    for (std::size_t i = 0; i < once; ++i) {
      Claim again = claims[random.below(once)];
      if (again.rights != Rights::merge) {
        again.order.occurred_at.us += static_cast<std::int64_t>(random.below(9)) * day_us;
        again.order.message_id += "'";
        claims.push_back(again);
      }
    }
    const auto all = resolve(claims, scenario.rules).groups;
    for (std::size_t i = claims.size(); i > 1; --i) {
      std::swap(claims[i - 1], claims[random.below(i)]);
    }
    const auto reduced = earliest_evidence(claims, scenario.rules);
    seen["evidence dropped"] += static_cast<std::int64_t>(claims.size() - reduced.size());
    EXPECT_EQ(resolve(reduced, scenario.rules).groups, all) << "seed " << seed;
    count_links(scenario, seen);
    count_drafts(scenario, seen);
  }
  auto wanted = wanted_of_scenarios;
  wanted.emplace_back("evidence dropped");
  expect_all_seen(seen, wanted);
}

// Events that the list could not take.
std::int64_t letters_of_followers(PeopleWorld& world) {
  const auto position = world.timeline().position({1});
  EXPECT_TRUE(position.ok());
  EXPECT_TRUE(world.timeline().wait_for({1}, *position, timeline::Timeline::Followers::all).ok());
  return world.read([](storage::Transaction& tx) -> Result<std::int64_t> {
    TL_TRY_ASSIGN(const auto row, tx.row("SELECT COUNT(*) FROM dead_letters"));
    return row[0].number();
  });
}

void run_permutations(storage::Dialect dialect, std::uint64_t scenarios, int orders) {
  Situations seen;
  for (std::uint64_t seed = 1; seed <= scenarios; ++seed) {
    Generator generator(seed);
    SeededRandom random(seed);
    const Scenario scenario = generator.scenario();
    count_links(scenario, seen);
    count_drafts(scenario, seen);
    const std::string expected = plain_fold(scenario);
    for (int order = 0; order < orders; ++order) {
      // The database's own indexes: opening the derived ones a thousand times takes a minute.
      PeopleWorld world(dialect, claims_at_once_max, {.index = timeline::IndexKind::sql});
      ASSERT_TRUE(world.people().put_rules(world.agent(), scenario.rules).ok());
      ASSERT_TRUE(world.people().put_survivorship(world.agent(), scenario.survivorship).ok());
      const auto arrivals = shuffled(scenario, random, seen);
      arrive(world, arrivals, random, seen);
      seen["people split by late evidence"] += splits_in(world);
      const std::string exported = world.exported();
      ASSERT_EQ(exported, expected) << "seed " << seed << ", order " << order;
      ASSERT_EQ(world.folded(), expected) << "seed " << seed << ", order " << order;
      if (order == 0) {
        ASSERT_EQ(letters_of_followers(world), 0) << "seed " << seed;
        ASSERT_TRUE(world.people().rebuild({1}).ok());
        ASSERT_EQ(world.exported(), expected) << "rebuilt, seed " << seed;
      }
      seen["permutations"] += 1;
    }
  }
  auto wanted = wanted_of_scenarios;
  for (const auto* name : {"event a year late", "event repeated", "batch of several",
                           "people split by late evidence"}) {
    wanted.emplace_back(name);
  }
  expect_all_seen(seen, wanted);
}

TEST(IdentityProperty, AnyOrderBatchingAndRepetitionEndsTheSame_EV12) {
  run_permutations(storage::Dialect::sqlite, 250, 4);
}

TEST(IdentityProperty, AnyOrderEndsTheSameOnPostgres_EV12) {
  run_permutations(storage::Dialect::postgres, 60, 1);
}

}  // namespace
}  // namespace throughline::people
