// Follows and contrasts on lines made up at random: what was planted is found, and in what is
// nothing but chance nothing is.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "journeys/journeys.contrasts.h"

namespace throughline::journeys {
namespace {

using journey_engine::CustomerId;
using journey_engine::LineEvent;

constexpr std::int64_t begin_ms = 1'767'225'600'000;  // 2026-01-01.
constexpr std::int64_t days = 182;

// Who they are: the values of three dimensions.
struct Person {
  std::vector<LineEvent> line = {};
  std::array<std::uint16_t, 3> slots = {};
};

enum Code : std::uint32_t { visit, basket, pay, paid, help };
const std::vector<std::string> names = {"Visit", "Basket", "Pay", "Paid", "Help"};

// How often who stands at `pay` goes on, and how long that takes.
using Goes = std::function<double(const Person&, std::int64_t at_ms)>;

class World {
 public:
  // Some do much more of everything than others: up to `busy` times as much.
  World(unsigned seed, std::size_t people, const Goes& goes, std::uint64_t busy = 5)
      : random_(seed) {
    for (std::size_t i = 0; i < people; ++i) {
      Person person;
      for (auto& slot : person.slots) {
        slot = static_cast<std::uint16_t>(below(4));
      }
      for (std::uint64_t times = 1 + below(1 + below(busy)); times > 0; --times) {
        live(person, goes);
      }
      std::sort(person.line.begin(), person.line.end(),
                [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
      people_.push_back(std::move(person));
    }
    for (const NamedEvent& event : events()) {
      codes_.add(event);
    }
    nodes_ = NamedNodes(codes_, names);
  }

  template <class Report>
  Report count(Report report) const {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      report.add(CustomerId{static_cast<std::int64_t>(i)}, people_[i].line);
    }
    return report;
  }

  std::vector<PairQuestion> questions() const {
    return count(Follows(nodes_, begin_ms + days * day_ms)).propose({});
  }

  std::shared_ptr<const ContrastPlan> plan() const {
    auto plan = std::make_shared<ContrastPlan>();
    plan->nodes = nodes_;
    plan->questions = questions();
    for (const PairQuestion& question : plan->questions) {
      plan->until_ms.push_back(begin_ms + days * day_ms - question.window_ms);
    }
    for (std::size_t d = 0; d < 3; ++d) {
      plan->dimensions.push_back(
          {.slots = 5, .slot_of = [this, d](CustomerId customer, std::uint64_t /*row*/) {
             return people_[static_cast<std::size_t>(customer.value)].slots.at(d);
           }});
    }
    for (std::int64_t week = 0; week * 7 <= days; ++week) {
      plan->edges_ms.push_back(begin_ms + week * 7 * day_ms);
    }
    plan->finish();
    return plan;
  }

  Contrasts contrasts(const ContrastLimits& limits = {}) const {
    const auto all = plan();
    const ContrastTable table = count(ContrastTable(all));
    std::uint64_t searched = 0;
    auto stretches = different_stretches(table, limits, searched);
    return judge(table, count(StretchTable(all, std::move(stretches))), searched, limits);
  }

  [[nodiscard]] const std::vector<Person>& people() const { return people_; }

 private:
  static std::vector<NamedEvent> events() {
    std::vector<NamedEvent> all;
    for (const std::string& name : names) {
      all.push_back({.name = name});
    }
    return all;
  }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool chance(double of) { return static_cast<double>(below(1'000'000)) < of * 1'000'000; }
  void add(Person& person, Code code, std::int64_t at_ms) {
    if (at_ms < begin_ms + days * day_ms) {
      person.line.push_back({.code = code, .at_ms = at_ms, .row = ++row_});
    }
  }
  void live(Person& person, const Goes& goes) {
    std::int64_t at_ms =
        begin_ms + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(days * day_ms)));
    const auto later = [&](std::int64_t within_ms) {
      return at_ms +=
             1'000 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(within_ms)));
    };
    add(person, visit, at_ms);
    if (chance(0.2)) {
      add(person, help, later(30 * minute_ms));
    }
    if (!chance(0.6)) {
      return;
    }
    add(person, basket, later(20 * minute_ms));
    if (!chance(0.7)) {
      return;
    }
    add(person, pay, later(20 * minute_ms));
    if (chance(goes(person, at_ms))) {
      add(person, paid, later(3 * minute_ms));
    }
  }

