// Which contrasts say different things.
#include <gtest/gtest.h>

#include "journeys/journeys.finding_views.h"

namespace throughline::journeys {
namespace {

// Somebody begins, and does one of two things then; everybody, or with one value.
ContrastPlan plan_of_two() {
  ContrastPlan plan;
  plan.questions = {{.first = 0, .second = 1}, {.first = 0, .second = 2}};
  return plan;
}

Contrast change(WhoseAnswer whose, stats::Share here, std::size_t begin = 10) {
  Contrast contrast;
  contrast.whose = whose;
  contrast.stretch = Stretch{.whose = whose, .begin = begin, .end = 20};
  contrast.here = here;
  contrast.there = {.count = 81, .of = 177};
  return contrast;
}

TEST(FindingViews, OneChangeOfTheSamePeopleIsToldOnce) {
  const ContrastPlan plan = plan_of_two();
  const WhoseAnswer all = {.question = 0};
  const WhoseAnswer with_value = {.question = 1, .dimension = 0, .slot = 1};
  const Contrast told = change(all, {.count = 40, .of = 250});
  const auto kept = [&](const Contrast& other) {
    return without_repeats({told, other}, plan).size();
  };
  EXPECT_EQ(kept(change(with_value, {.count = 41, .of = 250})), 1U);
  EXPECT_EQ(kept(change(with_value, {.count = 120, .of = 250})), 2U);
  EXPECT_EQ(kept(change(with_value, {.count = 41, .of = 249})), 2U);
  Contrast later = change(with_value, {.count = 41, .of = 250}, 20);
  later.stretch->end = 30;
  EXPECT_EQ(kept(later), 2U);
}

}  // namespace
}  // namespace throughline::journeys
