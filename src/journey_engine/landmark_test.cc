#include "journey_engine/landmark.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t begin = 0;
constexpr std::uint32_t help = 1;
constexpr std::uint32_t visit = 2;
constexpr std::uint32_t pay = 3;

LandmarkQuestion question() {
  return {.starts = EventSet{begin},
          .did = EventSet{help},
          .outcome = EventSet{pay},
          .within_ms = 3 * test_day,
          .window_ms = 30 * test_day,
          .known_until_ms = 100 * test_day};
}

LandmarkPlace place(const LandmarkQuestion& asked, const std::vector<LineEvent>& line) {
  return find_landmark(asked, {1}, line);
}

TEST(Landmark, WhoDidItIsDecidedBeforeWhatBecomesOfThemAfter) {
  const auto early =
      place(question(), line_of({{begin, 0}, {help, test_day}, {pay, 4 * test_day}}));
  EXPECT_EQ(early.standing, LandmarkStanding::counted);
  EXPECT_TRUE(early.did);
  EXPECT_TRUE(early.reached);
  EXPECT_EQ(early.busy, 0);
  const auto late =
      place(question(), line_of({{begin, 0}, {help, 3 * test_day}, {pay, 33 * test_day}}));
  EXPECT_EQ(late.standing, LandmarkStanding::counted);
  EXPECT_FALSE(late.did);
  EXPECT_FALSE(late.reached);
}

TEST(Landmark, OnlyThoseCountWhoWereStillThereAndHadNoneOfItBefore) {
  const LandmarkQuestion asked = question();
  EXPECT_EQ(place(asked, line_of({{visit, 0}, {pay, 1}})).standing, LandmarkStanding::not_begun);
  EXPECT_EQ(place(asked, line_of({{begin, 0}, {help, 1}})).standing, LandmarkStanding::gone);
  EXPECT_EQ(place(asked, line_of({{begin, 0}, {visit, 33 * test_day}})).standing,
            LandmarkStanding::gone);
  EXPECT_EQ(place(asked, line_of({{begin, 0}, {pay, 1}, {pay, 4 * test_day}})).standing,
            LandmarkStanding::had_it);
  EXPECT_EQ(place(asked, line_of({{begin, 68 * test_day}, {pay, 72 * test_day}})).standing,
            LandmarkStanding::too_young);
}

TEST(Landmark, BeginsWithTheFirstStartOfTheWholeLine) {
  LandmarkQuestion asked = question();
  asked.from_ms = test_day;
  asked.until_ms = 2 * test_day;
  const auto lived = line_of({{begin, 0}, {begin, test_day}, {pay, 5 * test_day}});
  EXPECT_EQ(place(asked, lived).standing, LandmarkStanding::not_begun);
  EXPECT_EQ(place(asked, line_of({{begin, test_day}, {pay, 5 * test_day}})).standing,
            LandmarkStanding::counted);
  EXPECT_EQ(place(asked, line_of({{begin, 2 * test_day}, {pay, 6 * test_day}})).standing,
            LandmarkStanding::not_begun);
}

TEST(Landmark, WhatBeginsItIsNotWhatIsAskedAbout) {
  LandmarkQuestion asked = question();
  asked.did = EventSet{begin};
  asked.outcome = EventSet{begin};
  EXPECT_FALSE(place(asked, line_of({{begin, 0}, {visit, 4 * test_day}})).did);
  asked.outcome = EventSet{pay};
  EXPECT_TRUE(place(asked, line_of({{begin, 0}, {begin, 0}, {visit, 4 * test_day}})).did);
}

