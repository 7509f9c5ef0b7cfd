// Marks: a bit for each event of some columns, set where its code is in a set.
//
// The first thing that kernels do, and the only one that looks at every event: with vector
// instructions, the best that the processor has (chosen when the program runs, by Highway). What an
// event's test says is not in the marks. Pure; safe to call from many threads.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "journey_engine/event_set.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

// Event e has the bit e % 64 of the word e / 64.
class Marks {
 public:
  // Of all events of the columns.
  void read(const Columns& columns, const EventSet& set);
  // Leaves those for which the set's test of rows holds.
  void narrow(const Columns& columns, const EventSet& set);

  // These too.
  void add(const Marks& others);
  // Takes away those that are in `from` but not in `left`.
  void remove(const Marks& from, const Marks& left);

  static constexpr std::size_t none = ~std::size_t{0};
  [[nodiscard]] bool has(std::size_t event) const {
    return ((words_[event / 64] >> (event % 64)) & 1U) != 0;
  }
  void clear(std::size_t event) { words_[event / 64] &= ~(std::uint64_t{1} << (event % 64)); }
  // The first marked event in [first, last), or none.
  [[nodiscard]] std::size_t next(std::size_t first, std::size_t last) const {
    for (std::size_t word = first / 64; word * 64 < last; ++word) {
      const std::uint64_t from =
          word == first / 64 ? ~std::uint64_t{0} << (first % 64) : ~std::uint64_t{0};
      if (const std::uint64_t left = words_[word] & from; left != 0) {
        const std::size_t event = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
        return event < last ? event : none;
      }
    }
    return none;
  }
  // The last marked event in [first, last), or none.
  [[nodiscard]] std::size_t previous(std::size_t first, std::size_t last) const {
    if (first >= last) {
      return none;
    }
    for (std::size_t word = (last - 1) / 64;; --word) {
      const std::uint64_t until =
          word == (last - 1) / 64 ? ~std::uint64_t{0} >> (63 - (last - 1) % 64) : ~std::uint64_t{0};
      if (const std::uint64_t left = words_[word] & until; left != 0) {
        const std::size_t event = word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(left));
        return event >= first ? event : none;
      }
      if (word == first / 64) {
        return none;
      }
    }
  }
  [[nodiscard]] std::uint64_t word(std::size_t index) const { return words_[index]; }
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::vector<std::uint64_t> words_;
};

// Which instructions are used here, such as AVX3.
std::string vector_instructions();

}  // namespace throughline::journey_engine