  std::mt19937_64 random_;
  std::uint64_t row_ = 0;
  std::vector<Person> people_;
  EventCodes codes_;
  NamedNodes nodes_;
};

double always(const Person& /*person*/, std::int64_t /*at_ms*/) {
  return 0.7;
}

TEST(Follows, ProposesWhatFollowsWhatAndNotTheOtherWayRound_JA16) {
  const World world(1, 2'000, always);
  std::set<std::pair<std::uint16_t, std::uint16_t>> pairs;
  for (const PairQuestion& question : world.questions()) {
    pairs.emplace(question.first, question.second);
  }
  for (const auto& pair :
       {std::pair(visit, basket), std::pair(basket, pay), std::pair(pay, paid)}) {
    EXPECT_TRUE(pairs.contains(
        {static_cast<std::uint16_t>(pair.first), static_cast<std::uint16_t>(pair.second)}))
        << names[pair.first] << names[pair.second];
    EXPECT_FALSE(pairs.contains(
        {static_cast<std::uint16_t>(pair.second), static_cast<std::uint16_t>(pair.first)}))
        << names[pair.second] << names[pair.first];
  }
}

TEST(Follows, TakesTheTimeInWhichNearlyAllArrive) {
  const World world(2, 2'000, always, 1);
  for (const PairQuestion& question : world.questions()) {
    if (question.first == pay && question.second == paid) {
      EXPECT_EQ(question.window_ms, 5 * minute_ms);
    }
    if (question.first == visit && question.second == basket && !question.soon) {
      EXPECT_EQ(question.window_ms, hour_ms);
    }
  }
}

// Event by event, without any of the bookkeeping.
stats::Share by_hand(const World& world, const ContrastPlan& plan, const Stretch& stretch,
                     std::int64_t from_ms, std::int64_t until_ms) {
  stats::Share share;
  const PairQuestion& question = plan.questions[stretch.whose.question];
  const std::int64_t end_ms = std::min(until_ms, plan.until_ms[stretch.whose.question]);
  for (const Person& person : world.people()) {
    if (stretch.whose.dimension &&
        person.slots.at(*stretch.whose.dimension) != stretch.whose.slot) {
      continue;
    }
    const auto first = std::find_if(person.line.begin(), person.line.end(), [&](const auto& event) {
      return event.code == question.first && event.at_ms >= from_ms && event.at_ms < end_ms;
    });
    if (first == person.line.end()) {
      continue;
    }
    ++share.of;
    share.count += std::any_of(first + 1, person.line.end(), [&](const auto& event) {
      return event.code == question.second && event.at_ms - first->at_ms <= question.window_ms;
    });
  }
  return share;
}

TEST(Contrasts, CountWhatIsThere) {
  const World world(3, 1'500, [](const Person& person, std::int64_t at_ms) {
    return person.slots[1] == 2 && at_ms > begin_ms + 100 * day_ms ? 0.2 : 0.7;
  });
  const auto plan = world.plan();
  const ContrastTable table = world.count(ContrastTable(plan));
  std::uint64_t searched = 0;
  const auto stretches = different_stretches(table, {}, searched);
  ASSERT_FALSE(stretches.empty());
  const StretchTable exact = world.count(StretchTable(plan, stretches));
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const Stretch& one = stretches[i];
    EXPECT_EQ(exact.before(i),
              by_hand(world, *plan, one, plan->edges_ms[one.before], plan->edges_ms[one.begin]));
    EXPECT_EQ(exact.within(i),
              by_hand(world, *plan, one, plan->edges_ms[one.begin], plan->edges_ms[one.end]));
  }
  for (std::size_t q = 0; q < plan->questions.size(); ++q) {
    EXPECT_EQ(table.whole(q, 0), by_hand(world, *plan, {.whose = {.question = q}},
                                         plan->edges_ms.front(), plan->edges_ms.back()));
    for (std::size_t slot = 0; slot < 4; ++slot) {
      EXPECT_EQ(table.whole(q, table.row_of(2, slot)),
                by_hand(world, *plan, {.whose = {.question = q, .dimension = 2, .slot = slot}},
                        plan->edges_ms.front(), plan->edges_ms.back()));
    }
  }
}

TEST(Contrasts, FindWhoPaysLessOften_JA16) {
  for (unsigned seed = 10; seed < 16; ++seed) {
    const World world(seed, 2'000, [](const Person& person, std::int64_t /*at_ms*/) {
      return person.slots[2] == 1 ? 0.4 : 0.75;
    });
    const auto plan = world.plan();
    const Contrasts contrasts = world.contrasts();
    ASSERT_FALSE(contrasts.found.empty()) << seed;
    const Contrast& first = contrasts.found.front();
    EXPECT_EQ(first.whose.dimension, 2U) << seed;
    EXPECT_EQ(first.whose.slot, 1U) << seed;
    EXPECT_EQ(plan->questions[first.whose.question].second, paid) << seed;
    EXPECT_FALSE(first.stretch) << seed;
    EXPECT_LT(first.difference.value, -0.2);
  }
}

// It begins after fourteen weeks and lasts for six, for one value of one dimension only.
TEST(Contrasts, FindWhatWasBrokenForAWhileAndForWhom_JA16) {
  for (unsigned seed = 20; seed < 26; ++seed) {
    const World world(seed, 4'000, [](const Person& person, std::int64_t at_ms) {
      const std::int64_t week = (at_ms - begin_ms) / (7 * day_ms);
      return person.slots[0] == 3 && week >= 14 && week < 20 ? 0.1 : 0.7;
    });
    const Contrasts contrasts = world.contrasts();
    const auto found =
        std::find_if(contrasts.found.begin(), contrasts.found.end(), [](const Contrast& one) {
          return one.stretch && one.whose.dimension == 0U && one.difference.value < 0;
        });
    ASSERT_NE(found, contrasts.found.end()) << seed;
    EXPECT_EQ(found->whose.slot, 3U) << seed;
    EXPECT_NEAR(static_cast<double>(found->stretch->begin), 14, 1) << seed;
    EXPECT_NEAR(static_cast<double>(found->stretch->end), 20, 1) << seed;
  }
}

// Some people are busier, and every question is asked of every value and every stretch of weeks.
// By design at most 5 of 100 such worlds may show anything; the bound leaves room for chance: with
// 5 % each, more than 7 of 60 would come up once in a hundred runs, and the seeds are fixed.
TEST(Contrasts, FindNothingWhereThereIsOnlyChance_JA16) {
  constexpr unsigned worlds = 60;
  unsigned with_findings = 0;
  std::uint64_t tests = 0;
  for (unsigned seed = 100; seed < 100 + worlds; ++seed) {
    const Contrasts contrasts = World(seed, 600, always).contrasts({.difference_min = 0});
    with_findings += contrasts.found.empty() ? 0 : 1;
    tests += contrasts.tests;
  }
  EXPECT_GT(tests / worlds, 50U) << "there must be something to be wrong about";
  EXPECT_LE(with_findings, 7U);
}

}  // namespace
}  // namespace throughline::journeys
