// Numbers from columns are those that every line gives, whatever events say.
#include "journey_engine/number_columns.h"

#include <gtest/gtest.h>

#include <memory>

#include "journey_engine/kernels_test.h"
#include "journey_engine/property_column.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint64_t rows = 8'192;

// What each row says, by a hash of it: few numbers, many, or numbers of every size, beside texts.
class Record : public PropertySource {
 public:
  explicit Record(std::uint64_t kind) : kind_(kind) {}
  Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override {
    for (std::uint64_t row = first; row < last; ++row) {
      SeededRandom random(row * 7 + kind_ + property.size());
      switch (random.below(8)) {
        case 0:
          break;
        case 1:
          sink(row, std::string("a text"));
          break;
        default:
          sink(row, number(random));
      }
    }
    return {};
  }

 private:
  PropertyValue number(SeededRandom& random) const {
    const auto below = [&](std::uint64_t bound) {
      return static_cast<std::int64_t>(random.below(bound));
    };
    switch (kind_) {
      case 0:  // Few whole ones.
        return below(40) - 10;
      case 1:  // Many, not whole.
        return static_cast<double>(below(1'000'000)) / 8 - 40'000;
      case 2:  // Whole ones in more than a byte.
        return below(100'000);
      default:  // Of every size; some are not kept, some no double holds.
        constexpr std::array<double, 7> sizes = {0.0, -0.0, 1e-300, 1e16, -1e99, 1e200, 0.1};
        return random.below(3) == 0 ? PropertyValue(below(1'000) + (std::int64_t{1} << 60U))
                                    : PropertyValue(sizes.at(random.below(sizes.size())));
    }
  }
  std::uint64_t kind_;
};

class NumberColumnsAndLines : public testing::TestWithParam<std::uint64_t> {
 protected:
  NumberQuestion question(NumberOf of) {
    auto view = columns_.view("amount", rows);
    EXPECT_TRUE(view.ok());
    const auto kept = std::make_shared<const PropertyView>(*std::move(view));
    NumberQuestion question{.of = of, .events = world_.some_events()};
    if (of != NumberOf::events && of != NumberOf::customer) {
      question.said = [kept](const LineEvent& event) { return number_said(*kept, event.row); };
      question.said_of = [kept](const Columns& of_columns) { return kept->numbers_of(of_columns); };
    }
    question.given = [](CustomerId customer) {
      return customer.value % 3 == 0 ? std::nullopt
                                     : std::optional(static_cast<double>(customer.value) / 4);
    };
    question.zero_of_none = (of == NumberOf::events || of == NumberOf::sum) && world_.below(2) == 0;
    return question;
  }

  KernelWorld world_ = KernelWorld(GetParam());
  Record record_ = Record(GetParam() % 4);
  PropertyColumns columns_ = PropertyColumns(record_);
};

INSTANTIATE_TEST_SUITE_P(Seeds, NumberColumnsAndLines, testing::Range<std::uint64_t>(0, 32));

constexpr std::array<NumberOf, 8> all_of = {
    NumberOf::each_event, NumberOf::events,   NumberOf::sum,  NumberOf::mean,
    NumberOf::least,      NumberOf::greatest, NumberOf::last, NumberOf::customer};

TEST_P(NumberColumnsAndLines, SayTheSame_JA13) {
  const Snapshot snapshot = world_.snapshot();
  const std::vector<double> bounds = {-20'000, -5, 0, 0.5, 3, 17, 1'000, 1e17};
  for (const NumberOf of : all_of) {
    SCOPED_TRACE(testing::Message() << "seed " << GetParam() << " of " << static_cast<int>(of));
    const LookedAt looked = world_.some_lines();
    const NumberQuestion asked = question(of);
    ASSERT_TRUE(NumberReport(asked).kernel().reads_columns());
    const auto lines = from_lines(snapshot, looked, NumberReport(asked));
    const auto columns = from_columns(snapshot, looked, NumberReport(asked));
    EXPECT_EQ(columns.events(), lines.events());
    EXPECT_EQ(columns.customers(), lines.customers());
    EXPECT_EQ(columns.without(), lines.without());
    const stats::Numbers found = columns.numbers();
    const stats::Numbers expected = lines.numbers();
    EXPECT_EQ(std::vector(found.runs().begin(), found.runs().end()),
              std::vector(expected.runs().begin(), expected.runs().end()));
    EXPECT_EQ(found.sum(), expected.sum());
    EXPECT_EQ(from_columns(snapshot, looked, NumberBins(asked, bounds)).customers(),
              from_lines(snapshot, looked, NumberBins(asked, bounds)).customers());
  }
}

TEST_P(NumberColumnsAndLines, PairTheSame_JA13) {
  const Snapshot snapshot = world_.snapshot();
  for (int round = 0; round < 6; ++round) {
    const LookedAt looked = world_.some_lines();
    const NumberQuestion x = question(all_of.at(1 + world_.below(7)));
    const NumberQuestion y = question(all_of.at(1 + world_.below(7)));
    auto lines = from_lines(snapshot, looked, NumberPairs(x, y)).pairs();
    auto columns = from_columns(snapshot, looked, NumberPairs(x, y)).pairs();
    std::ranges::sort(lines);
    std::ranges::sort(columns);
    EXPECT_EQ(columns, lines) << "seed " << GetParam();
  }
}

TEST_P(NumberColumnsAndLines, KeepWhatBlocksSayAndCountIt) {
  const Snapshot snapshot = world_.snapshot();
  const NumberQuestion asked = question(NumberOf::each_event);
  const std::size_t before = columns_.memory();
  (void)from_columns(snapshot, {}, NumberReport(asked));
  const std::size_t kept = columns_.memory();
  EXPECT_GT(kept, before);
  (void)from_columns(snapshot, {}, NumberReport(asked));
  EXPECT_EQ(columns_.memory(), kept) << "nothing is gathered twice";
  columns_.forget();
  EXPECT_EQ(columns_.memory(), 0U);
}

TEST(NumberKernel, NeedsToKnowWhatColumnsSay) {
  const NumberQuestion asked{.of = NumberOf::sum,
                             .said = [](const LineEvent&) { return std::optional(1.0); }};
  EXPECT_FALSE(NumberReport(asked).kernel().reads_columns());
  EXPECT_FALSE(NumberReport(asked).kernel().because.empty());
}

}  // namespace
}  // namespace throughline::journey_engine