TEST(Landmark, ComingBackCountsInItsTimeAlone) {
  LandmarkQuestion asked = question();
  asked.outcome = EventSet::all();
  asked.comes_back = true;
  asked.after_ms = 7 * test_day;
  asked.window_ms = 14 * test_day;
  const auto back = [&](std::int64_t at_ms) {
    return place(asked, line_of({{begin, 0}, {visit, 1}, {visit, at_ms}}));
  };
  EXPECT_EQ(back(10 * test_day - 1).standing, LandmarkStanding::counted);
  EXPECT_FALSE(back(10 * test_day - 1).reached);
  EXPECT_TRUE(back(10 * test_day).reached);
  EXPECT_TRUE(back(17 * test_day - 1).reached);
  EXPECT_EQ(back(17 * test_day).standing, LandmarkStanding::gone);
}

TEST(Landmark, CountsWhoIsInItsCells) {
  std::mt19937 random(20260301);
  LandmarkQuestion asked = question();
  LandmarkReport report(asked);
  LandmarkReport other(asked);
  std::array<std::uint64_t, 4> in = {};
  for (int i = 0; i < 2'000; ++i) {
    const CustomerId customer{i + 1};
    auto line = random_line(random, 12, 4, 4, test_day);
    std::int64_t at_ms = 0;
    for (LineEvent& event : line) {
      event.at_ms = at_ms += below(random, 3) * test_day;
    }
    (i % 3 == 0 ? report : other).add(customer, line);
    for (std::size_t cell = 0; cell < in.size(); ++cell) {
      in.at(cell) +=
          is_in({.did = cell / 2 == 1, .reached = cell % 2 == 1}, asked, customer, line) ? 1 : 0;
    }
  }
  report.merge(other);
  const stats::Stratum all = report.all();
  EXPECT_EQ(all.first, (stats::Share{in[3], in[2] + in[3]}));
  EXPECT_EQ(all.second, (stats::Share{in[1], in[0] + in[1]}));
  EXPECT_GT(in[0] * in[1] * in[2] * in[3], 0U);
  EXPECT_EQ(report.people(LandmarkStanding::counted), all.first.of + all.second.of);
}

// Everybody stays for a while, does the thing at some rate as long as they stay, and pays at some
// rate as long as they stay: neither does anything to the other. Whoever ever did it has paid far
// more often, because they stayed; from the landmark on the two are the same.
TEST(Landmark, IsNotFooledByThoseWhoStayedLonger) {
  std::mt19937_64 random(7);
  const auto waiting = [&](double mean_days) {
    const double u = (static_cast<double>(random() % 1'000'000) + 0.5) / 1'000'000;
    return static_cast<std::int64_t>(-std::log(u) * mean_days * static_cast<double>(test_day));
  };
  LandmarkQuestion asked = question();
  LandmarkReport report(asked);
  stats::Share ever;
  stats::Share never;
  for (int i = 0; i < 4'000; ++i) {
    const std::int64_t leaves_ms = waiting(4);
    std::vector<LineEvent> line = line_of({{begin, 0}});
    for (const auto& [code, mean_days] : {std::pair(visit, 0.7), std::pair(help, 5.0)}) {
      for (std::int64_t at = waiting(mean_days); at < leaves_ms; at += waiting(mean_days)) {
        line.push_back({code, at, 0});
      }
    }
    if (const std::int64_t at = waiting(8); at < leaves_ms) {
      line.push_back({pay, at, 0});
    }
    std::stable_sort(line.begin(), line.end(),
                     [](const LineEvent& a, const LineEvent& b) { return a.at_ms < b.at_ms; });
    report.add({i + 1}, line);
    const auto has = [&](std::uint32_t code) {
      return std::any_of(line.begin(), line.end(),
                         [&](const LineEvent& event) { return event.code == code; });
    };
    stats::Share& share = has(help) ? ever : never;
    ++share.of;
    share.count += has(pay) ? 1 : 0;
  }
  EXPECT_LT(stats::difference(ever, never).p, 1e-6) << "the trap is there";
  const stats::Stratum all = report.all();
  ASSERT_GT(all.first.of, 200U);
  EXPECT_GT(stats::difference(all.first, all.second).p, 0.05);
  EXPECT_GT(stats::difference_among_alike(report.strata()).p, 0.05);
}

}  // namespace
}  // namespace throughline::journey_engine
