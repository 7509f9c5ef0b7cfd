// What a rule means: each test by itself, and random rules against the same asked again at every
// instant.
#include "segments/outcome.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "segments/rule_json.h"

namespace throughline::segments {
namespace {

constexpr std::int64_t start_us = 1'767'225'600'000'000;  // 2026-01-01.

Time day(double days) {
  return {start_us + static_cast<std::int64_t>(days * static_cast<double>(us_per_day))};
}

// A line of named events, and facts.
class Somebody : public Evidence {
 public:
  explicit Somebody(const Rule& rule) : parts_(parts_of(rule)), hits_(parts_.steps.size()) {}

  void did(const std::string& name, Time at, std::uint32_t same = 0) {
    ++place_;
    for (const EventStep* step : parts_.steps) {
      if (step->name == name) {
        hits_[step->number].push_back({at.us / us_per_ms, place_, place_, same});
      }
    }
  }

  [[nodiscard]] std::span<const Hit> hits(std::size_t step) const override { return hits_[step]; }
  [[nodiscard]] Outcome of_person(const PersonTest& test, Time now) const override {
    return outcome_of(test.test, facts, now);
  }
  [[nodiscard]] bool is_member(SegmentId segment) const override { return segment.value == 7; }
  [[nodiscard]] Outcome of_accounts(const AccountPeopleTest& test, Time now) const override {
    return for_one_of({among(test.among, {judge(test.rule, *this, now)})});
  }

  condition::Facts facts = {};

 private:
  RuleParts parts_;
  std::vector<std::vector<Hit>> hits_;
  std::uint32_t place_ = 0;
};

Rule rule_of(const std::string& json) {
  auto rule = parse_rule(json);
  EXPECT_TRUE(rule.ok()) << json << ": " << rule.error().message;
  return *rule;
}

struct Did {
  std::string name;
  double day;
  std::uint32_t same = 0;
};

Outcome ask(const std::string& json, const std::vector<Did>& line, double now) {
  const Rule rule = rule_of(json);
  Somebody somebody(rule);
  for (const Did& did : line) {
    somebody.did(did.name, day(did.day), did.same);
  }
  return judge(rule, somebody, day(now));
}

// The first instant after the days.
std::optional<Time> just_after(double days) {
  return Time{day(days).us + 1};
}

TEST(Outcome, CountsInAWindowAndSaysWhenTheCountFalls) {
  const std::string twice =
      R"({"event":"Paid","count":{"is":"at_least","value":2},"within_days":30})";
  EXPECT_EQ(ask(twice, {{"Paid", 1}}, 2), (Outcome{false, {}}));
  EXPECT_EQ(ask(twice, {{"Paid", 1}, {"Paid", 5}}, 6), (Outcome{true, just_after(31)}));
  EXPECT_EQ(ask(twice, {{"Paid", 1}, {"Paid", 5}, {"Paid", 6}}, 7),
            (Outcome{true, just_after(35)}));
  EXPECT_EQ(ask(twice, {{"Paid", 1}, {"Paid", 5}}, 31), (Outcome{true, just_after(31)}));
  EXPECT_EQ(ask(twice, {{"Paid", 1}, {"Paid", 5}}, 31.1), (Outcome{false, {}}));
}

TEST(Outcome, NeverDidBecomesTrueWhenTheLastLeavesTheWindow) {
  const std::string never =
      R"({"event":"Paid","count":{"is":"at_most","value":0},"within_days":7})";
  EXPECT_EQ(ask(never, {}, 3), (Outcome{true, {}}));
  EXPECT_EQ(ask(never, {{"Paid", 1}, {"Paid", 2}}, 3), (Outcome{false, just_after(9)}));
  EXPECT_EQ(ask(never, {{"Paid", 1}}, 9), (Outcome{true, {}}));
}

TEST(Outcome, ExactlyChangesBothWays) {
  const std::string once = R"({"event":"Paid","count":{"is":"exactly","value":1},"within_days":7})";
  EXPECT_EQ(ask(once, {{"Paid", 1}, {"Paid", 2}}, 3), (Outcome{false, just_after(8)}));
  EXPECT_EQ(ask(once, {{"Paid", 1}, {"Paid", 2}}, 8.5), (Outcome{true, just_after(9)}));
}

TEST(Outcome, BetweenDatesIsFromAndBefore) {
  const std::string january =
      R"({"event":"Paid","from":"2026-01-02","until":"2026-01-03T00:00:00Z"})";
  EXPECT_FALSE(ask(january, {{"Paid", 0.9}}, 9).holds);
  EXPECT_EQ(ask(january, {{"Paid", 1}}, 9), (Outcome{true, {}}));
  EXPECT_FALSE(ask(january, {{"Paid", 2}}, 9).holds);
}

TEST(Outcome, FirstAndLastAreComparedAsTimes) {
  const std::string lapsed = R"({"event":"Paid","last":{"is":"not_within_days","value":30}})";
  EXPECT_EQ(ask(lapsed, {}, 90), (Outcome{false, {}}));
  EXPECT_EQ(ask(lapsed, {{"Paid", 1}}, 20), (Outcome{false, just_after(31)}));
  EXPECT_EQ(ask(lapsed, {{"Paid", 1}}, 40), (Outcome{true, {}}));
  EXPECT_FALSE(ask(lapsed, {{"Paid", 1}, {"Paid", 39}}, 40).holds);
  EXPECT_TRUE(ask(R"({"event":"Paid","first":{"is":"before","value":"2026-01-03"}})",
                  {{"Paid", 1}, {"Paid", 9}}, 40)
                  .holds);
}

TEST(Outcome, ASequenceIsInOrderInTimeAndUsesAnEventOnce) {
  const std::string bought = R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"within_s":3600})";
  EXPECT_TRUE(ask(bought, {{"Added", 1}, {"Paid", 1.04}}, 2).holds);
  EXPECT_FALSE(ask(bought, {{"Paid", 1}, {"Added", 1.01}}, 2).holds);
  EXPECT_FALSE(ask(bought, {{"Added", 1}, {"Paid", 1.05}}, 2).holds);
  EXPECT_TRUE(ask(bought, {{"Added", 1}, {"Added", 1.02}, {"Paid", 1.05}}, 2).holds);
  const std::string again = R"({"sequence":[{"event":"Paid"},{"event":"Paid"}]})";
  EXPECT_FALSE(ask(again, {{"Paid", 1}}, 2).holds);
  EXPECT_TRUE(ask(again, {{"Paid", 1}, {"Paid", 1}}, 2).holds);
  EXPECT_EQ(ask(R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"within_days":7})",
                {{"Added", 1}, {"Added", 2}, {"Paid", 3}}, 4),
            (Outcome{true, just_after(9)}));
}

