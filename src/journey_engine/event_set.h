// EventSet: some of the events of a line, by their names and, where that is not enough, by a test.
//
// Queries are given sets of events; what an event's code and properties mean is the business of
// those who build the sets. Immutable while a query runs, and read by many threads at once, so a
// test must be safe to call from any of them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

using EventTest = std::function<bool(CustomerId, const LineEvent&)>;
// The same of many rows at once, where nothing else decides: whether it holds for each.
using RowsTest = std::function<void(std::span<const std::uint64_t>, std::span<std::uint8_t>)>;

class EventSet {
 public:
  // None.
  EventSet() = default;
  static EventSet all();
  // Those with one of these codes for which the test, if there is one, holds.
  explicit EventSet(std::span<const std::uint32_t> codes, EventTest test = {},
                    RowsTest rows_test = {});
  EventSet(std::initializer_list<std::uint32_t> codes, EventTest test = {});
  // Those of any code for which the test holds.
  static EventSet where(EventTest test);

  [[nodiscard]] bool has(CustomerId customer, const LineEvent& event) const {
    return may_have(event.code) && (!test_ || test_(customer, event));
  }
  [[nodiscard]] bool may_have(std::uint32_t code) const {
    return any_code_ ||
           (code / 64 < codes_.size() && ((codes_[code / 64] >> (code % 64)) & 1U) != 0);
  }
  [[nodiscard]] bool has_test() const { return test_ != nullptr; }
  // For an event whose code is one of the set's.
  [[nodiscard]] bool passes(CustomerId customer, const LineEvent& event) const {
    return !test_ || test_(customer, event);
  }
  // Null where events must be tested one by one.
  [[nodiscard]] const RowsTest& rows_test() const { return rows_test_; }
  [[nodiscard]] bool is_any_code() const { return any_code_; }
  // Whether no event at all is in it, whatever the test.
  [[nodiscard]] bool is_none() const { return !any_code_ && codes_.empty(); }
  // A bit per code; codes beyond are not in the set. Empty where it is any code.
  [[nodiscard]] std::span<const std::uint64_t> code_bits() const { return codes_; }

 private:
  bool any_code_ = false;
  std::vector<std::uint64_t> codes_;  // A bit per code.
  EventTest test_;
  RowsTest rows_test_;
};

// A value by which results are broken down, or the node that an event is in a map or a path: a code
// of the caller's own. no_value stands for having none.
using Value = std::uint32_t;
constexpr Value no_value = 0xffff'ffff;
using ValueOf = std::function<Value(CustomerId, const LineEvent&)>;

}  // namespace throughline::journey_engine
