// The people behind a figure, said as a rule: the rule takes in exactly them, or there is none.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "codec/describe.h"
#include "journeys/journeys.parts.h"
#include "segments/segments_world_test.h"

namespace throughline {
namespace {

using journeys::CountsAsked;
using journeys::CountsCellAsked;
using journeys::EventChoice;
using journeys::FunnelAsked;
using journeys::FunnelCellAsked;
using journeys::WhoAsked;
using segments::SaidFigure;

class Figures : public SegmentsOfPeople {
 protected:
  // Whatever people do, many things in the same millisecond.
  void live_a_while(int events) {
    for (int i = 0; i < events; ++i) {
      static const std::array<std::string, 4> names = {"Viewed", "Added", "Paid", "Seen"};
      if (any(6) == 0) {
        say(who(), fmt::format(R"({{"plan":"{}"}})", any(2) == 0 ? "pro" : "free"));
      }
      did(who(), names.at(random_.below(names.size())), fmt::format(R"({{"total":{}}})", any(4)));
      if (any(3) != 0) {
        world_.clock().advance_us(any(4) * us_per_hour);
      }
    }
    settle();
  }
  int any(std::uint64_t below) { return static_cast<int>(random_.below(below)); }
  std::string who() { return "u" + std::to_string(any(12)); }

  template <class Asked, class Cell>
  std::vector<ProfileId> behind(const WhoAsked<Asked, Cell>& who) {
    const auto frame = testing::patiently([&] {
      return journeys_.frame({.workspace = {1}, .at_least = settle()},
                             journeys::wish_of(who.question));
    });
    const auto found = journeys::who_is_behind(frame, who);
    EXPECT_TRUE(found.ok()) << found.error().message;
    return found->people;
  }
  template <class Asked, class Cell>
  SaidFigure said(const char* kind, const WhoAsked<Asked, Cell>& who) {
    segments::Figure figure = {.kind = kind,
                               .question = {codec::to_json(who.question)},
                               .cell = {codec::to_json(who.cell)}};
    if (who.part) {
      figure.part = codec::RawJson{codec::to_json(*who.part)};
    }
    return testing::patiently([&] { return segments_.rule_of_figure({.workspace = {1}}, figure); });
  }
  // The rule is there, and takes in whoever is behind the figure: evaluated, and lived by.
  template <class Asked, class Cell>
  void expect_exact(const char* kind, const WhoAsked<Asked, Cell>& who) {
    const SaidFigure figure = said(kind, who);
    ASSERT_TRUE(figure.rule.has_value()) << figure.because;
    const auto expected = behind(who);
    const Segment segment = live("Figure", *figure.rule);
    EXPECT_EQ(evaluated(segment), expected) << *figure.rule;
    EXPECT_EQ(members(segment), expected) << *figure.rule;
    sizes_.insert(expected.size());
    ASSERT_TRUE(segments_.change(world_.agent(), segment.id, {.archived = true}).ok());
  }
  static EventChoice of(const std::string& name, const std::string& where = "") {
    EventChoice choice = {.names = std::vector<std::string>{name}};
    if (!where.empty()) {
      choice.where = codec::RawJson{where};
    }
    return choice;
  }

