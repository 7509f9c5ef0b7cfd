// Groups that are counted from columns are those of lines.
#include <gtest/gtest.h>

#include "journey_engine/event_set.h"
#include "journey_engine/kernels_test.h"
#include "journeys/journeys.treemap_groups.h"

namespace throughline::journeys {
namespace {

using journey_engine::Columns;
using journey_engine::CustomerId;
using journey_engine::LineEvent;

class Said : public journey_engine::PropertySource {
 public:
  Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override {
    for (std::uint64_t row = first; row < last; ++row) {
      if (row % 5 != 0) {
        sink(row, property == "whole"
                      ? journey_engine::PropertyValue(static_cast<std::int64_t>(row * 7 % 90) - 30)
                      : journey_engine::PropertyValue(static_cast<double>(row * 7 % 90) / 7));
      }
    }
    return {};
  }
};

class GroupsOfColumns : public testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, GroupsOfColumns, testing::Range<std::uint64_t>(0, 24));

TEST_P(GroupsOfColumns, EqualThoseOfLines_JA13) {
  journey_engine::KernelWorld world(GetParam());
  const auto snapshot = world.snapshot();
  Said record;
  journey_engine::PropertyColumns properties(record);
  for (int round = 0; round < 6; ++round) {
    constexpr std::uint64_t last_row = 8'192;
    const auto view = std::make_shared<const journey_engine::PropertyView>(
        *properties.view(world.below(2) == 0 ? "whole" : "parts", last_row));
    // Several codes of one key, and one key for all codes that are not known.
    TreemapCounting counting{.events = world.some_events()};
    const std::uint32_t codes = static_cast<std::uint32_t>(1 + world.below(14));
    const auto key_of = [codes](std::uint32_t code) {
      return TreemapKey({.code = std::min(code, codes) / 2}, no_value_key);
    };
    for (std::uint32_t code = 0; code <= codes; ++code) {
      counting.key_of_code.push_back(key_of(code));
    }
    counting.key_of = [&](CustomerId, const LineEvent& event) {
      return std::optional(key_of(event.code));
    };
    if (world.below(4) != 0) {
      counting.said = [view](const LineEvent& event) { return number_said(*view, event.row); };
      counting.said_of = [view](const Columns& columns) { return view->numbers_of(columns); };
    }
    const auto looked = world.some_lines();
    const TreemapCounts empty(counting);
    ASSERT_TRUE(empty.kernel().reads_columns());
    const auto lines = from_lines(snapshot, looked, empty);
    const auto columns = from_columns(snapshot, looked, empty);
    SCOPED_TRACE(testing::Message() << "seed " << GetParam() << " round " << round);
    EXPECT_EQ(columns.people(), lines.people());
    ASSERT_EQ(columns.counts().size(), lines.counts().size());
    for (const auto& [key, count] : lines.counts()) {
      const TreemapCount& found = columns.counts().at(key);
      EXPECT_EQ(found.events, count.events);
      EXPECT_EQ(found.people, count.people);
      EXPECT_EQ(found.sum.value(), count.sum.value());
    }
  }
}

}  // namespace
}  // namespace throughline::journeys
