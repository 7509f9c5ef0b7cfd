#include "journey_engine/customer_number.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "journey_engine/number_columns.h"

namespace throughline::journey_engine {
namespace {

std::uint64_t events_in(const NumberQuestion& question, CustomerId customer, Line line) {
  return static_cast<std::uint64_t>(
      std::count_if(line.begin(), line.end(),
                    [&](const LineEvent& event) { return question.events.has(customer, event); }));
}

// A sum may grow beyond what numbers are kept for.
std::optional<double> within_bounds(std::optional<double> number) {
  return number && *number >= -stats::number_max && *number <= stats::number_max ? number
                                                                                 : std::nullopt;
}

}  // namespace

void NumbersTogether::add(double number) {
  sum_.add(number);
  least_ = count_ == 0 ? number : std::min(least_, number);
  greatest_ = count_ == 0 ? number : std::max(greatest_, number);
  last_ = number;
  ++count_;
}

std::optional<double> NumbersTogether::number(NumberOf of) const {
  if (count_ == 0) {
    return std::nullopt;
  }
  switch (of) {
    case NumberOf::sum:
      return sum_.value();
    case NumberOf::mean:
      return sum_.value() / static_cast<double>(count_);
    case NumberOf::least:
      return least_;
    case NumberOf::greatest:
      return greatest_;
    default:
      return last_;
  }
}

std::optional<double> NumbersTogether::number(const NumberQuestion& question) const {
  const auto number = within_bounds(this->number(question.of));
  const bool may_be_zero = question.of == NumberOf::sum && question.zero_of_none;
  return number || !may_be_zero ? number : std::optional(0.0);
}

std::optional<double> number_of(const NumberQuestion& question, CustomerId customer, Line line) {
  const std::optional<double> none = question.zero_of_none ? std::optional(0.0) : std::nullopt;
  if (question.of == NumberOf::events) {
    const std::uint64_t events = events_in(question, customer, line);
    return events == 0 ? none : std::optional(static_cast<double>(events));
  }
  if (question.of == NumberOf::customer) {
    return events_in(question, customer, line) == 0 ? std::nullopt : question.given(customer);
  }
  NumbersTogether said;
  for (const LineEvent& event : line) {
    if (question.events.has(customer, event)) {
      if (const auto number = question.said(event)) {
        said.add(*number);
      }
    }
  }
  return said.number(question);
}

void NumberReport::add(CustomerId customer, Line line) {
  std::uint64_t found = 0;
  visit_numbers(*question_, customer, line, [&](double number) {
    sample_.add(number);
    ++found;
  });
  add_found(events_in(*question_, customer, line), found);
}

void NumberReport::add_found(std::uint64_t events, std::uint64_t numbers) {
  events_ += events;
  customers_ += numbers > 0 ? 1 : 0;
  if (question_->of == NumberOf::each_event) {
    without_ += events - numbers;
  } else if (events > 0 && numbers == 0) {
    ++without_;
  }
}

Kernel number_kernel(std::initializer_list<const NumberQuestion*> questions) {
  for (const NumberQuestion* const question : questions) {
    if (std::string because = why_no_columns(*question); !because.empty()) {
      return lines_kernel(std::move(because));
    }
  }
  return vector_kernel("number_columns");
}

std::uint64_t NumberReport::add(const Columns& columns, const LookedAt& looked) {
  if (question_->of == NumberOf::each_event) {
    return add_each(columns, looked);
  }
  std::uint64_t customers = 0;
  NumberColumns numbers(*question_);
  numbers.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    const NumberColumns::Found found = numbers.find(line);
    if (found.number) {
      sample_.add(*found.number);
    }
    add_found(found.events, found.number ? 1 : 0);
  });
  return customers;
}

// Where numbers are few they are counted by their codes.
std::uint64_t NumberReport::add_each(const Columns& columns, const LookedAt& looked) {
  std::uint64_t customers = 0;
  NumberColumns numbers(*question_);
  numbers.read(columns);
  const ColumnNumbers& said = numbers.said();
  if (!said.are_few()) {
    visit_lines(columns, looked, [&](const ColumnLine& line) {
      ++customers;
      std::uint64_t events = 0;
      std::uint64_t found = 0;
      numbers.visit(line, [&](std::size_t event) {
        ++events;
        if (const double number = said.at(event); !std::isnan(number)) {
          sample_.add(number);
          ++found;
        }
      });
      add_found(events, found);
    });
    return customers;
  }
  std::vector<std::uint32_t> counts(said.numbers().size());
  said.with_codes([&](const auto* codes) {
    visit_lines(columns, looked, [&](const ColumnLine& line) {
      ++customers;
      std::uint64_t events = 0;
      const std::uint64_t without = counts[ColumnNumbers::none];
      numbers.visit(line, [&](std::size_t event) {
        ++events;
        ++counts[codes[event]];
      });
      add_found(events, events - (counts[ColumnNumbers::none] - without));
    });
  });
  for (std::size_t code = ColumnNumbers::none + 1; code < counts.size(); ++code) {
    sample_.add(said.numbers()[code], counts[code]);
  }
  return customers;
}

