#include "journey_engine/funnel_steps.h"

#include <algorithm>
#include <bit>

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t codes_max = 65'536;
constexpr std::uint32_t no_event = 0xffff'ffff;
constexpr std::size_t few = 8;  // As many as are marked at once.

// body(code) of each.
template <class Body>
void visit_codes(const EventSet& set, const Body& body) {
  const auto bits = set.code_bits();
  for (std::size_t word = 0; word < bits.size(); ++word) {
    for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
      body(
          static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(left))));
    }
  }
}

}  // namespace

bool FunnelSteps::answers(const FunnelDefinition& definition) {
  if (definition.sets == nullptr || definition.strictly_later) {
    return false;
  }
  std::vector<std::uint32_t> all;
  for (const EventSet& set : definition.sets->steps) {
    if (set.is_any_code()) {
      return false;
    }
    visit_codes(set, [&](std::uint32_t code) { all.push_back(code); });
  }
  std::sort(all.begin(), all.end());
  return std::adjacent_find(all.begin(), all.end()) == all.end() &&
         (all.empty() || all.back() < codes_max);
}

FunnelSteps::FunnelSteps(const FunnelDefinition& definition)
    : definition_(definition),
      no_window_(definition.window_ms == no_window),
      total_(definition.window_kind == WindowKind::total) {
  std::vector<std::uint32_t> all;
  for (std::size_t step = 0; step < definition.sets->steps.size(); ++step) {
    visit_codes(definition.sets->steps[step], [&](std::uint32_t code) {
      step_of_.resize(std::max<std::size_t>(step_of_.size(), code + 1), no_step);
      step_of_[code] = static_cast<std::uint8_t>(step);
      all.push_back(code);
    });
  }
  for (std::size_t first = 0; first < all.size(); first += few) {
    few_.emplace_back(
        std::span<const std::uint32_t>(all).subspan(first, std::min(few, all.size() - first)));
  }
}

bool FunnelSteps::read(const Columns& columns, const LookedAt& looked) {
  columns_ = &columns;
  const bool all = looked.everybody && looked.is_all_times();
  const auto& steps = definition_.sets->steps;
  if (std::any_of(steps.begin(), steps.end(), [&](const EventSet& set) {
        return set.has_test() && !(all && set.rows_test());
      })) {
    return false;
  }
  marks_.read(columns, few_.empty() ? EventSet() : few_.front());
  for (std::size_t i = 1; i < few_.size(); ++i) {
    some_.read(columns, few_[i]);
    marks_.add(some_);
  }
  for (const EventSet& set : steps) {
    if (set.has_test()) {
      some_.read(columns, set);
      left_ = some_;
      left_.narrow(columns, set);
      marks_.remove(some_, left_);
    }
  }
  return true;
}

// How many steps the best attempt has.
template <class Code>
std::optional<unsigned> FunnelSteps::walk(const ColumnLine& line, const Code* codes) {
  const unsigned steps = definition_.steps;
  unsigned level = 0;
  std::uint32_t open = 1;  // The steps that may come next, a bit each.
  std::uint32_t before_step = 0;
  std::uint32_t before = no_event;
  for (std::size_t word = line.first / 64; word * 64 < line.last; ++word) {
    std::uint64_t marked = marks_.word(word);
    if (word == line.first / 64) {
      marked &= ~std::uint64_t{0} << (line.first % 64);
    }
    for (; marked != 0; marked &= marked - 1) {
      const auto event = static_cast<std::uint32_t>(
          word * 64 + static_cast<std::size_t>(std::countr_zero(marked)));
      if (event >= line.last) {
        break;
      }
      const std::uint32_t step = step_of_[codes[event]];
      if (step <= before_step && before != no_event && is_same_instant(before, event)) {
        return std::nullopt;
      }
      if (level == steps) {
        return level;
      }
      before_step = step;
      before = event;
      if (((open >> step) & 1U) == 0) {
        continue;
      }
      Chain& chain = chains_[step];
      if (step > 0) {
        const Chain& shorter = chains_[step - 1];
        if (!is_within(shorter[total_ ? 0 : step - 1], event)) {
          continue;
        }
        std::copy_n(shorter.begin(), step, chain.begin());
      }
      chain[step] = event;
      open |= std::uint32_t{2} << step;
      if (step + 1 > level) {
        level = step + 1;
        std::copy_n(chain.begin(), level, best_.begin());
      }
    }
  }
  return level;
}

std::optional<std::span<const std::uint32_t>> FunnelSteps::find(const ColumnLine& line) {
  if (line.far) {
    return std::nullopt;
  }
  const std::optional<unsigned> level = columns_->codes8 != nullptr ? walk(line, columns_->codes8)
                                        : columns_->codes16 != nullptr
                                            ? walk(line, columns_->codes16)
                                            : walk(line, columns_->codes32);
  if (!level) {
    return std::nullopt;
  }
  return std::span<const std::uint32_t>(best_.data(), *level);
}

}  // namespace throughline::journey_engine
