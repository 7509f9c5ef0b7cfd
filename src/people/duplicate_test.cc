// Likely duplicates on both databases: found, shown, accepted, refused for ever.
#include "people/duplicate.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "jobs/jobs.h"
#include "people/people.duplicates.h"
#include "testing/people_world.h"

namespace throughline::people {
namespace {

using storage::Transaction;
using namespace testing;  // NOLINT(google-build-using-namespace): builders of events.

using Traits = std::map<std::string, std::string>;

TEST(ComparedValues, UnderstandTheUsualSpellings) {
  const ComparedValues values = compared_values(
      Traits{{"first_name", R"("Ann")"},
             {"LastName", R"("Lee")"},
             {"birthday", R"("1971-06-24")"},
             {"address", R"({"street":"12 Main St","city":"Bern","postalCode":3011})"}},
      {{"email", "ann@x.se"}, {"user_id", "u1"}, {"phone", "+41791234567"}});
  EXPECT_EQ(value_of("first name", values), "Ann");
  EXPECT_EQ(value_of("last name", values), "Lee");
  EXPECT_EQ(value_of("date of birth", values), "1971-06-24");
  EXPECT_EQ(value_of("email", values), "ann@x.se");
  EXPECT_EQ(value_of("phone", values), "+41791234567");
  EXPECT_EQ(value_of("address", values), "Main St 12, 3011 Bern");
  EXPECT_TRUE(says_who(values));
}

TEST(ComparedValues, AWholeNameIsParted) {
  EXPECT_EQ(value_of("last name", compared_values({{"name", R"("Ann Mary Lee")"}}, {})), "Lee");
  EXPECT_EQ(value_of("first name", compared_values({{"name", R"("Lee, Ann")"}}, {})), "Ann");
  EXPECT_FALSE(says_who(compared_values({{"plan", R"("pro")"}}, {{"anonymous_id", "a"}})));
  EXPECT_FALSE(says_who(compared_values({{"name", "{\"a\":1}"}, {"address", "[]"}}, {})));
}

TEST(DuplicateEvidence, ComesBackAndRefusesWhatItDoesNotKnow) {
  const std::vector<DuplicateEvidence> evidence = {{"email", 4, 12.5}, {"last name", 2, -1}};
  EXPECT_EQ(parse_evidence(to_json(evidence)), evidence);
  EXPECT_EQ(words_of(evidence.front()), "the same");
  EXPECT_TRUE(
      parse_evidence(R"([{"aspect":"email","level":9,"weight":1},{"aspect":"x"}])").empty());
  EXPECT_TRUE(parse_evidence("no json").empty());
}

class DuplicatesTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  DuplicatesTest() {
    duplicates_.work_with(jobs_);
    constexpr std::array<std::string_view, 20> first = {
        "Ann",   "Bert", "Cora", "Dirk", "Elsa", "Finn",  "Gwen",  "Hugo", "Ines", "Jan",
        "Karla", "Leo",  "Mona", "Nils", "Olga", "Piotr", "Quinn", "Rosa", "Sven", "Tina"};
    constexpr std::array<std::string_view, 10> last = {
        "Abegg", "Brunner", "Caduff", "Dudler", "Egli", "Frei", "Gasser", "Hug", "Imboden", "Jost"};
    for (std::size_t i = 0; i < 200; ++i) {
      identified("u" + std::to_string(i), first[i % 20], last[i / 20],
                 "p" + std::to_string(i) + "@x.se");
    }
  }

  void identified(const std::string& id, std::string_view first, std::string_view last,
                  const std::string& address) {
    world_.record(identify(++number_, {user(id)},
                           R"({"firstName":")" + std::string(first) + R"(","lastName":")" +
                               std::string(last) + R"(","email":")" + address + R"("})"));
  }
  // Two accounts of one person, with one letter of difference in the name.
  void add_double() {
    identified("old", "Xaver", "Quartermain", "xaver.quartermain@mail.se");
    identified("new", "Xaver", "Quartermaine", "xaver.quartermain@work.se");
  }
  DuplicateSearch search() {
    auto done = duplicates_.search(world_.agent());
    EXPECT_TRUE(done.ok()) << done.error().message;
    return *done;
  }
  std::vector<Duplicate> in(DuplicateState state) {
    return world_.read([&](Transaction& tx) { return duplicates_.list(tx, state, {}, 100); }).items;
  }

  PeopleWorld world_{GetParam()};
  SeededRandom random_{3};
  Duplicates duplicates_{world_.workspaces(), world_.people(), world_.clock()};
  jobs::Jobs jobs_{world_.workspaces(), world_.clock(), random_};
  std::int64_t number_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Both, DuplicatesTest, testing::both_databases(), testing::database_name);

TEST_P(DuplicatesTest, AreFoundWithTheReasonsAndMergedWhenAccepted_ID16) {
  add_double();
  const DuplicateSearch done = search();
  EXPECT_EQ(done.state, SearchState::done);
  EXPECT_EQ(done.people, 202);
  const auto open = in(DuplicateState::open);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].one, world_.owner("user_id:old"));
  EXPECT_EQ(open[0].other, world_.owner("user_id:new"));
  EXPECT_GT(open[0].probability(), 0.5);
  EXPECT_FALSE(open[0].evidence.empty());

  const auto merged = duplicates_.accept(world_.agent(), open[0].id);
  ASSERT_TRUE(merged.ok()) << merged.error().message;
  EXPECT_EQ(world_.owner("user_id:old"), *merged);
  EXPECT_EQ(world_.owner("user_id:new"), *merged);
  EXPECT_TRUE(in(DuplicateState::open).empty());
  EXPECT_EQ(in(DuplicateState::accepted).size(), 1U);
  EXPECT_EQ(duplicates_.accept(world_.agent(), open[0].id).error().code, ErrorCode::conflict);
  EXPECT_EQ(world_.exported(), world_.folded()) << "the merge is a decision like any other";
  EXPECT_EQ(search().found, 0);
}

