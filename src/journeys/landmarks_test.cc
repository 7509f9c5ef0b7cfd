// Landmarks on lines made up at random: what was planted is found, and neither chance nor time that
// some had and others had not is.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "journeys/journeys.landmarks.h"
#include "stats/false_discovery.h"
#include "stats/fisher.h"

namespace throughline::journeys {
namespace {

using journey_engine::CustomerId;
using journey_engine::LineEvent;

constexpr std::int64_t begin_ms = 1'767'225'600'000;  // 2026-01-01.
constexpr std::int64_t days = 240;

enum Code : std::uint16_t { signup, visit, tour, invite, call, paid, left };
const std::vector<std::string> names = {"Signup", "Visit", "Tour", "Invite",
                                        "Call",   "Paid",  "Left"};

// How somebody lives. Rates are per day, for as long as they stay.
struct Life {
  double stays_days = 200;
  double busy = 1;  // So many times as much of everything.
  double invites = 0.1;
  double pays = 0.02;
  bool tours = false;  // On one of the first days.
  double pays_after_tour = 1;
  double leaves_without_tour = 0;  // The chance, in the second month.
};

class World {
 public:
  using Make = std::function<Life(std::mt19937_64&)>;

  World(unsigned seed, std::size_t people, const Make& make) : random_(seed) {
    for (const std::string& name : names) {
      codes_.add({.name = name});
    }
    nodes_ = NamedNodes(codes_, names);
    for (std::size_t i = 0; i < people; ++i) {
      lines_.push_back(line_of(make(random_)));
    }
  }

  template <class Report>
  Report count(Report report) const {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      report.add(CustomerId{static_cast<std::int64_t>(i) + 1}, lines_[i]);
    }
    return report;
  }

  [[nodiscard]] std::shared_ptr<const LandmarkPlan> plan() const {
    const Follows follows = count(Follows(nodes_, end_ms()));
    return std::make_shared<const LandmarkPlan>(
        plan_landmarks(nodes_, follows,
                       {.from_ms = begin_ms,
                        .end_ms = end_ms(),
                        .people = lines_.size(),
                        .day_begin = [](std::int64_t at_ms) { return at_ms / day_ms * day_ms; }}));
  }

  // Every test, judged together.
  [[nodiscard]] std::vector<LandmarkContrast> judged(
      const std::shared_ptr<const LandmarkPlan>& plan) const {
    auto all = landmark_contrasts(count(LandmarkTable(plan)), {});
    std::vector<double> p;
    for (const LandmarkContrast& one : all) {
      p.push_back(one.p);
    }
    const auto adjusted = stats::adjust_false_discovery_of_any(p);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].adjusted_p = adjusted[i];
    }
    return all;
  }
  [[nodiscard]] std::vector<LandmarkContrast> told() const {
    const auto all = plan();
    return landmarks_worth_telling(judged(all), *all, {});
  }

  [[nodiscard]] const std::vector<std::vector<LineEvent>>& lines() const { return lines_; }
  static std::int64_t end_ms() { return begin_ms + days * day_ms; }

 private:
  double uniform() { return (static_cast<double>(random_() % 1'000'000) + 0.5) / 1'000'000; }
  static std::int64_t in_ms(double of_days) {
    return static_cast<std::int64_t>(of_days * static_cast<double>(day_ms));
  }
  double waiting(double per_day) { return -std::log(uniform()) / per_day; }

  std::vector<LineEvent> line_of(const Life& life) {
    std::vector<LineEvent> line;
    const std::int64_t start_ms = begin_ms + in_ms(uniform() * (days - 30));
    const auto add = [&](Code code, double at_day) {
      const std::int64_t at_ms = start_ms + in_ms(at_day);
      if (at_ms < end_ms()) {
        line.push_back({code, at_ms, line.size() + 1});
      }
    };
    double stays = life.stays_days;
    add(signup, 0);
    const double toured = life.tours ? uniform() * 2.5 : stays;
    if (toured < stays) {
      add(tour, toured);
    } else if (uniform() < life.leaves_without_tour) {
      stays = 30 + uniform() * 30;
      add(left, stays);
    }
    for (const auto& [code, per_day] :
         {std::pair(visit, 0.8), std::pair(invite, life.invites), std::pair(call, 0.05)}) {
      for (double at = waiting(per_day * life.busy); at < stays;
           at += waiting(per_day * life.busy)) {
        add(code, at);
      }
    }
    const double pays = life.pays * life.busy * (toured < stays ? life.pays_after_tour : 1);
    if (const double at = waiting(pays); at < stays) {
      add(paid, at);
    }
    std::stable_sort(line.begin(), line.end(),
                     [](const LineEvent& a, const LineEvent& b) { return a.at_ms < b.at_ms; });
    return line;
  }

  std::mt19937_64 random_;
  EventCodes codes_;
  NamedNodes nodes_;
  std::vector<std::vector<LineEvent>> lines_;
};

