// TraceSample: the cases of some of the people, chosen by a hash of their ids: the same people of
// the same lines every time, whatever thread met them, and a larger sample has all of a smaller
// one.
//
// Parts may be added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "journey_engine/trace.h"

namespace throughline::journey_engine {

struct SampledPerson {
  CustomerId customer = {};
  std::vector<Trace> traces = {};  // In the order of the line.
  bool cut = false;                // There is more than was kept.
};

class TraceSample {
 public:
  // The rule must outlive the sample. Of each person the first `steps_max` steps are kept.
  TraceSample(const TraceRule& rule, std::size_t people_max, std::size_t steps_max)
      : rule_(rule), people_max_(people_max), steps_max_(steps_max) {}

  void add(CustomerId customer, Line line);
  void merge(const TraceSample& other);

  // With a step, in the sample or not.
  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  // By the hash of their ids.
  [[nodiscard]] const std::map<std::uint64_t, SampledPerson>& people() const { return people_; }

 private:
  void drop_surplus();

  const TraceRule& rule_;
  std::size_t people_max_;
  std::size_t steps_max_;
  std::uint64_t customers_ = 0;
  std::map<std::uint64_t, SampledPerson> people_;
};

}  // namespace throughline::journey_engine
