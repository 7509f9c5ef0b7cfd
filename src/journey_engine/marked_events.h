// MarkedEvents: the marked events of some columns, one behind the other, so that who follows them
// need not look for bits.
//
// Owned by one thread; its memory is used again for the next columns.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/code_marks.h"

namespace throughline::journey_engine {

class MarkedEvents {
 public:
  void read(const Marks& marks);

  // Ascending; behind them stands one that is higher than any event.
  [[nodiscard]] const std::uint32_t* events() const { return events_.data(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  // The place of the first one that is not before this event.
  [[nodiscard]] std::uint32_t place_of(std::size_t event) const {
    const std::size_t word = event / 64;
    const std::uint64_t before = words_[word] & ((std::uint64_t{1} << (event % 64)) - 1);
    return before_[word] + static_cast<std::uint32_t>(std::popcount(before));
  }

 private:
  std::vector<std::uint32_t> events_;
  std::vector<std::uint64_t> words_;   // The marks as they were, and one more.
  std::vector<std::uint32_t> before_;  // By word, how many there are before it.
  std::size_t size_ = 0;
};

}  // namespace throughline::journey_engine
