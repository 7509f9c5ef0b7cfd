#include "journey_engine/funnel_walk.h"

#include <algorithm>

namespace throughline::journey_engine {
namespace {

// Beyond all seconds that columns hold, to either side.
constexpr std::int64_t never_s = -(std::int64_t{1} << 33U);
constexpr std::int64_t always_s = (std::int64_t{1} << 33U) - 1;
constexpr std::int64_t longest_s = std::int64_t{1} << 32U;
// A difference of seconds is off by less than one to either side.
constexpr std::uint64_t unsure_s = 2;

// Of places, below the seconds; the highest of all stands for the columns' end.
constexpr unsigned place_bits = 30;
constexpr std::int64_t place_mask = (std::int64_t{1} << place_bits) - 1;

template <class T>
T chosen(bool first, T one, T other) {
  return other ^ ((one ^ other) & (T{0} - static_cast<T>(first)));
}

}  // namespace

bool FunnelWalk::pays(const FunnelDefinition& definition, const Columns& columns) {
  constexpr std::int64_t minute = 60'000;
  return definition.window_ms >= minute && columns.offsets[columns.customers] < place_mask;
}

FunnelWalk::FunnelWalk(const FunnelDefinition& definition)
    : steps_count_(definition.steps),
      surely_s_(std::min(definition.window_ms / 1'000 - 1, longest_s)),
      total_(definition.window_kind == WindowKind::total) {
  for (std::size_t step = 0; step < definition.sets->steps.size(); ++step) {
    is_tested_.at(step) = definition.sets->steps[step].has_test() ? 1 : 0;
  }
}

void FunnelWalk::read(const Columns& columns, const Marks& marks,
                      std::span<const std::uint8_t> step_of) {
  columns_ = &columns;
  listed_.read(marks);
  const std::size_t size = listed_.size();
  if (steps_.size() < size + 1) {
    steps_.resize(size + 1);
    before_.resize(size + 1);
  }
  const std::uint32_t* const events = listed_.events();
  const auto find_steps = [&](const auto* codes) {
    for (std::size_t place = 0; place < size; ++place) {
      steps_[place] = step_of[codes[events[place]]];
    }
  };
  if (columns.codes8 != nullptr) {
    find_steps(columns.codes8);
  } else if (columns.codes16 != nullptr) {
    find_steps(columns.codes16);
  } else {
    find_steps(columns.codes32);
  }
}

// Where events are doubted, even the whole funnel may turn out not to have been done.
template <bool total, bool tested>
FunnelWalk::Found FunnelWalk::walk(const ColumnLine& line, std::uint32_t* doubtful,
                                   std::size_t& count) {
  const std::uint32_t* const events = listed_.events();
  const std::uint8_t* const steps = steps_.data();
  std::uint32_t* const before = before_.data();
  const std::int32_t* const seconds = columns_->seconds;
  std::int64_t* const chains = chains_.data();
  const std::int64_t surely_s = surely_s_;
  const std::uint32_t all = steps_count_;
  std::fill_n(chains + 1, all + 2, never_s * (place_mask + 1));
  chains[0] = always_s * (place_mask + 1);
  // The level above, and below it the earlier, the higher.
  std::uint64_t best = 0;
  std::uint32_t step_before = 0;
  std::int64_t second_before = never_s;
  bool unsure = false;
  std::uint32_t place = place_of(line.first);
  for (; events[place] < line.last && (tested || best >> 32U < all); ++place) {
    const std::uint32_t step = steps[place];
    const std::int64_t now_s = seconds[events[place]];
    const std::int64_t chain = chains[step];
    const std::int64_t after_s = now_s - (chain >> place_bits);
    const bool goes_on = after_s <= surely_s;
    unsure |= static_cast<std::uint64_t>(after_s - surely_s - 1) < unsure_s;
    unsure |= (now_s == second_before) & (step < step_before);
    const std::int64_t now = now_s << place_bits;
    const std::int64_t from = total ? chosen(step == 0, now, chain & ~place_mask) : now;
    chains[step + 1] = chosen(goes_on, from | place, chains[step + 1]);
    before[place] = static_cast<std::uint32_t>(chain & place_mask);
    const std::uint64_t reached = std::uint64_t{step + 1} << 32U | ~place;
    best = std::max(best, chosen(goes_on, reached, std::uint64_t{0}));
    if constexpr (tested) {
      doubtful[count] = place;
      count += static_cast<std::size_t>(goes_on) & is_tested_[step];
    }
    step_before = step;
    second_before = now_s;
  }
  // What comes in the last event's instant may stand before it.
  for (; events[place] < line.last && seconds[events[place]] == second_before; ++place) {
    unsure |= steps[place] < step_before;
  }
  return {.last = ~static_cast<std::uint32_t>(best),
          .level = static_cast<std::uint8_t>(best >> 32U),
          .unsure = unsure};
}

FunnelWalk::Found FunnelWalk::walk(const ColumnLine& line) {
  std::size_t none = 0;
  return total_ ? walk<true, false>(line, nullptr, none) : walk<false, false>(line, nullptr, none);
}

FunnelWalk::Found FunnelWalk::walk_doubting(const ColumnLine& line, std::uint32_t* doubtful,
                                            std::size_t& count) {
  count = 0;
  return total_ ? walk<true, true>(line, doubtful, count)
                : walk<false, true>(line, doubtful, count);
}

std::uint32_t FunnelWalk::entry(const ColumnLine& line, std::uint32_t place) const {
  const std::uint32_t* const events = listed_.events();
  const std::uint32_t first = events[place];
  std::uint32_t entry = first;
  while (place-- > 0 && events[place] >= line.first &&
         columns_->seconds[events[place]] == columns_->seconds[first] &&
         columns_->millis[events[place]] == columns_->millis[first]) {
    entry = steps_[place] == 0 ? events[place] : entry;
  }
  return entry;
}

}  // namespace throughline::journey_engine
