#include "journey_engine/friction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t visit = 0;
constexpr std::uint32_t form = 1;
constexpr std::uint32_t call = 2;
constexpr std::uint32_t chat = 3;
constexpr std::uint32_t done = 4;

FrictionQuestion question() {
  return {.outcome = EventSet{done},
          .session = {.timeout_ms = 30 * test_minute},
          .contacts = EventSet{call, chat},
          .soon_ms = test_day,
          .too_long_ms = 3 * test_day};
}

std::vector<FrictionPoint> met(const FrictionQuestion& asked, Line line) {
  return find_friction(asked, {1}, line).met;
}

TEST(Friction, FindsEachKindBeforeTheOutcomeOnly_JA16) {
  using enum FrictionKind;
  EXPECT_EQ(met(question(), line_of({{visit, 0}, {form, 1}, {visit, 2}, {done, 3}, {visit, 4}})),
            (std::vector<FrictionPoint>{{loop, visit}}));
  EXPECT_EQ(met(question(), line_of({{form, 0}, {visit, 31 * test_minute}})),
            (std::vector<FrictionPoint>{{dead_end, form}}));
  EXPECT_EQ(met(question(), line_of({{call, 0}, {chat, 5 * test_minute}})),
            (std::vector<FrictionPoint>{{repeated_contact, chat}, {channel_switch, call, chat}}));
  EXPECT_EQ(met(question(), line_of({{call, 0}, {call, test_day + 1}})),
            (std::vector<FrictionPoint>{{dead_end, call}}));
  const std::vector<FrictionPoint> waited = {{dead_end, visit}, {long_wait, visit, form}};
  EXPECT_EQ(met(question(), line_of({{visit, 0}, {form, 3 * test_day + 1}})), waited);
  EXPECT_EQ(met(question(), line_of({{visit, 0}, {form, 3 * test_day}})),
            (std::vector<FrictionPoint>{{dead_end, visit}}));
  EXPECT_TRUE(met(question(), line_of({{visit, 0}, {form, 1}, {form, 2}, {done, 3}})).empty());
  EXPECT_TRUE(met(question(), line_of({{done, 0}, {visit, 1}, {form, 2}, {visit, 3}})).empty());
}

TEST(Friction, TheJourneyBeginsWhereItIsSaidTo_JA16) {
  FrictionQuestion asked = question();
  asked.begins = EventSet{form};
  EXPECT_FALSE(find_friction(asked, {1}, line_of({{visit, 0}, {done, 1}})).begun);
  const auto journey = find_friction(asked, {1}, line_of({{done, 0}, {form, 1}, {visit, 2}}));
  EXPECT_TRUE(journey.begun);
  EXPECT_FALSE(journey.reached);
  EXPECT_EQ(journey.last, visit);
}

TEST(Friction, CountsHowOftenEachKindWasMet_JA16) {
  FrictionQuestion asked = question();
  asked.errors = EventSet{form};
  const auto journey = find_friction(
      asked, {1}, line_of({{visit, 0}, {form, 1}, {visit, 2}, {form, 3}, {done, 4}, {form, 5}}));
  EXPECT_EQ(journey.times, (FrictionTimes{0, 2, 0, 0, 0, 0, 2}));
  EXPECT_EQ(journey.met, (std::vector<FrictionPoint>{{FrictionKind::loop, visit},
                                                     {FrictionKind::loop, form},
                                                     {FrictionKind::error, form}}));
}

// Every event against every other: it is rage where so many of its node, itself the last, lie
// within the time; one beginning of that is one time.
TEST(Friction, RageAndErrorsAreWhatAnybodyWouldCount_JA16) {
  std::mt19937 random(11);
  for (int i = 0; i < 2'000; ++i) {
    FrictionQuestion asked = question();
    asked.errors = EventSet{call, form};
    asked.rage_count = 2 + random() % 4;
    asked.rage_ms = static_cast<std::int64_t>(random() % 3) * 700;
    asked.rule.repeats = i % 2 == 0 ? Repeats::collapse : Repeats::keep;
    const std::vector<LineEvent> line = random_line(random, 24, 5, 3, 700);
    std::set<FrictionPoint> expected;
    std::uint32_t rages = 0;
    std::uint32_t errors = 0;
    std::map<std::uint32_t, bool> raged;
    for (std::size_t at = 0; at < line.size() && line[at].code != done; ++at) {
      std::size_t close = 0;
      for (std::size_t other = 0; other <= at; ++other) {
        close +=
            line[other].code == line[at].code && line[at].at_ms - line[other].at_ms <= asked.rage_ms
                ? 1
                : 0;
      }
      const bool rages_now = close >= asked.rage_count;
      if (rages_now && !raged[line[at].code]) {
        ++rages;
        expected.insert({FrictionKind::rage, line[at].code});
      }
      raged[line[at].code] = rages_now;
      if (line[at].code == call || line[at].code == form) {
        ++errors;
        expected.insert({FrictionKind::error, line[at].code});
      }
    }
    const FrictionJourney journey = find_friction(asked, {1}, line);
    std::set<FrictionPoint> found;
    for (const FrictionPoint& point : journey.met) {
      if (point.kind == FrictionKind::rage || point.kind == FrictionKind::error) {
        found.insert(point);
      }
    }
    ASSERT_EQ(found, expected) << i;
    EXPECT_EQ(journey.times[5], rages) << i;
    EXPECT_EQ(journey.times[6], errors) << i;
  }
}

