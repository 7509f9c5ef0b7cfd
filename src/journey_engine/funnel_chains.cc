#include "journey_engine/funnel_chains.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace throughline::journey_engine {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();

// Times that a clock can tell are far from overflow; these need not be.
bool within(std::int64_t from_ms, std::int64_t to_ms, std::int64_t window_ms) {
  return window_ms == no_window || to_ms - from_ms <= window_ms;
}

}  // namespace

FunnelChains::FunnelChains(const FunnelDefinition& definition)
    : definition_(definition),
      stride_(definition.steps + 1),
      times_(stride_ * stride_),
      has_(stride_),
      holds_(stride_),
      reach_(stride_),
      passed_(definition.exclusions.size(), never) {
  clear();
}

void FunnelChains::clear() {
  std::fill(has_.begin(), has_.end(), false);
  std::fill(holds_.begin(), holds_.end(), false);
  std::fill(passed_.begin(), passed_.end(), never);
  has_[0] = true;
}

std::span<const std::int64_t> FunnelChains::chain(unsigned level) const {
  return {times(level), level};
}

bool FunnelChains::excluded(unsigned level) const {
  for (std::size_t i = 0; i < passed_.size(); ++i) {
    const FunnelExclusion& exclusion = definition_.exclusions[i];
    if (exclusion.from <= level && level < exclusion.to &&
        passed_[i] > times(level)[exclusion.from - 1]) {
      return true;
    }
  }
  return false;
}

bool FunnelChains::may_continue(unsigned level, std::int64_t at_ms, Start start) const {
  if (level == 0) {
    return start == Start::allowed;
  }
  if (!has_[level]) {
    return false;
  }
  const bool total = definition_.window_kind == WindowKind::total;
  return within(times(level)[total ? 0 : level - 1], at_ms, definition_.window_ms) &&
         !excluded(level);
}

void FunnelChains::continue_chain(unsigned from, unsigned to, std::int64_t at_ms) {
  std::copy_n(times(from), from, times(to));
  std::fill(times(to) + from, times(to) + to, at_ms);
  has_[to] = true;
}

unsigned FunnelChains::extend_by_one(std::uint32_t marks, std::int64_t at_ms, Start start) {
  unsigned highest = 0;
  for (std::uint32_t left = marks; left != 0;) {
    const auto level = static_cast<unsigned>(std::bit_width(left));
    left ^= std::uint32_t{1} << (level - 1);
    // Downwards, so that the event is not used twice.
    if (may_continue(level - 1, at_ms, start)) {
      continue_chain(level - 1, level, at_ms);
      highest = std::max(highest, level);
    }
  }
  return highest;
}

void FunnelChains::find_reach(std::span<const std::uint32_t> marks, std::int64_t at_ms,
                              Start start) {
  const unsigned steps = definition_.steps;
  for (unsigned level = 0; level < steps; ++level) {
    reach_[level] = may_continue(level, at_ms, start) ? longest_run(marks, level, steps) : 0;
    if (definition_.strictly_later) {
      reach_[level] = std::min(reach_[level], 1U);
    }
  }
}

// The shorter the chain that is continued, the later are its steps.
unsigned FunnelChains::extend_by_many(std::int64_t at_ms) {
  unsigned highest = 0;
  for (unsigned to = definition_.steps; to > 0; --to) {
    for (unsigned from = 0; from < to; ++from) {
      if (from + reach_[from] >= to) {
        continue_chain(from, to, at_ms);
        highest = std::max(highest, to);
        break;
      }
    }
  }
  return highest;
}

void FunnelChains::note_exclusions(const FunnelInstant& instant) {
  for (std::uint32_t left = instant.exclusions; left != 0; left &= left - 1) {
    passed_[static_cast<std::size_t>(std::countr_zero(left))] = instant.at_ms;
  }
}

unsigned FunnelChains::extend(const FunnelInstant& instant, std::span<const std::uint32_t> marks,
                              Start start) {
  unsigned highest = 0;
  if (instant.steps != 0 && marks.size() == 1) {
    highest = extend_by_one(marks[0], instant.at_ms, start);
  } else if (instant.steps != 0) {
    find_reach(marks, instant.at_ms, start);
    highest = extend_by_many(instant.at_ms);
  }
  note_exclusions(instant);
  return highest;
}

unsigned FunnelChains::extend_strictly(std::span<const std::uint32_t> marks, std::int64_t at_ms,
                                       Start start) {
  for (unsigned level = 1; level <= definition_.steps; ++level) {
    has_[level] = holds_[level];
  }
  find_reach(marks, at_ms, start);
  std::fill(holds_.begin(), holds_.end(), false);
  const std::size_t size = marks.size();
  for (unsigned to = 1; to <= definition_.steps; ++to) {
    // A chain that begins here ends with the last event; one that comes from before takes them all.
    const bool begins = reach_[0] >= to && to <= size;
    const bool passes = size < to && reach_[to - size] >= size;
    holds_[to] = begins || passes;
  }
  return extend_by_many(at_ms);
}

bool FunnelChains::alive(std::int64_t at_ms) const {
  for (unsigned level = 1; level < definition_.steps; ++level) {
    if (may_continue(level, at_ms, Start::not_allowed)) {
      return true;
    }
  }
  return false;
}

}  // namespace throughline::journey_engine