TEST(Outcome, ASequenceOfTheSameValueHoldsForTheLatestValueThatIsWhole_PR12) {
  const std::string same =
      R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"same":"cart","within_days":7})";
  EXPECT_EQ(ask(same, {{"Added", 1, 1}, {"Added", 2, 2}, {"Paid", 3, 1}}, 4),
            (Outcome{true, just_after(8)}));
  EXPECT_EQ(ask(same, {{"Added", 1, 1}, {"Added", 2, 2}, {"Paid", 3, 1}, {"Paid", 3, 2}}, 4),
            (Outcome{true, just_after(9)}));
  EXPECT_FALSE(ask(same, {{"Added", 1, 1}, {"Paid", 3, 2}}, 4).holds);
  EXPECT_FALSE(ask(same, {{"Added", 1}, {"Paid", 3}}, 4).holds);
}

TEST(Outcome, WhatIsNotFollowedHoldsOnceTheTimeIsOver) {
  const std::string abandoned =
      R"({"event":"Added","not_followed_by":{"event":"Paid"},"within_s":86400,"within_days":7})";
  EXPECT_EQ(ask(abandoned, {}, 2), (Outcome{false, {}}));
  EXPECT_EQ(ask(abandoned, {{"Added", 1}}, 1.5), (Outcome{false, just_after(2)}));
  EXPECT_EQ(ask(abandoned, {{"Added", 1}}, 2.5), (Outcome{true, just_after(8)}));
  EXPECT_EQ(ask(abandoned, {{"Added", 1}, {"Paid", 1.9}}, 2.5), (Outcome{false, {}}));
  EXPECT_EQ(ask(abandoned, {{"Added", 1}, {"Paid", 2.1}}, 2.5), (Outcome{true, just_after(8)}));
}