// Of 400 who met no loop, 300 reached the end; of 200 who met one, 50: the index of these is what
// is missing, as far as the ridge lets it.
TEST(Friction, TheIndexIsWhatIsMissingOfTheChance_JA16) {
  FrictionJourneys first;
  FrictionJourneys second;
  for (std::int64_t i = 0; i < 600; ++i) {
    const bool met = i % 3 == 0;
    const bool reached = met ? i / 3 % 4 == 0 : i / 3 % 4 != 0;
    (i % 7 == 0 ? first : second).add({i + 1}, {0, met ? 1U : 0U, 0, 0, 0, 0, 0}, reached);
  }
  first.merge(second);
  const FrictionIndex index = learn_friction_index(first);
  ASSERT_FALSE(index.not_learned);
  EXPECT_EQ(index.kinds[1].people, 200U);
  ASSERT_TRUE(index.kinds[1].weight);
  EXPECT_LT(index.kinds[1].weight->interval.high, 0);
  EXPECT_FALSE(index.kinds[0].weight);
  EXPECT_NEAR(index.without, 0.75, 0.01);
  EXPECT_EQ(index.of({}), 0);
  EXPECT_NEAR(index.of({0, 1, 0, 0, 0, 0, 0}), 100 * (1 - 0.25 / 0.75), 2);
  EXPECT_EQ(index.people, (std::array<std::uint64_t, 10>{400, 0, 0, 0, 0, 0, 200, 0, 0, 0}));
  EXPECT_EQ(index.median, 0);
  EXPECT_EQ(index.p90, index.of({0, 1, 0, 0, 0, 0, 0}));
  EXPECT_NEAR(index.mean, index.p90 / 3, 1e-9);
  ASSERT_TRUE(index.predicts && index.predicts->interval);
  EXPECT_GT(index.predicts->interval->low, 0.6);
  EXPECT_EQ(learn_friction_index(first, [] { return true; }).not_learned,
            NotLearned::not_converged);
}

TEST(Friction, TheIndexSaysWhyItWasNotLearned_JA16) {
  const auto learned = [](std::int64_t reached, std::int64_t stopped, bool varies) {
    FrictionJourneys journeys;
    for (std::int64_t i = 0; i < reached + stopped; ++i) {
      journeys.add({i + 1}, {varies && i % 2 == 0 ? 1U : 0U}, i < reached);
    }
    return learn_friction_index(journeys).not_learned;
  };
  EXPECT_EQ(learned(0, 0, true), NotLearned::few_reached);
  EXPECT_EQ(learned(19, 100, true), NotLearned::few_reached);
  EXPECT_EQ(learned(100, 19, true), NotLearned::few_stopped);
  EXPECT_EQ(learned(100, 100, false), NotLearned::all_alike);
  EXPECT_EQ(learned(20, 20, true), std::nullopt);
}

// Of 400, those who are thrown back to the visit reach the end in 20 of 100 cases, the others in
// 240 of 300; that a call is repeated makes no difference; a wait is too rare to tell.
TEST(Friction, RanksWhatSeparatesFirst_JA16) {
  const FrictionQuestion asked = question();
  Friction first(asked);
  Friction second(asked);
  for (std::int64_t i = 0; i < 400; ++i) {
    std::vector<LineEvent> line = line_of({{visit, 0}, {form, 1}});
    const bool thrown_back = i % 4 == 0;
    if (thrown_back) {
      line.push_back({visit, 2, 3});
    }
    if (i / 4 % 2 == 0) {
      line.push_back({call, 3, 4});
      line.push_back({call, 4, 5});
    }
    if (i == 7) {
      line.push_back({form, 5 * test_day, 6});
    }
    if (thrown_back ? i / 8 % 5 == 0 : i / 8 % 5 != 0) {
      line.push_back({done, 6 * test_day, 7});
    }
    (i % 3 == 0 ? first : second).add({i + 1}, line);
  }
  first.merge(second);
  EXPECT_EQ(first.reached(), (stats::Share{260, 400}));
  std::uint64_t dropped = 0;
  for (const auto& [value, count] : first.drop_offs()) {
    dropped += count;
  }
  EXPECT_EQ(dropped, 140U);
  const std::vector<FrictionFinding> findings = first.findings(5);
  ASSERT_GE(findings.size(), 2U);
  EXPECT_EQ(findings[0].point, (FrictionPoint{FrictionKind::loop, visit}));
  EXPECT_EQ(findings[0].met, (stats::Share{20, 100}));
  EXPECT_EQ(findings[0].not_met, (stats::Share{240, 300}));
  EXPECT_NEAR(findings[0].difference.value, 0.6, 1e-12);
  EXPECT_GT(findings[0].difference.interval.low, 0.4);
  EXPECT_LT(findings[0].adjusted_p, 1e-9);
  const auto repeated = std::find_if(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.point == FrictionPoint{FrictionKind::repeated_contact, call};
  });
  ASSERT_NE(repeated, findings.end());
  EXPECT_GT(repeated->adjusted_p, 0.05);
  for (const FrictionFinding& finding : findings) {
    EXPECT_GE(finding.met.of, 5U);
    EXPECT_GE(finding.adjusted_p, finding.difference.p);
  }
  EXPECT_GT(first.findings(1).size(), findings.size());
}

}  // namespace
}  // namespace throughline::journey_engine
