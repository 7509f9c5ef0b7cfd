#include "journey_engine/funnel_columns.h"

#include <gtest/gtest.h>

#include <numeric>

#include "journey_engine/funnel_report.h"
#include "journey_engine/kernels_test.h"
#include "journey_engine/large_columns_test.h"
#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

FunnelQuestion some_funnel(KernelWorld& world, bool plain_shape) {
  FunnelQuestion question;
  FunnelSets sets;
  const std::uint64_t steps = 2 + world.below(4);
  for (std::uint64_t i = 0; i < steps; ++i) {
    sets.steps.push_back(world.some_events());
  }
  FunnelDefinition& funnel = question.funnel;
  constexpr std::array<std::int64_t, 7> windows = {no_window,    0, 1, 60'000, 600'000, 40'000'000,
                                                   1'000'000'000};
  funnel.window_ms = windows.at(world.below(windows.size()));
  if (world.below(4) == 0) {
    funnel.window_kind = WindowKind::between_steps;
    funnel.strictly_later = world.below(3) == 0;
  }
  if (!plain_shape) {
    funnel.order = static_cast<FunnelOrder>(world.below(3));
    funnel.attempts = static_cast<FunnelAttempts>(world.below(3));
    funnel.strictly_later = world.below(2) == 0;
    funnel.window_kind = funnel.order == FunnelOrder::any_order
                             ? WindowKind::total
                             : static_cast<WindowKind>(world.below(2));
    if (funnel.order != FunnelOrder::strict_next && world.below(2) == 0) {
      sets.exclusions.push_back(world.some_events());
      funnel.exclusions.push_back({.from = 1, .to = static_cast<unsigned>(steps)});
    }
  }
  funnel.match(std::move(sets));
  question.has_trend = world.below(2) == 0;
  return question;
}

// Names of their own for each step, some of them with one test or another.
FunnelQuestion walked_funnel(KernelWorld& world) {
  std::vector<std::uint32_t> codes(12);
  std::iota(codes.begin(), codes.end(), 0);
  for (std::size_t i = codes.size(); i > 1; --i) {
    std::swap(codes[i - 1], codes[world.below(i)]);
  }
  const std::uint64_t steps = 2 + world.below(4);
  const std::uint64_t names = 1 + world.below(2);
  FunnelSets sets;
  for (std::uint64_t step = 0; step < steps; ++step) {
    const auto of_step = std::span<const std::uint32_t>(codes).subspan(step * names, names);
    switch (world.below(4)) {
      case 0:
        sets.steps.push_back(KernelWorld::of_some_rows(of_step));
        break;
      case 1:
        sets.steps.push_back(EventSet(of_step, [](CustomerId customer, const LineEvent& event) {
          return (event.at_ms + customer.value) % 3 != 0;
        }));
        break;
      default:
        sets.steps.push_back(EventSet(of_step));
    }
  }
  FunnelQuestion question;
  constexpr std::array<std::int64_t, 8> windows = {no_window, 0,       999,        60'000,
                                                   61'500,    600'000, 40'000'000, 1'000'000'000};
  question.funnel.window_ms = windows.at(world.below(windows.size()));
  question.funnel.window_kind = world.below(3) == 0 ? WindowKind::between_steps : WindowKind::total;
  question.funnel.match(std::move(sets));
  question.has_trend = false;
  return question;
}

FunnelQuestion some_funnel(KernelWorld& world, int which) {
  return which % 3 == 2 ? walked_funnel(world) : some_funnel(world, which % 3 == 0);
}

void expect_same(const FunnelCounts& one, const FunnelCounts& other) {
  EXPECT_EQ(one.attempts, other.attempts);
  EXPECT_EQ(one.customers, other.customers);
}

void expect_same(const FunnelReport& one, const FunnelReport& other) {
  EXPECT_EQ(one.customers(), other.customers());
  ASSERT_EQ(one.groups().size(), other.groups().size());
  for (const auto& [value, group] : one.groups()) {
    ASSERT_TRUE(other.groups().contains(value));
    const FunnelGroup& same = other.groups().at(value);
    expect_same(group.counts, same.counts);
    expect_same_sample(group.took_ms, same.took_ms);
    ASSERT_EQ(group.from_step_before_ms.size(), same.from_step_before_ms.size());
    for (std::size_t i = 0; i < same.from_step_before_ms.size(); ++i) {
      expect_same_sample(group.from_step_before_ms[i], same.from_step_before_ms[i]);
    }
    ASSERT_EQ(group.trend.size(), same.trend.size());
    for (const auto& [period, counts] : group.trend) {
      ASSERT_TRUE(same.trend.contains(period));
      expect_same(counts, same.trend.at(period));
    }
  }
}

class FunnelKernel : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, FunnelKernel, ::testing::Range<std::uint64_t>(0, 30));

TEST_P(FunnelKernel, SaysWhatTheReferenceSaysOfEveryLine) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 60; ++i) {
    const FunnelQuestion question = some_funnel(world, i);
    ASSERT_TRUE(check(question.funnel).ok()) << check(question.funnel).error().message;
    const LookedAt looked = world.some_lines();
    const FunnelReport empty(question);
    ASSERT_TRUE(empty.kernel().reads_columns());
    expect_same(from_lines(snapshot, looked, empty), from_columns(snapshot, looked, empty));
  }
}

