#include "stats/mean_difference.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace throughline::stats {

void Group::add(double number) {
  ++count_;
  if (number != 0) {
    sum_.add(number);
    squares_.add(number * number);
  }
}

void Group::merge(const Group& other) {
  count_ += other.count_;
  sum_.merge(other.sum_);
  squares_.merge(other.squares_);
}

Group Group::without(const Group& part) const {
  Group rest;
  rest.count_ = count_ - part.count_;
  if (rest.count_ > 0) {
    rest.sum_.add(sum_.value());
    rest.sum_.add(-part.sum_.value());
    rest.squares_.add(squares_.value());
    rest.squares_.add(-part.squares_.value());
  }
  return rest;
}

double Group::mean() const {
  return count_ == 0 ? 0 : sum_.value() / static_cast<double>(count_);
}

double Group::variance() const {
  if (count_ < 2) {
    return 0;
  }
  const auto size = static_cast<double>(count_);
  const double sum = sum_.value();
  return std::max(0.0, (squares_.value() - sum * sum / size) / (size - 1));
}

MeanDifference mean_difference(const Group& first, const Group& second, double confidence) {
  MeanDifference found = {.value = first.mean() - second.mean()};
  if (first.count() < 2 || second.count() < 2) {
    return found;
  }
  const auto squared_error = [](const Group& group) {
    return group.variance() / static_cast<double>(group.count());
  };
  const double one = squared_error(first);
  const double other = squared_error(second);
  const double error = std::sqrt(one + other);
  if (error == 0) {
    return found;
  }
  const auto share = [](double part, const Group& group) {
    return part * part / static_cast<double>(group.count() - 1);
  };
  const double freedom = (one + other) * (one + other) / (share(one, first) + share(other, second));
  const boost::math::students_t student(freedom);
  const double width = boost::math::quantile(student, 0.5 + confidence / 2) * error;
  found.interval = Interval{found.value - width, found.value + width};
  found.p = 2 * boost::math::cdf(boost::math::complement(student, std::abs(found.value) / error));
  return found;
}

}  // namespace throughline::stats
