// Conditions over events and people against the same read from the record event by event.
#include <gtest/gtest.h>

#include "journeys/filters_world_test.h"

namespace throughline {
namespace {

using namespace filters;  // NOLINT(google-build-using-namespace): the world and who is in it.

class JourneyFilters : public FilterWorld {};
INSTANTIATE_TEST_SUITE_P(Both, JourneyFilters, testing::both_databases(), testing::database_name);

TEST_P(JourneyFilters, ConditionsOverEventsAndPeopleCountAsInTheRecord_AN01) {
  record_something(120);
  for (int round = 0; round < 5; ++round) {
    record_something(20);  // Columns grow, people merge.
    const std::vector<Known> all = everybody();
    for (int i = 0; i < 6; ++i) {
      const FunnelAsked asked = funnel_asked();
      const auto answer = ask(asked);
      const auto people = those(asked.people, all);
      ASSERT_EQ(levels_of(answer), levels_of(asked, people)) << answer.note.explanation;
      const unsigned level = 1 + static_cast<unsigned>(any(asked.steps.size()));
      const auto behind = ask_who(WhoAsked<FunnelAsked, FunnelCellAsked>{
          .question = asked, .cell = {.furthest_from = level, .furthest_to = level}});
      ASSERT_EQ(behind, who_reached(asked, people, level));
    }
  }
}

// All are limited in the same way.
TEST_P(JourneyFilters, LimitEveryOtherQuestionToo_AN06) {
  record_something(150);
  const std::vector<Known> all = everybody();
  for (int i = 0; i < 8; ++i) {
    journeys::CountsAsked asked;
    asked.events = journeys::EventChoice{.where = codec::RawJson{event_condition(2)}};
    asked.people = codec::RawJson{people_condition(1)};
    asked.unit = "month";
    const auto counts = ask(asked);
    const Chooses is_counted(*asked.events);
    std::int64_t events = 0;
    std::int64_t people = 0;
    for (const Known& known : those(asked.people, all)) {
      std::int64_t found = 0;
      for (std::size_t event = 0; event < known.line.size(); ++event) {
        found += is_counted(known, event) ? 1 : 0;
      }
      events += found;
      people += found > 0 ? 1 : 0;
    }
    ASSERT_EQ(counts.events, events) << counts.note.explanation;
    ASSERT_EQ(counts.people, people);
  }
}

TEST_P(JourneyFilters, EveryAnswerSaysWhichConditionsWereAsked) {
  record_something(60);
  const std::string said = "only where total is less than 50.";
  journeys::FrictionAsked friction;
  friction.outcome = named("Paid", small);
  friction.contacts = named("Added", small);
  friction.people = codec::RawJson{R"({"trait":"plan","is":"exists"})"};
  const std::string note = ask(friction).note.explanation;
  EXPECT_NE(note.find(" `outcome` " + said), std::string::npos) << note;
  EXPECT_NE(note.find(" `contacts` " + said), std::string::npos) << note;
  EXPECT_NE(note.find(" Only people for whom "), std::string::npos) << note;
  FunnelAsked funnel;
  funnel.steps = {named("Viewed"), named("Paid", small)};
  funnel.exclusions =
      std::vector<journeys::FunnelExclusionAsked>{{.events = named("Added", small)}};
  const std::string steps = ask(funnel).note.explanation;
  EXPECT_NE(steps.find(" `steps[1]` " + said), std::string::npos) << steps;
  EXPECT_NE(steps.find(" `exclusions[0].events` " + said), std::string::npos) << steps;
  EXPECT_EQ(steps.find("`steps[0]`"), std::string::npos) << steps;
  journeys::CountsAsked counts;
  counts.breakdown = journeys::BreakdownAsked{.property = "total"};
  EXPECT_NE(ask(counts).note.explanation.find("total of each event."), std::string::npos);
}

TEST_P(JourneyFilters, EveryAnswerSaysWhichKernelGaveIt) {
  record_something(30);
  FunnelAsked funnel;
  funnel.steps = {named("Viewed"), named("Paid")};
  const auto chains = ask(funnel).note;
  ASSERT_TRUE(chains.kernel);
  EXPECT_EQ(chains.kernel->name, "funnel_chains");
  EXPECT_FALSE(chains.kernel->because);
  EXPECT_NE(chains.explanation.find("by the kernel `funnel_chains`"), std::string::npos);
  funnel.order = "strict_next";
  const auto instants = ask(funnel).note;
  EXPECT_EQ(instants.kernel->name, "funnel_instants");
  EXPECT_EQ(instants.kernel->because, "steps must be strictly next");
  EXPECT_NE(instants.explanation.find("because steps must be strictly next."), std::string::npos);
  journeys::FrictionAsked friction;
  friction.outcome = named("Paid");
  const auto lines = ask(friction).note;
  EXPECT_EQ(lines.kernel->name, "lines");
  EXPECT_EQ(lines.kernel->because,
            "friction has no kernel: it is met between other events of a journey");
}

TEST_P(JourneyFilters, AMapWithoutVariantsIsTheSameMap) {
  record_something(60);
  journeys::MapAsked asked;
  const auto with = ask(asked);
  asked.variants = 0;
  const auto without = ask(asked);
  EXPECT_TRUE(with.all_variants);
  EXPECT_FALSE(without.all_variants);
  EXPECT_TRUE(without.variants.empty());
  ASSERT_EQ(without.edges.size(), with.edges.size());
  for (std::size_t i = 0; i < with.edges.size(); ++i) {
    EXPECT_EQ(without.edges[i].count, with.edges[i].count);
    EXPECT_EQ(without.edges[i].median_ms, with.edges[i].median_ms);
  }
}

TEST_P(JourneyFilters, WhatWasErasedIsInNoColumn_PR01) {
  Draft draft = from_server(++number_, {user("ann")});
  draft.properties = R"({"note":"secret"})";
  world_.record(draft);
  Draft other = from_server(++number_, {user("bob")});
  other.properties = R"({"note":"plain"})";
  world_.record(other);
  FunnelAsked asked;
  asked.steps = {
      journeys::EventChoice{.where = codec::RawJson{R"({"property":"note","is":"exists"})"}},
      journeys::EventChoice{}};
  asked.breakdown = journeys::BreakdownAsked{.property = "note"};
  EXPECT_EQ(ask(asked).parts.size(), 2U);
  const auto erased = world_.people().erase(
      world_.owner_actor(),
      {.profile = "user_id:ann", .mode = people::ErasureMode::erase, .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  const auto after = ask(asked);
  ASSERT_EQ(after.parts.size(), 1U);
  EXPECT_EQ(after.parts[0].part.value.text, R"("plain")");
}

TEST_P(JourneyFilters, RefusesWhatHasNoMeaning) {
  record_something(80);
  const auto refusal = [&](const auto& change) {
    FunnelAsked asked;
    asked.steps = {named("Viewed"), named("Paid")};
    change(asked);
    for (;;) {
      const auto answer = try_asking(asked);
      if (answer.ok() || answer.error().code != ErrorCode::unavailable) {
        return answer.ok() ? std::string() : answer.error().message;
      }
    }
  };
  const auto where = [&](const std::string& json) {
    return refusal([&](FunnelAsked& asked) { asked.steps[1].where = codec::RawJson{json}; });
  };
  EXPECT_EQ(where(R"({"property":"colour","is":"exists"})"),
            "`steps[1].where`: no event has the property `colour`");
  EXPECT_NE(where(R"({"property":"currency","is":"less","value":1})").find("never a number"),
            std::string::npos);
  EXPECT_NE(where(R"({"trait":"plan","is":"exists"})").find("belongs into `people`"),
            std::string::npos);
  EXPECT_NE(refusal([](FunnelAsked& asked) {
              asked.people = codec::RawJson{R"({"property":"total","is":"exists"})"};
            }).find("cannot be asked of a person"),
            std::string::npos);
  const auto breakdown = [&](const journeys::BreakdownAsked& by) {
    return refusal([&](FunnelAsked& asked) { asked.breakdown = by; });
  };
  EXPECT_EQ(breakdown({.property = "colour"}), "no event has the property `colour`");
  EXPECT_EQ(breakdown({.trait = "colour"}), "nobody has the trait `colour`");
  EXPECT_NE(breakdown({}).find("either"), std::string::npos);
  EXPECT_NE(breakdown({.property = "total", .limit = 51}).find("from 1 to 50"), std::string::npos);
  const auto compare = [&](std::vector<journeys::ComparedAsked> parts) {
    return refusal([&](FunnelAsked& asked) { asked.compare = std::move(parts); });
  };
  EXPECT_NE(compare({}).find("from 2 to 12"), std::string::npos);
  const journeys::TimeRange range = {.from = Time{0}};
  EXPECT_NE(compare({{.name = "a", .range = range}, {.name = "a", .range = range}}).find("name"),
            std::string::npos);
  EXPECT_NE(compare({{.name = "a", .range = range}, {.name = "b"}}).find("`people` or `range`"),
            std::string::npos);
  // Nobody at all is an answer.
  EXPECT_EQ(refusal([](FunnelAsked& asked) {
              asked.people = codec::RawJson{R"({"trait":"plan","is":"equals","value":"none"})"};
            }),
            "");
}

}  // namespace
}  // namespace throughline
