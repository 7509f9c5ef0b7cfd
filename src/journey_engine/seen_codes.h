// SeenCodes: how many lines, of some, have each code, and have it more than once: bytes are set for
// each event, and the bytes of a line are added up many at a time. Owned by one thread.
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
    std::uint8_t* const once = bytes_.data();
    std::uint8_t* const again = once + codes_;
    for (const Code code : line) {
      again[code] |= once[code];
      once[code] = 1;
    }
    end_line();
  }
  // By code.
  [[nodiscard]] std::vector<std::uint64_t> lines() const { return sums(0); }
  [[nodiscard]] std::vector<std::uint64_t> lines_with_two() const { return sums(codes_); }

 private:
  void end_line();
  [[nodiscard]] std::vector<std::uint64_t> sums(std::size_t from) const;

  std::size_t codes_;
  // By code once, then again.
  std::vector<std::uint8_t> bytes_;    // Of the line at hand.
  std::vector<std::uint8_t> some_;     // Of lines before it.
  std::vector<std::uint64_t> before_;  // Of all lines before those.
  unsigned some_lines_ = 0;
};

}  // namespace throughline::journey_engine
