#include "journey_engine/customer_number.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr CustomerId ana{1};

// Half of what the row says; every seventh row says no number.
std::optional<double> said(const LineEvent& event) {
  return event.row % 7 == 0 ? std::nullopt
                            : std::optional(static_cast<double>(event.row % 5) / 2 - 0.5);
}

NumberQuestion question(NumberOf of, bool zeros = false) {
  return {.of = of,
          .events = EventSet{1},
          .said = said,
          .given = [](CustomerId) { return std::optional(4.0); },
          .zero_of_none = zeros};
}

TEST(CustomerNumber, IsWhatTheirEventsSayAllTogether_JA13) {
  const std::vector<LineEvent> line = {{1, 5, 2}, {0, 6, 3}, {1, 7, 7}, {1, 8, 4}, {1, 9, 1}};
  const auto number = [&](NumberOf of) { return number_of(question(of), ana, line).value(); };
  EXPECT_EQ(number(NumberOf::events), 4) << "what says no number is an event too";
  EXPECT_EQ(number(NumberOf::sum), 2);
  EXPECT_DOUBLE_EQ(number(NumberOf::mean), 2.0 / 3);
  EXPECT_EQ(number(NumberOf::least), 0);
  EXPECT_EQ(number(NumberOf::greatest), 1.5);
  EXPECT_EQ(number(NumberOf::last), 0);
  EXPECT_EQ(number(NumberOf::customer), 4);
}

TEST(CustomerNumber, WhoHasNoneOfTheEventsHasNoNumberOrZero_JA13) {
  const auto other = line_of({{0, 1}});
  for (const NumberOf of : {NumberOf::events, NumberOf::sum}) {
    EXPECT_FALSE(number_of(question(of), ana, other));
    EXPECT_EQ(number_of(question(of, true), ana, other), 0.0);
  }
  EXPECT_FALSE(number_of(question(NumberOf::mean), ana, other));
  EXPECT_FALSE(number_of(question(NumberOf::customer), ana, other));
  const std::vector<LineEvent> silent = {{1, 5, 7}};
  EXPECT_FALSE(number_of(question(NumberOf::sum), ana, silent)) << "it says no number";
  EXPECT_EQ(number_of(question(NumberOf::events), ana, silent), 1.0);
}

// Adds lines in two halves, and merges them.
template <class Report>
Report of_all(const Report& empty, const std::vector<std::vector<LineEvent>>& lines) {
  Report one = empty;
  Report other = empty;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    (i % 3 == 0 ? one : other).add({static_cast<std::int64_t>(i) + 1}, lines[i]);
  }
  one.merge(other);
  return one;
}

TEST(CustomerNumber, EachBarHasThoseWhoseNumberLiesInIt_JA13) {
  std::mt19937 random(9);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  const std::vector<double> bounds = {-0.5, 0.5, 1, 4};
  for (const NumberOf of : {NumberOf::each_event, NumberOf::events, NumberOf::sum, NumberOf::mean,
                            NumberOf::least, NumberOf::greatest, NumberOf::last}) {
    std::vector<std::vector<LineEvent>> lines;
    for (int i = 0; i < 60; ++i) {
      lines.push_back(random_line(random, 9, 3, 5, 1));
    }
    const NumberQuestion asked = question(of);
    const NumberReport report = of_all(NumberReport(asked), lines);
    const NumberBins bins = of_all(NumberBins(asked, bounds), lines);
    std::vector<double> numbers;
    std::uint64_t customers = 0;
    for (const auto& line : lines) {
      const std::size_t before = numbers.size();
      visit_numbers(asked, ana, line, [&](double number) { numbers.push_back(number); });
      customers += numbers.size() > before ? 1 : 0;
    }
    EXPECT_EQ(report.customers(), customers);
    EXPECT_EQ(report.numbers().count(), numbers.size());
    // Halves add up exactly in any order, thirds do not.
    EXPECT_NEAR(report.numbers().sum(), std::accumulate(numbers.begin(), numbers.end(), 0.0),
                of == NumberOf::mean ? 1e-12 : 0);
    for (std::size_t bin = 0; bin <= bounds.size(); ++bin) {
      NumberCell cell;
      if (bin > 0) {
        cell.from = bounds[bin - 1];
      }
      if (bin < bounds.size()) {
        cell.below = bounds[bin];
      }
      EXPECT_EQ(bins.customers()[bin], static_cast<std::uint64_t>(std::count_if(
                                           lines.begin(), lines.end(), [&](const auto& line) {
                                             return is_in(cell, asked, ana, line);
                                           })));
    }
  }
}

TEST(CustomerNumber, PairsAreOfThoseWhoHaveBoth_JA13) {
  const NumberQuestion x = question(NumberOf::events);
  const NumberQuestion y = question(NumberOf::sum);
  const std::vector<std::vector<LineEvent>> lines = {
      {{1, 5, 2}}, {{1, 5, 7}}, {{0, 5, 2}}, {{1, 5, 2}, {1, 6, 3}}};
  auto pairs = of_all(NumberPairs(x, y), lines).pairs();
  std::sort(pairs.begin(), pairs.end());
  EXPECT_EQ(pairs, (std::vector<NumberPair>{{1, 0.5}, {2, 1.5}}));
}

}  // namespace
}  // namespace throughline::journey_engine