double chance_of(std::mt19937_64& random) {
  return (static_cast<double>(random() % 1'000'000) + 0.5) / 1'000'000;
}
// Some stay for hours and some for months, whatever they do.
double stay(std::mt19937_64& random, double mean_days) {
  return -std::log(chance_of(random)) * mean_days;
}

bool is_about(const LandmarkPlan& plan, const LandmarkContrast& one, Code did,
              std::optional<std::uint16_t> outcome) {
  const LandmarkQuestions& all = plan.questions[one.choice.questions];
  return all.dids[one.choice.did] == did && all.outcomes[one.choice.outcome].node == outcome;
}

TEST(Landmarks, BeginWhereThingsBegin) {
  const World world(1, 900, [](std::mt19937_64& random) {
    return Life{.stays_days = stay(random, 60), .tours = random() % 2 == 0};
  });
  const auto plan = world.plan();
  ASSERT_FALSE(plan->questions.empty());
  for (const LandmarkQuestions& one : plan->questions) {
    EXPECT_EQ(one.start, signup);
    EXPECT_TRUE(std::find(one.dids.begin(), one.dids.end(), signup) == one.dids.end());
    for (const LandmarkOutcome& outcome : one.outcomes) {
      EXPECT_LE(outcome.until_ms + one.within_ms + outcome.window_ms, World::end_ms());
      EXPECT_NE(outcome.node, signup);
    }
  }
  EXPECT_TRUE(std::any_of(plan->questions.begin(), plan->questions.end(), [](const auto& one) {
    return one.within_ms == 3 * day_ms &&
           std::find(one.dids.begin(), one.dids.end(), tour) != one.dids.end();
  }));
}

TEST(Landmarks, CountAsTheQuestionDoes) {
  const World world(2, 700, [](std::mt19937_64& random) {
    return Life{.stays_days = stay(random, 40),
                .busy = random() % 3 == 0 ? 3.0 : 1.0,
                .tours = random() % 2 == 0,
                .leaves_without_tour = 0.4};
  });
  const auto plan = world.plan();
  const LandmarkTable table = world.count(LandmarkTable(plan));
  for (std::size_t q = 0; q < plan->questions.size(); ++q) {
    const LandmarkQuestions& all = plan->questions[q];
    for (std::size_t d = 0; d < all.dids.size(); ++d) {
      for (std::size_t o = 0; o < all.outcomes.size(); ++o) {
        const LandmarkOutcome& outcome = all.outcomes[o];
        const journey_engine::LandmarkQuestion question{
            .starts = journey_engine::EventSet{*all.start},
            .did = journey_engine::EventSet{all.dids[d]},
            .outcome = outcome.node ? journey_engine::EventSet{*outcome.node}
                                    : journey_engine::EventSet::all(),
            .comes_back = !outcome.node,
            .within_ms = all.within_ms,
            .after_ms = outcome.after_ms,
            .window_ms = outcome.window_ms,
            .from_ms = all.from_ms,
            .until_ms = outcome.until_ms,
            .known_until_ms = World::end_ms()};
        const auto report = world.count(journey_engine::LandmarkReport(question));
        const auto strata = table.strata({q, d, o});
        for (std::size_t s = 0; s < strata.size(); ++s) {
          EXPECT_EQ(strata.at(s).first, report.strata().at(s).first) << q << " " << d << " " << o;
          EXPECT_EQ(strata.at(s).second, report.strata().at(s).second);
        }
      }
    }
  }
}