TEST(Outcome, PersonTestsSayWhenATimeGetsOld) {
  const Rule rule = rule_of(R"({"trait":"trial_ends","is":"within_days","value":3})");
  Somebody somebody(rule);
  somebody.facts.traits.emplace("trial_ends", std::string("2026-01-02T00:00:00Z"));
  EXPECT_EQ(judge(rule, somebody, day(2)), (Outcome{true, just_after(4)}));
  EXPECT_EQ(judge(rule, somebody, day(5)), (Outcome{false, {}}));
  const Rule seen = rule_of(R"({"last_seen":{"is":"not_within_days","value":3}})");
  Somebody silent(seen);
  silent.facts.last_seen = day(1);
  EXPECT_EQ(judge(seen, silent, day(2)), (Outcome{false, just_after(4)}));
}

TEST(Outcome, OfNothingAllHoldsAndAnyDoesNot) {
  EXPECT_EQ(ask(R"({"and":[]})", {}, 1), (Outcome{true, {}}));
  EXPECT_EQ(ask(R"({"or":[]})", {}, 1), (Outcome{false, {}}));
}

TEST(Outcome, AsksForMembershipOfAnother) {
  const Somebody somebody(rule_of(R"({"and":[]})"));
  EXPECT_TRUE(judge(MemberTest{SegmentId{7}, ""}, somebody, {}).holds);
  EXPECT_FALSE(judge(MemberTest{SegmentId{8}, ""}, somebody, {}).holds);
}

TEST(Outcome, ExplainsEveryPartWithTheEventsThatDecided) {
  const Rule rule =
      rule_of(R"({"and":[{"event":"Paid","count":{"is":"at_least","value":1},"within_days":30},)"
              R"({"not":{"trait":"plan","is":"equals","value":"pro"}}]})");
  Somebody somebody(rule);
  somebody.did("Paid", day(1));
  somebody.facts.traits.emplace("plan", std::string("pro"));
  const Reason reason = explain(rule, somebody, somebody.facts, day(2), {});
  EXPECT_FALSE(reason.holds);
  ASSERT_EQ(reason.because.size(), 2U);
  EXPECT_TRUE(reason.because[0].holds);
  EXPECT_EQ(reason.because[0].text, "did Paid in the last 30 days: 1 found");
  EXPECT_EQ(reason.because[0].until, just_after(31));
  EXPECT_EQ(reason.because[0].events, (std::vector<std::int64_t>{1}));
  EXPECT_EQ(reason.because[1].because.front().text, "plan is pro: it is pro");
}

TEST(Rule, IsSaidAsPeopleWouldSayIt) {
  const auto said = [](const char* json) { return sentence(rule_of(json)); };
  EXPECT_EQ(said(R"({"and":[{"event":"Signed Up"},{"not":{"event":"Paid","within_days":30}}]})"),
            "did Signed Up and did not do Paid in the last 30 days");
  EXPECT_EQ(said(R"({"event":"Paid","count":{"is":"at_least","value":2},"within_days":7})"),
            "did Paid at least 2 times in the last 7 days");
  EXPECT_EQ(said(R"({"and":[{"event":"A"},{"or":[{"event":"B"},{"event":"C"}]}]})"),
            "did A and (did B or did C)");
  EXPECT_EQ(said(R"({"and":[{"event":"A"},{"and":[{"or":[{"event":"B"},{"event":"C"}]}]}]})"),
            "did A and (did B or did C)");
  EXPECT_EQ(said(R"({"not":{"or":[{"event":"B"},{"event":"C"}]}})"), "not (did B or did C)");
  EXPECT_EQ(said(R"({"and":[{"or":[{"event":"B"},{"event":"C"}]}]})"), "did B or did C");
}

TEST(Rule, ComesBackAsItWas) {
  for (
      const char* json :
      {R"({"and":[{"trait":"plan","is":"equals","value":"pro"},{"or":[]}]})",
       R"({"not":{"event":"Paid","where":{"property":"total","is":"greater","value":20},"count":{"is":"at_most","value":3},"within_days":30}})",
       R"({"event":"Paid","count":{"is":"at_least","value":1},"from":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"})",
       R"({"event":"Paid","last":{"is":"before","value":"2026-01-01T00:00:00Z"}})",
       R"({"sequence":[{"event":"A"},{"event":"B"}],"within_s":60,"within_days":7})",
       R"({"sequence":[{"event":"A"},{"event":"B"}],"same":"context.page.path"})",
       R"({"event":"A","not_followed_by":{"event":"B"},"within_s":60})",
       R"({"segment":"segment_01kdvzfr00e008000000000007"})"}) {
    const auto rule = parse_rule(json);
    ASSERT_TRUE(rule.ok()) << json << rule.error().message;
    EXPECT_EQ(to_json(*rule), json);
  }
}

