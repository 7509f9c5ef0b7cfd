#include "journey_engine/durations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace throughline::journey_engine {
namespace {

// Durations of things, and the same in plain vectors.
struct Kept {
  Durations durations = {};
  std::vector<Durations::End> ends = std::vector<Durations::End>(20);
  std::map<std::uint32_t, std::vector<std::int64_t>> plain = {};

  void add(std::uint32_t thing, std::int64_t ms) {
    durations.add(ends[thing], thing, ms);
    plain[thing].push_back(ms);
  }
};

std::vector<std::int64_t> values_of(const Kept& kept, std::uint32_t thing) {
  auto values = kept.durations.sample(kept.ends[thing]).sorted();
  EXPECT_EQ(values.size(), kept.durations.count(kept.ends[thing]));
  for (const auto& [of, ms] : kept.durations.wide()) {
    if (of == thing) {
      values.push_back(ms);
    }
  }
  std::sort(values.begin(), values.end());
  return values;
}

void expect_all(const Kept& kept) {
  for (auto [thing, expected] : kept.plain) {
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(values_of(kept, thing), expected) << thing;
  }
}

void add_some(Kept& kept, std::mt19937_64& random, int count) {
  for (int i = 0; i < count; ++i) {
    const std::uint64_t bits = random();
    // Some things often, some hardly ever; now and then more than 49 days, or just about.
    const auto thing = static_cast<std::uint32_t>((bits % 20) * (bits / 20 % 20) / 20);
    const std::int64_t values[] = {static_cast<std::int64_t>(bits >> 40U), 0xffff'fffe, 0xffff'ffff,
                                   std::int64_t{1} << 50U};
    kept.add(thing, values[bits % 97 < 3 ? bits % 97 + 1 : 0]);
  }
}

// Numbers of things differ between the two.
void merge(Kept& to, const Kept& from) {
  std::vector<std::uint32_t> numbers(from.ends.size());
  for (std::uint32_t thing = 0; thing < numbers.size(); ++thing) {
    numbers[thing] = static_cast<std::uint32_t>(numbers.size() - 1 - thing);
    to.durations.merge(from.durations, from.ends[thing], to.ends[numbers[thing]]);
  }
  to.durations.share(from.durations, numbers);
  for (const auto& [thing, values] : from.plain) {
    auto& plain = to.plain[numbers[thing]];
    plain.insert(plain.end(), values.begin(), values.end());
  }
}

TEST(Durations, KeepEachValueOfEachThing) {
  std::mt19937_64 random(5);
  for (const int count : {1, 16, 17, 300, 50'000}) {
    Kept kept;
    add_some(kept, random, count);
    expect_all(kept);
  }
}

TEST(Durations, GoOnAfterOthersCameIn) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 20; ++round) {
    Kept whole;
    {
      Kept first;
      Kept second;
      add_some(first, random, round * 50);
      add_some(second, random, round * 7);
      merge(whole, first);
      add_some(whole, random, round * 3);
      merge(whole, second);
      merge(whole, first);
    }
    add_some(whole, random, 100);
    expect_all(whole);
  }
}

}  // namespace
}  // namespace throughline::journey_engine
