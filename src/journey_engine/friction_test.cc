#include "journey_engine/friction.h"

#include <gtest/gtest.h>

#include <algorithm>

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
