// EventCondition: a condition over the properties of an event, made ready for many rows.
//
// The tests are tried once against each value of a property's dictionary, and then by number.
// Immutable; safe to read from many threads. What a row without properties means, and all
// comparisons, are those of the condition room.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "condition/condition.h"
#include "journey_engine/property_column.h"

namespace throughline::journeys {

// What a property says in every row.
using ReadProperty =
    std::function<Result<journey_engine::PropertyView>(const std::string& property)>;

class EventCondition {
 public:
  // Error::invalid where the condition asks for more than what one event says, or compares what the
  // property never is; and what `read_property` answers.
  static Result<EventCondition> make(const condition::Condition& condition,
                                     const ReadProperty& read_property, Time now);

  [[nodiscard]] bool holds(std::uint64_t row) const { return node_->holds(row); }
  // Of each row, 1 or 0. As many of both.
  void hold(std::span<const std::uint64_t> rows, std::span<std::uint8_t> holds) const {
    node_->hold(rows, holds);
  }

  // One part of the tree.
  class Node {
   public:
    Node() = default;
    virtual ~Node() = default;
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    [[nodiscard]] virtual bool holds(std::uint64_t row) const = 0;
    virtual void hold(std::span<const std::uint64_t> rows, std::span<std::uint8_t> holds) const = 0;
  };

 private:
  explicit EventCondition(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

}  // namespace throughline::journeys
