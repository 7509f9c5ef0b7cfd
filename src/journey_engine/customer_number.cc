#include "journey_engine/customer_number.h"

#include <algorithm>

namespace throughline::journey_engine {
namespace {

// What the events of one customer say, all together.
class Said {
 public:
  void add(double number) {
    sum_.add(number);
    least_ = count_ == 0 ? number : std::min(least_, number);
    greatest_ = count_ == 0 ? number : std::max(greatest_, number);
    last_ = number;
    ++count_;
  }
  [[nodiscard]] std::optional<double> number(NumberOf of) const {
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

 private:
  stats::NumberSum sum_;
  double least_ = 0;
  double greatest_ = 0;
  double last_ = 0;
  std::uint64_t count_ = 0;
};

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

std::optional<double> number_of(const NumberQuestion& question, CustomerId customer, Line line) {
  const std::optional<double> none = question.zero_of_none ? std::optional(0.0) : std::nullopt;
  if (question.of == NumberOf::events) {
    const std::uint64_t events = events_in(question, customer, line);
    return events == 0 ? none : std::optional(static_cast<double>(events));
  }
  if (question.of == NumberOf::customer) {
    return events_in(question, customer, line) == 0 ? std::nullopt : question.given(customer);
  }
  Said said;
  for (const LineEvent& event : line) {
    if (question.events.has(customer, event)) {
      if (const auto number = question.said(event)) {
        said.add(*number);
      }
    }
  }
  const auto number = within_bounds(said.number(question.of));
  return number || question.of != NumberOf::sum ? number : none;
}

void NumberReport::add(CustomerId customer, Line line) {
  std::uint64_t found = 0;
  visit_numbers(*question_, customer, line, [&](double number) {
    sample_.add(number);
    ++found;
  });
  const std::uint64_t events = events_in(*question_, customer, line);
  events_ += events;
  customers_ += found > 0 ? 1 : 0;
  if (question_->of == NumberOf::each_event) {
    without_ += events - found;
  } else if (events > 0 && found == 0) {
    ++without_;
  }
}

void NumberReport::merge(const NumberReport& other) {
  sample_.merge(other.sample_);
  events_ += other.events_;
  customers_ += other.customers_;
  without_ += other.without_;
}

void NumberBins::add(CustomerId customer, Line line) {
  met_.assign(customers_.size(), false);
  visit_numbers(*question_, customer, line, [&](double number) {
    const auto above = std::upper_bound(bounds_.begin(), bounds_.end(), number);
    const auto bin = static_cast<std::size_t>(above - bounds_.begin());
    if (!met_[bin]) {
      met_[bin] = true;
      ++customers_[bin];
    }
  });
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

void NumberPairs::merge(const NumberPairs& other) {
  pairs_.insert(pairs_.end(), other.pairs_.begin(), other.pairs_.end());
}

}  // namespace throughline::journey_engine