void NumberReport::merge(const NumberReport& other) {
  sample_.merge(other.sample_);
  events_ += other.events_;
  customers_ += other.customers_;
  without_ += other.without_;
}

std::size_t NumberBins::bin_of(double number) const {
  return static_cast<std::size_t>(std::upper_bound(bounds_.begin(), bounds_.end(), number) -
                                  bounds_.begin());
}

void NumberBins::add(CustomerId customer, Line line) {
  met_.assign(customers_.size(), false);
  visit_numbers(*question_, customer, line, [&](double number) {
    const std::size_t bin = bin_of(number);
    if (!met_[bin]) {
      met_[bin] = true;
      ++customers_[bin];
    }
  });
}

std::uint64_t NumberBins::add(const Columns& columns, const LookedAt& looked) {
  std::uint64_t customers = 0;
  NumberColumns numbers(*question_);
  numbers.read(columns);
  if (question_->of != NumberOf::each_event) {
    visit_lines(columns, looked, [&](const ColumnLine& line) {
      ++customers;
      if (const auto number = numbers.find(line).number) {
        ++customers_[bin_of(*number)];
      }
    });
    return customers;
  }
  const ColumnNumbers& said = numbers.said();
  // Which customer was counted last in each bin; behind them, what no bin is for.
  const std::size_t no_bin = customers_.size();
  std::vector<std::uint64_t> counted(customers_.size() + 1);
  std::vector<std::uint32_t> last(customers_.size() + 1);
  const auto add_lines = [&](const auto& bin_at) {
    visit_lines(columns, looked, [&](const ColumnLine& line) {
      ++customers;
      const auto now = static_cast<std::uint32_t>(line.customer + 1);
      numbers.visit(line, [&](std::size_t event) {
        const std::size_t bin = bin_at(event);
        counted[bin] += last[bin] == now ? 0 : 1;
        last[bin] = now;
      });
    });
  };
  if (said.are_few()) {
    std::vector<std::uint16_t> bins;
    for (const double number : said.numbers()) {
      bins.push_back(static_cast<std::uint16_t>(std::isnan(number) ? no_bin : bin_of(number)));
    }
    said.with_codes([&](const auto* codes) {
      add_lines([&](std::size_t event) { return bins[codes[event]]; });
    });
  } else {
    add_lines([&](std::size_t event) {
      const double number = said.at(event);
      return std::isnan(number) ? no_bin : bin_of(number);
    });
  }
  for (std::size_t bin = 0; bin < customers_.size(); ++bin) {
    customers_[bin] += counted[bin];
  }
  return customers;
}

void NumberBins::merge(const NumberBins& other) {
  for (std::size_t bin = 0; bin < customers_.size(); ++bin) {
    customers_[bin] += other.customers_[bin];
  }
}

bool is_in(const NumberCell& cell, const NumberQuestion& question, CustomerId customer, Line line) {
  bool found = false;
  visit_numbers(question, customer, line,
                [&](double number) { found = found || cell.has(number); });
  return found;
}

void NumberPairs::add(CustomerId customer, Line line) {
  const auto x = number_of(*x_, customer, line);
  const auto y = x ? number_of(*y_, customer, line) : std::nullopt;
  if (x && y) {
    pairs_.push_back({.x = *x, .y = *y});
  }
}

std::uint64_t NumberPairs::add(const Columns& columns, const LookedAt& looked) {
  std::uint64_t customers = 0;
  NumberColumns xs(*x_);
  NumberColumns ys(*y_);
  xs.read(columns);
  ys.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    const auto x = xs.find(line).number;
    const auto y = x ? ys.find(line).number : std::nullopt;
    if (x && y) {
      pairs_.push_back({.x = *x, .y = *y});
    }
  });
  return customers;
}

void NumberPairs::merge(const NumberPairs& other) {
  pairs_.insert(pairs_.end(), other.pairs_.begin(), other.pairs_.end());
}

}  // namespace throughline::journey_engine
