#include <algorithm>
#include <cmath>
#include <map>

#include "journeys/journeys.answers.h"
#include "journeys/journeys.number.h"
#include "stats/bins.h"
#include "stats/rank_correlation.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::NumberCell;
using journey_engine::NumberPair;
using journey_engine::NumberQuestion;

namespace {

constexpr std::int64_t points_default = 1'000;
constexpr std::int64_t points_max = 5'000;
constexpr std::size_t columns = 36;
constexpr std::size_t rows = 24;
constexpr double outside = 40;  // So many at each side may lie outside of the cells.

struct Two {
  NumberQuestion x = {};
  NumberQuestion y = {};
};

Result<Two> questions_of(const Frame& frame, const ScatterAsked& asked) {
  Two two;
  TL_TRY_ASSIGN(two.x, number_of_people(frame, asked.x, "x"));
  TL_TRY_ASSIGN(two.y, number_of_people(frame, asked.y, "y"));
  return two;
}

stats::Numbers numbers_of(const std::vector<double>& values) {
  stats::NumberSample sample;
  for (const double value : values) {
    sample.add(value);
  }
  return sample.numbers();
}

ScatterAxisView axis_of(const stats::Numbers& numbers) {
  return {
      .least = numbers.least(), .median = numbers.quantile(0.5), .greatest = numbers.greatest()};
}

// Of the cells: what lies far out is shown by itself.
std::vector<double> bounds_of(const stats::Numbers& numbers, std::size_t bins) {
  const double tail = std::min(0.25, outside / static_cast<double>(numbers.count()));
  return stats::round_bounds(numbers.quantile(tail), numbers.quantile(1 - tail), bins,
                             stats::are_whole(numbers));
}

// The place of the bound below a number; nothing outside.
std::optional<std::size_t> place_in(const std::vector<double>& bounds, double number) {
  if (number < bounds.front() || number >= bounds.back()) {
    return std::nullopt;
  }
  const auto above = std::upper_bound(bounds.begin(), bounds.end(), number);
  return static_cast<std::size_t>(above - bounds.begin()) - 1;
}

std::vector<ScatterPointView> points_of(const std::map<NumberPair, std::int64_t>& people) {
  std::vector<ScatterPointView> points;
  points.reserve(people.size());
  for (const auto& [pair, count] : people) {
    points.push_back({.x = pair.x, .y = pair.y, .people = count});
  }
  return points;
}

// Counts in cells; whoever is in none stays with the points.
void fill_cells(std::map<NumberPair, std::int64_t>& people, ScatterAnswer& answer) {
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> cells;
  const auto& x = answer.x->bounds;
  const auto& y = answer.y->bounds;
  for (auto each = people.begin(); each != people.end();) {
    const auto column = place_in(x, each->first.x);
    const auto row = place_in(y, each->first.y);
    if (column && row) {
      cells[{*column, *row}] += each->second;
      each = people.erase(each);
    } else {
      ++each;
    }
  }
  for (const auto& [place, count] : cells) {
    const auto& [column, row] = place;
    answer.cells.push_back({.x_from = x[column],
                            .x_below = x[column + 1],
                            .y_from = y[row],
                            .y_below = y[row + 1],
                            .people = count});
  }
}

}  // namespace

Result<ScatterAnswer> answer(const Frame& frame, const ScatterAsked& asked) {
  TL_TRY_ASSIGN(const Two two, questions_of(frame, asked));
  TL_TRY_ASSIGN(const std::int64_t most,
                number_within(asked.points, points_default, 0, points_max, "points"));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::NumberPairs(two.x, two.y)));
  std::vector<double> x;
  std::vector<double> y;
  std::map<NumberPair, std::int64_t> people;
  for (const NumberPair& pair : counted.report().pairs()) {
    x.push_back(pair.x);
    y.push_back(pair.y);
    ++people[pair];
  }
  ScatterAnswer answer{.people = static_cast<std::int64_t>(x.size())};
  if (!x.empty()) {
    const stats::Numbers of_x = numbers_of(x);
    const stats::Numbers of_y = numbers_of(y);
    answer.x = axis_of(of_x);
    answer.y = axis_of(of_y);
    if (const auto found = stats::rank_correlation(x, y)) {
      answer.correlation = CorrelationView{
          .value = found->value, .low = found->interval.low, .high = found->interval.high};
    }
    if (people.size() > static_cast<std::size_t>(most)) {
      answer.x->bounds = bounds_of(of_x, columns);
      answer.y->bounds = bounds_of(of_y, rows);
      fill_cells(people, answer);
    }
    answer.points = points_of(people);
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const ScatterAsked& asked,
                       const ScatterCellAsked& cell) {
  TL_TRY_ASSIGN(Two two, questions_of(frame, asked));
  const auto one = [](std::optional<double> just, std::optional<double> from,
                      std::optional<double> below) {
    return just ? NumberCell{.from = just, .below = std::nextafter(*just, INFINITY)}
                : NumberCell{.from = from, .below = below};
  };
  const NumberCell x = one(cell.x, cell.x_from, cell.x_below);
  const NumberCell y = one(cell.y, cell.y_from, cell.y_below);
  return IsIn([x, y, two = std::move(two)](CustomerId customer, Line line) {
    const auto of_x = journey_engine::number_of(two.x, customer, line);
    const auto of_y = of_x ? journey_engine::number_of(two.y, customer, line) : std::nullopt;
    return of_y && x.has(*of_x) && y.has(*of_y);
  });
}

// What counts for either of the two.
Result<journey_engine::EventSet> each_counted(const Frame& frame, const ScatterAsked& asked) {
  TL_TRY_ASSIGN(auto x, frame.events(asked.x.events, "x.events"));
  TL_TRY_ASSIGN(auto y, frame.events(asked.y.events, "y.events"));
  return journey_engine::EventSet::where(
      [x = std::move(x), y = std::move(y)](CustomerId customer, const LineEvent& event) {
        return x.has(customer, event) || y.has(customer, event);
      });
}

}  // namespace throughline::journeys
