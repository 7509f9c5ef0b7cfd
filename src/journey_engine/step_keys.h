// StepKeys: for each event of some columns, the step of a case that leads to it and how long it
// took, found for 4 to 16 events at a time. Pure; safe to call from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

// A key is from << 16 | to, with step_and_back set where from follows again and is not to. For the
// first event of a case from is `codes`.
constexpr std::uint32_t step_codes_max = 8'191;
constexpr unsigned step_from_shift = 16;
constexpr std::uint32_t step_to_mask = 0x1fff;
constexpr std::uint32_t step_and_back = 0x2000;

// Instead of durations that are not less.
constexpr std::uint32_t step_ms_max = 0xffff'ffff;

struct Steps {
  // Of the events from `first` on, which is a multiple of 64, to before `last`.
  std::size_t first = 0;
  std::size_t last = 0;
  std::uint32_t* keys = nullptr;
  std::uint32_t* took_ms = nullptr;  // Of a case's first event: 0. Wrong where times are far.
};
struct StepBounds {
  std::uint32_t highest_code = 0;
  std::uint32_t longest_ms = 0;
};
// For events of no line that is looked at they say nothing. Right if all codes are below `codes`,
// which is at most step_codes_max; `begins` as in CaseMarks.
StepBounds find_steps(const Columns& columns, std::uint32_t codes,
                      std::span<const std::uint64_t> begins, const Steps& into);

}  // namespace throughline::journey_engine
