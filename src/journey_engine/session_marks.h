// SessionMarks: a bit for each event of some columns, set where it comes more than a time after the
// event before it.
//
// Whole seconds are compared with vector instructions; milliseconds are read only where the seconds
// do not decide. It says nothing of the first event of a customer, nor of customers with far times.
// Pure; safe to call from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

class SessionMarks {
 public:
  void read(const Columns& columns, std::int64_t timeout_ms);

  [[nodiscard]] bool begins(std::size_t event) const {
    return ((words_[event / 64] >> (event % 64)) & 1U) != 0;
  }
  // The first event in [first, last) that begins a session, or last.
  [[nodiscard]] std::uint32_t next(std::uint32_t first, std::uint32_t last) const;
  // Event e has the bit e % 64 of the word e / 64.
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace throughline::journey_engine
