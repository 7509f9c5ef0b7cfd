#include "match/link.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

namespace throughline::match {
namespace {

using Row = std::vector<std::vector<std::string>>;

const Schema person{{{"first", FieldRole::given_name},
                     {"last", FieldRole::family_name},
                     {"born", FieldRole::birth_date},
                     {"mail", FieldRole::email, 2},
                     {"street", FieldRole::street},
                     {"number", FieldRole::house_number},
                     {"town", FieldRole::locality}}};

Linkage linked(const Records& records) {
  SeededRandom random(7);
  return link(records, random);
}

// Pronounceable names, all different from each other.
std::string made_name(std::uint64_t number) {
  constexpr std::string_view consonants = "bdfgklmnprstvz";
  constexpr std::string_view vowels = "aeiou";
  std::string name;
  for (int i = 0; i < 3; ++i) {
    name += consonants[number % consonants.size()];
    number /= consonants.size();
    name += vowels[number % vowels.size()];
    number /= vowels.size();
  }
  return name;
}

Row made_person(SeededRandom& random) {
  const std::string first = made_name(random.below(300));
  const std::string last = made_name(random.below(5000));
  return {{first},
          {last},
          {std::to_string(19400101 + 10000 * random.below(60) + 100 * random.below(12) +
                          random.below(28))},
          {first + "." + last + std::to_string(random.below(1000)) + "@mail.example"},
          {made_name(1000 + random.below(400)) + " street"},
          {std::to_string(1 + random.below(90))},
          {made_name(2000 + random.below(40))}};
}

TEST(Estimate, RecoversTheParametersOfGeneratedPairs) {
  const std::vector<std::vector<double>> m = {
      {.05, .10, .85}, {.10, .05, .85}, {.02, .08, .90}, {.15, .25, .60}, {.01, .04, .95}};
  const std::vector<std::vector<double>> u = {
      {.95, .04, .01}, {.90, .08, .02}, {.97, .02, .01}, {.80, .10, .10}, {.99, .007, .003}};
  const std::vector<Comparison> comparisons(5, {Aspect::other, 0});
  SeededRandom random(11);
  PairCounts counts{.pairs = 200'000};
  for (int i = 0; i < 200'000; ++i) {
    const auto& chances = random.unit() < 0.03 ? m : u;
    Pattern pattern = 0;
    for (std::size_t c = 0; c < 5; ++c) {
      const double draw = random.unit();
      const std::uint64_t level = draw < chances[c][0]                   ? 0
                                  : draw < chances[c][0] + chances[c][1] ? 1
                                                                         : 2;
      pattern |= (level + 1) << (3 * c);
    }
    counts.candidates[pattern] += 1;
  }
  const Estimate result = estimate(comparisons, counts, {0.01});
  EXPECT_TRUE(result.converged);
  EXPECT_NEAR(result.model.prior, 0.03, 0.001);
  for (std::size_t c = 0; c < 5; ++c) {
    for (std::size_t l = 0; l < 3; ++l) {
      EXPECT_NEAR(result.model.chances[c].m[l], m[c][l], 0.02) << c << " " << l;
      EXPECT_NEAR(result.model.chances[c].u[l], u[c][l], 0.005) << c << " " << l;
    }
  }
}

TEST(Model, WeightsKeepTheirOrderWhereProbabilitiesAreFull_ID11) {
  EXPECT_NEAR(probability_of(0), 0.5, 1e-12);
  EXPECT_NEAR(probability_of(weight_of(0.2)), 0.2, 1e-12);
  EXPECT_EQ(probability_of(80), probability_of(90));
  const std::vector<Link> links = {{0, 2, 90}, {0, 1, 80}};
  const std::vector<Link> taken = one_to_one(links, 0.5);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken.front().b, 2U);
}

// Four hundred strangers, then the rows under test.
Records crowd() {
  Records records(person);
  SeededRandom random(5);
  for (int i = 0; i < 400; ++i) {
    const Row row = made_person(random);
    records.add(row);
    if (i % 10 == 0) {
      Row again = row;
      again[i % 20 == 0 ? 0 : 1].front() += "e";
      records.add(again);
    }
  }
  return records;
}

bool holds_pair(const std::vector<Link>& links, RecordIndex a, RecordIndex b) {
  return std::any_of(links.begin(), links.end(),
                     [&](const Link& link) { return link.a == a && link.b == b; });
}

TEST(Link, RareNamesTellMoreThanCommonOnes) {
  Records records = crowd();
  for (int i = 0; i < 60; ++i) {
    records.add(Row{{"anna"}, {made_name(9000 + static_cast<std::uint64_t>(i))}});
  }
  const RecordIndex common = records.add(Row{{"anna"}, {"zuberbuhler"}});
  records.add(Row{{"anna"}, {"zuberbuhlers"}});
  const RecordIndex rare = records.add(Row{{"xenobia"}, {"quartermain"}});
  records.add(Row{{"xenobia"}, {"quartermains"}});
  const Linkage linkage = linked(records);
  const Comparer comparer(records);
  const auto weight = [&](RecordIndex a) {
    return weigh(linkage.model, records, comparer.compare(a, a + 1)).total();
  };
  EXPECT_GT(weight(rare), weight(common) + 3);
}

TEST(Link, AHouseholdIsNotOnePerson) {
  Records records = crowd();
  const RecordIndex ann =
      records.add(Row{{"ann"}, {"hofer"}, {}, {"hofer@mail.example"}, {"seeweg"}, {"7"}, {"thun"}});
  records.add(Row{{"peter"}, {"hofer"}, {}, {"hofer@mail.example"}, {"seeweg"}, {"7"}, {"thun"}});
  records.add(Row{{"ann"}, {"hofer"}, {}, {"ann.h@other.example"}, {"seeweg"}, {"7"}, {"thun"}});
  const std::vector<Link> links = one_to_one(linked(records).links, 0.5);
  EXPECT_FALSE(holds_pair(links, ann, ann + 1));
  EXPECT_FALSE(holds_pair(links, ann + 1, ann + 2));
  EXPECT_TRUE(holds_pair(links, ann, ann + 2));
}

TEST(Link, OneWeakBridgeDoesNotJoinTwoStrongGroups_ID11) {
  Records records = crowd();
  Row left{{"lena"},       {"aebersold"}, {"1980-02-03"}, {"lena@mail.example"},
           {"hauptgasse"}, {"9"},         {"basel"}};
  Row right{{"nora"},        {"zumstein"}, {"1951-11-30"}, {"nora@mail.example"},
            {"quaistrasse"}, {"70"},       {"zug"}};
  const RecordIndex first = records.add(left);
  records.add(left);
  left[3].emplace_back("shared@mail.example");
  records.add(left);
  records.add(right);
  records.add(right);
  right[3].emplace_back("shared@mail.example");
  right[0] = {};
  right[2] = {};
  records.add(right);
  const Linkage linkage = linked(records);
  std::vector<std::vector<RecordIndex>> found;
  for (std::vector<RecordIndex>& group : groups(records, linkage, 0.5)) {
    if (group.back() >= first) {
      found.push_back(group);
    }
  }
  const std::vector<std::vector<RecordIndex>> expected = {{first, first + 1, first + 2},
                                                          {first + 3, first + 4, first + 5}};
  EXPECT_EQ(found, expected);
}

TEST(Link, TheSameSeedGivesTheSameLinks_ID11) {
  const Records records = crowd();
  const Linkage once = linked(records);
  const Linkage again = linked(records);
  ASSERT_FALSE(once.links.empty());
  ASSERT_EQ(once.links.size(), again.links.size());
  for (std::size_t i = 0; i < once.links.size(); ++i) {
    EXPECT_EQ(once.links[i].a, again.links[i].a);
    EXPECT_EQ(once.links[i].weight, again.links[i].weight);
  }
}

TEST(Link, NothingAndNearlyNothing) {
  Records records(person);
  EXPECT_TRUE(linked(records).links.empty());
  records.add(Row{});
  EXPECT_TRUE(linked(records).links.empty());
  for (int i = 0; i < 500; ++i) {
    records.add(Row{});
  }
  EXPECT_TRUE(linked(records).links.empty());
  Records bare(Schema{});
  bare.add(Row{});
  bare.add(Row{});
  EXPECT_TRUE(linked(bare).links.empty());
}

TEST(Blocking, OneBlockWithEverythingStaysWithinItsBudget) {
  Records records(person);
  const std::size_t people = 5'000;
  for (std::size_t i = 0; i < people; ++i) {
    records.add(Row{{"test"}, {"test"}, {"1970-01-01"}, {"test@test.example"}});
  }
  const BlockingLimits limits{.pairs_per_record_max = 5, .pairs_min = 1000, .window = 4};
  const Blocking blocking(records, limits);
  std::uint64_t pairs = 0;
  std::set<RecordIndex> seen;
  blocking.each_pair([&](RecordIndex a, RecordIndex b) {
    ASSERT_LT(a, b);
    ++pairs;
    seen.insert(b);
  });
  EXPECT_EQ(seen.size(), people - 1);
  EXPECT_LE(pairs, blocking.reports().size() * people * limits.window);
}

TEST(Blocking, EachPairOnceWhereNoBlockIsTooLarge) {
  const Records records = crowd();
  const Blocking blocking(records);
  std::set<std::pair<RecordIndex, RecordIndex>> seen;
  blocking.each_pair([&](RecordIndex a, RecordIndex b) {
    EXPECT_TRUE(seen.emplace(a, b).second) << a << " " << b;
    EXPECT_TRUE(blocking.holds(a, b));
  });
  std::size_t held = 0;
  for (RecordIndex a = 0; a < records.size(); ++a) {
    for (RecordIndex b = a + 1; b < records.size(); ++b) {
      held += blocking.holds(a, b) ? 1U : 0U;
    }
  }
  EXPECT_EQ(held, seen.size());
}

TEST(Blocking, TwoSetsMeetOnlyEachOther) {
  Records records(person);
  for (int i = 0; i < 4; ++i) {
    records.add(Row{{"ann"}, {"lee"}}, i % 2 == 0 ? Side::left : Side::right);
  }
  const Blocking blocking(records);
  std::size_t pairs = 0;
  blocking.each_pair([&](RecordIndex a, RecordIndex b) {
    EXPECT_NE(records.side(a), records.side(b));
    ++pairs;
  });
  EXPECT_EQ(pairs, 4U);
}

}  // namespace
}  // namespace throughline::match
