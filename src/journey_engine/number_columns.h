// NumberColumns: the numbers of customers in columns, the same as number_of of their lines.
//
// What events say is read in the order of the columns. Where it is few numbers, a number is known
// by its code there, so that what a number means is looked up once for a block. Owned by one
// thread; the question must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "journey_engine/counted_events.h"
#include "journey_engine/customer_number.h"
#include "journey_engine/said_numbers.h"

namespace throughline::journey_engine {

// Why columns do not answer; empty if they do.
std::string why_no_columns(const NumberQuestion& question);

class NumberColumns {
 public:
  explicit NumberColumns(const NumberQuestion& question)
      : question_(&question), counted_(question.events) {}

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);

  struct Found {
    std::optional<double> number = {};
    std::uint64_t events = 0;  // That count.
  };
  // Not of each_event.
  [[nodiscard]] Found find(const ColumnLine& line) const;

  // Of each_event.
  [[nodiscard]] const ColumnNumbers& said() const { return *said_; }
  // body(event), those that count, in the order of the line.
  template <class Body>
  void visit(const ColumnLine& line, const Body& body) const {
    counted_.visit(line, body);
  }

 private:
  [[nodiscard]] Found of_whole(const ColumnLine& line) const;
  [[nodiscard]] Found of_any(const ColumnLine& line) const;
  [[nodiscard]] std::optional<double> none() const {
    return question_->zero_of_none ? std::optional(0.0) : std::nullopt;
  }

  const NumberQuestion* question_;
  const Columns* columns_ = nullptr;
  CountedEvents counted_;
  std::shared_ptr<const ColumnNumbers> said_;
};

}  // namespace throughline::journey_engine
