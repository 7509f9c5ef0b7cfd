#include "journey_engine/trace_sample.h"

#include <gtest/gtest.h>

#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

std::vector<std::vector<LineEvent>> random_lines(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::vector<std::vector<LineEvent>> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back(random_line(random, 12, 4, 3, 20 * test_minute));
  }
  return lines;
}

TraceSample sample_of(const TraceRule& rule, std::size_t people, std::size_t steps,
                      const std::vector<std::vector<LineEvent>>& lines, std::size_t threads) {
  std::vector<TraceSample> parts(threads, TraceSample(rule, people, steps));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    parts[i % threads].add({static_cast<std::int64_t>(i + 1)}, lines[i]);
  }
  for (std::size_t i = 1; i < threads; ++i) {
    parts[0].merge(parts[i]);
  }
  return std::move(parts[0]);
}

std::vector<std::int64_t> ids(const TraceSample& sample) {
  std::vector<std::int64_t> found;
  for (const auto& [place, person] : sample.people()) {
    found.push_back(person.customer.value);
  }
  return found;
}

TEST(TraceSample, IsTheSameWhateverThreadMetWhom) {
  TraceRule rule;
  rule.events = EventSet({1, 2});
  const auto lines = random_lines(5, 300);
  const TraceSample one = sample_of(rule, 40, 100, lines, 1);
  const TraceSample many = sample_of(rule, 40, 100, lines, 7);
  EXPECT_EQ(one.people().size(), 40U);
  EXPECT_EQ(ids(one), ids(many));
  EXPECT_EQ(one.customers(), many.customers());
}

TEST(TraceSample, HasTheTracesOfItsPeopleAndCountsEverybodyWithAStep) {
  TraceRule rule;
  rule.events = EventSet({3});
  const auto lines = random_lines(9, 200);
  const TraceSample all = sample_of(rule, lines.size(), 100, lines, 2);
  std::uint64_t with_a_step = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    with_a_step += find_traces(rule, {static_cast<std::int64_t>(i + 1)}, lines[i]).empty() ? 0 : 1;
  }
  EXPECT_EQ(all.customers(), with_a_step);
  EXPECT_EQ(all.people().size(), with_a_step);
  for (const auto& [place, person] : all.people()) {
    const auto& line = lines[static_cast<std::size_t>(person.customer.value - 1)];
    const auto traces = find_traces(rule, person.customer, line);
    ASSERT_EQ(person.traces.size(), traces.size());
    for (std::size_t i = 0; i < traces.size(); ++i) {
      ASSERT_EQ(person.traces[i].size(), traces[i].size());
      EXPECT_EQ(person.traces[i].back().at_ms, traces[i].back().at_ms);
    }
    EXPECT_FALSE(person.cut);
  }
}

TEST(TraceSample, ALargerSampleHasAllOfASmallerOne) {
  const TraceRule rule;
  const auto lines = random_lines(3, 120);
  const auto small = ids(sample_of(rule, 10, 100, lines, 3));
  auto large = ids(sample_of(rule, 30, 100, lines, 3));
  ASSERT_GE(large.size(), small.size());
  large.resize(small.size());
  EXPECT_EQ(large, small);
}

TEST(TraceSample, KeepsTheFirstStepsAndSaysSo) {
  TraceRule rule;
  rule.cases.per_session = true;
  const auto line = line_of({{1, 0}, {2, 1}, {1, test_day}, {2, test_day + 1}, {3, test_day + 2}});
  const auto kept = [&](std::size_t steps) {
    TraceSample sample(rule, 5, steps);
    sample.add({1}, line);
    const SampledPerson& person = sample.people().begin()->second;
    std::vector<std::size_t> sizes;
    for (const Trace& trace : person.traces) {
      sizes.push_back(trace.size());
    }
    return std::pair(sizes, person.cut);
  };
  using Sizes = std::vector<std::size_t>;
  EXPECT_EQ(kept(5), std::pair(Sizes({2, 3}), false));
  EXPECT_EQ(kept(4), std::pair(Sizes({2, 2}), true));
  EXPECT_EQ(kept(2), std::pair(Sizes({2}), true));
  EXPECT_EQ(kept(1), std::pair(Sizes({1}), true));
}

}  // namespace
}  // namespace throughline::journey_engine
