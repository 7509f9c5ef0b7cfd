// CaseMarks: a bit for each event of some columns, set where a case begins, be it a line or a
// session, and behind the last event; for the lines that are looked at. Owned by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/column_lines.h"
#include "journey_engine/session_marks.h"
#include "journey_engine/sessions.h"

namespace throughline::journey_engine {

class CaseMarks {
 public:
  // Of cases that no event always begins.
  void read(const Columns& columns, const LookedAt& looked, const CaseRule& rule);

  // Behind the word of the last event there is one more.
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }
  [[nodiscard]] std::span<const ColumnLine> lines() const { return lines_; }
  // Event 0 to the number of events.
  [[nodiscard]] bool begins(std::size_t event) const {
    return ((words_[event / 64] >> (event % 64)) & 1U) != 0;
  }
  // The first event in [first, last) that begins a case, or last.
  [[nodiscard]] std::uint32_t next(std::uint32_t first, std::uint32_t last) const {
    while (first < last && !begins(first)) {
      ++first;
    }
    return first;
  }

 private:
  void set(std::size_t event) { words_[event / 64] |= std::uint64_t{1} << (event % 64); }
  void clear(std::size_t event) { words_[event / 64] &= ~(std::uint64_t{1} << (event % 64)); }

  SessionMarks sessions_;
  std::vector<std::uint64_t> words_;
  std::vector<ColumnLine> lines_;
};

}  // namespace throughline::journey_engine
