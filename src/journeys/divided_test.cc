#include <gtest/gtest.h>

#include <string>

#include "journeys/journeys.divided.h"

namespace throughline::journeys {
namespace {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;

// How many events there are.
struct Sum {
  std::size_t events = 0;
  void add(CustomerId /*customer*/, Line line) { events += line.size(); }
  void merge(const Sum& other) { events += other.events; }
};

const FirstCounted first_event = [](CustomerId /*customer*/, Line line) -> const LineEvent* {
  return line.front().code == 0 ? nullptr : &line.front();
};

std::shared_ptr<const Breakdown> by_trait(std::int64_t people, std::int64_t values) {
  TraitValues trait;
  for (std::int64_t person = 1; person <= people; ++person) {
    trait.set({person}, condition::Fact(std::to_string(person % values)));
  }
  return std::make_shared<const Breakdown>(std::move(trait));
}

Divided<Sum> divided_by(const Breakdown& breakdown, std::int64_t people) {
  std::vector<Divided<Sum>> threads(2, Divided<Sum>(Sum(), breakdown, first_event));
  const std::vector<LineEvent> line = {{.code = 1}, {.code = 2}};
  const std::vector<LineEvent> in_no_group = {{.code = 0}};
  for (std::int64_t person = 1; person <= people; ++person) {
    threads[static_cast<std::size_t>(person % 2)].add({person}, line);
    threads[0].add({person}, in_no_group);
  }
  threads[0].merge(threads[1]);
  return std::move(threads[0]);
}

TEST(Divided, IsTheWholeAndItsParts) {
  const auto breakdown = by_trait(90, 30);
  const Divided<Sum> divided = divided_by(*breakdown, 90);
  EXPECT_FALSE(divided.has_too_many());
  ASSERT_EQ(divided.groups().size(), 30U);
  EXPECT_EQ(divided.whole().people(), 180U);
  EXPECT_EQ(divided.whole().report().events, 180U);
  for (const auto& group : divided.groups()) {
    EXPECT_EQ(group.people, 3U);
    EXPECT_EQ(group.report.events, 6U);
  }
}

TEST(Divided, GivesUpWhereThereAreTooManyValues) {
  const auto people = static_cast<std::int64_t>(divided_max) + 1;
  EXPECT_TRUE(divided_by(*by_trait(people, people), people).has_too_many());
  EXPECT_FALSE(divided_by(*by_trait(people, people - 1), people).has_too_many());
  OnePass pass(by_trait(people, people), first_event);
  const auto whole = pass.count(Sum(), [&](const Divided<Sum>& empty) -> Result<Divided<Sum>> {
    Divided<Sum> divided = empty;
    const std::vector<LineEvent> line = {{.code = 1}};
    for (std::int64_t person = 1; person <= people; ++person) {
      divided.add({person}, line);
    }
    return divided;
  });
  ASSERT_TRUE(whole.ok());
  EXPECT_FALSE(whole->has_value());
  EXPECT_FALSE(pass.is_done());
}

}  // namespace
}  // namespace throughline::journeys
