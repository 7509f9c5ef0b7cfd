// SeenCodes: how many lines, of some, have each code: a byte is set for each event, and the bytes
// of a line are added up many at a time. Owned by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace throughline::journey_engine {

class SeenCodes {
 public:
  // Codes below.
  explicit SeenCodes(std::size_t codes);

  template <class Code>
  void add(std::span<const Code> line) {
    for (const Code code : line) {
      seen_[code] = 1;
    }
    end_line();
  }
  // By code.
  [[nodiscard]] std::vector<std::uint64_t> lines() const;

 private:
  void end_line();

  std::vector<std::uint8_t> seen_;  // Of the line at hand.
  std::vector<std::uint8_t> some_;  // Of lines before it.
  unsigned some_lines_ = 0;
  std::vector<std::uint64_t> lines_;  // Of all lines before those.
};

}  // namespace throughline::journey_engine
