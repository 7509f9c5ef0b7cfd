// A sum of numbers that comes out the same to the last bit in whatever order and grouping they are
// added, so that work can be split over cores: 128 bits of fixed point.
//
// Each number is cut to a multiple of 2^-56; the sum holds up to 2^70. Owned by one thread.
#pragma once

#include <cmath>

namespace throughline::stats {

class ExactSum {
 public:
  void add(double value) { scaled_ += static_cast<Wide>(std::ldexp(value, fraction_bits)); }
  void merge(const ExactSum& other) { scaled_ += other.scaled_; }
  [[nodiscard]] double value() const {
    return std::ldexp(static_cast<double>(scaled_), -fraction_bits);
  }
  bool operator==(const ExactSum&) const = default;

 private:
  __extension__ using Wide = __int128;
  static constexpr int fraction_bits = 56;
  Wide scaled_ = 0;
};

}  // namespace throughline::stats
