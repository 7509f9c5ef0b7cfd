// SaidNumbers: the numbers that a property says, event by event in the order of columns.
//
// A property lies in the order of the record, so what the events of one line say is far apart. A
// block never changes, so for each the numbers are gathered once, by whoever asks first, and kept
// as long as the block and the property are: one or two bytes for an event where its numbers are
// few, eight where they are many. The same with the customers of a shard that changed, until others
// do. Safe to call from many threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/guarded.h"
#include "journey_engine/block.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

class PropertyView;

// What the row says, where that is a number that is kept (stats::number_max).
std::optional<double> number_said(const PropertyView& property, std::uint64_t row);

// Immutable.
class ColumnNumbers {
 public:
  ColumnNumbers(const Columns& columns, const PropertyView& property);
  // The same, where it is known of the block that columns.runs lie in.
  ColumnNumbers(const Columns& columns, const PropertyView& property, const ColumnNumbers& block);

  static constexpr std::uint32_t none = 0;
  // Whether each event has one of a few numbers: then by codes, of which none stands for no number.
  [[nodiscard]] bool are_few() const { return !numbers_.empty(); }
  [[nodiscard]] std::span<const double> numbers() const { return numbers_; }  // By code.
  [[nodiscard]] std::uint32_t code(std::size_t event) const {
    return codes8_.empty() ? codes16_[event] : codes8_[event];
  }
  // Of few or many; NaN for none.
  [[nodiscard]] double at(std::size_t event) const {
    return are_few() ? numbers_[code(event)] : all_[event];
  }
  // Whether all are whole and less than 2^31 from zero.
  [[nodiscard]] bool are_whole() const { return whole_; }
  [[nodiscard]] std::size_t bytes() const {
    return codes8_.size() + codes16_.size() * 2 + (numbers_.size() + all_.size()) * 8;
  }
  // body(event's code) for few, with whichever width they have.
  template <class Body>
  void with_codes(const Body& body) const {
    if (codes8_.empty()) {
      body(codes16_.data());
    } else {
      body(codes8_.data());
    }
  }

 private:
  void read(const Columns& columns, const PropertyView& property, std::size_t first,
            std::size_t last);
  void copy(const ColumnNumbers& block, const Columns::Run& run);
  void encode();

  std::vector<double> all_;  // By event, unless there are few.
  std::vector<double> numbers_;
  std::vector<std::uint8_t> codes8_;
  std::vector<std::uint16_t> codes16_;
  bool whole_ = true;
};

// Those of the blocks and overlays that were asked for.
class SaidNumbers {
 public:
  // Of changed customers, what lies in a block is copied from there.
  std::shared_ptr<const ColumnNumbers> of(const Columns& columns, const PropertyView& property);
  // Lets go of those whose block or overlay is gone.
  void tidy();
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  using Owner = std::shared_ptr<const void>;  // A block or an overlay.
  using Numbers = std::shared_ptr<const ColumnNumbers>;
  template <class Make>
  Numbers kept_of(const Owner& owner, const Make& make);

  struct Kept {
    std::weak_ptr<const void> owner;
    Numbers numbers;
  };
  Guarded<std::map<const void*, Kept>> kept_;
  std::atomic<std::size_t> bytes_ = 0;
};

}  // namespace throughline::journey_engine
