#include "journey_engine/funnel_instant.h"

#include <algorithm>
#include <array>
#include <bit>

namespace throughline::journey_engine {
namespace {

// Augmenting paths (Kuhn): a step takes an event that is free, or whose step can take another.
class Matching {
 public:
  explicit Matching(std::span<const std::uint32_t> marks)
      : marks_(marks), step_of_(marks.size(), none) {}

  bool add(unsigned step) {
    tried_.assign(marks_.size(), false);
    return place(step);
  }

 private:
  static constexpr unsigned none = 0xff;

  bool place(unsigned step) {
    for (std::size_t event = 0; event < marks_.size(); ++event) {
      if (((marks_[event] >> step) & 1U) == 0 || tried_[event]) {
        continue;
      }
      tried_[event] = true;
      if (step_of_[event] == none || place(step_of_[event])) {
        step_of_[event] = step;
        return true;
      }
    }
    return false;
  }

  std::span<const std::uint32_t> marks_;
  std::vector<unsigned> step_of_;
  std::vector<bool> tried_;
};

// Of many events at one instant, as many of each step as could ever be wanted: others can take at
// most steps - 1 of them.
std::vector<std::uint32_t> thinned(std::span<const std::uint32_t> marks, unsigned steps) {
  std::vector<std::uint32_t> kept;
  std::array<unsigned, funnel_steps_max> seen = {};
  for (const std::uint32_t mark : marks) {
    bool wanted = false;
    for (std::uint32_t left = mark; left != 0; left &= left - 1) {
      const auto step = static_cast<std::size_t>(std::countr_zero(left));
      wanted = wanted || seen.at(step) < steps;
      ++seen.at(step);
    }
    if (wanted) {
      kept.push_back(mark);
    }
  }
  return kept;
}

constexpr std::size_t many = 64;

template <class Function>
auto with_few(std::span<const std::uint32_t> marks, unsigned steps, Function function) {
  if (marks.size() <= many) {
    return function(marks);
  }
  const std::vector<std::uint32_t> few = thinned(marks, steps);
  return function(std::span<const std::uint32_t>(few));
}

std::uint32_t lowest_bits(unsigned count) {
  return (std::uint32_t{1} << count) - 1;
}

void add_event(FunnelInstants& found, std::int64_t at_ms, const EventMarks& marks,
               std::uint32_t entries, std::size_t index) {
  if (found.instants.empty() || found.instants.back().at_ms != at_ms) {
    found.instants.push_back(
        {.at_ms = at_ms, .first = index, .begin = found.marks.size(), .end = found.marks.size()});
  }
  FunnelInstant& instant = found.instants.back();
  if ((instant.steps & entries) == 0 && (marks.steps & entries) != 0) {
    instant.first = index;
  }
  instant.steps |= marks.steps;
  instant.exclusions |= marks.exclusions;
  found.marks.push_back(marks.steps);
  instant.end = found.marks.size();
}

}  // namespace

void add_instant(FunnelInstants& found, const FunnelDefinition& definition, std::int64_t at_ms,
                 EventMarks marks, std::size_t index) {
  const std::uint32_t entries =
      definition.order == FunnelOrder::any_order ? 0xffff'ffff : std::uint32_t{1};
  marks.steps &= lowest_bits(definition.steps);
  marks.exclusions &= lowest_bits(static_cast<unsigned>(definition.exclusions.size()));
  if (marks.steps != 0 || marks.exclusions != 0 ||
      (definition.order == FunnelOrder::strict_next && marks.considered)) {
    add_event(found, at_ms, marks, entries, index);
  }
}

FunnelInstants find_instants(const FunnelDefinition& definition, CustomerId customer, Line line) {
  FunnelInstants found;
  for (std::size_t i = 0; i < line.size(); ++i) {
    add_instant(found, definition, line[i].at_ms, definition.matcher(customer, line[i]), i);
  }
  return found;
}

std::size_t entry_at(const FunnelInstants& found, std::int64_t at_ms) {
  const auto instant = std::lower_bound(
      found.instants.begin(), found.instants.end(), at_ms,
      [](const FunnelInstant& left, std::int64_t right) { return left.at_ms < right; });
  return instant->first;
}

unsigned longest_run(std::span<const std::uint32_t> marks, unsigned from, unsigned steps) {
  if (marks.size() == 1) {
    return from < steps ? (marks[0] >> from) & 1U : 0;
  }
  return with_few(marks, steps, [&](std::span<const std::uint32_t> few) {
    Matching matching(few);
    unsigned run = 0;
    while (from + run < steps && matching.add(from + run)) {
      ++run;
    }
    return run;
  });
}

unsigned most_steps(std::span<const std::uint32_t> marks, unsigned steps) {
  return with_few(marks, steps, [&](std::span<const std::uint32_t> few) {
    Matching matching(few);
    unsigned most = 0;
    for (unsigned step = 0; step < steps; ++step) {
      most += matching.add(step) ? 1 : 0;
    }
    return most;
  });
}

}  // namespace throughline::journey_engine
