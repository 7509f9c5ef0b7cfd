#include "journey_engine/trace_sample.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace throughline::journey_engine {
namespace {

// One to one, so that no two people are in one place (the finaliser of splitmix64).
std::uint64_t place_of(CustomerId customer) {
  auto mixed = static_cast<std::uint64_t>(customer.value) + 0x9e37'79b9'7f4a'7c15U;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d0'49bb'1331'11ebU;
  return mixed ^ (mixed >> 31U);
}

bool keep_first(std::vector<Trace>& traces, std::size_t steps) {
  for (std::size_t i = 0; i < traces.size(); ++i) {
    if (traces[i].size() > steps) {
      traces[i].resize(steps);
      traces.resize(steps == 0 ? i : i + 1);
      return true;
    }
    steps -= traces[i].size();
  }
  return false;
}

}  // namespace

void TraceSample::add(CustomerId customer, Line line) {
  if (std::none_of(line.begin(), line.end(), [&](const LineEvent& event) {
        return rule_.events.has(customer, event) &&
               (!rule_.node || rule_.node(customer, event) != no_value);
      })) {
    return;
  }
  ++customers_;
  const std::uint64_t place = place_of(customer);
  if (people_max_ == 0 || (people_.size() == people_max_ && place > people_.rbegin()->first)) {
    return;
  }
  SampledPerson person{.customer = customer, .traces = find_traces(rule_, customer, line)};
  person.cut = keep_first(person.traces, steps_max_);
  people_.emplace(place, std::move(person));
  drop_surplus();
}

void TraceSample::merge(const TraceSample& other) {
  customers_ += other.customers_;
  people_.insert(other.people_.begin(), other.people_.end());
  drop_surplus();
}

void TraceSample::drop_surplus() {
  while (people_.size() > people_max_) {
    people_.erase(std::prev(people_.end()));
  }
}

}  // namespace throughline::journey_engine
