// Credit found in columns is that of the lines.
#include <gtest/gtest.h>

#include "journey_engine/attribution.h"
#include "journey_engine/kernels_test.h"

namespace throughline::journey_engine {
namespace {

void expect_same(const Attribution& found, const Attribution& expected, std::size_t rules) {
  EXPECT_EQ(found.conversions(), expected.conversions());
  EXPECT_EQ(found.customers(), expected.customers());
  EXPECT_EQ(found.without_value(), expected.without_value());
  EXPECT_EQ(found.value(), expected.value());
  for (std::size_t rule = 0; rule < rules; ++rule) {
    EXPECT_EQ(found.unattributed(rule).conversions, expected.unattributed(rule).conversions);
    EXPECT_EQ(found.unattributed(rule).value, expected.unattributed(rule).value);
  }
  const auto channels = found.channels();
  const auto expected_channels = expected.channels();
  ASSERT_EQ(channels.size(), expected_channels.size());
  for (const auto& [value, credit] : channels) {
    const ChannelCredit& other = expected_channels.at(value);
    EXPECT_EQ(credit.touches, other.touches) << value;
    EXPECT_EQ(credit.customers, other.customers) << value;
    for (std::size_t rule = 0; rule < rules; ++rule) {
      EXPECT_EQ(credit.models[rule].conversions, other.models[rule].conversions) << value;
      EXPECT_EQ(credit.models[rule].value, other.models[rule].value) << value;
      EXPECT_EQ(credit.models[rule].customers, other.models[rule].customers) << value;
    }
  }
}

class TouchesOfColumns : public testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, TouchesOfColumns, testing::Range<std::uint64_t>(0, 40));

TEST_P(TouchesOfColumns, GiveTheSameCredit_JA10) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  const std::vector<AttributionRule> rules = {{.model = AttributionModel::last},
                                              {.model = AttributionModel::first},
                                              {.model = AttributionModel::same}};
  for (int round = 0; round < 8; ++round) {
    constexpr std::array<std::int64_t, 6> look_backs = {0,       1,          60'000,
                                                        900'000, 86'400'000, unlimited};
    AttributionQuestion question{.touches = world.some_events(),
                                 .conversions = world.some_events(),
                                 .look_back_ms = look_backs.at(world.below(look_backs.size())),
                                 .touches_once = world.below(3) == 0};
    if (world.below(3) == 0) {
      question.channel = [](CustomerId, const LineEvent& event) {
        return event.row % 4 == 0 ? no_value : static_cast<Value>(event.row % 6);
      };
    }
    if (world.below(2) == 0) {
      question.value = [](const LineEvent& event) {
        return event.row % 5 == 0 ? std::nullopt
                                  : std::optional(static_cast<double>(event.row) / 7);
      };
    }
    const LookedAt looked = world.some_lines();
    SCOPED_TRACE(testing::Message() << "seed " << GetParam() << " round " << round);
    const Attribution empty(question, rules);
    ASSERT_TRUE(empty.kernel().reads_columns());
    expect_same(from_columns(snapshot, looked, empty), from_lines(snapshot, looked, empty),
                rules.size());
  }
}

TEST(TouchKernel, IsForWhatOneTouchGetsAlone_JA10) {
  AttributionQuestion question;
  const auto kernel = [&](AttributionModel model) {
    return Attribution(question, {{.model = model}}).kernel();
  };
  EXPECT_TRUE(kernel(AttributionModel::last).reads_columns());
  EXPECT_FALSE(kernel(AttributionModel::linear).reads_columns());
  EXPECT_FALSE(kernel(AttributionModel::markov).because.empty());
  question.cases.per_session = true;
  EXPECT_FALSE(kernel(AttributionModel::last).reads_columns());
}

}  // namespace
}  // namespace throughline::journey_engine
