#include <algorithm>
#include <cmath>

#include "journeys/journeys.answers.h"
#include "journeys/journeys.number.h"
#include "stats/bins.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::NumberCell;
using journey_engine::NumberOf;
using journey_engine::NumberQuestion;

namespace {

constexpr std::size_t bounds_max = 200;
constexpr std::int64_t bins_default = 24;
constexpr std::int64_t bins_max = 100;

Result<std::vector<double>> bounds_of(const DistributionAsked& asked,
                                      const stats::Numbers& numbers) {
  TL_TRY_ASSIGN(const std::int64_t bins,
                number_within(asked.bins, bins_default, 1, bins_max, "bins"));
  if (!asked.bounds) {
    return stats::round_bounds(numbers, static_cast<std::size_t>(bins));
  }
  const std::vector<double>& bounds = *asked.bounds;
  const bool ascend =
      std::adjacent_find(bounds.begin(), bounds.end(), std::greater_equal<>()) == bounds.end();
  const bool kept = std::all_of(bounds.begin(), bounds.end(),
                                [](double bound) { return std::abs(bound) <= stats::number_max; });
  if (!ascend || !kept || bounds.size() > bounds_max) {
    return Error::invalid("`bounds` must be at most " + std::to_string(bounds_max) +
                          " numbers, each greater than the one before");
  }
  return bounds;
}

// People with a number in each bin: counted apart where somebody may have several.
Result<std::vector<std::uint64_t>> people_in(const Frame& frame, const NumberQuestion& question,
                                             const std::vector<double>& bounds,
                                             const std::vector<std::uint64_t>& numbers) {
  if (question.of != NumberOf::each_event) {
    return numbers;
  }
  TL_TRY_ASSIGN(const auto counted, scan(frame.view.lines, frame.span, frame.cancelled,
                                         journey_engine::NumberBins(question, bounds)));
  return counted.customers();
}

// The outer ones only where there is something in them.
std::vector<NumberBinView> bins_of(const std::vector<double>& bounds,
                                   const std::vector<std::uint64_t>& numbers,
                                   const std::vector<std::uint64_t>& people) {
  std::vector<NumberBinView> bins;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool outer = i == 0 || i == bounds.size();
    if (outer && numbers[i] == 0) {
      continue;
    }
    NumberBinView bin{.numbers = static_cast<std::int64_t>(numbers[i]),
                      .people = static_cast<std::int64_t>(people[i])};
    if (i > 0) {
      bin.from = bounds[i - 1];
    }
    if (i < bounds.size()) {
      bin.below = bounds[i];
    }
    bins.push_back(bin);
  }
  return bins;
}

}  // namespace

Result<DistributionAnswer> answer(const Frame& frame, const DistributionAsked& asked) {
  TL_TRY_ASSIGN(const NumberQuestion question, number_question(frame, asked.number, "number"));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::NumberReport(question)));
  const journey_engine::NumberReport& report = counted.report();
  const stats::Numbers numbers = report.numbers();
  DistributionAnswer answer{.numbers = static_cast<std::int64_t>(numbers.count()),
                            .people = static_cast<std::int64_t>(report.customers()),
                            .events = static_cast<std::int64_t>(report.events()),
                            .without = static_cast<std::int64_t>(report.without()),
                            .sum = numbers.sum()};
  if (numbers.count() > 0) {
    answer.mean = numbers.mean();
    answer.median = numbers.quantile(0.5);
    answer.p90 = numbers.quantile(0.9);
    answer.least = numbers.least();
    answer.greatest = numbers.greatest();
  }
  TL_TRY_ASSIGN(answer.bounds, bounds_of(asked, numbers));
  const auto in_bins = numbers.histogram(answer.bounds);
  TL_TRY_ASSIGN(const auto people, people_in(frame, question, answer.bounds, in_bins));
  answer.bins = bins_of(answer.bounds, in_bins, people);
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const DistributionAsked& asked,
                       const DistributionCellAsked& cell) {
  TL_TRY_ASSIGN(NumberQuestion question, number_question(frame, asked.number, "number"));
  return IsIn([wanted = NumberCell{.from = cell.from, .below = cell.below},
               question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

Result<journey_engine::EventSet> each_counted(const Frame& frame, const DistributionAsked& asked) {
  return frame.events(asked.number.events, "number.events");
}

// Their bins can be compared only if they are the same.
DistributionAsked asked_of_parts(const DistributionAsked& asked, const DistributionAnswer& whole) {
  DistributionAsked same = asked;
  same.bounds = whole.bounds;
  return same;
}

}  // namespace throughline::journeys