TEST(Rule, RefusesWhatHasNoMeaning) {
  for (const char* json :
       {R"({"property":"total","is":"exists"})", R"({"event":""})",
        R"({"sequence":[{"event":"A"}]})",
        R"({"sequence":[{"event":"A"},{"event":"B"}],"same":""})",
        R"({"sequence":[{"event":"A"},{"event":"B"}],"same":7})",
        R"({"event":"A","where":{"trait":"plan","is":"exists"}})",
        R"({"event":"A","where":{"property":"due","is":"within_days","value":3}})",
        R"({"event":"A","not_followed_by":{"event":"B"}})", R"({"event":"A","within_days":-1})",
        R"({"event":"A","from":"2026-02-01","until":"2026-01-01"})",
        R"({"event":"A","last":{"is":"equals","value":3}})", R"({"segment":"person_1"})", "[]"}) {
    EXPECT_FALSE(parse_rule(json).ok()) << json;
  }
}

// Random rules and lines.
class RandomRules {
 public:
  explicit RandomRules(std::uint64_t seed) : random_(seed) {}

  int any(std::uint64_t below) { return static_cast<int>(random_.below(below)); }
  std::string name() { return any(2) == 0 ? "A" : "B"; }
  std::string window() {
    return any(3) == 0   ? std::string()
           : any(4) == 0 ? R"(,"from":"2026-01-05","until":"2026-01-15")"
                         : fmt::format(R"(,"within_days":{})", any(10));
  }
  std::string rule(int depth) {
    switch (any(depth > 0 ? 9 : 5)) {
      case 0:
        return fmt::format(R"({{"event":"{}","count":{{"is":"{}","value":{}}}{}}})", name(),
                           any(3) == 0   ? "at_least"
                           : any(2) == 0 ? "at_most"
                                         : "exactly",
                           any(4), window());
      case 1:
        return fmt::format(R"({{"event":"{}","{}":{{"is":"{}","value":{}}}}})", name(),
                           any(2) == 0 ? "first" : "last",
                           any(2) == 0 ? "within_days" : "not_within_days", any(12));
      case 2:
        return fmt::format(R"({{"sequence":[{{"event":"{}"}},{{"event":"{}"}}],"within_s":{}{}}})",
                           name(), name(), 3'600 * (1 + any(60)), window());
      case 3:
        return fmt::format(R"({{"event":"{}","not_followed_by":{{"event":"{}"}},"within_s":{}{}}})",
                           name(), name(), 3'600 * (1 + any(100)), window());
      case 4:
        return fmt::format(R"({{"last_seen":{{"is":"within_days","value":{}}}}})", any(12));
      case 5:
        return R"({"not":)" + rule(depth - 1) + "}";
      default:
        return fmt::format(R"({{"{}":[{},{}]}})", any(2) == 0 ? "and" : "or", rule(depth - 1),
                           rule(depth - 1));
    }
  }

 private:
  SeededRandom random_;
};

// Where `until` says that nothing changes before it, nothing does.
TEST(Outcome, HoldsUntilItSaysThatItMayChange) {
  RandomRules random(3);
  for (int round = 0; round < 400; ++round) {
    const std::string json = random.rule(3);
    const Rule rule = rule_of(json);
    Somebody somebody(rule);
    std::int64_t at = start_us;
    for (int i = random.any(12); i > 0; --i) {
      at += random.any(60) * us_per_hour;
      somebody.did(random.name(), {at});
      somebody.facts.last_seen = Time{at};
    }
    std::optional<Outcome> said;
    for (int hour = 0; hour < 24 * 40; hour += 1 + random.any(5)) {
      for (const std::int64_t beside : {-1, 0, 1}) {
        const Time now = {at + hour * us_per_hour + beside};
        const Outcome outcome = judge(rule, somebody, now);
        if (said && (!said->until || now < *said->until)) {
          ASSERT_EQ(outcome.holds, said->holds) << json << " at hour " << hour;
        }
        ASSERT_TRUE(!outcome.until || *outcome.until > now) << json;
        said = outcome;
      }
    }
  }
}

}  // namespace
}  // namespace throughline::segments
