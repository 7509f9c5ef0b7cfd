// Findings of a small shop that is made up at random: whatever is said is the answer to the
// question that is named with it, and what was planted is said first.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "journeys/asking_test.h"
#include "journeys/findings_view.h"
#include "journeys/friction_view.h"
#include "journeys/journeys.event_property.h"
#include "journeys/journeys.h"
#include "journeys/journeys.parts.h"
#include "testing/people_world.h"

namespace throughline {
namespace {

using journeys::FindingsAnswer;
using journeys::FindingsAsked;
using journeys::FoundSideView;
using journeys::FoundView;
using journeys::FrictionAsked;
using journeys::FrictionCellAsked;
using journeys::FunnelAsked;
using journeys::FunnelCellAsked;
using journeys::Journeys;
using journeys::WhoAsked;
using testing::from_server;
using testing::identify;
using testing::PeopleWorld;
using testing::user;

constexpr int people_count = 420;
constexpr int days = 70;

constexpr std::string_view safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
constexpr std::string_view chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36";

class Findings : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  bool chance(int percent) { return static_cast<int>(random_.below(100)) < percent; }

  Draft event(const std::string& who, const std::string& name, std::int64_t at_us, bool on_safari) {
    Draft draft = from_server(++number_, {user(who)});
    draft.name = name;
    draft.occurred_at = {testing::start_us + at_us};
    draft.context = fmt::format(R"({{"userAgent":"{}"}})", on_safari ? safari : chrome);
    draft.properties = fmt::format(R"({{"size":"{}"}})", chance(50) ? "large" : "small");
    return draft;
  }
  // On Safari fewer pay; on the free plan fewer add something; hardly anybody does who leaves with
  // the help and comes back.
  void live(int number) {
    const std::string who = "u" + std::to_string(number);
    const bool free = chance(50);
    const bool on_safari = chance(40);
    drafts_.push_back(
        identify(++number_, {user(who)}, free ? R"({"plan":"free"})" : R"({"plan":"pro"})"));
    std::int64_t at_us = static_cast<std::int64_t>(random_.below(days * 24 * 60)) * us_per_minute;
    drafts_.push_back(event(who, "Viewed", at_us, on_safari));
    const bool leaves = chance(30);
    if (leaves) {
      drafts_.push_back(event(who, "Help Read", at_us + us_per_minute, on_safari));
      at_us += us_per_day;
      drafts_.push_back(event(who, "Viewed", at_us, on_safari));
    }
    if (chance(leaves ? 8 : 100) && chance(free ? 45 : 90)) {
      at_us += static_cast<std::int64_t>(1 + random_.below(600)) * us_per_second;
      drafts_.push_back(event(who, "Added", at_us, on_safari));
      if (chance(on_safari ? 20 : 85)) {
        at_us += static_cast<std::int64_t>(1 + random_.below(200)) * us_per_second;
        drafts_.push_back(event(who, "Paid", at_us, on_safari));
      }
    }
  }
  void live() {
    for (int i = 0; i < people_count; ++i) {
      live(i);
    }
    world_.record_together(drafts_);
    world_.clock().set({testing::start_us + (days + 30) * 86'400 * us_per_second});
  }

  journeys::Asking asking() { return testing::asking_of(world_); }
  FindingsAnswer find(FindingsAsked asked = {}) {
    asked.wait = true;
    return testing::patiently([&] { return journeys_.findings(asking(), asked); });
  }
  std::uint64_t people_in(const FoundView& finding, const FoundSideView& side,
                          const codec::RawJson& cell) {
    return finding.page == "friction"
               ? people_in<FrictionAsked, FrictionCellAsked>(finding.question, cell, {})
               : people_in<FunnelAsked, FunnelCellAsked>(finding.question, cell, side.part);
  }
  template <class Asked, class Cell>
  std::uint64_t people_in(const codec::RawJson& question, const codec::RawJson& cell,
                          const std::optional<journeys::PartAsked>& part) {
    const auto asked = codec::parse_as<Asked>(question.text);
    const auto wanted = codec::parse_as<Cell>(cell.text);
    EXPECT_TRUE(asked.ok() && wanted.ok());
    const WhoAsked<Asked, Cell> who = {.question = *asked, .cell = *wanted, .part = part};
    return testing::patiently([&]() -> Result<journeys::PeopleBehind> {
             TL_TRY_ASSIGN(const auto frame,
                           journeys_.frame(asking(), journeys::wish_of(who.question)));
             return journeys::who_is_behind(frame, who);
           })
        .total;
  }

  PeopleWorld world_{GetParam()};
  Journeys journeys_{world_.workspaces(), world_.people(), world_.clock(),
                     [](WorkspaceId) { return Result<std::string>("Europe/Berlin"); }};
  SeededRandom random_{20260301};
  std::vector<Draft> drafts_;
  std::int64_t number_ = 0;
};

const FoundView* with(const FindingsAnswer& answer, const std::string& value,
                      const std::string& last) {
  const auto found =
      std::find_if(answer.findings.begin(), answer.findings.end(), [&](const FoundView& one) {
        return one.kind == "part" && one.by && one.by->value.text == value &&
               one.steps.back() == last;
      });
  return found == answer.findings.end() ? nullptr : &*found;
}

TEST_P(Findings, SayWhatWasPlantedAndWhoIsBehindIt_JA16) {
  live();
  const FindingsAnswer answer = find();
  EXPECT_TRUE(answer.ready);
  EXPECT_EQ(answer.people, people_count);
  // Either side of the cause is a way to say it.
  const bool of_browser =
      with(answer, R"("Safari")", "Paid") || with(answer, R"("Chrome")", "Paid") ||
      with(answer, R"("iOS")", "Paid") || with(answer, R"("Windows")", "Paid") ||
      with(answer, R"("Safari on iOS")", "Paid") || with(answer, R"("Chrome on Windows")", "Paid");
  EXPECT_TRUE(of_browser);
  EXPECT_TRUE(with(answer, R"("free")", "Added") || with(answer, R"("pro")", "Added"));
  EXPECT_TRUE(std::any_of(answer.findings.begin(), answer.findings.end(), [](const auto& one) {
    return one.friction && one.friction->kind == "dead_end" && one.friction->at == "Help Read" &&
           one.steps.back() == "Paid" && one.difference->high < 0;
  }));
  for (const FoundView& finding : answer.findings) {
    EXPECT_TRUE(!finding.by || finding.by->property != "size") << "that was chance";
    for (const FoundSideView& side : finding.sides) {
      EXPECT_EQ(people_in(finding, side, side.all), side.share.of) << finding.question.text;
      EXPECT_EQ(people_in(finding, side, side.reached), side.share.count) << finding.question.text;
      EXPECT_EQ(people_in(finding, side, side.stopped), side.share.of - side.share.count)
          << finding.question.text;
    }
  }
}

TEST_P(Findings, AreThoseOfTheTimeAndThePeopleAskedAbout) {
  live();
  const FindingsAnswer answer =
      find({.range = journeys::TimeRange{.until = Time{testing::start_us + 35 * us_per_day}},
            .people = codec::RawJson{R"({"trait":"plan","is":"equals","value":"pro"})"}});
  EXPECT_EQ(answer.days->from, "2026-01-01");
  EXPECT_EQ(answer.days->until, "2026-02-05");
  for (const FoundView& finding : answer.findings) {
    EXPECT_LE(finding.days.until, "2026-02-05");
    EXPECT_TRUE(!finding.by || finding.by->trait != "plan");
    for (const FoundSideView& side : finding.sides) {
      EXPECT_EQ(people_in(finding, side, side.all), side.share.of) << finding.question.text;
      EXPECT_EQ(people_in(finding, side, side.reached), side.share.count) << finding.question.text;
    }
  }
}

TEST_P(Findings, OfNothingAreNone) {
  const FindingsAnswer answer = find();
  EXPECT_TRUE(answer.ready);
  EXPECT_EQ(answer.people, 0);
  EXPECT_TRUE(answer.findings.empty());
}

TEST_P(Findings, AreLookedForInTheBackgroundAndKept) {
  live();
  FindingsAnswer answer = testing::patiently([&] { return journeys_.findings(asking(), {}); });
  EXPECT_TRUE(answer.working || answer.ready);
  // Each look is short; the search is under way meanwhile.
  while (!answer.ready) {
    answer = testing::patiently([&] { return journeys_.findings(asking(), {}); });
    EXPECT_GE(answer.progress, 0);
    EXPECT_LE(answer.progress, 1);
    std::this_thread::yield();
  }
  const FindingsAnswer again = testing::patiently([&] { return journeys_.findings(asking(), {}); });
  EXPECT_FALSE(again.working) << "nothing has happened since";
  EXPECT_EQ(again.at, answer.at);
  EXPECT_EQ(again.findings.size(), answer.findings.size());
}

TEST_P(Findings, AreForgottenWithAnErasure) {
  live();
  const FindingsAnswer before = find();
  const auto erased = world_.people().erase(world_.owner_actor(), {.profile = "user_id:u7"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  const FindingsAnswer after = testing::patiently([&] { return journeys_.findings(asking(), {}); });
  EXPECT_TRUE(!after.ready || after.people == people_count - 1) << "nothing of before is shown";
}

TEST_P(Findings, RefuseWhatHasNoMeaning) {
  const FindingsAsked asked{
      .range = journeys::TimeRange{.from = Time{us_per_day}, .until = Time{0}}, .wait = true};
  const auto answer = journeys_.findings(asking(), asked);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::invalid);
}

TEST(EventProperty, ReadsWhatAUserAgentSays) {
  const auto document = codec::JsonDocument::parse(fmt::format(R"({{"userAgent":"{}"}})", safari));
  ASSERT_TRUE(document.ok());
  const auto said = [&](std::string_view key) {
    return journeys::property_of(document->root(), key);
  };
  using journey_engine::PropertyValue;
  EXPECT_EQ(said("userAgent.browser"), PropertyValue(std::string("Safari")));
  EXPECT_EQ(said("userAgent.os"), PropertyValue(std::string("iOS")));
  EXPECT_EQ(said("userAgent.client"), PropertyValue(std::string("Safari on iOS")));
  EXPECT_EQ(said("userAgent.color"), std::nullopt);
  EXPECT_EQ(said("userAgent"), PropertyValue(std::string(safari)));
  EXPECT_TRUE(journeys::may_have_property(document->root().to_text(), "userAgent.client"));
  EXPECT_FALSE(journeys::may_have_property(R"({"page":"x"})", "userAgent.client"));
}

INSTANTIATE_TEST_SUITE_P(Both, Findings, testing::both_databases(), testing::database_name);

}  // namespace
}  // namespace throughline
