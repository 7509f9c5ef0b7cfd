#include "stats/number_sum.h"

#include <cmath>
#include <utility>

namespace throughline::stats {

void NumberSum::add(double value) {
  std::size_t kept = 0;
  for (const double part : parts_) {
    double large = value;
    double small = part;
    if (std::abs(large) < std::abs(small)) {
      std::swap(large, small);
    }
    const double sum = large + small;
    const double lost = small - (sum - large);
    if (lost != 0) {
      parts_[kept++] = lost;
    }
    value = sum;
  }
  parts_.resize(kept);
  if (value != 0) {
    parts_.push_back(value);
  }
}

void NumberSum::merge(const NumberSum& other) {
  for (const double part : other.parts_) {
    add(part);
  }
}

double NumberSum::value() const {
  if (parts_.empty()) {
    return 0;
  }
  std::size_t place = parts_.size() - 1;
  double sum = parts_[place];
  double lost = 0;
  while (place > 0 && lost == 0) {
    const double before = sum;
    const double part = parts_[--place];
    sum = before + part;
    lost = part - (sum - before);
  }
  // Half-way between two doubles, what comes after decides.
  if (place > 0 && lost != 0 && (lost < 0) == (parts_[place - 1] < 0)) {
    const double twice = lost * 2;
    const double other = sum + twice;
    if (other - sum == twice) {
      sum = other;
    }
  }
  return sum;
}

}  // namespace throughline::stats