TEST_P(DuplicatesTest, WhatWasRefusedIsNeverProposedAgain_ID11) {
  add_double();
  search();
  const auto open = in(DuplicateState::open);
  ASSERT_EQ(open.size(), 1U);
  const auto refused = duplicates_.refuse(world_.agent(), open[0].id, "father and son");
  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused->state, DuplicateState::refused);
  EXPECT_EQ(refused->reason, "father and son");
  EXPECT_EQ(search().found, 0);
  EXPECT_TRUE(in(DuplicateState::open).empty());

  ASSERT_TRUE(duplicates_.reopen(world_.agent(), open[0].id).ok());
  EXPECT_EQ(in(DuplicateState::open).size(), 1U);
  EXPECT_EQ(duplicates_.reopen(world_.agent(), open[0].id).error().code, ErrorCode::conflict);
  ASSERT_TRUE(duplicates_.refuse(world_.agent(), open[0].id, "after all").ok());

  // Not under another id either, when one of them has become part of somebody else.
  world_.record(from_server(++number_, {user("new"), {"crm_id", "c1"}}));
  world_.record(from_server(++number_, {{"crm_id", "c1"}, email("x@new.se")}));
  EXPECT_EQ(search().found, 0);
  EXPECT_EQ(duplicates_.accept(world_.agent(), open[0].id).error().code, ErrorCode::conflict);
}

TEST_P(DuplicatesTest, ARefusalGoesOutAndInWithTheDecisions_ID11) {
  add_double();
  search();
  const auto open = in(DuplicateState::open);
  ASSERT_EQ(open.size(), 1U);
  ASSERT_TRUE(duplicates_.refuse(world_.agent(), open[0].id, "father and son").ok());
  const auto decisions =
      world_.read([&](Transaction& tx) { return world_.people().recorded_decisions(tx); });
  ASSERT_EQ(decisions.size(), 1U);
  EXPECT_EQ(decisions[0].kind, "two_people");
  ASSERT_TRUE(duplicates_.reopen(world_.agent(), open[0].id).ok());
  const auto restore = [&] {
    return world_.database().write(
        [&](Transaction& tx) { return world_.people().restore_decision(tx, decisions[0]); });
  };
  EXPECT_EQ(*restore(), RestoredDecision::put_in);
  EXPECT_EQ(*restore(), RestoredDecision::known);
  const auto refused = in(DuplicateState::refused);
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].reason, "father and son");
  EXPECT_EQ(refused[0].evidence, open[0].evidence);
  EXPECT_EQ(search().found, 0);
}

TEST_P(DuplicatesTest, IdsStayAndOutdatedPairsGo_ID11) {
  add_double();
  search();
  const auto before = in(DuplicateState::open);
  ASSERT_EQ(before.size(), 1U);
  search();
  const auto after = in(DuplicateState::open);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].id, before[0].id);
  EXPECT_EQ(after[0].found_at, before[0].found_at);
  identified("new", "Zoe", "Wunderli", "zoe@else.se");
  search();
  EXPECT_TRUE(in(DuplicateState::open).empty());
}

TEST_P(DuplicatesTest, APairThatWasJoinedOtherwiseIsShownNoMore) {
  add_double();
  search();
  ASSERT_EQ(in(DuplicateState::open).size(), 1U);
  ASSERT_TRUE(
      world_.people().merge(world_.agent(), {"user_id:old", "user_id:new", "they wrote"}).ok());
  EXPECT_TRUE(in(DuplicateState::open).empty());
}

TEST_P(DuplicatesTest, PagesComeTheLikeliestFirst) {
  for (int i = 0; i < 5; ++i) {
    const std::string tail(1, static_cast<char>('a' + i));
    identified("o" + tail, "Xaver", "Quarter" + tail + "main", tail + "quartermain@mail.se");
    identified("n" + tail, "Xaver", "Quarter" + tail + "main", tail + "quartermain@work.se");
  }
  search();
  const auto all = in(DuplicateState::open);
  ASSERT_GE(all.size(), 5U);
  std::vector<DuplicateId> paged;
  DuplicateId after;
  for (bool more = true; more;) {
    const auto page = world_.read(
        [&](Transaction& tx) { return duplicates_.list(tx, DuplicateState::open, after, 2); });
    EXPECT_EQ(page.total, static_cast<std::int64_t>(all.size()));
    for (const Duplicate& pair : page.items) {
      paged.push_back(pair.id);
    }
    more = page.next.has_value();
    after = page.next.value_or(DuplicateId{});
  }
  ASSERT_EQ(paged.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(paged[i], all[i].id);
    EXPECT_TRUE(i == 0 || all[i - 1].weight >= all[i].weight);
  }
}

TEST_P(DuplicatesTest, ASearchRunsInTheBackgroundOnceAtATime) {
  add_double();
  const auto started = duplicates_.start_search(world_.agent());
  ASSERT_TRUE(started.ok()) << started.error().message;
  const auto again = duplicates_.start_search(world_.agent());
  ASSERT_TRUE(again.ok());
  const auto latest = [&] {
    return world_.read([&](Transaction& tx) { return duplicates_.latest_search(tx); });
  };
  while (latest()->state == SearchState::running) {
    std::this_thread::yield();
  }
  EXPECT_EQ(latest()->state, SearchState::done);
  EXPECT_EQ(in(DuplicateState::open).size(), 1U);
}

}  // namespace
}  // namespace throughline::people