TEST(Landmarks, FindThatThoseLeaveWhoDidNotTakeTheTour_JA16) {
  const World world(3, 900, [](std::mt19937_64& random) {
    return Life{.tours = chance_of(random) < 0.6, .leaves_without_tour = 0.4};
  });
  const auto plan = world.plan();
  const auto told = world.told();
  const auto found = std::find_if(told.begin(), told.end(), [&](const LandmarkContrast& one) {
    return is_about(*plan, one, tour, left);
  });
  ASSERT_NE(found, told.end());
  EXPECT_FALSE(found->did_first) << "those who did not are fewer, and come first";
  EXPECT_NEAR(found->here.value(), 0.4, 0.1);
  EXPECT_LT(found->there.value(), 0.02);
  for (const LandmarkContrast& one : told) {
    EXPECT_TRUE(is_about(*plan, one, tour, left) || is_about(*plan, one, tour, std::nullopt) ||
                is_about(*plan, one, tour, paid))
        << "whoever has left pays no more and is not back; nothing else was planted";
  }
}

TEST(Landmarks, FindThatThosePayWhoTookTheTour_JA16) {
  const World world(4, 1'200, [](std::mt19937_64& random) {
    return Life{
        .stays_days = stay(random, 80), .tours = chance_of(random) < 0.3, .pays_after_tour = 4};
  });
  const auto plan = world.plan();
  const auto told = world.told();
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(is_about(*plan, told.front(), tour, paid));
  EXPECT_TRUE(told.front().did_first);
  EXPECT_GT(told.front().difference.interval.low, 0.1);
}

struct Searched {
  int found = 0;        // Worlds of which something is told,
  int found_plain = 0;  // and of which it would be if all were taken for equally busy.
  std::size_t tests_min = 1'000'000;
};

// In so many worlds nothing does anything; people stay for so long, and are so busy, as they are.
constexpr int worlds = 60;
Searched search_where_nothing_is(double busy_max) {
  Searched searched;
  for (unsigned seed = 100; seed < 100 + worlds; ++seed) {
    const World world(seed, 600, [&](std::mt19937_64& random) {
      return Life{.stays_days = stay(random, 25),
                  .busy = std::pow(busy_max, chance_of(random)),
                  .tours = random() % 2 == 0};
    });
    const auto plan = world.plan();
    const auto all = world.judged(plan);
    std::vector<double> plain;
    for (const LandmarkContrast& one : all) {
      plain.push_back(stats::exact_p(one.here, one.there));
    }
    plain = stats::adjust_false_discovery_of_any(plain);
    searched.tests_min = std::min(searched.tests_min, all.size());
    searched.found += landmarks_worth_telling(all, *plan, {}).empty() ? 0 : 1;
    searched.found_plain +=
        std::any_of(plain.begin(), plain.end(), [](double p) { return p <= 0.05; }) ? 1 : 0;
  }
  return searched;
}

TEST(Landmarks, FindNothingWhereSomeOnlyStayLonger) {
  const Searched searched = search_where_nothing_is(1);
  EXPECT_GT(searched.tests_min, 50U);
  EXPECT_LE(searched.found, worlds / 20) << "at a false discovery rate of 5 %";
}

TEST(Landmarks, FindNothingWhereSomeAreOnlyBusier) {
  EXPECT_LE(search_where_nothing_is(3).found, worlds / 20) << "at a false discovery rate of 5 %";
  // What somebody did in a few days says only roughly how busy they are: that much is left.
  const Searched far_busier = search_where_nothing_is(6);
  EXPECT_GT(far_busier.found_plain, worlds / 8) << "the trap is there";
  EXPECT_LE(far_busier.found, far_busier.found_plain / 2);
}

// Without a landmark the trap is deep.
TEST(Landmarks, FindNothingWhereWhoeverStayedHadMoreTimeForBoth) {
  const World world(5, 1'500, [](std::mt19937_64& random) {
    return Life{.stays_days = stay(random, 12), .tours = random() % 2 == 0};
  });
  stats::Share did;
  stats::Share did_not;
  for (const auto& line : world.lines()) {
    const auto has = [&](Code code) {
      return std::any_of(line.begin(), line.end(),
                         [&](const LineEvent& event) { return event.code == code; });
    };
    stats::Share& share = has(invite) ? did : did_not;
    ++share.of;
    share.count += has(paid) ? 1 : 0;
  }
  EXPECT_LT(stats::difference(did, did_not).p, 1e-9);
  EXPECT_TRUE(world.told().empty());
}

}  // namespace
}  // namespace throughline::journeys
