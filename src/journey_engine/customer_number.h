// CustomerNumber: one number for each customer, made of their events or given; and what many of
// them are like. Or, instead, one for each event.
//
// Parts may be added on different threads and merged in any order; every figure is exact. Reports
// are owned by one thread at a time; their questions must outlive them.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "journey_engine/column_lines.h"
#include "journey_engine/event_set.h"
#include "journey_engine/kernel.h"
#include "journey_engine/said_numbers.h"
#include "stats/number_sample.h"

namespace throughline::journey_engine {

enum class NumberOf {
  each_event,  // What each event says: as many numbers as there are events that say one.
  events,      // How many events there are.
  sum,         // Of what the events say; so the next ones.
  mean,
  least,
  greatest,
  last,
  customer  // What is given for the customer.
};

// What an event or a customer says; nothing where that is no number. Safe to call from many
// threads.
using EventNumber = std::function<std::optional<double>(const LineEvent&)>;
// The same of all events in columns.
using NumbersSaid = std::function<std::shared_ptr<const ColumnNumbers>(const Columns&)>;
using GivenNumber = std::function<std::optional<double>(CustomerId)>;

struct NumberQuestion {
  NumberOf of = NumberOf::events;
  EventSet events = EventSet::all();
  EventNumber said = {};      // Of each_event, sum, mean, least, greatest and last.
  NumbersSaid said_of = {};   // The same, where it is known of columns.
  GivenNumber given = {};     // Of customer.
  bool zero_of_none = false;  // Of events and sum: who has none of the events has the number zero.
};

// What the events of one customer say, all together.
class NumbersTogether {
 public:
  void add(double number);
  [[nodiscard]] std::optional<double> number(const NumberQuestion& question) const;

 private:
  [[nodiscard]] std::optional<double> number(NumberOf of) const;

  stats::NumberSum sum_;
  double least_ = 0;
  double greatest_ = 0;
  double last_ = 0;
  std::uint64_t count_ = 0;
};

// Who has none of the events has no number, but as the question says. Not of each_event.
std::optional<double> number_of(const NumberQuestion& question, CustomerId customer, Line line);

// body(double) for each number of the customer.
template <class Body>
void visit_numbers(const NumberQuestion& question, CustomerId customer, Line line,
                   const Body& body) {
  if (question.of != NumberOf::each_event) {
    if (const auto number = number_of(question, customer, line)) {
      body(*number);
    }
    return;
  }
  for (const LineEvent& event : line) {
    if (question.events.has(customer, event)) {
      if (const auto number = question.said(event)) {
        body(*number);
      }
    }
  }
}

// Of all of these.
Kernel number_kernel(std::initializer_list<const NumberQuestion*> questions);

// What the numbers are like, all together.
class NumberReport {
 public:
  explicit NumberReport(const NumberQuestion& question) : question_(&question) {}
  void add(CustomerId customer, Line line);
  void merge(const NumberReport& other);
  [[nodiscard]] Kernel kernel() const { return number_kernel({question_}); }
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are; so below.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  [[nodiscard]] stats::Numbers numbers() const { return sample_.numbers(); }
  [[nodiscard]] std::uint64_t events() const { return events_; }        // That count.
  [[nodiscard]] std::uint64_t customers() const { return customers_; }  // With a number.
  // Events that say no number, or customers with events that count and no number.
  [[nodiscard]] std::uint64_t without() const { return without_; }

 private:
  void add_found(std::uint64_t events, std::uint64_t numbers);
  std::uint64_t add_each(const Columns& columns, const LookedAt& looked);

  const NumberQuestion* question_;
  stats::NumberSample sample_;
  std::uint64_t events_ = 0;
  std::uint64_t customers_ = 0;
  std::uint64_t without_ = 0;
};

// How many customers have a number below the first bound, in each of [bounds[i], bounds[i + 1]),
// and from the last one on.
class NumberBins {
 public:
  NumberBins(const NumberQuestion& question, std::span<const double> bounds)
      : question_(&question), bounds_(bounds), customers_(bounds.size() + 1) {}
  void add(CustomerId customer, Line line);
  void merge(const NumberBins& other);
  [[nodiscard]] Kernel kernel() const { return number_kernel({question_}); }
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  [[nodiscard]] const std::vector<std::uint64_t>& customers() const { return customers_; }

 private:
  [[nodiscard]] std::size_t bin_of(double number) const;

  const NumberQuestion* question_;
  std::span<const double> bounds_;
  std::vector<std::uint64_t> customers_;
  std::vector<bool> met_;  // By the customer that is looked at.
};

// [from, below); without either, however small or large.
struct NumberCell {
  std::optional<double> from = {};
  std::optional<double> below = {};
  [[nodiscard]] bool has(double number) const {
    return (!from || number >= *from) && (!below || number < *below);
  }
};
bool is_in(const NumberCell& cell, const NumberQuestion& question, CustomerId customer, Line line);

// Two numbers of each customer who has both.
struct NumberPair {
  double x = 0;
  double y = 0;
  auto operator<=>(const NumberPair&) const = default;
};
class NumberPairs {
 public:
  NumberPairs(const NumberQuestion& x, const NumberQuestion& y) : x_(&x), y_(&y) {}
  void add(CustomerId customer, Line line);
  void merge(const NumberPairs& other);
  [[nodiscard]] Kernel kernel() const { return number_kernel({x_, y_}); }
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  [[nodiscard]] const std::vector<NumberPair>& pairs() const { return pairs_; }  // In any order.

 private:
  const NumberQuestion* x_;
  const NumberQuestion* y_;
  std::vector<NumberPair> pairs_;
};

}  // namespace throughline::journey_engine
