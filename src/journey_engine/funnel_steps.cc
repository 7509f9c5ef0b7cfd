#include "journey_engine/funnel_steps.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t codes_max = 65'536;
constexpr std::int64_t never_s = std::numeric_limits<std::int64_t>::min() / 4;
constexpr std::int64_t always_s = std::numeric_limits<std::int64_t>::max() / 4;
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
      // A difference of seconds is off by less than one.
      surely_s_(definition.window_ms / 1'000 - 1),
      maybe_s_(definition.window_ms / 1'000 + 1),
      total_(definition.window_kind == WindowKind::total),
      has_tests_(std::any_of(definition.sets->steps.begin(), definition.sets->steps.end(),
                             [](const EventSet& set) { return set.has_test(); })),
      walk_(definition) {
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
  by_seconds_ = FunnelWalk::pays(definition_, columns);
  const bool all = looked.everybody && looked.is_all_times();
  const auto& steps = definition_.sets->steps;
  if (!by_seconds_ && std::any_of(steps.begin(), steps.end(), [&](const EventSet& set) {
        return set.has_test() && !(all && set.rows_test());
      })) {
    return false;
  }
  marks_.read(columns, few_.empty() ? EventSet() : few_.front());
  for (std::size_t i = 1; i < few_.size(); ++i) {
    some_.read(columns, few_[i]);
    marks_.add(some_);
  }
  if (by_seconds_) {
    walk_.read(columns, marks_, step_of_);
    return true;
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

void FunnelSteps::leave_out(std::uint32_t place) {
  marks_.clear(walk_.event(place));
  walk_.leave_out(place);
}

void FunnelSteps::test_rows(std::uint8_t step) {
  constexpr std::size_t at_once = 512;
  std::array<std::uint64_t, at_once> rows = {};
  std::array<std::uint32_t, at_once> places = {};
  std::array<std::uint8_t, at_once> holds = {};
  std::size_t count = 0;
  const auto test = [&] {
    definition_.sets->steps[step].rows_test()(std::span(rows).first(count),
                                              std::span(holds).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      if (holds.at(i) == 0) {
        leave_out(places.at(i));
      }
    }
    count = 0;
  };
  for (const std::uint32_t place : doubtful_) {
    if (walk_.step(place) == step) {
      rows.at(count) = columns_->row(walk_.event(place));
      places.at(count) = place;
      if (++count == at_once) {
        test();
      }
    }
  }
  test();
}

void FunnelSteps::test_each(std::uint8_t step) {
  const EventSet& set = definition_.sets->steps[step];
  for (const Doubt& doubt : doubts_) {
    const ColumnLine& line = lines_[doubt.line];
    for (std::size_t i = doubt.first; i < doubt.last; ++i) {
      const std::uint32_t place = doubtful_[i];
      if (walk_.step(place) == step && !set.passes(columns_->ids[line.customer],
                                                   event_of(*columns_, line, walk_.event(place)))) {
        leave_out(place);
      }
    }
  }
}

void FunnelSteps::test_doubtful() {
  if (doubtful_.empty()) {
    return;
  }
  for (std::uint8_t step = 0; step < definition_.steps; ++step) {
    const EventSet& set = definition_.sets->steps[step];
    if (set.rows_test()) {
      test_rows(step);
    } else if (set.has_test()) {
      test_each(step);
    }
  }
}

// All marked events of the line that have a test.
void FunnelSteps::doubt_all(std::uint32_t line) {
  const std::size_t first = doubtful_.size();
  const std::uint32_t last = lines_[line].last;
  for (std::uint32_t place = walk_.place_of(lines_[line].first); walk_.event(place) < last;
       ++place) {
    const std::uint8_t step = walk_.step(place);
    if (step < definition_.steps && definition_.sets->steps[step].has_test()) {
      doubtful_.push_back(place);
    }
  }
  doubts_.push_back({line, first, doubtful_.size()});
}

FunnelWalk::Found FunnelSteps::walk_doubting(std::uint32_t line) {
  const ColumnLine& of = lines_[line];
  FunnelWalk::Found found{.unsure = true};
  std::size_t count = 0;
  if (!of.far) {
    // One more than its events: the last that is not doubted is written, too.
    of_line_.resize(std::max<std::size_t>(of_line_.size(), of.last - of.first + 1));
    found = walk_.walk_doubting(of, of_line_.data(), count);
  }
  if (found.unsure) {
    doubt_all(line);
  } else if (count != 0) {
    const std::size_t first = doubtful_.size();
    doubtful_.insert(doubtful_.end(), of_line_.data(), of_line_.data() + count);
    doubts_.push_back({line, first, doubtful_.size()});
  }
  return found;
}

void FunnelSteps::find(std::span<const ColumnLine> lines) {
  lines_ = lines;
  found_.assign(lines.size(), {.unsure = true});
  if (!by_seconds_) {
    return;
  }
  if (!has_tests_) {
    for (std::size_t line = 0; line < lines.size(); ++line) {
      found_[line].unsure = lines[line].far;
      if (!lines[line].far) {
        found_[line] = walk_.walk(lines[line]);
      }
    }
    return;
  }
  doubts_.clear();
  doubtful_.clear();
  for (std::uint32_t line = 0; line < lines.size(); ++line) {
    found_[line] = walk_doubting(line);
  }
  test_doubtful();
  std::vector<Doubt> doubts;
  doubts.swap(doubts_);
  std::vector<std::uint32_t> tested;
  tested.swap(doubtful_);
  for (const Doubt& doubt : doubts) {
    FunnelWalk::Found& found = found_[doubt.line];
    const auto is_left_out = [&](std::uint32_t place) {
      return walk_.step(place) >= definition_.steps;
    };
    if (!found.unsure &&
        std::any_of(tested.begin() + static_cast<std::ptrdiff_t>(doubt.first),
                    tested.begin() + static_cast<std::ptrdiff_t>(doubt.last), is_left_out)) {
      found = walk_.walk(lines[doubt.line]);
      if (found.unsure) {
        doubt_all(doubt.line);
      }
    }
  }
  test_doubtful();
}

void FunnelSteps::prefetch(std::size_t line) const {
  const FunnelWalk::Found& found = found_[line];
  if (found.unsure) {
    return;
  }
  std::uint32_t place = found.last;
  for (unsigned step = found.level; step-- > 0; place = walk_.before(place)) {
    __builtin_prefetch(columns_->millis + walk_.event(place));
  }
}

FunnelSteps::Attempt FunnelSteps::read_backwards(const ColumnLine& line,
                                                 const FunnelWalk::Found& found) {
  if (found.level == 0) {
    return {};
  }
  std::uint32_t place = found.last;
  for (unsigned step = found.level - 1;; --step) {
    best_[step] = walk_.event(place);
    if (step == 0) {
      break;
    }
    place = walk_.before(place);
  }
  return {.events = {best_.data(), found.level}, .entry = walk_.entry(line, place)};
}

std::optional<FunnelSteps::Attempt> FunnelSteps::attempt(std::size_t line) {
  return found_[line].unsure ? walk_exactly(lines_[line])
                             : read_backwards(lines_[line], found_[line]);
}

// How many steps the best attempt has. With few branches: what comes next is as good as chance.
template <class Code>
std::optional<unsigned> FunnelSteps::walk(const ColumnLine& line, const Code* codes) {
  const auto steps = static_cast<int>(definition_.steps);
  const std::int32_t* const seconds = columns_->seconds;
  const bool is_short = definition_.steps <= short_chain;
  const auto copy = [&](const Chain& from, Chain& to) {
    if (is_short) {
      std::copy_n(from.begin(), short_chain, to.begin());
    } else {
      to = from;
    }
  };
  int level = 0;
  int before_step = -1;
  std::uint32_t before = line.first;
  // By the step that may come next: the second from which the window counts.
  std::fill_n(from_s_.begin(), steps + 1, never_s);
  from_s_[0] = always_s;
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
      const int step = step_of_[codes[event]];
      const bool same_second = seconds[event] == seconds[before];
      if (same_second & (step <= before_step)) [[unlikely]] {
        if (columns_->millis[event] == columns_->millis[before]) {
          return std::nullopt;
        }
      }
      if (level == steps) {
        return static_cast<unsigned>(level);
      }
      before_step = step;
      before = event;
      const std::int64_t after_s = seconds[event] - from_s_[step];
      if (after_s > surely_s_) {
        if (after_s > maybe_s_ || !is_within(step, event)) {
          continue;
        }
      }
      // What is before the first step is no chain, and nothing of it is left.
      Chain& chain = chains_[step + 1];
      copy(chains_[step], chain);
      chain[step] = event;
      const std::int64_t now_s = seconds[event];
      from_s_[step + 1] = (step > 0) & total_ ? from_s_[step] : now_s;
      if (step >= level) {
        level = step + 1;
        copy(chain, best_);
      }
    }
  }
  return static_cast<unsigned>(level);
}

std::optional<FunnelSteps::Attempt> FunnelSteps::walk_exactly(const ColumnLine& line) {
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
  return Attempt{.events = {best_.data(), *level}, .entry = best_[0]};
}

}  // namespace throughline::journey_engine