// Each customer's attempts, times and entries, not only their sums.
TEST_P(FunnelKernel, FindsTheSameAttemptsOfEachCustomer) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 30; ++i) {
    const FunnelQuestion question = some_funnel(world, i);
    FunnelColumns columns_of(question.funnel);
    snapshot.visit_columns({0, snapshot.shards()}, [&](const Columns& columns) {
      columns_of.read(columns, LookedAt());
      std::vector<ColumnLine> lines;
      visit_lines(columns, LookedAt(), [&](const ColumnLine& line) { lines.push_back(line); });
      std::vector<std::vector<FunnelAttempt>> found(columns.customers);
      columns_of.find(lines, [&](const ColumnLine& line, auto attempts) {
        found[line.customer] = {attempts.begin(), attempts.end()};
      });
      for (const ColumnLine& line : lines) {
        std::vector<FunnelAttempt> expected;
        const CustomerId customer = columns.ids[line.customer];
        snapshot.find(customer, [&](CustomerId, Line whole) {
          expected = find_attempts(question.funnel, customer, whole);
        });
        const auto& same = found[line.customer];
        ASSERT_EQ(same.size(), expected.size());
        for (std::size_t a = 0; a < same.size(); ++a) {
          EXPECT_EQ(same[a].at_ms, expected[a].at_ms);
          EXPECT_EQ(same[a].entry - line.first, expected[a].entry);
        }
      }
    });
  }
}

// Names of their own for each step, in which ties come in any order; also more steps and more names
// than are copied and marked at once.
TEST(FunnelKernel, WalksLinesOfManySteps) {
  constexpr std::int64_t minute = 60'000;
  for (const unsigned width : {1U, 2U, 4U}) {
    const LargeColumns large(width, 30'000, 40, width);
    for (const std::uint32_t steps : {2U, 5U, 8U, 9U, 12U}) {
      for (const std::int64_t window_ms :
           {std::int64_t{0}, 999 * minute / 60, 100 * minute, 10'000 * minute, no_window}) {
        for (const WindowKind kind : {WindowKind::total, WindowKind::between_steps}) {
          FunnelQuestion question;
          FunnelSets sets;
          for (std::uint32_t step = 0; step < steps; ++step) {
            const std::array<std::uint32_t, 2> codes = {(step * 7 + 3) % 20, 20 + step};
            sets.steps.push_back(step % 3 == 1 && width == 2 ? KernelWorld::of_some_rows(codes)
                                                             : EventSet(codes));
          }
          question.funnel.window_ms = window_ms;
          question.funnel.window_kind = kind;
          question.funnel.match(std::move(sets));
          ASSERT_TRUE(FunnelSteps::answers(question.funnel));
          const FunnelReport empty(question);
          expect_same(large.from_lines(empty), large.from_columns(empty));
        }
      }
    }
  }
}

TEST(FunnelKernelChoice, SaysWhyNoChainsAreFollowed) {
  FunnelQuestion question;
  question.funnel.match({.steps = {EventSet{1}, EventSet{2}}});
  EXPECT_EQ(FunnelReport(question).kernel().name, "funnel_chains");
  EXPECT_EQ(FunnelReport(question).kernel().because, "");
  question.funnel.order = FunnelOrder::strict_next;
  EXPECT_EQ(FunnelReport(question).kernel().name, "funnel_instants");
  EXPECT_EQ(FunnelReport(question).kernel().because, "steps must be strictly next");
  question.funnel.order = FunnelOrder::ordered;
  question.funnel.window_kind = WindowKind::between_steps;
  EXPECT_EQ(FunnelReport(question).kernel().name, "funnel_chains");  // Without a window.
  question.funnel.window_ms = 1;
  EXPECT_EQ(FunnelReport(question).kernel().name, "funnel_steps");
  EXPECT_EQ(FunnelReport(question).kernel().because, "the window is from step to step");
  question.funnel.sets = nullptr;
  EXPECT_FALSE(FunnelReport(question).kernel().reads_columns());
}

TEST_P(FunnelKernel, MarksWhatSetsHold) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 20; ++i) {
    const EventSet set = world.some_events();
    snapshot.visit_columns({0, snapshot.shards()}, [&](const Columns& columns) {
      Marks marks;
      marks.read(columns, set);
      const std::size_t events = columns.offsets[columns.customers];
      std::size_t last = Marks::none;
      for (std::size_t event = 0; event < events; ++event) {
        ASSERT_EQ(marks.has(event), set.may_have(columns.code(event)));
        EXPECT_EQ(marks.previous(0, event), last);
        last = marks.has(event) ? event : last;
      }
      std::size_t next = Marks::none;
      for (std::size_t event = events; event-- > 0;) {
        next = marks.has(event) ? event : next;
        EXPECT_EQ(marks.next(event, events), next);
      }
    });
  }
}

}  // namespace
}  // namespace throughline::journey_engine
