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
#include "people/identity_decisions_store.h"
#include "people/identity_rows_store.h"
#include "testing/followed.h"
#include "testing/people_world.h"

namespace throughline::people {
namespace {

using storage::Transaction;
using namespace testing;  // NOLINT(google-build-using-namespace): builders of events.

constexpr std::int64_t day_us = us_per_day;

// What an agent decided: that identifiers are one person or two, or what a value is worth.
struct Decided {
  std::string kind = "merge";
  Time at = {};
  std::vector<Identifier> identifiers = {};
  std::vector<Identifier> others = {};
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

// One value joins two people at most, and in the other case two in a week.
Rules breaker_rules(Window window) {
  Rules rules;
  rules.breaker = Limit{2, window};
  return rules;
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Scenario scenario() {
    Scenario made;
    switch (random_.below(7)) {
      case 0:
      case 4:
      case 5:
        made.rules = weekly_rules();
        break;
      case 1:
        made.rules = segment_preset();
        break;
      case 2:
        made.rules = breaker_rules(Window::ever);
        break;
      case 3:
        made.rules = breaker_rules(Window::week);
        break;
      default:
        break;
    }
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
    if (random_.below(2) == 0) {
      made.decisions.push_back(unmerge());
    }
    if (random_.below(4) == 0) {
      made.decisions.push_back({.kind = any_of<std::string>({"freeze", "allow"}),
                                .at = {start_us + any_of<std::int64_t>({2, 9}) * day_us + 700},
                                .identifiers = {any_of<Identifier>({any_email(), any_device()})}});
    }
    merge_again(made);
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

  // After every second unmerge, across it.
  void merge_again(Scenario& made) {
    const auto unmerged = std::find_if(made.decisions.begin(), made.decisions.end(),
                                       [](const Decided& one) { return one.kind == "unmerge"; });
    if (unmerged != made.decisions.end() && !unmerged->others.empty() && random_.below(2) == 0) {
      made.decisions.push_back(
          {.at = {unmerged->at.us + day_us / 2},
           .identifiers = {unmerged->identifiers.front(), unmerged->others.front()}});
    }
  }

  // At a time before, between or after the merges.
  Decided unmerge() {
    std::set<Identifier> one = {any_user()};
    std::set<Identifier> other = {any_of<Identifier>({any_user(), any_email(), any_device()})};
    if (random_.below(2) == 0) {
      one.insert(any_device());
    }
    if (random_.below(2) == 0) {
      other.insert(any_email());
    }
    std::erase_if(other, [&](const Identifier& name) { return one.contains(name); });
    return {.kind = "unmerge",
            .at = {start_us + any_of<std::int64_t>({2, 3, 9}) * day_us},
            .identifiers = {one.begin(), one.end()},
            .others = {other.begin(), other.end()}};
  }

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
    const auto us = static_cast<std::int64_t>(random_.below(5));
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

// No two decisions have one time, so that their numbers do not matter.
std::vector<Claim> merges_of(const Scenario& scenario) {
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < scenario.decisions.size(); ++i) {
    const Decided& decided = scenario.decisions[i];
    if (decided.kind == "merge") {
      claims.push_back(
          merge_claim(static_cast<std::int64_t>(i) + 1, decided.at, decided.identifiers));
    }
  }
  return claims;
}

Decisions decisions_of(const Scenario& scenario) {
  Decisions decisions;
  for (std::size_t i = 0; i < scenario.decisions.size(); ++i) {
    const Decided& decided = scenario.decisions[i];
    const ClaimOrder order{.occurred_at = decided.at,
                           .message_id = decision_message_id(static_cast<std::int64_t>(i) + 1)};
    if (decided.kind == "unmerge") {
      decisions.blocks.push_back({order, decided.identifiers, decided.others});
    } else if (decided.kind != "merge") {
      const bool frozen = decided.kind == "freeze";
      decisions.verdicts.push_back({order, frozen ? Verdict::Kind::frozen : Verdict::Kind::allowed,
                                    decided.identifiers.front()});
    }
  }
  return decisions;
}

std::vector<Claim> claims_of(const Scenario& scenario) {
  const BlockedValues blocked = *BlockedValues::compile(scenario.rules);
  std::vector<Claim> claims;
  for (const Draft& draft : scenario.drafts) {
    if (auto claim = claim_of(draft, blocked)) {
      claims.push_back(*std::move(claim));
    }
  }
  const std::vector<Claim> merges = merges_of(scenario);
  claims.insert(claims.end(), merges.begin(), merges.end());
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
  for (const Claim& claim : merges_of(scenario)) {
    fold.add(claim);
  }
  fold.add(decisions_of(scenario));
  return to_text(fold.finish());
}

bool undoes_an_unmerge(const Scenario& scenario, const Link& link) {
  const auto is_on = [](const std::vector<Identifier>& side, const Identifier& name) {
    return std::find(side.begin(), side.end(), name) != side.end();
  };
  const Decisions decisions = decisions_of(scenario);
  return std::any_of(decisions.blocks.begin(), decisions.blocks.end(), [&](const Block& block) {
    return block.order < link.claim &&
           ((is_on(block.one, link.base) && is_on(block.other, link.other)) ||
            (is_on(block.one, link.other) && is_on(block.other, link.base)));
  });
}

int one_if(bool holds) {
  return holds ? 1 : 0;
}

void count_links(const Scenario& scenario, Situations& seen) {
  const Resolved resolved = resolve(claims_of(scenario), scenario.rules, decisions_of(scenario));
  for (const Link& link : resolved.links) {
    const bool refused = link.refused.has_value();
    const bool device_and_user = link.base.type == "user_id" && link.other.type == "anonymous_id";
    const auto says = [&](const char* word) { return link.reason.find(word) != std::string::npos; };
    seen["limit exceeded"] += one_if(link.refused == Refusal::limit);
    seen["limit of a week exceeded"] += one_if(says("per week"));
    seen["limit of a month exceeded"] += one_if(says("per month"));
    seen["browser refused to merge known people"] += one_if(link.refused == Refusal::protection);
    seen["A then B on one device"] += one_if(refused && device_and_user);
    seen["kept apart by an unmerge"] += one_if(link.refused == Refusal::block);
    seen["kept apart by a frozen value"] += one_if(link.refused == Refusal::frozen);
    seen["kept apart by the breaker"] += one_if(link.refused == Refusal::breaker);
    seen["explicit merge by an agent"] += one_if(!refused && link.rights == Rights::merge);
    seen["merged again after an unmerge"] += one_if(!refused && undoes_an_unmerge(scenario, link));
    seen["explicit merge by alias"] +=
        one_if(!refused && says("explicitly") && link.rights == Rights::server);
  }
}

using Names = std::map<std::string, std::set<std::string>>;

void count_aliases(const Names& aliases, Situations& seen) {
  for (const auto& [from, to] : aliases) {
    for (const std::string& next : to) {
      const auto onward = aliases.find(next);
      const bool goes_on = onward != aliases.end();
      seen["alias chain"] += one_if(goes_on && next != from);
      seen["alias cycle"] += one_if(goes_on && onward->second.contains(from));
    }
  }
}

void count_drafts(const Scenario& scenario, Situations& seen) {
  Names users_of_device;
  Names aliases;
  std::set<Time> times;
  const BlockedValues blocked = *BlockedValues::compile(scenario.rules);
  for (const Draft& draft : scenario.drafts) {
    seen["equal timestamps"] += one_if(!times.insert(draft.occurred_at).second);
    for (const Identifier& one : draft.identifiers) {
      seen["blocked value"] += one_if(blocked.reason(one.value).has_value());
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
    seen["shared device"] += one_if(users.size() > 1);
  }
  count_aliases(aliases, seen);
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

Result<std::vector<IdentifierId>> ids_of(Transaction& tx, const std::vector<Identifier>& names) {
  std::vector<IdentifierId> ids;
  for (const Identifier& name : names) {
    TL_TRY_ASSIGN(std::optional<IdentifierRow> found, find_identifier(tx, name));
    if (!found) {
      TL_TRY_ASSIGN(found, add_identifier(tx, name));
    }
    ids.push_back(found->id);
  }
  return ids;
}

Result<void> decide(PeopleWorld& world, Transaction& tx, const Decided& decided) {
  TL_TRY_ASSIGN(const Rules rules, world.people().rules(tx));
  DecisionRow row{.kind = decided.kind, .decided_at = decided.at, .actor = "Ann", .reason = "test"};
  TL_TRY_ASSIGN(row.identifiers, ids_of(tx, decided.identifiers));
  TL_TRY_ASSIGN(row.others, ids_of(tx, decided.others));
  if (decided.kind != "merge") {
    TL_TRY_ASSIGN(const auto applied, apply_decision(tx, {rules, decided.at}, row));
    EXPECT_GT(applied.id, 0);
    return {};
  }
  TL_TRY_ASSIGN(const std::int64_t id, add_decision(tx, row));
  TL_TRY(apply_claim(tx, {rules, decided.at}, merge_claim(id, decided.at, decided.identifiers)));
  return {};
}

// In batches of one to five.
void arrive(PeopleWorld& world, const std::vector<Arrival>& arrivals, SeededRandom& random,
            Situations& seen) {
  for (std::size_t next = 0; next < arrivals.size();) {
    const std::size_t end = std::min(arrivals.size(), next + 1 + random.below(5));
    seen["batch of several"] += end - next > 1 ? 1 : 0;
    const auto done = world.database().write([&](Transaction& tx) -> Result<void> {
      for (std::size_t i = next; i < end; ++i) {
        if (arrivals[i].decided != nullptr) {
          TL_TRY(decide(world, tx, *arrivals[i].decided));
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
                                                      "browser refused to merge known people",
                                                      "kept apart by an unmerge",
                                                      "merged again after an unmerge",
                                                      "kept apart by a frozen value",
                                                      "kept apart by the breaker"};

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
    const auto all = resolve(claims, scenario.rules, decisions_of(scenario)).groups;
    for (std::size_t i = claims.size(); i > 1; --i) {
      std::swap(claims[i - 1], claims[random.below(i)]);
    }
    const auto reduced = earliest_evidence(claims, scenario.rules);
    seen["evidence dropped"] += static_cast<std::int64_t>(claims.size() - reduced.size());
    EXPECT_EQ(resolve(reduced, scenario.rules, decisions_of(scenario)).groups, all)
        << "seed " << seed;
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
  testing::wait_until_followed(world.timeline(), *position);
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

// Somebody with several identifiers, and some of them.
struct Side {
  UnmergeRequest request = {};
  std::vector<Identifier> others = {};
};
std::optional<Side> choose_side(PeopleWorld& world, SeededRandom& random) {
  return world.read([&](Transaction& tx) -> Result<std::optional<Side>> {
    TL_TRY_ASSIGN(const auto rows, identifiers_after(tx, {}, 1'000));
    std::map<ProfileId, std::vector<Identifier>> people;
    for (const IdentifierRow& row : rows) {
      people[row.profile].push_back(row.name);
    }
    std::erase_if(people, [](const auto& one) { return !one.first || one.second.size() < 2; });
    if (people.empty()) {
      return std::optional<Side>();
    }
    const auto chosen =
        std::next(people.begin(), static_cast<std::ptrdiff_t>(random.below(people.size())));
    Side side{.request = {.reason = "test"}};
    TL_TRY_ASSIGN(const Profile profile, world.people().profile(tx, chosen->first));
    side.request.profile = profile.public_id;
    for (const Identifier& name : chosen->second) {
      const bool is_last = &name == &chosen->second.back();
      const bool drawn = !is_last && !side.others.empty() && random.below(2) == 0;
      const bool taken = is_last ? side.request.identifiers.empty() : drawn;
      (taken ? side.request.identifiers : side.others).push_back(name);
    }
    return std::optional(std::move(side));
  });
}

// CONTRACTS, unmerge: with the decision there from the start everybody is the same.
void run_unmerges(storage::Dialect dialect, std::uint64_t scenarios) {
  Situations seen;
  for (std::uint64_t seed = 1; seed <= scenarios; ++seed) {
    Generator generator(seed * 7);
    Scenario scenario = generator.scenario();
    scenario.decisions.clear();
    const auto world_of = [&] {
      auto world = std::make_unique<PeopleWorld>(
          dialect, claims_at_once_max,
          timeline::TimelineOptions{.index = timeline::IndexKind::sql});
      EXPECT_TRUE(world->people().put_rules(world->agent(), scenario.rules).ok());
      EXPECT_TRUE(world->people().put_survivorship(world->agent(), scenario.survivorship).ok());
      return world;
    };
    const auto late = world_of();
    late->clock().advance_us(200 * day_us);
    late->record_together(scenario.drafts);
    SeededRandom random(seed);
    const auto chosen = choose_side(*late, random);
    if (!chosen) {
      continue;
    }
    const std::string before = late->exported();
    ASSERT_TRUE(late->people().unmerge(late->agent(), chosen->request).ok()) << "seed " << seed;
    seen["people changed"] += late->exported() != before ? 1 : 0;
    const auto early = world_of();
    const auto decided = early->database().write([&](Transaction& tx) -> Result<void> {
      return decide(*early, tx,
                    {.kind = "unmerge",
                     .at = late->clock().now(),
                     .identifiers = chosen->request.identifiers,
                     .others = chosen->others});
    });
    ASSERT_TRUE(decided.ok());
    early->record_together(scenario.drafts);
    ASSERT_EQ(late->exported(), early->exported()) << "seed " << seed;
    ASSERT_EQ(late->folded(), early->folded()) << "seed " << seed;
    ASSERT_EQ(late->exported(), late->folded()) << "seed " << seed;
    seen["unmerges"] += 1;
  }
  expect_all_seen(seen, {"people changed", "unmerges"});
}

TEST(IdentityProperty, AnyOrderBatchingAndRepetitionEndsTheSame_EV12) {
  run_permutations(storage::Dialect::sqlite, 250, 4);
}

TEST(IdentityProperty, AnUnmergeIsAsIfDecidedFromTheStart_ID07) {
  run_unmerges(storage::Dialect::sqlite, 80);
}

TEST(IdentityProperty, AnUnmergeIsAsIfDecidedFromTheStartOnPostgres_ID07) {
  run_unmerges(storage::Dialect::postgres, 6);
}

TEST(IdentityProperty, AnyOrderEndsTheSameOnPostgres_EV12) {
  run_permutations(storage::Dialect::postgres, 60, 1);
}

}  // namespace
}  // namespace throughline::people