  SeededRandom random_{11};
  std::set<std::size_t> sizes_;
};
INSTANTIATE_TEST_SUITE_P(Both, Figures, testing::both_databases(), testing::database_name);

TEST_P(Figures, OfAFunnelAreARuleThatTakesInExactlyThem_JA18) {
  live_a_while(140);
  const Time now = world_.clock().now();
  for (int round = 0; round < 6; ++round) {
    FunnelAsked asked;
    asked.steps = {
        of("Viewed"),
        of("Added", any(2) == 0 ? R"({"property":"total","is":"greater","value":0})" : ""),
        of("Paid")};
    if (any(2) == 0) {
      asked.window_ms = (1 + any(30)) * 3'600'000LL;
    }
    if (any(2) == 0) {
      asked.range = journeys::TimeRange{.from = Time{now.us - (5 + any(60)) * us_per_hour}};
    }
    if (any(3) == 0) {
      asked.people = codec::RawJson{R"({"trait":"plan","is":"equals","value":"pro"})"};
    }
    const std::int64_t from = 1 + any(3);
    expect_exact("funnel",
                 WhoAsked<FunnelAsked, FunnelCellAsked>{
                     .question = asked,
                     .cell = {.furthest_from = from, .furthest_to = any(2) == 0 ? from : 3}});
  }
  EXPECT_GT(sizes_.size(), 2U) << "the figures must tell people apart";
}

TEST_P(Figures, OfCountsAndOfPartsAreARuleThatTakesInExactlyThem_JA18) {
  live_a_while(90);
  using Who = WhoAsked<CountsAsked, CountsCellAsked>;
  CountsAsked asked;
  asked.events = EventChoice{.names = std::vector<std::string>{"Paid", "Added"}};
  expect_exact("counts", Who{.question = asked});
  asked.unit = "week";
  const std::int64_t week =
      Calendar().period_of(PeriodUnit::week, world_.clock().now().us / us_per_ms);
  expect_exact("counts", Who{.question = asked, .cell = {.period = week}});
  asked.breakdown = journeys::BreakdownAsked{.trait = "plan"};
  expect_exact("counts", Who{.question = asked,
                             .part = journeys::PartAsked{.value = codec::RawJson{R"("pro")"}}});
  asked.breakdown = journeys::BreakdownAsked{.property = "total"};
  expect_exact("counts",
               Who{.question = asked, .part = journeys::PartAsked{.value = codec::RawJson{"2"}}});
  asked.breakdown.reset();
  asked.compare = std::vector<journeys::ComparedAsked>{
      {.name = "pro", .people = codec::RawJson{R"({"trait":"plan","is":"equals","value":"pro"})"}},
      {.name = "rest",
       .people = codec::RawJson{R"({"not":{"trait":"plan","is":"equals","value":"pro"}})"}}};
  expect_exact("counts", Who{.question = asked,
                             .part = journeys::PartAsked{.kind = "compared",
                                                         .value = codec::RawJson{R"("rest")"}}});
}

TEST_P(Figures, ThatNoRuleSaysExactlyAreRefusedWithTheReason_JA18) {
  live_a_while(5);
  using Who = WhoAsked<FunnelAsked, FunnelCellAsked>;
  const auto refused = [&](const auto& change, Who who = {}) {
    who.question.steps = {of("Viewed"), of("Paid")};
    who.cell = {.furthest_from = 2, .furthest_to = 2};
    change(who);
    const SaidFigure figure = said("funnel", who);
    EXPECT_FALSE(figure.rule.has_value()) << *figure.rule;
    EXPECT_FALSE(figure.because.empty());
  };
  refused([](Who& who) { who.question.order = "any_order"; });
  refused([](Who& who) { who.question.attempts = "first"; });
  refused([](Who& who) { who.question.strictly_later = true; });
  refused([](Who& who) { who.question.steps_after_range = true; });
  refused([](Who& who) { who.question.window_ms = 1'500; });
  refused([](Who& who) { who.cell.period = 3; });
  refused([](Who& who) { who.question.steps[0].names->emplace_back("Added"); });
  refused([](Who& who) {
    who.question.exclusions = std::vector<journeys::FunnelExclusionAsked>{{.events = of("Seen")}};
  });
  refused([](Who& who) {
    who.question.steps = {of("Viewed"), of("Paid"), of("Viewed")};
    who.cell.furthest_to = 2;
  });
  refused([](Who& who) {
    who.question.breakdown = journeys::BreakdownAsked{.trait = "plan"};
    who.part = journeys::PartAsked{.kind = "others"};
  });
  const auto other = segments_.rule_of_figure(
      {.workspace = {1}}, {.kind = "retention", .question = {"{}"}, .cell = {"{}"}});
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(other->rule.has_value());
}

TEST_P(Figures, EventsOfTheSameMillisecondFollowOneAnotherInEitherOrder) {
  const Segment both = live("Both", R"({"sequence":[{"event":"Viewed"},{"event":"Paid"}]})");
  did("ann", "Paid");
  did("ann", "Viewed");
  EXPECT_TRUE(has(both, "ann"));
  const Segment twice = live("Twice", R"({"sequence":[{"event":"Paid"},{"event":"Paid"}]})");
  EXPECT_FALSE(has(twice, "ann"));
  did("ann", "Paid");
  EXPECT_TRUE(has(twice, "ann"));
}

}  // namespace
}  // namespace throughline
